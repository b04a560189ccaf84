import type { MemoryEntry } from "./types.ts";

/** From so many entries of a kind on, the oldest of them are one summary (as in the origin of 000). */
const DISTIL_AT = 10;
const DISTIL_BY = 5;

export interface Distilled {
  /** The oldest first: those that came in words of their own, then ours. */
  readonly summaries: readonly string[];
  /** What is not part of a summary, the oldest first. */
  readonly rest: readonly MemoryEntry[];
}

/**
 * Entries of one kind as they are told. Nothing is lost by it: a summary follows from its entries
 * each time, and one that is taken back is in it no longer.
 */
export function distil(entries: readonly MemoryEntry[]): Distilled {
  const told = entries.filter(({ summary }) => summary).map(({ content }) => content);
  const plain = entries.filter(({ summary }) => !summary);
  const summaries = [...told];
  let from = 0;
  while (plain.length - from >= DISTIL_AT) {
    summaries.push(summaryOf(plain.slice(from, from + DISTIL_BY)));
    from += DISTIL_BY;
  }
  return { summaries, rest: plain.slice(from) };
}

function summaryOf(entries: readonly MemoryEntry[]): string {
  const lines = entries.map(({ content }) => `- ${content.replace(/\s+/g, " ")}`);
  return [`Summary of ${entries.length} ${entries[0]?.kind ?? ""} entries:`, ...lines].join("\n");
}
