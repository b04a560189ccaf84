import { err, ok, type Result } from "../../model/index.ts";

/**
 * Activities that take time, wait for one another and share what there is a limited amount of
 * (the resource-constrained project scheduling problem). Activities are numbers from 0.
 */
export interface SchedulingProblem {
  /** Whole units of time, 0 or more; one for each activity. */
  readonly durations: readonly number[];
  /** For each activity those that must be finished before it starts. */
  readonly before: readonly (readonly number[])[];
  /** How much there is of each renewable resource at any time; whole numbers. */
  readonly capacities: readonly number[];
  /** For each activity how much of each resource it holds while it runs; whole numbers. */
  readonly demands: readonly (readonly number[])[];
  /** Pairs that may not run side by side: a resource of one unit that both need. */
  readonly conflicts?: readonly (readonly [number, number])[];
  /** What else tells activities apart, for whoever reads the schedule; no schedule depends on it. */
  readonly marks?: readonly number[];
}

/** Why a problem has no schedule, or is none. Activities and resources by number. */
export type ProblemDefect =
  | { readonly kind: "demand"; readonly activity: number; readonly resource: number }
  | { readonly kind: "cycle"; readonly activities: readonly number[] }
  | { readonly kind: "number"; readonly where: string }
  | { readonly kind: "reference"; readonly activity: number; readonly to: number }
  | { readonly kind: "too-long" };

/** A schedule may last this many units, counted in the greatest common divisor of all durations. */
const UNITS_MAX = 2 ** 30;

/** In words, for a person. */
export function describeDefect(defect: ProblemDefect): string {
  switch (defect.kind) {
    case "demand":
      return `activity ${defect.activity} needs more of resource ${defect.resource} than there is`;
    case "cycle":
      return `activities wait for one another: ${defect.activities.slice(0, 10).join(", ")}`;
    case "number":
      return `${defect.where} must be a whole number, 0 or more, and below ${UNITS_MAX}`;
    case "reference":
      return `activity ${defect.activity} speaks of ${defect.to}, which does not exist`;
    case "too-long":
      return `all durations together are ${UNITS_MAX} units or more`;
  }
}

/** The activities in an order that respects precedence, or why there is no schedule at all. */
export function checkProblem(problem: SchedulingProblem): Result<Int32Array, ProblemDefect> {
  const defect = findBadNumber(problem) ?? findBadReference(problem) ?? findExcess(problem);
  if (defect !== null) return err(defect);
  const order = sortTopologically(problem.before);
  if (order.length < problem.before.length) {
    const reached = new Set(order);
    const activities = problem.before.flatMap((_, i) => (reached.has(i) ? [] : [i]));
    return err({ kind: "cycle", activities });
  }
  const unit = unitOf(problem.durations);
  const total = problem.durations.reduce((sum, duration) => sum + duration / unit, 0);
  return total < UNITS_MAX ? ok(order) : err({ kind: "too-long" });
}

/** The greatest common divisor of the durations: time counts in nothing smaller. */
export function unitOf(durations: readonly number[]): number {
  let unit = 0;
  for (const duration of durations) {
    for (let a = duration, b = unit; ; [a, b] = [b, a % b]) {
      if (b === 0) {
        unit = a;
        break;
      }
    }
  }
  return Math.max(1, unit);
}

function findBadNumber(problem: SchedulingProblem): ProblemDefect | null {
  const { durations, before, capacities, demands } = problem;
  const bad = (value: number): boolean => !Number.isSafeInteger(value) || value < 0;
  const size = durations.length;
  if (before.length !== size || demands.length !== size) {
    return { kind: "number", where: "the length of every list of activities" };
  }
  const capacity = capacities.findIndex((one) => bad(one) || one >= UNITS_MAX);
  if (capacity !== -1) return { kind: "number", where: `capacity ${capacity}` };
  const activity = durations.findIndex(bad);
  if (activity !== -1) return { kind: "number", where: `duration ${activity}` };
  const row = demands.findIndex((one) => one.length !== capacities.length || one.some(bad));
  return row === -1 ? null : { kind: "number", where: `each demand of activity ${row}` };
}

function findBadReference(problem: SchedulingProblem): ProblemDefect | null {
  const size = problem.durations.length;
  const bad = (to: number): boolean => !Number.isInteger(to) || to < 0 || to >= size;
  for (const [activity, list] of problem.before.entries()) {
    const to = list.find(bad);
    if (to !== undefined) return { kind: "reference", activity, to };
  }
  for (const [a, b] of problem.conflicts ?? []) {
    if (bad(a)) return { kind: "reference", activity: b, to: a };
    if (bad(b) || a === b) return { kind: "reference", activity: a, to: b };
  }
  return null;
}

function findExcess(problem: SchedulingProblem): ProblemDefect | null {
  for (const [activity, row] of problem.demands.entries()) {
    const resource = row.findIndex((need, k) => need > (problem.capacities[k] ?? 0));
    if (resource !== -1) return { kind: "demand", activity, resource };
  }
  return null;
}

function sortTopologically(before: readonly (readonly number[])[]): Int32Array {
  const after: number[][] = before.map(() => []);
  const waits = Int32Array.from(before, (list, i) => {
    for (const one of list) after[one]?.push(i);
    return list.length;
  });
  const order = new Int32Array(before.length);
  let end = 0;
  waits.forEach((count, i) => {
    if (count === 0) order[end++] = i;
  });
  for (let at = 0; at < end; at++) {
    for (const next of after[order[at] ?? 0] ?? []) {
      const left = (waits[next] ?? 0) - 1;
      waits[next] = left;
      if (left === 0) order[end++] = next;
    }
  }
  return order.subarray(0, end);
}
