import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dispatchPriorities } from "./priorities.ts";
import { arbitraryProblem, renumber } from "./problem.fixture.ts";
import type { SchedulingProblem } from "./problem.ts";

function priorities(problem: SchedulingProblem): readonly number[] {
  const result = dispatchPriorities(problem);
  if (!result.ok) throw new Error(result.error.kind);
  return result.value;
}

const FOUR = { capacities: [2], demands: [[1], [1], [1], [1]] };

describe("dispatchPriorities", () => {
  it("puts first what the longest chain hangs on, however short it is itself", () => {
    const [a, b, c, d] = priorities({
      ...FOUR,
      durations: [1, 5, 6, 2],
      before: [[], [0], [], []],
    }) as [number, number, number, number];
    expect(a).toBeGreaterThan(c);
    expect(c).toBeGreaterThan(b);
    expect(b).toBeGreaterThan(d);
  });

  it("prefers, of equally long ones, what holds more of what is scarce", () => {
    const [much, little] = priorities({
      durations: [3, 3, 3, 3],
      before: [[], [], [], []],
      capacities: [4],
      demands: [[3], [1], [2], [2]],
    }) as [number, number, number, number];
    expect(much).toBeGreaterThan(little);
  });

  it("prefers, of equally long ones, what others cannot run beside", () => {
    const found = priorities({
      ...FOUR,
      durations: [3, 3, 3, 3],
      before: [[], [], [], []],
      conflicts: [
        [0, 1],
        [0, 2],
      ],
    });
    expect(found.indexOf(Math.max(...found))).toBe(0);
    expect(found.indexOf(Math.min(...found))).toBe(3);
  });

  it("refuses what the solver refuses", () => {
    const problem = { durations: [1], before: [[0]], capacities: [], demands: [[]] };
    expect(dispatchPriorities(problem)).toMatchObject({ ok: false, error: { kind: "cycle" } });
  });

  it("gives a number to every activity, which its own number does not change", () => {
    fc.assert(
      fc.property(arbitraryProblem, (problem) => {
        const found = priorities(problem);
        const order = problem.durations.map((_, i) => i).toReversed();
        const moved = priorities(renumber(problem, order));
        order.forEach((old, i) => expect(moved[i]).toBeCloseTo(found[old] ?? Number.NaN, 9));
        found.forEach((one) => expect(Number.isFinite(one) && one >= 0).toBe(true));
      }),
    );
  });
});
