import { inverseNormal } from "./chance.ts";
import type { Course } from "./course.ts";
import { influenceOf, TREND_OVER } from "./course.ts";
import { solveUpper, type Square } from "./matrix.ts";

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
}

export type Features = Pick<Observation, "effort" | "landed"> & {
  /** Absent levels are unknown: their whole spread is left in the answer. */
  readonly levels: Readonly<Partial<Record<Group, string>>>;
};

/** What is known of the work and of how times went, as numbers that one attempt is a sum of. */
export interface Effects {
  readonly course: Course;
  /** Attempts that it was learned from. */
  readonly count: number;
  /** Where each level of a group has its number; those of the course follow. */
  readonly columns: ReadonlyMap<string, number>;
  readonly mean: Float64Array;
  /** Cholesky factor of the posterior precision, and the covariance itself. */
  readonly precision: Square;
  readonly covariance: Square;
  readonly groupVariance: Readonly<Record<Group, number>>;
  /** Of a single attempt around what is known of it: the squared scale of Student's t. */
  readonly variance: number;
  /** How well it explains the past, ln: to be compared with other courses of the same past. */
  readonly evidence: number;
  /** By how much each attempt was off (ln), as if it had not been learned from. */
  readonly misses: readonly number[];
}

export const MIDDLE = 0;
export const STEP = 1;
export const UNSTATED = 2;
export const NOT_LANDED = 3;
export const FIXED = 4;

export type Cell = readonly [column: number, value: number];

/** The next attempt's middle on the logarithm's scale, and how uncertain that middle is. */
export function predictMiddle(
  effects: Effects,
  features: Features,
): { readonly mean: number; readonly variance: number } {
  const row = [...cellsOf(effects.columns, features), ...courseCells(effects, effects.count)];
  const unknown = unknownGroups(effects, features).reduce(
    (sum, group) => sum + effects.groupVariance[group],
    0,
  );
  return {
    mean: product(row, effects.mean),
    variance: quadratic(row, effects.covariance) + unknown,
  };
}

/** What an attempt is a sum of, worked out once for the same features. */
export type RowOf = (features: Features) => Row;

interface Row {
  readonly cells: readonly Cell[];
  /** Levels that were never seen: their names, or none where even those are not known. */
  readonly unseen: readonly { readonly sd: number; readonly name: string | null }[];
}

export function rowsOf(effects: Effects): RowOf {
  const known = new Map<Features, Row>();
  return (features) => {
    const found = known.get(features);
    if (found !== undefined) return found;
    const unseen = unknownGroups(effects, features).map((group) => {
      const level = features.levels[group];
      const sd = Math.sqrt(effects.groupVariance[group]);
      return { sd, name: level === undefined ? null : `${group} ${level}` };
    });
    const row = { cells: cellsOf(effects.columns, features), unseen };
    known.set(features, row);
    return row;
  };
}

/**
 * Effects as they could be, for a simulation: what is shared is drawn once and used by all. Whoever
 * calls says of each attempt how many were begun before it since the forecast was made.
 */
export function drawEffects(
  effects: Effects,
  rowOf: RowOf,
  normal: () => number,
): (features: Features, ahead: number) => number {
  const noise = Float64Array.from(effects.mean, () => normal());
  const off = solveUpper(effects.precision, noise);
  const drawn = effects.mean.map((mean, i) => mean + (off[i] as number));
  const drawnUnseen = new Map<string, number>();
  const courseOf = drawCourse(effects, drawn, normal);
  return (features, ahead) => {
    const { cells, unseen } = rowOf(features);
    let ln = product(cells, drawn) + courseOf(ahead);
    for (const { sd, name } of unseen) {
      // Without a name for it, it is somebody else's each time.
      if (name === null) ln += sd * normal();
      else {
        const known = drawnUnseen.get(name) ?? sd * normal();
        drawnUnseen.set(name, known);
        ln += known;
      }
    }
    return ln;
  };
}

/** How times will go on: a trend may be over, and what wanders does so step by step. */
function drawCourse(
  effects: Effects,
  drawn: Float64Array,
  normal: () => number,
): (ahead: number) => number {
  const { course, count } = effects;
  if (course.kind === "steady" || course.kind === "jump") return () => 0;
  if (course.kind === "trend") {
    if (normal() < inverseNormal(TREND_OVER)) return () => 0;
    return (ahead) => product(courseCells(effects, count + ahead), drawn);
  }
  const sd = Math.sqrt(course.variance);
  let level = 0;
  let at = 0;
  return (ahead) => {
    for (; at < ahead; at++) level += sd * normal();
    return level;
  };
}

function courseCells({ course, count, columns }: Effects, at: number): readonly Cell[] {
  const first = FIXED + columns.size;
  return influenceOf(course, count)
    .at(at)
    .map(([unknown, value]) => [first + unknown, value] as const);
}

function unknownGroups(effects: Effects, { levels }: Features): readonly Group[] {
  return GROUPS.filter((group) => {
    const level = levels[group];
    return level === undefined || !effects.columns.has(`${group} ${level}`);
  });
}

/** What an attempt at such work is a sum of, but for how times went. */
export function cellsOf(columns: ReadonlyMap<string, number>, features: Features): Cell[] {
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

export function product(row: readonly Cell[], by: Float64Array): number {
  let sum = 0;
  for (const [column, value] of row) sum += value * (by[column] as number);
  return sum;
}

export function quadratic(row: readonly Cell[], { size, cells }: Square): number {
  let sum = 0;
  for (const [a, x] of row) {
    for (const [b, y] of row) sum += x * y * (cells[a * size + b] as number);
  }
  return sum;
}
