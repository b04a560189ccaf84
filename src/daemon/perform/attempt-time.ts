import type { AttemptId, State } from "../../model/index.ts";
import { keyOf } from "../../model/index.ts";

/** When an attempt was claimed: the date of everything made in its name. */
export function attemptTimeMs(state: State, attempt: AttemptId): number {
  const records = state.streams.get(keyOf(attempt))?.attempts ?? [];
  return records.find((record) => record.attempt === attempt)?.claimedAtMs ?? state.nowMs;
}
