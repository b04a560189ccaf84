import { describe, expect, it } from "vitest";
import { judgeCoverage } from "./coverage.ts";
import { simulateThin, THIN_KINDS } from "./thin.ts";

describe("thin histories", () => {
  it("are as long as asked for, the same for a seed, and end with a project", () => {
    for (const kind of THIN_KINDS) {
      const made = simulateThin(kind, 7, 3);
      expect(simulateThin(kind, 7, 3)).toEqual(made);
      expect(made.past).toHaveLength(7);
      expect(simulateThin(kind, 0, 3).past).toHaveLength(0);
      expect(made.came.finishSeconds).toBeGreaterThan(0);
    }
  });

  it("are held by intervals that are narrower the more is known", () => {
    const few = judgeCoverage("middling", 3, 20, 1);
    const many = judgeCoverage("middling", 50, 20, 1);
    for (const { attempt, plan } of [few, many]) {
      expect(Math.min(attempt.share, plan.share)).toBeGreaterThanOrEqual(0.6);
    }
    expect(many.attempt.width).toBeLessThan(0.6 * few.attempt.width);
    expect(many.plan.width).toBeLessThan(0.6 * few.plan.width);
  });
});
