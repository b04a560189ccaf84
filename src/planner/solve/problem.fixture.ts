import fc from "fast-check";
import type { SchedulingProblem } from "./problem.ts";

/** What is wrong with a schedule, found without any of the solver's own means. */
export function findFaults(problem: SchedulingProblem, starts: readonly number[]): string[] {
  const faults: string[] = [];
  const { durations, before, capacities, demands, conflicts = [] } = problem;
  const end = (i: number): number => (starts[i] ?? Number.NaN) + (durations[i] ?? Number.NaN);
  starts.forEach((start, i) => {
    if (!Number.isSafeInteger(start) || start < 0) faults.push(`${i} starts at ${start}`);
    for (const one of before[i] ?? []) {
      if (!(end(one) <= start)) faults.push(`${i} starts before ${one} ends`);
    }
  });
  if (starts.length !== durations.length) faults.push("not every activity has a start");
  for (const moment of new Set(starts)) {
    const running = durations.flatMap((_, i) =>
      (starts[i] ?? 0) <= moment && moment < end(i) ? [i] : [],
    );
    capacities.forEach((capacity, k) => {
      const held = running.reduce((sum, i) => sum + (demands[i]?.[k] ?? 0), 0);
      if (held > capacity) faults.push(`${held} of resource ${k} at ${moment}`);
    });
    for (const [a, b] of conflicts) {
      if (running.includes(a) && running.includes(b)) faults.push(`${a} beside ${b} at ${moment}`);
    }
  }
  return faults;
}

/** Small problems of every kind: no activity, no time, no resource, much of it, pairs apart. */
export const arbitraryProblem: fc.Arbitrary<SchedulingProblem> = fc
  .record({
    capacities: fc.array(fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant(1e9)), {
      maxLength: 12,
    }),
    rows: fc.array(
      fc.record({
        duration: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 9 }), fc.constant(86_400)),
        needs: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
          minLength: 12,
          maxLength: 12,
        }),
        links: fc.array(fc.nat(), { maxLength: 3 }),
        apart: fc.array(fc.nat(), { maxLength: 2 }),
      }),
      { maxLength: 14 },
    ),
  })
  .map(({ capacities, rows }) => ({
    durations: rows.map((row) => row.duration),
    capacities,
    demands: rows.map((row) => capacities.map((most, k) => Math.floor(most * (row.needs[k] ?? 0)))),
    before: rows.map((row, i) => (i === 0 ? [] : row.links.map((link) => link % i))),
    conflicts: rows.flatMap((row, i) =>
      row.apart.flatMap((other): (readonly [number, number])[] =>
        other % rows.length === i ? [] : [[i, other % rows.length]],
      ),
    ),
  }));

/** The same problem, activity `order[i]` of the old one being number i of the new one. */
export function renumber(problem: SchedulingProblem, order: readonly number[]): SchedulingProblem {
  const number = new Map(order.map((old, i) => [old, i]));
  const to = (old: number): number => number.get(old) ?? -1;
  return {
    durations: order.map((old) => problem.durations[old] ?? 0),
    capacities: problem.capacities,
    demands: order.map((old) => problem.demands[old] ?? []),
    before: order.map((old) => (problem.before[old] ?? []).map(to).toReversed()),
    conflicts: (problem.conflicts ?? []).map(([a, b]) => [to(b), to(a)] as const).toReversed(),
  };
}

/** `size` activities in a row of layers, of four resources that are all in demand; seeded. */
export function layeredProblem(size: number, seed: number): SchedulingProblem {
  let state = seed;
  const below = (end: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 1;
    return (state >>> 8) % end;
  };
  const all = Array.from({ length: size }, (_, i) => i);
  return {
    durations: all.map(() => 1 + below(10)),
    before: all.map((i) => (i < 4 ? [] : [i - 1 - below(4), below(i)])),
    capacities: [14, 14, 14, 14],
    demands: all.map(() => [below(11), below(11), below(11), below(11)]),
  };
}
