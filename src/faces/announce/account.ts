import type { Event, State } from "../../model/index.ts";
import { safeText } from "../text/safe.ts";
import { list } from "../text/words.ts";

type Trouble = Extract<Event, { readonly type: "account-troubled" | "account-cleared" }>;

/** That an account takes no work, or takes it again. */
export function describeAccount(state: State, event: Trouble): string {
  const label = accountLabel(state, event.account);
  if (event.type === "account-cleared") return `${label} takes work again`;
  const { trouble } = event;
  return trouble.kind === "limit"
    ? `${label} is at its limit until ${new Date(trouble.untilMs).toISOString()}: ${safeText(trouble.message)}`
    : `${label} must be logged in: ${safeText(trouble.message)}`;
}

/** Named where configured agents have accounts of their own. */
function accountLabel({ account: own, programs }: State, account: string): string {
  const names = Object.entries(programs).flatMap(([name, one]) => (one === account ? [name] : []));
  if (names.length === 0 || account === own) return "The agents' account";
  return `The account of ${list(names.map(safeText))}`;
}
