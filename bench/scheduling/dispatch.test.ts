import { describe, expect, it } from "vitest";
import { solve } from "../../src/planner/index.ts";
import { dispatchBoth } from "./dispatch.ts";
import { generateProjects, generateTaskGraphs } from "./generate.ts";

/** How much of what FIFO loses against a good schedule the planner's priorities bring back. */
function shareRemoved(problems: ReturnType<typeof generateTaskGraphs>): number {
  let fifo = 0;
  let planner = 0;
  problems.forEach((problem, seed) => {
    const solved = solve(problem, { schedulesMax: 300 });
    if (!solved.ok) throw new Error("a problem without a schedule");
    const best = solved.value.makespan;
    const found = dispatchBoth(problem, 0.5, seed + 1);
    fifo += found.fifo / best - 1;
    planner += found.planner / best - 1;
  });
  return 1 - planner / fifo;
}

describe("dispatching with estimates that are off", () => {
  it("removes most of what first come, first served loses on task graphs", () => {
    expect(shareRemoved(generateTaskGraphs(60, 4, 60, 7))).toBeGreaterThan(0.7);
  });

  it("removes a good part of it on projects that are short of resources", () => {
    expect(shareRemoved(generateProjects(120, 11))).toBeGreaterThan(0.37);
  });
});
