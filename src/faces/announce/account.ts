import { type AccountView, accountAgents } from "../../journal/index.ts";
import type { EventOf, State } from "../../model/index.ts";
import { unreachable, isoTime } from "../../model/index.ts";
import { safeText } from "../text/safe.ts";
import { list } from "../text/words.ts";

type Trouble = EventOf<"account-troubled" | "account-cleared">;

/** That an account takes no work, or takes it again. */
export function describeAccount(state: State, event: Trouble): string {
  const label = accountLabel(accountAgents(state, event.account));
  if (event.type === "account-cleared") return `${label} takes work again`;
  const { trouble } = event;
  const { kind, message } = trouble;
  const [until, round] =
    kind === "limit" ? [isoTime(trouble.untilMs), trouble.round ?? 1] : [null, null];
  return `${label} ${troubleText({ state: kind, until, round, message })}`;
}

/** Why an account takes no work now, after its label. */
export function troubleText({
  state,
  until,
  round,
  message,
}: Pick<AccountView, "state" | "until" | "round" | "message">): string {
  const why = safeText(message);
  switch (state) {
    case "limit": {
      const again = (round ?? 1) < 2 ? "" : ` (found so ${round} times)`;
      return `is at its limit until ${until}${again}: ${why}`;
    }
    case "login":
      return `must be logged in: ${why}`;
    case "credit":
      return `has no credit: ${why}`;
    default:
      return unreachable(state);
  }
}

/** Named where configured agents have accounts of their own. */
export function accountLabel(names: readonly string[]): string {
  if (names.length === 0) return "The agents' account";
  return `The account of ${list(names.map(safeText))}`;
}
