/**
 * Does a path match one of these globs, as `.gitignore` reads them from the root? A glob without a
 * slash matches at any depth, and whatever matches a folder matches all in it: for protected paths
 * and for "only if these changed" too wide is safe and too narrow is not.
 */
export function matchesAny(path: string, globs: readonly string[]): boolean {
  const segments = segmentsOf(path);
  return globs.some((glob) => matchesGlob(segments, glob));
}

function matchesGlob(path: readonly string[], glob: string): boolean {
  const written = glob.trim();
  const pattern = segmentsOf(written);
  if (pattern.length === 0) return written !== "";
  if (pattern.length === 1 && !written.startsWith("/")) pattern.unshift("**");
  // The patterns left after each segment of the path: no backtracking, so no glob is slow.
  let open = reach(new Set([0]), pattern);
  for (const segment of path) {
    if (open.has(pattern.length)) return true;
    const next = new Set<number>();
    for (const at of open) {
      const part = pattern[at];
      if (part === undefined) continue;
      if (part === "**") next.add(at);
      else if (segmentMatches(segment, part)) next.add(at + 1);
    }
    open = reach(next, pattern);
  }
  return open.has(pattern.length);
}

/** `**` may stand for nothing. */
function reach(open: ReadonlySet<number>, pattern: readonly string[]): ReadonlySet<number> {
  const all = new Set(open);
  for (const at of all) if (pattern[at] === "**") all.add(at + 1);
  return all;
}

function segmentsOf(path: string): string[] {
  return path.split("/").filter((segment) => segment !== "" && segment !== ".");
}

const segmentPatterns = new Map<string, (text: string) => boolean>();
const SEGMENT_PATTERNS_MAX = 1_000;

function segmentMatches(segment: string, pattern: string): boolean {
  let matcher = segmentPatterns.get(pattern);
  if (matcher === undefined) {
    if (segmentPatterns.size >= SEGMENT_PATTERNS_MAX) segmentPatterns.clear();
    matcher = compile(pattern);
    segmentPatterns.set(pattern, matcher);
  }
  return matcher(segment);
}

/** `*` and `?` within a segment, `{a,b}` for either; every other character is itself. */
function compile(pattern: string): (text: string) => boolean {
  const choices = expandBraces(pattern);
  return (text) => choices.some((choice) => wildcardMatches(text, choice));
}

const CHOICES_MAX = 64;

function expandBraces(pattern: string): readonly string[] {
  const group = /\{([^{}]*,[^{}]*)\}/.exec(pattern);
  if (group === null) return [pattern];
  const before = pattern.slice(0, group.index);
  const after = pattern.slice(group.index + group[0].length);
  const choices = (group[1] ?? "").split(",").flatMap((one) => expandBraces(before + one + after));
  return choices.length > CHOICES_MAX ? ["*"] : choices;
}

/** Two pointers and the last star: linear in practice, quadratic at worst. */
function wildcardMatches(text: string, pattern: string): boolean {
  let t = 0;
  let p = 0;
  let star = -1;
  let mark = 0;
  while (t < text.length) {
    if (pattern[p] === "*") {
      star = p++;
      mark = t;
    } else if (pattern[p] === "?" || pattern[p] === text[t]) {
      p++;
      t++;
    } else if (star !== -1) {
      p = star + 1;
      t = ++mark;
    } else return false;
  }
  while (pattern[p] === "*") p++;
  return p === pattern.length;
}
