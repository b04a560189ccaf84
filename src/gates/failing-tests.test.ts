import { describe, expect, it } from "vitest";
import { countTests, coverageOf } from "./counts.ts";
import { areKnown, findFailingTests } from "./failing-tests.ts";

describe("findFailingTests", () => {
  it.each([
    [
      "TAP with subtests",
      "# Subtest: math\n    not ok 1 - adds\n    ok 2 - subtracts\nnot ok 1 - math\nnot ok 2 - later # TODO\n# fail 1",
      ["math > adds"],
    ],
    [
      "node's spec reporter",
      "▶ math\n  ✖ adds (1.2ms)\n  ✔ subtracts (0.1ms)\n✖ math (2.0ms)\nℹ fail 1\n\n✖ failing tests:\n\n✖ adds (1.2ms)\n",
      ["math > adds"],
    ],
    [
      "vitest",
      " ❯ src/a.test.ts (2 tests | 1 failed)\n FAIL  src/a.test.ts > math > adds\nAssertionError: x\n      Tests  1 failed | 1 passed (2)",
      ["src/a.test.ts > math > adds"],
    ],
    [
      "jest",
      "FAIL ./a.test.js\n  ● math › adds\n\nTests:       1 failed, 1 passed, 2 total",
      ["math > adds"],
    ],
    [
      "pytest",
      "FAILED tests/test_a.py::TestM::test_x[1-2] - assert 1 == 2\n===== 1 failed, 3 passed in 0.12s =====",
      ["tests/test_a.py > TestM > test_x[1-2]"],
    ],
    [
      "go",
      "--- FAIL: TestMath (0.00s)\n    --- FAIL: TestMath/adds (0.00s)\nFAIL\nFAIL\texample.com/m\t0.003s",
      ["TestMath > adds"],
    ],
    [
      "cargo",
      "test math::adds ... FAILED\ntest math::subs ... ok\ntest result: FAILED. 1 passed; 1 failed; 0 ignored",
      ["math > adds"],
    ],
    [
      "JUnit",
      '<testcase name="adds" classname="math"><failure message="x">y</failure></testcase><testcase name="ok" classname="math"></testcase>',
      ["math > adds"],
    ],
  ])("reads %s", (_format, text, names) => {
    expect(findFailingTests(text)).toEqual({ names, complete: true });
  });

  it.each([
    ["no names", "something broke"],
    ["a collection error", "ERROR tests/test_a.py\n!!! Interrupted: 1 error during collection !!!"],
    ["a build error", "--- FAIL: TestX (0.0s)\nFAIL\texample.com/m [build failed]"],
    ["a suite that did not load", "  ● math › adds\n  ● Test suite failed to run\n"],
    ["more failures than names", "FAILED a/test_a.py::x\n=== 2 failed, 1 passed in 1.00s ==="],
    ["unhandled errors", " FAIL  a.test.ts > x\n⎯ Unhandled Errors ⎯\n Tests  1 failed (1)"],
  ])("does not claim to know all with %s", (_what, text) => {
    expect(findFailingTests(text).complete).toBe(false);
  });

  it("reads an output as long as may be, whatever it holds", () => {
    const units = [
      "<testcase a>",
      "not ok 1 - x\n",
      "  ✖ y\n✖ z\n",
      " FAIL  a  >  b\n",
      "\n",
      "● ",
      "= , ",
    ];
    for (const unit of units) {
      const text = unit.repeat(Math.ceil((1024 * 1024) / unit.length));
      expect(findFailingTests(text).complete).toBeTypeOf("boolean");
      expect(countTests(text)).toBeNull();
      expect(coverageOf(text)).toBeNull();
    }
  });
});

describe("areKnown", () => {
  const failing = { names: ["a.test.ts > math > adds", "b.test.ts > io > reads"], complete: true };

  it("holds when every failure is named, in full or by its end", () => {
    expect(areKnown(failing, ["math › adds", "b.test.ts::io::reads"])).toBe(true);
    expect(areKnown(failing, ["adds", "reads", "something fixed since"])).toBe(true);
  });

  it("fails for one failure that is not named, or not certainly", () => {
    expect(areKnown(failing, ["adds"])).toBe(false);
    expect(areKnown(failing, ["dds", "eads"])).toBe(false);
    expect(areKnown(failing, [""])).toBe(false);
    expect(areKnown({ ...failing, complete: false }, ["adds", "reads"])).toBe(false);
    const twins = { names: ["a > adds", "b > adds"], complete: true };
    expect(areKnown(twins, ["adds"])).toBe(false);
    expect(areKnown(twins, ["a > adds", "b > adds"])).toBe(true);
  });
});
