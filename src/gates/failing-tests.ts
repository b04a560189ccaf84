/** The failing tests a test program named, as far as its output can be trusted to name them all. */
export interface FailingTests {
  /** Full names, outermost first, joined by ` > `. */
  readonly names: readonly string[];
  /** False when something failed that is no named test: a crash, a build error, a lost name. */
  readonly complete: boolean;
}

/** Names and summaries are short; a line beyond this is data, and the output is not ours to trust. */
const LINE_CHARS_MAX = 2_000;
/** More lines than this are not searched: then nothing is known to be complete. */
const LINES_MAX = 200_000;

/** Something broke beside the tests: then no list of names tells everything. */
const BEYOND_TESTS: readonly RegExp[] = [
  /Unhandled (?:Errors?|Rejections?)/,
  /Test suite failed to run/,
  /\[build failed\]|\[setup failed\]/,
  /error: could not compile|^error(?:\[E\d+\])?:/m,
  /Interrupted: \d+ errors? during collection/,
  /Segmentation fault|core dumped|JavaScript heap out of memory|panic: runtime error/,
  /^npm ERR! (?:missing script|code E)/im,
];

/**
 * Reads TAP, node's spec reporter, vitest, jest, pytest, go, cargo and JUnit's XML. The output is
 * the branch's own, so it is read line by line and no line can make the reading slow.
 */
export function findFailingTests(text: string): FailingTests {
  const lines = text.split("\n").filter(isReadable);
  if (lines.length > LINES_MAX) return { names: [], complete: false };
  const names = new Set([
    ...readIndented(lines, /^(\s*)not ok \d+\s*(?:-\s*)?(.*)$/, /#\s*(?:TODO|SKIP)\b/i),
    ...readIndented(lines, /^(\s*)[✖✗] (.*?)(?: \([\d.]+ ?m?s\))?$/, /failing tests:$/),
    ...readVitest(lines),
    ...readJest(lines),
    ...readPytest(lines),
    ...readGo(lines),
    ...readCargo(lines),
    ...readJunit(text),
  ]);
  const stated = statedFailures(lines);
  const beyond = lines.some((line) => BEYOND_TESTS.some((one) => one.test(line)));
  return { names: [...names], complete: names.size > 0 && !beyond && stated <= names.size };
}

/** The shorter names a full name ends in: `b > c` and `c` of `a > b > c`. */
function endsOf(name: string): readonly string[] {
  const parts = name.split(" > ");
  return parts.slice(1).map((_, i) => parts.slice(i + 1).join(" > "));
}

function isReadable(line: string): boolean {
  return line !== "" && line.length <= LINE_CHARS_MAX;
}

const STATED: readonly RegExp[] = [
  /^\s*Tests?:?\s+(\d+) failed/,
  /^=+ (?:.*?, )?(\d+) failed/,
  /^# fail (\d+)/,
  /^ℹ fail (\d+)/,
];

/** How many failures the summary lines speak of; 0 when there is none. */
function statedFailures(lines: readonly string[]): number {
  const sum = (shape: RegExp): number =>
    capture(lines, shape).reduce((n, one) => n + Number(one), 0);
  const most = STATED.map((shape) =>
    capture(lines, shape).reduce((highest, one) => Math.max(highest, Number(one)), 0),
  );
  const crates = sum(/^test result: FAILED\..*?(\d+) failed/);
  return Math.max(...most, crates) + sum(/^=+ (?:.*?, )?(\d+) errors?[, ]/);
}

/** The first group of every line that has this shape. */
function capture(lines: readonly string[], shape: RegExp): readonly string[] {
  return lines.flatMap((line) => shape.exec(line)?.[1] ?? []);
}

/**
 * Reporters that indent subtests and print the parent after them: a parent that only failed for
 * its children lends them its name and is no failing test of its own.
 */
function readIndented(
  lines: readonly string[],
  shape: RegExp,
  leaveOut: RegExp,
): readonly string[] {
  const pending: { readonly indent: number; readonly path: string }[] = [];
  for (const one of lines) {
    const found = shape.exec(one);
    if (found === null || leaveOut.test(one)) continue;
    const indent = (found[1] ?? "").length;
    const name = cleanName(found[2] ?? "");
    if (name === "") continue;
    let from = pending.length;
    while (from > 0 && (pending[from - 1]?.indent ?? 0) > indent) from--;
    const children = pending.splice(from);
    if (children.length === 0) pending.push({ indent, path: name });
    for (const { path } of children) pending.push({ indent, path: `${name} > ${path}` });
  }
  const done = pending.map((each) => each.path);
  // Node repeats every failure, without its parents, after the run.
  const nested = new Set(done.flatMap(endsOf));
  return done.filter((path) => !nested.has(path));
}

function readVitest(lines: readonly string[]): readonly string[] {
  return capture(lines, /^\s*FAIL\s+(.+)$/)
    .map((name) => cleanName(name.replace(/^\|[^|]*\|\s*/, "")))
    .filter((name) => name.includes(" > ") || / \[ .* \]$/.test(name));
}

function readJest(lines: readonly string[]): readonly string[] {
  return capture(lines, /^\s*● (?!Console)(\S.*)$/).map(cleanName);
}

function readPytest(lines: readonly string[]): readonly string[] {
  return capture(lines, /^(?:FAILED|ERROR) (\S+\.py\S*(?:\[[^\]]*\])?)/).map(cleanName);
}

