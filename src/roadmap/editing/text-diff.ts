/** Lines of context around what differs. */
const CONTEXT = 3;

/** Beyond so many lines that differ the two are shown one after the other. */
const COMPARED_MAX = 600;

/** What differs between two texts, line by line, as a unified diff has it; empty for the same. */
export function textDiff(before: string, after: string): string {
  const old = before.split(/\r?\n/);
  const now = after.split(/\r?\n/);
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head++;
  let tail = 0;
  const most = Math.min(old.length, now.length) - head;
  while (tail < most && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  const removed = old.slice(head, old.length - tail);
  const added = now.slice(head, now.length - tail);
  if (removed.length === 0 && added.length === 0) return "";
  const from = Math.max(0, head - CONTEXT);
  const until = Math.min(tail, CONTEXT);
  const lead = old.slice(from, head).map((line) => ` ${line}`);
  const trail = old.slice(old.length - tail, old.length - tail + until).map((line) => ` ${line}`);
  const context = lead.length + trail.length;
  const span = (count: number) => `${from + 1},${count + context}`;
  const header = `@@ -${span(removed.length)} +${span(added.length)} @@`;
  return [header, ...lead, ...compare(removed, added), ...trail].join("\n");
}

function compare(old: readonly string[], now: readonly string[]): readonly string[] {
  if (old.length > COMPARED_MAX || now.length > COMPARED_MAX) {
    return [...old.map((line) => `-${line}`), ...now.map((line) => `+${line}`)];
  }
  const common = lengths(old, now);
  const at = (i: number, j: number) => common[i]?.[j] ?? 0;
  const lines: string[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      lines.push(` ${old[i++]}`);
      j++;
    } else if (i < old.length && (j === now.length || at(i + 1, j) >= at(i, j + 1))) {
      lines.push(`-${old[i++]}`);
    } else lines.push(`+${now[j++]}`);
  }
  return lines;
}

/** Of the longest common subsequence from each pair of places on. */
function lengths(old: readonly string[], now: readonly string[]): readonly Uint16Array[] {
  const table = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1));
  for (let i = old.length - 1; i >= 0; i--) {
    const row = table[i];
    const next = table[i + 1];
    if (row === undefined || next === undefined) continue;
    for (let j = now.length - 1; j >= 0; j--) {
      const longer = Math.max(next[j] ?? 0, row[j + 1] ?? 0);
      row[j] = old[i] === now[j] ? (next[j + 1] ?? 0) + 1 : longer;
    }
  }
  return table;
}
