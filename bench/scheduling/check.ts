import type { SchedulingProblem } from "../../src/planner/index.ts";

/**
 * The length of a schedule, worked out from the problem as it was read and from nothing the
 * solver says; throws when the schedule breaks precedence, a capacity or a pair kept apart.
 */
export function measureSchedule(problem: SchedulingProblem, starts: readonly number[]): number {
  const { durations, before, capacities, demands, conflicts = [] } = problem;
  if (starts.length !== durations.length) throw new Error("not every activity has a start");
  const ends = starts.map((start, i) => start + (durations[i] ?? Number.NaN));
  starts.forEach((start, i) => {
    if (!Number.isInteger(start) || start < 0) throw new Error(`${i} starts at ${start}`);
    for (const one of before[i] ?? []) {
      if (!((ends[one] ?? Number.NaN) <= start)) throw new Error(`${i} starts before ${one} ends`);
    }
  });
  capacities.forEach((capacity, k) => {
    const changes = starts.flatMap((start, i) => {
      const need = demands[i]?.[k] ?? Number.NaN;
      return need === 0 || durations[i] === 0
        ? []
        : ([[start, need] as const, [ends[i] ?? Number.NaN, -need] as const] as const);
    });
    // What ends at a moment is free again before something starts at it.
    changes.sort(([a, x], [b, y]) => a - b || x - y);
    let held = 0;
    for (const [time, change] of changes) {
      held += change;
      if (!(held <= capacity)) throw new Error(`${held} of resource ${k} are held at ${time}`);
    }
  });
  for (const [a, b] of conflicts) {
    const apart = (ends[a] ?? 0) <= (starts[b] ?? 0) || (ends[b] ?? 0) <= (starts[a] ?? 0);
    const lasting = durations[a] !== 0 && durations[b] !== 0;
    if (lasting && !apart) throw new Error(`${a} and ${b} run side by side`);
  }
  return ends.reduce((latest, end) => Math.max(latest, end), 0);
}
