import { factorise, invert, solveLower, solveUpper, type Square } from "./matrix.ts";

/** What is shared by much work and shrinks towards none where little is known of it. */
export const GROUPS = ["kind", "agent", "pair"] as const;
export type Group = (typeof GROUPS)[number];

/** One amount on the natural logarithm's scale, and what it hangs on. */
export interface Observation {
  readonly ln: number;
  /** Effort from -2 (XS) to 2 (XL); null: none stated. */
  readonly effort: number | null;
  readonly landed: boolean;
  readonly levels: Readonly<Record<Group, string>>;
  /** How much it counts, above 0 and up to 1. */
  readonly weight: number;
}

export type Features = Pick<Observation, "effort" | "landed"> & {
  /** Absent levels are unknown: their whole spread is left in the answer. */
  readonly levels: Readonly<Partial<Record<Group, string>>>;
};

export interface Prior {
  /** Of a medium piece of work, ln; and how far that may be off. */
  readonly middle: number;
  readonly middleSd: number;
}

export interface Effects {
  readonly columns: ReadonlyMap<string, number>;
  readonly mean: Float64Array;
  /** Cholesky factor of the posterior precision, and the covariance itself. */
  readonly precision: Square;
  readonly covariance: Square;
  readonly groupVariance: Readonly<Record<Group, number>>;
  /** Of a single attempt around what is known of it. */
  readonly variance: number;
}

const MIDDLE = 0;
const STEP = 1;
const UNSTATED = 2;
const NOT_LANDED = 3;
const FIXED = 4;
/** A step of effort doubles the time until history knows better. */
const STEP_PRIOR = { mean: Math.log(2), sd: 0.35 };
/** Spreads before anything is known, and as how many observations those count. */
const GROUP_PRIOR: Readonly<Record<Group, number>> = { kind: 0.25, agent: 0.08, pair: 0.04 };
const VARIANCE_PRIOR = 0.4;
const PRIOR_COUNT = 3;
/** Degrees of freedom: an outlier counts the less the further out it is. */
const TAIL = 4;

type Cell = readonly [column: number, value: number];

/**
 * A Bayesian regression whose groups are drawn towards one another as strongly as the data say they
 * resemble (empirical Bayes by expectation and maximisation), robust against outliers.
 */
export function fitEffects(
  observations: readonly Observation[],
  prior: Prior,
  rounds: number,
  from?: Pick<Effects, "groupVariance" | "variance">,
): Effects {
  const columns = columnsOf(observations);
  const rows = observations.map((one) => cellsOf(columns, one));
  const groupOf = groupsOf(columns);
  let groupVariance = from?.groupVariance ?? GROUP_PRIOR;
  let variance = from?.variance ?? VARIANCE_PRIOR;
  let robust = observations.map(() => 1);
  for (let round = 1; ; round++) {
    const fixed = priorOf(columns, groupOf, prior, groupVariance);
    const found = solveNormal(observations, rows, robust, variance, fixed);
    if (round >= rounds) return { columns, ...found, groupVariance, variance };
    groupVariance = spreadOfGroups(found, groupOf);
    let sum = 0;
    let count = 0;
    const next: number[] = [];
    observations.forEach((one, i) => {
      const row = rows[i] ?? [];
      const off = one.ln - product(row, found.mean);
      const square = off * off + quadratic(row, found.covariance);
      const trust = (TAIL + 1) / (TAIL + square / variance);
      next.push(trust);
      sum += one.weight * trust * square;
      count += one.weight;
    });
    robust = next;
    variance = (sum + PRIOR_COUNT * VARIANCE_PRIOR) / (count + PRIOR_COUNT);
  }
}

/** The middle on the logarithm's scale, and how uncertain that middle is. */
export function predictMiddle(
  effects: Effects,
  features: Features,
): { readonly mean: number; readonly variance: number } {
  const row = cellsOf(effects.columns, features);
  const unknown = unknownGroups(effects, features).reduce(
    (sum, group) => sum + effects.groupVariance[group],
    0,
  );
  return {
    mean: product(row, effects.mean),
    variance: quadratic(row, effects.covariance) + unknown,
  };
}

/** Effects as they could be, for a simulation: what is shared is drawn once and used by all. */
export function drawEffects(
  effects: Effects,
  normal: () => number,
): (features: Features) => number {
  const noise = Float64Array.from(effects.mean, () => normal());
  const off = solveUpper(effects.precision, noise);
  const drawn = effects.mean.map((mean, i) => mean + (off[i] as number));
  const unseen = new Map<string, number>();
  return (features) => {
    let ln = product(cellsOf(effects.columns, features), drawn);
    for (const group of unknownGroups(effects, features)) {
      const level = features.levels[group];
      const sd = Math.sqrt(effects.groupVariance[group]);
      // Without a name for it, it is somebody else's each time.
      if (level === undefined) ln += sd * normal();
      else {
        const known = unseen.get(`${group} ${level}`) ?? sd * normal();
        unseen.set(`${group} ${level}`, known);
        ln += known;
      }
    }
    return ln;
  };
}

