import type { BudgetLimit, DecisionReason, EventOf } from "../../model/index.ts";
import { describeLimit } from "../../model/index.ts";
import { streamWith } from "../copies.ts";
import type { Ledger } from "../draft.ts";
import { putStream } from "../draft.ts";
import { endProbe, takeBackMessages } from "./told.ts";
import { currentStream } from "../stages.ts";

/** Why a stream waits that ran into a limit of its own. */
export function describeShort(limit: BudgetLimit): DecisionReason {
  return { kind: "budget", level: null, untilMs: limit.untilMs, why: describeLimit(limit) };
}

/** It never was: its number is used up, and nothing else of it stays. */
export function applyUnaffordable(ledger: Ledger, event: EventOf<"unaffordable">): void {
  const stream = currentStream(ledger.state, event.attempt);
  if (stream?.stage.kind !== "preparing") return;
  const { limit, mayComeBack, retryAtMs, atMs } = event;
  const newest = stream.attempts.at(-1);
  endProbe(ledger, event.attempt);
  putStream(
    ledger,
    streamWith(stream, {
      messages: takeBackMessages(stream.messages, event.attempt),
      stage: {
        kind: "waiting",
        sinceMs: atMs,
        notBeforeMs: retryAtMs,
        short: { limit, mayComeBack },
      },
      decision: { key: event.key, decision: "wait", reasons: [describeShort(limit)] },
      attempts: newest?.attempt === event.attempt ? stream.attempts.slice(0, -1) : stream.attempts,
    }),
  );
}

/** Money may be there again: what lacked it is tried at once (`all`), or what others held. */
export function freeShort(ledger: Ledger, all: boolean): void {
  for (const key of ledger.work.cooling) {
    const stream = ledger.state.streams.get(key);
    if (stream?.stage.kind !== "waiting" || stream.stage.short === undefined) continue;
    const { short, sinceMs } = stream.stage;
    if (!all && !short.mayComeBack) continue;
    const { nowMs: notBeforeMs } = ledger.state;
    putStream(ledger, streamWith(stream, { stage: { kind: "waiting", sinceMs, notBeforeMs } }));
  }
}
