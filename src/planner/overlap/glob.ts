/**
 * Patterns over paths, only as far as overlap needs them: can two patterns name the same path?
 * `*` and `?` stay within a segment, `**` spans segments, `{a,b}` lists; a square bracket is a
 * plain character, because routes such as `app/[id]/page.tsx` are commoner than classes.
 */

/** More alternatives than this and a brace group is read as `*`: wide, never wrong. */
const ALTERNATIVES_MAX = 32;

export function isGlob(path: string): boolean {
  return /[*?]|\{[^{}]*,[^{}]*\}/.test(path);
}

/** The directory that all of a normalised pattern lies in: `src` of `src/a?/x`; empty for the root. */
export function literalPart(pattern: string): string {
  const segments = pattern.split("/");
  const first = segments.findIndex((segment) => /[*?{]/.test(segment));
  return segments.slice(0, first === -1 ? segments.length : first).join("/");
}

/** `a/{b,c}` → `a/b`, `a/c`. */
export function expandBraces(pattern: string): readonly string[] {
  let open: readonly string[] = [pattern];
  for (;;) {
    const next: string[] = [];
    let changed = false;
    for (const one of open) {
      const group = /\{([^{}]*,[^{}]*)\}/.exec(one);
      if (group === null) {
        next.push(one);
        continue;
      }
      changed = true;
      const before = one.slice(0, group.index);
      const after = one.slice(group.index + group[0].length);
      for (const choice of (group[1] ?? "").split(",")) next.push(before + choice + after);
    }
    if (!changed) return open;
    if (next.length > ALTERNATIVES_MAX) return [pattern.replace(/\{.*\}/, "**")];
    open = next;
  }
}

/**
 * True when some path is named by both, where a pattern names what it matches and all beneath it.
 * Quadratic in the number of segments; no backtracking, so no input is slow.
 */
export function patternsMeet(a: readonly string[], b: readonly string[]): boolean {
  const width = b.length + 1;
  const seen = new Uint8Array((a.length + 1) * width);
  const open: [number, number][] = [[0, 0]];
  const visit = (i: number, j: number): void => {
    if (seen[i * width + j] === 1) return;
    seen[i * width + j] = 1;
    open.push([i, j]);
  };
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const [i, j] = at;
    const left = a[i];
    const right = b[j];
    // One is used up: the rest of the other lies beneath it.
    if (left === undefined || right === undefined) return true;
    if (left === "**") visit(i + 1, j);
    if (right === "**") visit(i, j + 1);
    if (left === "**") visit(i, j + 1);
    else if (right === "**") visit(i + 1, j);
    else if (segmentsMeet(left, right)) visit(i + 1, j + 1);
  }
  return false;
}

/** Whether two segments with `*` and `?` can be the same text: one row of a table at a time. */
function segmentsMeet(a: string, b: string): boolean {
  if (a === b || a === "*" || b === "*") return true;
  let row = new Uint8Array(b.length + 1);
  row[0] = 1;
  for (let j = 1; j <= b.length && b[j - 1] === "*"; j++) row[j] = 1;
  for (let i = 1; i <= a.length; i++) {
    const next = new Uint8Array(b.length + 1);
    const left = a[i - 1];
    next[0] = left === "*" && row[0] === 1 ? 1 : 0;
    for (let j = 1; j <= b.length; j++) {
      const right = b[j - 1];
      const diagonal = row[j - 1] === 1;
      const skips = (left === "*" || right === "*") && (row[j] === 1 || next[j - 1] === 1);
      const same = left === right || left === "?" || right === "?";
      const wild = left === "*" || right === "*";
      const meets = wild ? diagonal || skips : diagonal && same;
      next[j] = meets ? 1 : 0;
    }
    row = next;
  }
  return row[b.length] === 1;
}
