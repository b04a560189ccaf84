import type { Adapter, Seen } from "../../agents/index.ts";
import { LineReader, NOTHING_SEEN, see } from "../../agents/index.ts";
import type { Usage } from "../../model/index.ts";
import { LIMITS } from "../../model/index.ts";
import type { ReadOutput } from "../agent-output.ts";

/** How much of an agent's output is read at one look; what is left waits for the next. */
const PIECE_BYTES = 1024 * 1024;

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
    const piece = read(at, PIECE_BYTES);
    at += piece.length;
    for (const line of reader.push(piece)) {
      for (const event of adapter.parse(line)) seen = see(seen, event);
    }
    // There is more to read: do not wait for it.
    if (piece.length === PIECE_BYTES) nextMs = 0;
    return seen.usage === before ? null : seen.usage;
  };
}
