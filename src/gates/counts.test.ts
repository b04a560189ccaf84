import { describe, expect, it } from "vitest";
import { countTests, coverageOf } from "./counts.ts";

describe("countTests", () => {
  it.each([
    ["      Tests  1 failed | 46 passed | 2 skipped (49)", 46, 1, 2],
    ["\u001b[2m      Tests \u001b[22m \u001b[32m26 passed\u001b[39m (26)", 26, 0, 0],
    ["Tests:       1 failed, 2 skipped, 3 passed, 6 total", 3, 1, 2],
    ["==== 1 failed, 3 passed, 2 skipped, 1 xfailed in 0.12s ====", 3, 1, 3],
    ["5 passed in 0.01s", 5, 0, 0],
    ["# tests 5\n# pass 3\n# fail 1\n# skipped 1\n# todo 0", 3, 1, 1],
    ["ℹ pass 3\nℹ fail 0", 3, 0, 0],
    [
      "test result: ok. 5 passed; 0 failed; 1 ignored\ntest result: ok. 2 passed; 0 failed; 0 ignored",
      7,
      0,
      1,
    ],
    ["  5 passing (10ms)\n  1 failing", 5, 1, 0],
    ["--- PASS: TestA (0.00s)\n--- SKIP: TestB (0.00s)", 1, 0, 1],
  ])("reads %j", (text, passed, failed, skipped) => {
    expect(countTests(text)).toEqual({ passed, failed, skipped });
  });

  it("does not guess", () => {
    expect(countTests("all 5 tests are fine")).toBeNull();
    expect(countTests("")).toBeNull();
  });
});

describe("coverageOf", () => {
  it.each([
    ["All files |   85.71 |      100 |      50 |   86.2 |", 86.2],
    ["Lines        : 85.71% ( 6/7 )", 85.71],
    ["TOTAL      100     10    90%", 90],
    ["total:\t(statements)\t81.2%", 81.2],
    ["ok  example.com/m 0.1s coverage: 81.2% of statements", 81.2],
    ["85.71% coverage, 6/7 lines covered", 85.71],
    ["coverage: 10.0% of statements\ncoverage: 90.0% of statements", null],
    ["All files | 500 | 500 | 500 | 500 |", null],
    ["nothing", null],
  ])("reads %j", (text, value) => {
    expect(coverageOf(text)).toBe(value);
  });
});
