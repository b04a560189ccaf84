import type { StreamState } from "../../model/index.ts";
import { keyOf, unreachable } from "../../model/index.ts";
import { settledStatus } from "../stages.ts";
import type { Turn } from "../turn.ts";
import { emit, lookBack } from "../turn.ts";

/** What a person settled while it was under way ends wherever its attempt brought it back (I11). */
export function settleReturned(turn: Turn): void {
  lookBack(turn, (event) => {
    if (!("attempt" in event)) return;
    const stream = turn.state.streams.get(keyOf(event.attempt));
    if (stream !== undefined) settleStream(turn, stream);
  });
}

/**
 * Ends a stream that a person settled, as far as it can be ended now. Returns whether it is.
 * A running attempt is left alone until it is collected (nothing of it is lost, law I8), a landing
 * until it is known whether it landed: our own edit of the roadmap may be what came back (I11).
 */
export function settleStream(turn: Turn, stream: StreamState): boolean {
  const status = settledStatus(stream);
  if (status === null) return false;
  const { stage } = stream;
  switch (stage.kind) {
    case "completed":
    case "settled":
    case "preparing":
    case "running":
    case "collecting":
    case "landing":
      return false;
    case "waiting":
    case "queued":
    case "merging":
    case "verifying":
    case "verifying-alone":
    case "parked":
    case "needs-person":
    case "unverified":
    case "blocked":
    case "skipped":
    case "stopped":
      emit(turn, { type: "settled", key: stream.facts.key, status });
      return true;
    default:
      return unreachable(stage);
  }
}
