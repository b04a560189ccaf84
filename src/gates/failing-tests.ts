/** The failing tests a test program named, as far as its output can be trusted to name them all. */
export interface FailingTests {
  /** Full names, outermost first, joined by ` > `. */
  readonly names: readonly string[];
  /** False when something failed that is no named test: a crash, a build error, a lost name. */
  readonly complete: boolean;
}

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

/** Reads TAP, node's spec reporter, vitest, jest, pytest, go, cargo and JUnit's XML. */
export function findFailingTests(text: string): FailingTests {
  const names = new Set([
    ...readIndented(text, /^(\s*)not ok \d+\s*(?:-\s*)?(.*)$/, /#\s*(?:TODO|SKIP)\b/i),
    ...readIndented(text, /^(\s*)[✖✗] (.*?)(?: \([\d.]+ ?m?s\))?$/, /failing tests:$/),
    ...readVitest(text),
    ...readJest(text),
    ...readPytest(text),
    ...readGo(text),
    ...readCargo(text),
    ...readJunit(text),
  ]);
  const stated = statedFailures(text);
  const beyond = BEYOND_TESTS.some((one) => one.test(text));
  return { names: [...names], complete: names.size > 0 && !beyond && stated <= names.size };
}

/** How many failures the summary lines speak of; 0 when there is none. */
function statedFailures(text: string): number {
  const counts = [
    /^\s*Tests?:?\s+(\d+) failed/m,
    /^=+ (?:.*?, )?(\d+) failed/m,
    /^# fail (\d+)/m,
    /^ℹ fail (\d+)/m,
  ].map((one) => Number(one.exec(text)?.[1] ?? 0));
  const errors = Number(/^=+ (?:.*?, )?(\d+) errors?[, ]/m.exec(text)?.[1] ?? 0);
  const cargo = [...text.matchAll(/^test result: FAILED\..*?(\d+) failed/gm)];
  const crates = cargo.reduce((sum, one) => sum + Number(one[1] ?? 0), 0);
  return Math.max(...counts, crates) + errors;
}

/**
 * Reporters that indent subtests and print the parent after them: a parent that only failed for
 * its children lends them its name and is no failing test of its own.
 */
function readIndented(text: string, line: RegExp, leaveOut: RegExp): readonly string[] {
  const done: string[] = [];
  let pending: { readonly indent: number; readonly path: string }[] = [];
  for (const one of text.split("\n")) {
    const found = line.exec(one);
    if (found === null || leaveOut.test(one)) continue;
    const indent = (found[1] ?? "").length;
    const name = cleanName(found[2] ?? "");
    if (name === "") continue;
    const children = pending.filter((each) => each.indent > indent);
    pending = pending.filter((each) => each.indent <= indent);
    if (children.length === 0) pending.push({ indent, path: name });
    else pending.push(...children.map(({ path }) => ({ indent, path: `${name} > ${path}` })));
  }
  done.push(...pending.map((each) => each.path));
  // Node repeats every failure, without its parents, after the run.
  return done.filter((path) => !done.some((other) => other.endsWith(` > ${path}`)));
}

function readVitest(text: string): readonly string[] {
  return [...text.matchAll(/^\s*FAIL\s+(.+)$/gm)]
    .map((one) => cleanName((one[1] ?? "").replace(/^\|[^|]*\|\s*/, "")))
    .filter((name) => name.includes(" > ") || / \[ .* \]$/.test(name));
}

function readJest(text: string): readonly string[] {
  return [...text.matchAll(/^\s*● (.+ › .+|(?!Console)\S.*)$/gm)].map((one) =>
    cleanName(one[1] ?? ""),
  );
}

function readPytest(text: string): readonly string[] {
  return [...text.matchAll(/^(?:FAILED|ERROR) (\S+\.py\S*(?:\[[^\]]*\])?)/gm)].map((one) =>
    cleanName(one[1] ?? ""),
  );
}

function readGo(text: string): readonly string[] {
  const all = [...text.matchAll(/^\s*--- FAIL: (\S+)/gm)].map((one) => cleanName(one[1] ?? ""));
  return all.filter((name) => !all.some((other) => other.startsWith(`${name} > `)));
}

function readCargo(text: string): readonly string[] {
  return [...text.matchAll(/^test (.+?) \.\.\. FAILED$/gm)].map((one) => cleanName(one[1] ?? ""));
}

function readJunit(text: string): readonly string[] {
  const names: string[] = [];
  for (const [, attributes = "", body = ""] of text.matchAll(
    /<testcase\b([^>]*[^>/])>([^]*?)<\/testcase>/g,
  )) {
    if (!/<(?:failure|error)\b/.test(body)) continue;
    const name = /\bname="([^"]*)"/.exec(attributes)?.[1] ?? "";
    const parent = /\bclassname="([^"]*)"/.exec(attributes)?.[1] ?? "";
    names.push(cleanName(parent === "" ? name : `${parent} > ${name}`));
  }
  return names;
}

/** One spelling for what separates the parts of a name. */
function cleanName(name: string): string {
  return name
    .trim()
    .replace(/\s*(?: › | > |::)\s*/g, " > ")
    .replace(/(?<=^Test\w*(?: > \S+)*)\/(?=\S)/g, " > ")
    .replace(/\s+/g, " ");
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