function unknownGroups(effects: Effects, { levels }: Features): readonly Group[] {
  return GROUPS.filter((group) => {
    const level = levels[group];
    return level === undefined || !effects.columns.has(`${group} ${level}`);
  });
}

function columnsOf(observations: readonly Observation[]): ReadonlyMap<string, number> {
  const columns = new Map<string, number>();
  for (const { levels } of observations) {
    for (const group of GROUPS) {
      const name = `${group} ${levels[group]}`;
      if (!columns.has(name)) columns.set(name, FIXED + columns.size);
    }
  }
  return columns;
}

function groupsOf(columns: ReadonlyMap<string, number>): readonly (readonly [number, Group])[] {
  return [...columns].map(([name, column]) => {
    const group = GROUPS.find((one) => name.startsWith(`${one} `)) ?? "kind";
    return [column, group] as const;
  });
}

function cellsOf(columns: ReadonlyMap<string, number>, features: Features): readonly Cell[] {
  const cells: Cell[] = [[MIDDLE, 1]];
  if (features.effort === null) cells.push([UNSTATED, 1]);
  else if (features.effort !== 0) cells.push([STEP, features.effort]);
  if (!features.landed) cells.push([NOT_LANDED, 1]);
  for (const group of GROUPS) {
    const column = columns.get(`${group} ${features.levels[group] ?? ""}`);
    if (column !== undefined) cells.push([column, 1]);
  }
  return cells;
}

interface PriorOfColumns {
  readonly mean: Float64Array;
  readonly precision: Float64Array;
}

function priorOf(
  columns: ReadonlyMap<string, number>,
  groups: readonly (readonly [number, Group])[],
  { middle, middleSd }: Prior,
  groupVariance: Readonly<Record<Group, number>>,
): PriorOfColumns {
  const mean = new Float64Array(FIXED + columns.size);
  const precision = new Float64Array(FIXED + columns.size);
  mean[MIDDLE] = middle;
  precision[MIDDLE] = 1 / middleSd ** 2;
  mean[STEP] = STEP_PRIOR.mean;
  precision[STEP] = 1 / STEP_PRIOR.sd ** 2;
  precision[UNSTATED] = 1 / 0.5 ** 2;
  precision[NOT_LANDED] = 1 / 0.5 ** 2;
  for (const [column, group] of groups) precision[column] = 1 / groupVariance[group];
  return { mean, precision };
}

type Solved = Pick<Effects, "mean" | "precision" | "covariance">;

function solveNormal(
  observations: readonly Observation[],
  rows: readonly (readonly Cell[])[],
  robust: readonly number[],
  variance: number,
  prior: PriorOfColumns,
): Solved {
  const size = prior.mean.length;
  const cells = new Float64Array(size * size);
  const right = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const precision = prior.precision[i] as number;
    cells[i * size + i] = precision;
    right[i] = precision * (prior.mean[i] as number);
  }
  observations.forEach((one, i) => {
    const weight = (one.weight * (robust[i] ?? 1)) / variance;
    const row = rows[i] ?? [];
    for (const [a, x] of row) {
      right[a] = (right[a] as number) + weight * x * one.ln;
      for (const [b, y] of row) {
        cells[a * size + b] = (cells[a * size + b] as number) + weight * x * y;
      }
    }
  });
  const precision = factorise({ size, cells });
  const mean = solveUpper(precision, solveLower(precision, right));
  return { mean, precision, covariance: invert(precision) };
}

function spreadOfGroups(
  { mean, covariance }: Solved,
  groups: readonly (readonly [number, Group])[],
): Readonly<Record<Group, number>> {
  const spread = (group: Group): number => {
    let sum = PRIOR_COUNT * GROUP_PRIOR[group];
    let count = PRIOR_COUNT;
    for (const [column, of] of groups) {
      if (of !== group) continue;
      const own = covariance.cells[column * covariance.size + column] as number;
      sum += (mean[column] as number) ** 2 + own;
      count++;
    }
    return Math.max(1e-4, sum / count);
  };
  return { kind: spread("kind"), agent: spread("agent"), pair: spread("pair") };
}

function product(row: readonly Cell[], by: Float64Array): number {
  return row.reduce((sum, [column, value]) => sum + value * (by[column] as number), 0);
}

function quadratic(row: readonly Cell[], { size, cells }: Square): number {
  let sum = 0;
  for (const [a, x] of row) {
    for (const [b, y] of row) sum += x * y * (cells[a * size + b] as number);
  }
  return sum;
}
