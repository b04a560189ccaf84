import type { SchedulingProblem } from "../../src/planner/index.ts";
import { numbers } from "../random.ts";

/** What a generated project looks like, in the words of Kolisch, Sprecher and Drexl (1995). */
interface Shape {
  readonly size: number;
  /** Arcs for each activity. */
  readonly complexity: number;
  /** How many of the four resources an activity needs on average, as a share. */
  readonly factor: number;
  /** 0: as little of each resource as makes it possible; 1: as much as anybody could use. */
  readonly strength: number;
}

const RESOURCES = 4;
const LENGTH_MAX = 10;
const LINKS_MAX = 3;
const FIRST = 3;

/**
 * Projects in the manner of PSPLIB's generator, for every combination of its three settings. They
 * are not PSPLIB's own: what is measured on them says how two methods compare, not how far either
 * is from the published optima.
 */
export function generateProjects(size: number, seed: number): readonly SchedulingProblem[] {
  const strengths = size >= 120 ? [0.1, 0.2, 0.3, 0.4, 0.5] : [0.2, 0.5, 0.7, 1];
  const next = numbers(seed);
  return [1.5, 1.8, 2.1].flatMap((complexity) =>
    [0.25, 0.5, 0.75, 1].flatMap((factor) =>
      strengths.map((strength) => generate({ size, complexity, factor, strength }, next)),
    ),
  );
}

function generate(shape: Shape, next: () => number): SchedulingProblem {
  const { size } = shape;
  const durations = Array.from({ length: size }, () => 1 + Math.floor(next() * LENGTH_MAX));
  const before = generateNetwork(shape, next);
  const demands = generateDemands(shape, next);
  const starts: number[] = [];
  for (const [i, row] of before.entries()) {
    starts[i] = Math.max(0, ...row.map((one) => (starts[one] ?? 0) + (durations[one] ?? 0)));
  }
  const capacities = Array.from({ length: RESOURCES }, (_, k) => {
    const least = Math.max(...demands.map((row) => row[k] ?? 0));
    const peaks = starts.map((moment) =>
      starts.reduce((sum, start, i) => {
        const runs = start <= moment && moment < start + (durations[i] ?? 0);
        return runs ? sum + (demands[i]?.[k] ?? 0) : sum;
      }, 0),
    );
    return least + Math.round(shape.strength * (Math.max(least, ...peaks) - least));
  });
  return { durations, before, capacities, demands };
}

/** Every activity but the first three has a predecessor, every one but the last a successor. */
function generateNetwork({ size, complexity }: Shape, next: () => number): number[][] {
  const before: number[][] = Array.from({ length: size }, () => []);
  const after: number[][] = Array.from({ length: size }, () => []);
  const link = (from: number, to: number): boolean => {
    const full = (after[from]?.length ?? 0) >= LINKS_MAX || (before[to]?.length ?? 0) >= LINKS_MAX;
    if (full || before[to]?.includes(from)) return false;
    before[to]?.push(from);
    after[from]?.push(to);
    return true;
  };
  const pick = (from: number, end: number): number => from + Math.floor(next() * (end - from));
  let links = 0;
  for (let to = FIRST; to < size; to++) {
    while (!link(pick(0, Math.min(to, size - FIRST)), to));
    links++;
  }
  for (let from = 0; from < size - FIRST; from++) {
    const begin = Math.max(from + 1, FIRST);
    for (let tries = 0; tries < size && after[from]?.length === 0; tries++) {
      if (link(from, pick(begin, size))) links++;
    }
  }
  for (let tries = 0; tries < 50 * size && links < complexity * size; tries++) {
    const from = pick(0, size - FIRST);
    if (link(from, pick(Math.max(from + 1, FIRST), size))) links++;
  }
  return before;
}

function generateDemands({ size, factor }: Shape, next: () => number): number[][] {
  const demands = Array.from({ length: size }, () => new Array<number>(RESOURCES).fill(0));
  const need = (): number => 1 + Math.floor(next() * 10);
  for (const row of demands) row[Math.floor(next() * RESOURCES)] = need();
  for (let cells = size; cells < Math.round(factor * size * RESOURCES); ) {
    const row = demands[Math.floor(next() * size)];
    const k = Math.floor(next() * RESOURCES);
    if (row === undefined || row[k] !== 0) continue;
    row[k] = need();
    cells++;
  }
  return demands;
}

/** Random task graphs in the manner of STG: one processor for each task at a time. */
export function generateTaskGraphs(
  size: number,
  processors: number,
  count: number,
  seed: number,
): readonly SchedulingProblem[] {
  const next = numbers(seed);
  return Array.from({ length: count }, () => {
    const density = 0.02 + 0.1 * next();
    return {
      durations: Array.from({ length: size }, () => 1 + Math.floor(next() * LENGTH_MAX)),
      before: Array.from({ length: size }, (_, i) =>
        Array.from({ length: i }, (_, j) => j).filter(() => next() < density),
      ),
      capacities: [processors],
      demands: Array.from({ length: size }, () => [1]),
    };
  });
}
