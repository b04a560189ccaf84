/** Edit distance with transpositions; quits beyond `max`, for it is called on hostile keys. */
function distance(a: string, b: string, max: number): number {
  if (Math.abs(a.length - b.length) > max) return max + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = a[i - 1] === b[j - 1] ? 0 : 1;
      const above = last[j] ?? 0;
      let best = Math.min(above + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + swap);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? max + 1;
}

/** The allowed word that was most likely meant, or null. `autoCommit` finds `auto_commit`. */
export function nearestWord(word: string, allowed: readonly string[]): string | null {
  if (word.length > 64) return null;
  const plain = (text: string) => text.toLowerCase().replace(/[-_\s]/g, "");
  const wanted = plain(word);
  let nearest: string | null = null;
  let nearestBy = Math.max(1, Math.min(3, Math.floor(wanted.length / 3))) + 1;
  for (const candidate of allowed) {
    const by = distance(wanted, plain(candidate), nearestBy);
    if (by < nearestBy) {
      nearest = candidate;
      nearestBy = by;
    }
  }
  return nearest;
}

/** ` (did you mean "x"?)`, or nothing. */
export function didYouMean(word: string, allowed: readonly string[]): string {
  const nearest = nearestWord(word, allowed);
  return nearest === null ? "" : ` (did you mean "${nearest}"?)`;
}

/** A foreign word in a message: quoted, cut, and with nothing that moves a terminal's cursor. */
export function quoted(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  const shown = text.length > 80 ? `${text.slice(0, 77)}...` : text;
  const written = typeof value === "string" ? JSON.stringify(shown) : shown;
  return harmless(written);
}

/** One line without anything that moves a cursor or turns the direction of writing (law I14). */
export function harmless(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
