import type { AttemptId, StreamState } from "../../model/index.ts";
import { keyOf } from "../../model/index.ts";
import { messageWith } from "../copies.ts";
import { accountOf } from "../team/roles.ts";
import type { Ledger } from "../draft.ts";
import { putAccount } from "../draft.ts";

/** What an attempt was to hear and has not: the next one is told. */
export function takeBackMessages(
  messages: StreamState["messages"],
  attempt: AttemptId,
): StreamState["messages"] {
  if (!messages.some((one) => one.given === attempt)) return messages;
  return messages.map((one) => {
    if (one.given !== attempt) return one;
    const { givenAtMs: _unheard, ...said } = one;
    return messageWith(said, { given: null });
  });
}

/** The first claim after a limit's time tries whether it is over. */
export function beginProbe(ledger: Ledger, attempt: AttemptId): void {
  const { state } = ledger;
  const stream = state.streams.get(keyOf(attempt));
  if (stream === undefined) return;
  const account = accountOf(state, stream);
  const known = account === null ? undefined : state.accounts.get(account);
  if (account === null || known?.due !== true || known.probe !== null) return;
  putAccount(ledger, account, { ...known, probe: attempt });
}

/** It ended without an answer either way: another may try. */
export function endProbe(ledger: Ledger, attempt: AttemptId): void {
  for (const [account, known] of ledger.state.accounts) {
    if (known.probe === attempt) putAccount(ledger, account, { ...known, probe: null });
  }
}
