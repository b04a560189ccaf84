import {
  describeDefect,
  dispatchPriorities,
  type SchedulingProblem,
} from "../../src/planner/index.ts";
import { gauss, numbers } from "../random.ts";
import { measureSchedule } from "./check.ts";

export interface Dispatched {
  /** What is ready longest goes first. */
  readonly fifo: number;
  /** The largest of the planner's priorities goes first; it knows the estimates alone. */
  readonly planner: number;
}

/** An estimate is a whole number in thousandths, so that rounding does not help anybody. */
const ESTIMATE_UNIT = 1_000;

/**
 * Carries a problem out as a team would: whenever something ends, the first that can start does.
 * Estimates are off by a log-normal factor of `sigma`; what happens follows the true lengths.
 */
export function dispatchBoth(problem: SchedulingProblem, sigma: number, seed: number): Dispatched {
  const next = numbers(seed);
  const durations = problem.durations.map((duration) =>
    duration === 0
      ? 0
      : Math.max(1, Math.round(duration * ESTIMATE_UNIT * Math.exp(sigma * gauss(next)))),
  );
  const estimated = dispatchPriorities({ ...problem, durations });
  if (!estimated.ok) throw new Error(describeDefect(estimated.error));
  return {
    fifo: dispatch(
      problem,
      problem.durations.map(() => 0),
    ),
    planner: dispatch(problem, estimated.value),
  };
}

/** The makespan when the largest priority goes first, and of equal ones what was ready first. */
function dispatch(problem: SchedulingProblem, priorities: readonly number[]): number {
  const { durations, before, capacities, demands } = problem;
  const free = [...capacities];
  const waits = before.map((row) => row.length);
  const ready = waits.flatMap((count, i) => (count === 0 ? [i] : []));
  const starts = durations.map(() => -1);
  let running: number[] = [];
  const end = (i: number): number => (starts[i] ?? 0) + (durations[i] ?? 0);
  const take = (i: number, sign: 1 | -1): void => {
    demands[i]?.forEach((need, k) => {
      free[k] = (free[k] ?? 0) - sign * need;
    });
  };
  for (let now = 0; ; now = Math.min(...running.map(end))) {
    for (const i of running.filter((one) => starts[one] !== -1 && end(one) === now)) {
      running = running.filter((one) => one !== i);
      take(i, -1);
      before.forEach((row, j) => {
        if (!row.includes(i)) return;
        waits[j] = (waits[j] ?? 0) - row.filter((one) => one === i).length;
        if (waits[j] === 0) ready.push(j);
      });
    }
    const order = ready.toSorted((a, b) => (priorities[b] ?? 0) - (priorities[a] ?? 0));
    for (const i of order) {
      if (!(demands[i]?.every((need, k) => need <= (free[k] ?? 0)) ?? true)) continue;
      take(i, 1);
      starts[i] = now;
      running.push(i);
      ready.splice(ready.indexOf(i), 1);
    }
    if (running.length === 0) return measureSchedule(problem, starts);
  }
}
