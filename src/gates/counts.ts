export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What a test program's summary says; null when there is none that can be read. */
export function countTests(output: string): TestCounts | null {
  const text = output.replace(/\u001b\[[0-9;]*m/g, "");
  const readers = [countJavaScript, countPytest, countNode, countCargo, countMocha, countGo];
  for (const read of readers) {
    const counts = read(text);
    if (counts !== null) return counts;
  }
  return null;
}

function countJavaScript(text: string): TestCounts | null {
  // The last one: a run of several projects ends in the sum.
  const line = [...text.matchAll(/^[ \t]*Tests:?[ \t]+(?=\d)(.*)$/gm)].at(-1)?.[1];
  return line === undefined ? null : readWords(line);
}

function countPytest(text: string): TestCounts | null {
  const line = [...text.matchAll(/^=*[ \t]*((?:\d+ [a-z]+,? ?)+) in [\d.]+s/gm)].at(-1)?.[1];
  if (line === undefined) return null;
  const counts = readWords(line);
  const more = Number(/(\d+) errors?/.exec(line)?.[1] ?? 0);
  const expected = Number(/(\d+) xfailed/.exec(line)?.[1] ?? 0);
  const surprising = Number(/(\d+) xpassed/.exec(line)?.[1] ?? 0);
  return {
    passed: counts.passed + surprising,
    failed: counts.failed + more,
    skipped: counts.skipped + expected,
  };
}

function readWords(line: string): TestCounts {
  const number = (word: RegExp): number => Number(word.exec(line)?.[1] ?? 0);
  return {
    passed: number(/(\d+) passed/),
    failed: number(/(\d+) failed/),
    skipped: number(/(\d+) skipped/) + number(/(\d+) todo/) + number(/(\d+) pending/),
  };
}

function countNode(text: string): TestCounts | null {
  const number = (word: string): number | null => {
    const found = [...text.matchAll(new RegExp(`^(?:#|ℹ) ${word} (\\d+)$`, "gm"))].at(-1)?.[1];
    return found === undefined ? null : Number(found);
  };
  const passed = number("pass");
  const failed = number("fail");
  if (passed === null || failed === null) return null;
  return { passed, failed, skipped: (number("skipped") ?? 0) + (number("todo") ?? 0) };
}

function countCargo(text: string): TestCounts | null {
  const results = [
    ...text.matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored/gm),
  ];
  if (results.length === 0) return null;
  const sum = (at: number): number => results.reduce((all, one) => all + Number(one[at] ?? 0), 0);
  return { passed: sum(1), failed: sum(2), skipped: sum(3) };
}

function countMocha(text: string): TestCounts | null {
  const passing = /^[ \t]*(\d+) passing\b/m.exec(text)?.[1];
  if (passing === undefined) return null;
  return {
    passed: Number(passing),
    failed: Number(/^[ \t]*(\d+) failing\b/m.exec(text)?.[1] ?? 0),
    skipped: Number(/^[ \t]*(\d+) pending\b/m.exec(text)?.[1] ?? 0),
  };
}

/** Only `go test -v` names its tests. */
function countGo(text: string): TestCounts | null {
  const count = (word: string): number =>
    [...text.matchAll(new RegExp(`^[ \\t]*--- ${word}: `, "gm"))].length;
  const counts = { passed: count("PASS"), failed: count("FAIL"), skipped: count("SKIP") };
  return counts.passed + counts.failed + counts.skipped === 0 ? null : counts;
}

const COVERAGE: readonly RegExp[] = [
  // Istanbul and v8: statements, branches, functions, lines.
  /^All files[ \t]*\|[ \t]*[\d.]+[ \t]*\|[ \t]*[\d.]+[ \t]*\|[ \t]*[\d.]+[ \t]*\|[ \t]*([\d.]+)/m,
  /^Lines[ \t]*:[ \t]*([\d.]+)%/m,
  /^TOTAL[ \t]+\d+[ \t]+\d+(?:[ \t]+\d+[ \t]+\d+)?[ \t]+([\d.]+)%/m,
  /^total:[ \t]+\(statements\)[ \t]+([\d.]+)%/m,
  /^([\d.]+)% coverage, \d+\/\d+ lines covered/m,
  /^# all files[ \t]*\|[ \t]*([\d.]+)/m,
];

/** Lines covered in percent, 0…100; null when the output states no total. */
export function coverageOf(output: string): number | null {
  const text = output.replace(/\u001b\[[0-9;]*m/g, "");
  for (const shape of COVERAGE) {
    const value = Number(shape.exec(text)?.[1] ?? Number.NaN);
    if (value >= 0 && value <= 100) return value;
  }
  // Go says it of each package; only where there is one is that the total.
  const packages = [...text.matchAll(/coverage: ([\d.]+)% of statements/g)];
  return packages.length === 1 ? Number(packages[0]?.[1]) : null;
}
