import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeDefect, type SchedulingProblem } from "./problem.ts";
import { arbitraryProblem, findFaults, layeredProblem, renumber } from "./problem.fixture.ts";
import { type SolvedSchedule, type SolveOptions, solve } from "./solve.ts";

function solved(problem: SchedulingProblem, options?: SolveOptions): SolvedSchedule {
  const result = solve(problem, options);
  if (!result.ok) throw new Error(describeDefect(result.error));
  return result.value;
}

const independent = (
  durations: readonly number[],
  capacity: number,
  need = 1,
): SchedulingProblem => ({
  durations,
  before: durations.map(() => []),
  capacities: [capacity],
  demands: durations.map(() => [need]),
});

describe("solve", () => {
  it("finds the shortest schedule where the longest chain first does not", () => {
    // 3 3 2 2 2 on two machines: longest first takes 7.
    const result = solved(independent([3, 3, 2, 2, 2], 2), { schedulesMax: 200 });
    expect(result.makespan).toBe(6);
    expect(result.lowerBound).toBe(6);
    expect(result.schedules).toBeLessThan(200);
  });

  it("keeps pairs apart that may not run side by side", () => {
    const problem = {
      ...independent([4, 4, 4], 9),
      conflicts: [
        [0, 1],
        [1, 2],
      ] as const,
    };
    const { starts, makespan } = solved(problem);
    expect(makespan).toBe(8);
    expect(starts[0]).toBe(starts[2]);
  });

  it("knows the bound of activities that are all kept apart, and stops there", () => {
    const pairs = [0, 1, 2, 3].flatMap((a) => [0, 1, 2, 3].map((b) => [a, b] as const));
    const conflicts = pairs.filter(([a, b]) => a < b);
    const problem = { ...independent([4, 1, 3, 2, 9], 9), conflicts };
    expect(solved(problem)).toMatchObject({ makespan: 10, lowerBound: 10, schedules: 1 });
  });

  it("has nothing to do for nothing, and no time for what takes none", () => {
    expect(solved(independent([], 1)).makespan).toBe(0);
    expect(solved(independent([0, 0, 0], 1)).starts).toEqual([0, 0, 0]);
  });

  it("counts time in large steps as well as in small ones", () => {
    const hours = solved(
      independent(
        [3, 3, 2, 2, 2].map((n) => n * 3_600),
        2,
      ),
    );
    expect(hours.makespan).toBe(6 * 3_600);
    expect(hours.schedules).toBe(solved(independent([3, 3, 2, 2, 2], 2)).schedules);
  });

  it.each<[string, SchedulingProblem, object]>([
    ["needs too much", independent([1, 1], 2, 3), { kind: "demand", activity: 0, resource: 0 }],
    ["waits for itself", { ...independent([1], 1), before: [[0]] }, { kind: "cycle" }],
    [
      "waits in a ring",
      { ...independent([1, 1, 1], 1), before: [[], [2], [1]] },
      { kind: "cycle", activities: [1, 2] },
    ],
    ["waits for nobody", { ...independent([1], 1), before: [[7]] }, { kind: "reference", to: 7 }],
    ["lasts a fraction", independent([1.5], 1), { kind: "number" }],
    ["lasts less than nothing", independent([-1], 1), { kind: "number" }],
    ["lasts for ever", independent([Number.POSITIVE_INFINITY], 1), { kind: "number" }],
    ["lasts too long", independent([2 ** 31, 1], 1), { kind: "too-long" }],
    ["says nothing of a resource", { ...independent([1], 1), demands: [[]] }, { kind: "number" }],
    [
      "is apart from itself",
      { ...independent([1], 1), conflicts: [[0, 0]] },
      { kind: "reference" },
    ],
  ])("refuses a problem in which an activity %s", (_, problem, defect) => {
    const result = solve(problem);
    expect(result).toMatchObject({ ok: false, error: defect });
    if (!result.ok) expect(describeDefect(result.error)).toMatch(/activit|duration|demand|unit/);
  });

  it("stops when it is told to, and has a schedule all the same", () => {
    const problem = layeredProblem(60, 3);
    let asked = 0;
    const stopped = solved(problem, { shouldStop: () => ++asked > 40 });
    expect(findFaults(problem, stopped.starts)).toEqual([]);
    expect(stopped.schedules).toBeLessThanOrEqual(42);
    const at = solved(problem, { shouldStop: () => true });
    expect(at.schedules).toBe(1);
    expect(findFaults(problem, at.starts)).toEqual([]);
  });

  it("builds no more schedules than it may", () => {
    const problem = layeredProblem(40, 1);
    for (const schedulesMax of [0, 1, 2, 3, 7, 50, 199]) {
      const { schedules } = solved(problem, { schedulesMax });
      expect(schedules).toBeLessThanOrEqual(Math.max(1, schedulesMax));
    }
  });

  it("never gives a longer schedule for more work", () => {
    for (const seed of [1, 2, 3]) {
      const problem = layeredProblem(45, seed);
      const lengths = [1, 3, 10, 30, 100, 300, 1_000].map(
        (schedulesMax) => solved(problem, { schedulesMax }).makespan,
      );
      expect(lengths).toEqual(lengths.toSorted((a, b) => b - a));
      expect(lengths.at(-1)).toBeLessThan(lengths[0] ?? 0);
    }
  });

  it("gives the same schedule for the same seed, and looks elsewhere for another", () => {
    const problem = layeredProblem(50, 9);
    const first = solved(problem, { schedulesMax: 300, seed: 5 });
    expect(solved(problem, { schedulesMax: 300, seed: 5 })).toEqual(first);
    expect(solved(problem, { schedulesMax: 300, seed: 6 }).starts).not.toEqual(first.starts);
  });
});

describe("every schedule", () => {
  it("keeps precedence, capacities and pairs apart, and is no shorter than the bound", () => {
    fc.assert(
      fc.property(
        arbitraryProblem,
        fc.integer({ min: 1, max: 60 }),
        fc.integer(),
        (problem, schedulesMax, seed) => {
          const result = solved(problem, { schedulesMax, seed });
          expect(findFaults(problem, result.starts)).toEqual([]);
          const ends = result.starts.map((start, i) => start + (problem.durations[i] ?? 0));
          expect(result.makespan).toBe(Math.max(0, ...ends));
          expect(result.makespan).toBeGreaterThanOrEqual(result.lowerBound);
        },
      ),
      { numRuns: 600 },
    );
  });

  it("is as long when the activities are numbered differently", () => {
    const shuffled = arbitraryProblem.chain((problem) =>
      fc.tuple(
        fc.constant(problem),
        fc.shuffledSubarray(
          problem.durations.map((_, i) => i),
          { minLength: problem.durations.length },
        ),
      ),
    );
    fc.assert(
      fc.property(shuffled, fc.integer({ min: 1, max: 40 }), ([problem, order], schedulesMax) => {
        const moved = solved(renumber(problem, order), { schedulesMax });
        expect(moved.makespan).toBe(solved(problem, { schedulesMax }).makespan);
      }),
      { numRuns: 600 },
    );
  });

  it("is as long for large problems whose activities are numbered backward", () => {
    for (const seed of [1, 2, 3, 4]) {
      const problem = layeredProblem(120, seed);
      const order = problem.durations.map((_, i) => i).toReversed();
      const moved = solved(renumber(problem, order), { schedulesMax: 60 });
      expect(moved.makespan).toBe(solved(problem, { schedulesMax: 60 }).makespan);
    }
  });
});
