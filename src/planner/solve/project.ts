import { type SchedulingProblem, unitOf } from "./problem.ts";

/** For each activity a stretch of `to`: from `start[i]` up to, not including, `start[i + 1]`. */
export interface Links {
  readonly start: Int32Array;
  readonly to: Int32Array;
}

/**
 * A problem as flat arrays, its activities renumbered, its times counted in `unit`. What an
 * activity needs of all resources is packed into a few words of 32 bits: a field for each
 * resource, with a bit above it that stays free, so that one subtraction says whether all of them
 * suffice.
 */
export interface Project {
  readonly size: number;
  readonly unit: number;
  readonly durations: Int32Array;
  readonly before: Links;
  readonly after: Links;
  readonly conflicts: Links;
  readonly words: number;
  /** `words` for each activity. */
  readonly needs: Int32Array;
  /** What there is when nothing runs, and the bits that stay free. */
  readonly full: Int32Array;
  readonly guards: Int32Array;
  /** Which part of the capacities an activity holds, summed over the resources. */
  readonly loads: Float64Array;
  /** For each resource that can run short: its capacity and what each activity needs of it. */
  readonly resources: readonly Resource[];
}

export interface Resource {
  readonly capacity: number;
  readonly demands: Int32Array;
}

/** `order[i]` is the activity of the problem that becomes number i. The problem must be sound. */
export function compileProject(problem: SchedulingProblem, order: ArrayLike<number>): Project {
  const size = problem.durations.length;
  const number = new Int32Array(size);
  for (let i = 0; i < size; i++) number[order[i] ?? 0] = i;
  const unit = unitOf(problem.durations);
  const rows = Array.from(order, (old) => problem.before[old] ?? []);
  const before: number[][] = rows.map((row) => [...new Set(row.map((old) => number[old] ?? 0))]);
  const after: number[][] = rows.map(() => []);
  before.forEach((row, i) => {
    for (const one of row.sort((a, b) => a - b)) after[one]?.push(i);
  });
  const durations = Int32Array.from(order, (old) => (problem.durations[old] ?? 0) / unit);
  const resources = scarceResources(problem, order, durations);
  const loads = new Float64Array(size);
  for (const { capacity, demands } of resources) {
    demands.forEach((need, i) => {
      loads[i] = (loads[i] ?? 0) + need / capacity;
    });
  }
  return {
    size,
    unit,
    durations,
    before: flatten(before),
    after: flatten(after),
    conflicts: flatten(conflictRows(problem, number)),
    ...packResources(resources, size),
    loads,
    resources,
  };
}

/** Those that could run short; an activity that takes no time holds nothing. */
function scarceResources(
  problem: SchedulingProblem,
  order: ArrayLike<number>,
  durations: Int32Array,
): readonly Resource[] {
  return problem.capacities.flatMap((given, k) => {
    const demands = Int32Array.from(order, (old, i) =>
      durations[i] === 0 ? 0 : (problem.demands[old]?.[k] ?? 0),
    );
    const total = demands.reduce((sum, need) => sum + need, 0);
    return total > given ? { capacity: given, demands } : [];
  });
}

function conflictRows(problem: SchedulingProblem, number: Int32Array): number[][] {
  const rows = Array.from(number, () => new Set<number>());
  for (const [a, b] of problem.conflicts ?? []) {
    if (problem.durations[a] === 0 || problem.durations[b] === 0) continue;
    rows[number[a] ?? 0]?.add(number[b] ?? 0);
    rows[number[b] ?? 0]?.add(number[a] ?? 0);
  }
  return rows.map((row) => [...row].sort((a, b) => a - b));
}

function flatten(rows: readonly (readonly number[])[]): Links {
  const start = new Int32Array(rows.length + 1);
  rows.forEach((row, i) => {
    start[i + 1] = (start[i] ?? 0) + row.length;
  });
  return { start, to: Int32Array.from(rows.flat()) };
}

function packResources(
  resources: readonly Resource[],
  size: number,
): Pick<Project, "words" | "needs" | "full" | "guards"> {
  let word = 0;
  let used = 0;
  const places = resources.map(({ capacity }) => {
    const bits = 33 - Math.clz32(capacity);
    if (used + bits > 32) {
      word++;
      used = 0;
    }
    const shift = used;
    used += bits;
    return { word, shift, guard: 1 << (shift + bits - 1) };
  });
  const words = word + 1;
  const needs = new Int32Array(size * words);
  const full = new Int32Array(words);
  const guards = new Int32Array(words);
  places.forEach(({ word: w, shift, guard }, k) => {
    const { capacity, demands } = resources[k] ?? { capacity: 0, demands: [] };
    full[w] = (full[w] ?? 0) | (capacity << shift);
    guards[w] = (guards[w] ?? 0) | guard;
    demands.forEach((need: number, i: number) => {
      needs[i * words + w] = (needs[i * words + w] ?? 0) | (need << shift);
    });
  });
  return { words, needs, full, guards };
}
