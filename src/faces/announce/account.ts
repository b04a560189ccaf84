import type { Event, State } from "../../model/index.ts";
import { unreachable } from "../../model/index.ts";
import { safeText } from "../text/safe.ts";
import { list } from "../text/words.ts";

type Trouble = Extract<Event, { readonly type: "account-troubled" | "account-cleared" }>;

/** That an account takes no work, or takes it again. */
export function describeAccount(state: State, event: Trouble): string {
  const label = accountLabel(state, event.account);
  if (event.type === "account-cleared") return `${label} takes work again`;
  const { trouble } = event;
  const message = safeText(trouble.message);
  switch (trouble.kind) {
    case "limit": {
      const until = new Date(trouble.untilMs).toISOString();
      const again = trouble.round === undefined ? "" : ` (found so ${trouble.round} times)`;
      return `${label} is at its limit until ${until}${again}: ${message}`;
    }
    case "login":
      return `${label} must be logged in: ${message}`;
    case "credit":
      return `${label} has no credit: ${message}`;
    default:
      return unreachable(trouble);
  }
}

/** Named where configured agents have accounts of their own. */
function accountLabel({ account: own, programs }: State, account: string): string {
  const names = Object.entries(programs).flatMap(([name, one]) => (one === account ? [name] : []));
  if (names.length === 0 || account === own) return "The agents' account";
  return `The account of ${list(names.map(safeText))}`;
}
