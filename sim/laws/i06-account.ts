import type { AttemptId } from "../../src/model/index.ts";
import type { Law } from "../law.ts";
import { breaks } from "../law.ts";

/** I6: nothing begins on an account at its limit before the reset, then one, and then the others. */
export function accountLimits(): Law {
  const troubles = new Map<string, number>();
  let account: string | null = null;
  let probe: AttemptId | null = null;
  const law: Law = {
    id: "I6",
    title: "limits of an account",
    onEvent(_sim, event) {
      switch (event.type) {
        case "account-noted":
          account = event.account;
          return;
        case "account-troubled": {
          const { trouble } = event;
          const untilMs = trouble.kind === "limit" ? trouble.untilMs : Number.POSITIVE_INFINITY;
          const before = troubles.get(event.account) ?? 0;
          if (before > Math.max(untilMs, event.atMs)) {
            breaks(law, `${event.account} is said to be free before its reset`);
          }
          troubles.set(event.account, untilMs);
          if (event.account === account) probe = null;
          return;
        }
        case "account-cleared":
          troubles.delete(event.account);
          if (event.account === account) probe = null;
          return;
        case "claimed": {
          const untilMs = account === null ? undefined : troubles.get(account);
          if (untilMs === undefined) return;
          if (event.atMs < untilMs) breaks(law, `${event.attempt} begins before the reset`);
          if (probe !== null) breaks(law, `${event.attempt} begins while ${probe} tries`);
          probe = event.attempt;
          return;
        }
        default:
          if ("attempt" in event && event.attempt === probe && ENDS.has(event.type)) probe = null;
      }
    },
  };
  return law;
}

/** After these the attempt has said all that it will say of its account. */
const ENDS: ReadonlySet<string> = new Set(["agent-ended", "failed", "stopped", "unaffordable"]);
