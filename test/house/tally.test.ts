import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  addTallies,
  compareSkips,
  filesToRunAgain,
  tallyOfOutput,
  tallyOfVitest,
} from "../../scripts/tally.mjs";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "orchestrator-tally-"));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(value: unknown): string {
  const path = join(folder, `${Math.random()}.json`);
  writeFileSync(path, typeof value === "string" ? value : JSON.stringify(value));
  return path;
}

const suite = (name: string, status: string, ...tests: readonly [string, string][]) => ({
  name: join(process.cwd(), name),
  status,
  assertionResults: tests.map(([fullName, outcome]) => ({ fullName, status: outcome })),
});

it("counts what passed, failed and was skipped, and names the skipped", () => {
  const report = {
    testResults: [
      suite("src/b.test.ts", "passed", ["b works", "passed"], ["b waits", "pending"]),
      suite("src/a.test.ts", "failed", ["a works", "failed"], ["a rests", "skipped"]),
    ],
  };
  expect(tallyOfVitest(file(report), false)).toEqual({
    tally: { passed: 1, failed: 1, skipped: 2 },
    skipped: ["src/a.test.ts > a rests", "src/b.test.ts > b waits"],
    failedIn: new Map([["src/a.test.ts", ["a works"]]]),
  });
});

it.each([
  ["a crash that left no report", "", false],
  [
    "a report that says well while the exit says badly",
    { testResults: [suite("a", "passed", ["a", "passed"])] },
    false,
  ],
  ["a run in which nothing ran", { testResults: [] }, true],
  ["a file that could not be loaded", { testResults: [suite("a", "failed")] }, false],
])("counts a failure for %s", (_what, report, exitedWell) => {
  expect(tallyOfVitest(file(report), exitedWell).tally.failed).toBe(1);
});

const failing = (name: string) => suite(name, "failed", [`${name} works`, "failed"]);

it.each<[string, unknown, readonly string[]]>([
  ["what failed in a few files", [failing("a"), failing("b")], ["a", "b"]],
  ["nothing where many failed", ["a", "b", "c", "d"].map(failing), []],
  ["nothing where a file could not be loaded", [failing("a"), suite("b", "failed")], []],
  ["nothing where only the exit was bad", [suite("a", "passed", ["a works", "passed"])], []],
])("looks again at %s", (_what, testResults, files) => {
  expect(filesToRunAgain(tallyOfVitest(file({ testResults }), false))).toEqual(files);
});

it("takes a part at its own last line, or as one test", () => {
  expect(tallyOfOutput("seeds…\n40 passed, 2 failed, 1 skipped\n", false)).toEqual({
    passed: 40,
    failed: 2,
    skipped: 1,
  });
  expect(tallyOfOutput("all is well\n", true)).toEqual({ passed: 1, failed: 0, skipped: 0 });
  expect(tallyOfOutput("", false)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

it("does not believe a part that says well and exits badly", () => {
  expect(tallyOfOutput("40 passed, 0 failed, 0 skipped\n", false).failed).toBe(1);
});

it("adds parts up", () => {
  const one = { passed: 1, failed: 2, skipped: 3 };
  expect(addTallies([one, one])).toEqual({ passed: 2, failed: 4, skipped: 6 });
});

it("wants every skipped test on the list, and every listed test skipped where it is due", () => {
  const list = file([
    { test: "a > always away", when: "always", why: "…" },
    { test: "a > elsewhere", when: "not-linux", why: "…" },
  ]);
  const away = ["a > always away", ...(process.platform === "linux" ? [] : ["a > elsewhere"])];
  expect(compareSkips(list, away)).toEqual([]);
  expect(compareSkips(list, [...away, "a > new"])).toEqual(["  skipped, not expected: a > new"]);
  expect(compareSkips(list, away.slice(1))).toEqual([
    "  expected to be skipped, was not: a > always away",
  ]);
  const wide = file([{ test: "b > cgroup *", when: "machine", why: "…" }]);
  expect(compareSkips(wide, ["b > cgroup one", "b > cgroup two"])).toEqual([]);
  expect(compareSkips(wide, [])).toEqual([]);
  expect(compareSkips(wide, ["b > other"])).toHaveLength(1);
  expect(compareSkips(join(folder, "none.json"), [])).toHaveLength(1);
  expect(compareSkips(file([{ test: "x", when: "at-night", why: "" }]), [])).toHaveLength(1);
});
