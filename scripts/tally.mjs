import { existsSync, readFileSync } from "node:fs";
import { relative } from "node:path";

// Types of what is exported: tally.d.mts.

export function addTallies(tallies) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const tally of tallies) {
    total.passed += tally.passed;
    total.failed += tally.failed;
    total.skipped += tally.skipped;
  }
  return total;
}

/**
 * Counts vitest's JSON report. A crash (no report, or a bad exit with nothing failed: an error
 * outside every test, a file that could not be loaded) is a failure, never a smaller suite.
 */
export function tallyOfVitest(file, exitedWell) {
  const report = readJson(file);
  if (report === null) {
    return { tally: { passed: 0, failed: 1, skipped: 0 }, skipped: [], failedIn: new Map() };
  }
  const tally = { passed: 0, failed: 0, skipped: 0 };
  const skipped = [];
  const failedIn = new Map();
  for (const suite of report.testResults) {
    const path = relative(process.cwd(), suite.name).replaceAll("\\", "/");
    const failed = suite.assertionResults.filter(({ status }) => status === "failed");
    if (failed.length > 0)
      failedIn.set(
        path,
        failed.map(({ fullName }) => fullName),
      );
    if (suite.assertionResults.length === 0 && suite.status === "failed") tally.failed += 1;
    for (const test of suite.assertionResults) {
      if (test.status === "passed") tally.passed += 1;
      else if (test.status === "failed") tally.failed += 1;
      else {
        tally.skipped += 1;
        skipped.push(`${path} > ${test.fullName}`);
      }
    }
  }
  const nothingRan = tally.passed + tally.failed === 0;
  if ((!exitedWell || nothingRan) && tally.failed === 0) tally.failed = 1;
  return { tally, skipped: skipped.sort(), failedIn };
}

/** Most files whose failures may be a matter of the moment; more than these are a broken suite. */
const UNSTEADY_FILES_MAX = 3;

/**
 * The files to run once more, alone: where nothing but single tests of a few files failed. A crash,
 * a file that could not be loaded or an error outside every test is a failure at once.
 */
export function filesToRunAgain({ tally, failedIn }) {
  const known = [...failedIn.values()].reduce((sum, names) => sum + names.length, 0);
  const few = failedIn.size > 0 && failedIn.size <= UNSTEADY_FILES_MAX;
  return few && known === tally.failed ? [...failedIn.keys()] : [];
}

export function tallyOfOutput(output, ok) {
  const lastLine = output.trimEnd().split("\n").at(-1) ?? "";
  const found = /^(\d+) passed, (\d+) failed, (\d+) skipped$/.exec(lastLine.trim());
  if (found === null) return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
  const [passed, failed, skipped] = found.slice(1).map(Number);
  return { passed, failed: !ok && failed === 0 ? 1 : failed, skipped };
}

/**
 * What a skip may depend on. A listed skip is due where its condition holds; "machine" is for what
 * only a trial can tell (which confinement works here): it may be skipped, and need not be.
 */
const CONDITIONS = {
  always: () => "due",
  machine: () => "allowed",
  "no-fixtures": () => (existsSync("../shared/fixtures") ? "not due" : "due"),
  "not-root": () => (process.getuid?.() === 0 ? "not due" : "due"),
  "not-linux": () => (process.platform === "linux" ? "not due" : "due"),
};

/**
 * The committed list says which tests may be skipped, when and why; a name that ends in `*` stands
 * for all that begin like it. Anything else is a difference: a test skipped without leave, or a
 * listed one that is no longer skipped.
 */
export function compareSkips(file, skipped) {
  const expected = readJson(file);
  if (expected === null) return [`  ${file} cannot be read`];
  const differences = [];
  const inForce = [];
  for (const { test, when } of expected) {
    const verdict = CONDITIONS[when]?.();
    if (verdict === undefined) differences.push(`  unknown condition "${when}": ${test}`);
    else if (verdict !== "not due") inForce.push({ test, due: verdict === "due" });
  }
  for (const name of skipped) {
    if (!inForce.some(({ test }) => stands(test, name))) {
      differences.push(`  skipped, not expected: ${name}`);
    }
  }
  for (const { test, due } of inForce) {
    if (due && !skipped.some((name) => stands(test, name))) {
      differences.push(`  expected to be skipped, was not: ${test}`);
    }
  }
  return differences;
}

function stands(pattern, name) {
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}
