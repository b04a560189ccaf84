import type { Adapter, Seen } from "../../../agents/index.ts";
import { LineReader, NOTHING_SEEN, see } from "../../../agents/index.ts";
import type { Usage } from "../../../model/index.ts";
import { LIMITS } from "../../../model/index.ts";
import type { ReadOutput } from "./agent-output.ts";
import { PASSING_ROOM } from "./agent-output.ts";
import { isCredible } from "./own-usage.ts";

/** How much of an agent's output is read at one look; what is left waits for the next. */
const LOOK_BYTES_MAX = 1024 * 1024;

/**
 * Reads along what a running agent says it has used. Call it as often as there is news: it looks
 * at most every `LIMITS.spendingLookMs`, and answers with the usage when that has changed.
 */
export function usageWatch(
  adapter: Adapter,
  read: ReadOutput,
  clock: () => number,
): () => Usage | null {
  const reader = new LineReader();
  let seen: Seen = NOTHING_SEEN;
  let at = 0;
  let nextMs = 0;
  return () => {
    if (clock() < nextMs) return null;
    nextMs = clock() + LIMITS.spendingLookMs;
    const before = seen.usage;
    let left = LOOK_BYTES_MAX;
    for (let more = true; more && left > 0; ) {
      const piece = read(at, PASSING_ROOM.length, PASSING_ROOM);
      at += piece.length;
      left -= piece.length;
      for (const line of reader.push(piece)) {
        for (const event of adapter.parse(line)) seen = see(seen, event);
      }
      more = piece.length === PASSING_ROOM.length;
    }
    // There is more to read: do not wait for it.
    if (left <= 0) nextMs = 0;
    const { usage } = seen;
    return usage === before || usage === null || !isCredible(usage) ? null : usage;
  };
}
