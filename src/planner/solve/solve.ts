import { ok, type Result } from "../../model/index.ts";
import { longestPaths, lowerBound } from "./bounds.ts";
import { orderByContent } from "./canonical.ts";
import { checkProblem, type ProblemDefect, type SchedulingProblem } from "./problem.ts";
import { compileProject } from "./project.ts";
import { searchSchedules } from "./search.ts";

export interface SolveOptions {
  /** Schedules that may be built, every justification pass counted; at least one is. */
  readonly schedulesMax?: number;
  /** Asked before each schedule but the first; where time comes in. */
  readonly shouldStop?: () => boolean;
  /** Fixes everything that chance decides; 1 when absent. */
  readonly seed?: number;
}

export interface SolvedSchedule {
  /** When each activity starts, in the unit of the durations. */
  readonly starts: readonly number[];
  /** When the last one ends. */
  readonly makespan: number;
  /** No schedule is shorter; equal to the makespan when this one is proven optimal. */
  readonly lowerBound: number;
  /** How many were built. */
  readonly schedules: number;
}

/** Without any limit given; a proven optimum ends the search at any time. */
const SCHEDULES_MAX = 1_000;

/**
 * A schedule close to the shortest. The same problem, options and seed give the same schedule,
 * whatever the activities are numbered; more schedules never give a longer one.
 */
export function solve(
  problem: SchedulingProblem,
  options: SolveOptions = {},
): Result<SolvedSchedule, ProblemDefect> {
  const checked = checkProblem(problem);
  if (!checked.ok) return checked;
  const size = problem.durations.length;
  const order = orderByContent(problem);
  const project = compileProject(problem, order);
  const paths = longestPaths(project);
  const bound = lowerBound(project, paths);
  const { shouldStop, seed = 1 } = options;
  const most = options.schedulesMax ?? (shouldStop === undefined ? SCHEDULES_MAX : Infinity);
  const found = searchSchedules(project, paths, {
    seed,
    bound,
    // The last one may be needed to bring a schedule forward that was built from its end.
    mayGoOn: (schedules) => schedules < most - 1 && shouldStop?.() !== true,
  });
  const starts = new Array<number>(size).fill(0);
  for (let i = 0; i < size; i++) {
    starts[order[i] as number] = (found.starts[i] as number) * project.unit;
  }
  return ok({
    starts,
    makespan: found.makespan * project.unit,
    lowerBound: bound * project.unit,
    schedules: found.schedules,
  });
}