function readGo(lines: readonly string[]): readonly string[] {
  const all = capture(lines, /^\s*--- FAIL: (\S+)/).map(cleanName);
  const parents = new Set(all.map((name) => name.slice(0, Math.max(0, name.lastIndexOf(" > ")))));
  return all.filter((name) => !parents.has(name));
}

function readCargo(lines: readonly string[]): readonly string[] {
  return capture(lines, /^test (.+?) \.\.\. FAILED$/).map(cleanName);
}

/** Test cases with a failure in them; they may span lines. */
function readJunit(text: string): readonly string[] {
  const names: string[] = [];
  for (const part of text.split("<testcase").slice(1)) {
    const end = part.indexOf("</testcase>");
    const head = part.slice(0, Math.min(LINE_CHARS_MAX, part.indexOf(">") + 1));
    const body = end === -1 ? "" : part.slice(head.length, end);
    if (head.endsWith("/>") || !/<(?:failure|error)\b/.test(body)) continue;
    const name = /\bname="([^"]*)"/.exec(head)?.[1] ?? "";
    const parent = /\bclassname="([^"]*)"/.exec(head)?.[1] ?? "";
    names.push(cleanName(parent === "" ? name : `${parent} > ${name}`));
  }
  return names;
}

/** One spelling for what separates the parts of a name. */
function cleanName(written: string): string {
  const name = written.trim().replace(/\s+/g, " ");
  if (/^Test\w*\/\S*$/.test(name)) return name.replaceAll("/", " > ");
  return name.replace(/ ?(?:›|::| > ) ?/g, " > ").replace(/ {2,}/g, " ");
}

/**
 * Whether every failure is one that the gate's definition names (decision 12). A short name stands
 * for the one test whose full name ends in it; when two do, it stands for neither.
 */
export function areKnown(failing: FailingTests, knownFailures: readonly string[]): boolean {
  if (!failing.complete || knownFailures.length === 0) return false;
  const covered = new Set<string>();
  for (const known of knownFailures.map(cleanName)) {
    if (known === "") continue;
    const exact = failing.names.filter((name) => name === known);
    const ending = failing.names.filter((name) => name.endsWith(` > ${known}`));
    const meant = exact.length > 0 ? exact : ending;
    if (meant.length === 1) covered.add(meant[0] ?? "");
  }
  return failing.names.every((name) => covered.has(name));
}
