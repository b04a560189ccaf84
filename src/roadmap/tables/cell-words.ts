import type { Roadmap, SettableStatus } from "../types.ts";

/** Pairs that a column of answers says yes and no with. */
const ANSWERS: readonly (readonly [no: string, yes: string])[] = [
  ["no", "yes"],
  ["n", "y"],
  ["false", "true"],
  ["❌", "✅"],
  ["⬜", "✅"],
  ["☐", "☑"],
  ["✗", "✓"],
  ["0%", "100%"],
  ["todo", "done"],
  ["to do", "done"],
  ["backlog", "done"],
];

/**
 * How a cell says a status, where the column has a way of its own: as its other cells say it, or
 * the other half of the pair that stands there now. Null where a table says it as any roadmap does.
 */
export function cellWords(
  { workStreams }: Roadmap,
  status: SettableStatus,
  current: string,
): string | null {
  const counts = new Map<string, number>();
  for (const { slots } of workStreams) {
    const [slot] = slots;
    if (slot?.status !== status || slot.text === "" || slot.text.length > 40) continue;
    if (/[,:;(–—]/.test(slot.text)) continue;
    counts.set(slot.text, (counts.get(slot.text) ?? 0) + 1);
  }
  const [common] = [...counts].sort((a, b) => b[1] - a[1]);
  if (common !== undefined) return common[0];
  const [from, to] = status === "not_started" ? [1, 0] : [0, 1];
  const paired = status === "complete" || status === "not_started";
  const pair = ANSWERS.find((each) => each[from] === current.toLowerCase());
  const words = paired ? pair?.[to] : undefined;
  return words === undefined ? null : asCased(words, current);
}

/** In the case that stands there now: `NO` → `YES`, `To do` → `Done`. */
export function asCased(words: string, current: string): string {
  const letters = current.replace(/[^\p{L}]/gu, "");
  if (letters === "") return words;
  if (letters.length > 1 && letters === letters.toUpperCase()) return words.toUpperCase();
  if (letters === letters.toLowerCase()) return words.toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
