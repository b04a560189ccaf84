import type { Course, Influence } from "./course.ts";
import { influenceOf } from "./course.ts";
import type { Cell, Effects, Group, Observation } from "./effects.ts";
import {
  cellsOf,
  FIXED,
  GROUPS,
  MIDDLE,
  NOT_LANDED,
  product,
  quadratic,
  STEP,
  UNSTATED,
} from "./effects.ts";
import { factorise, invert, solveLower, solveUpper } from "./matrix.ts";

export interface Prior {
  /** Of a medium piece of work, ln; and how far that may be off. */
  readonly middle: number;
  readonly middleSd: number;
}

/** A step of effort doubles the time until history knows better. */
const STEP_PRIOR = { mean: Math.log(2), sd: 0.35 };
const UNSTATED_SD = 0.5;
const NOT_LANDED_SD = 0.3;
/** Spreads before anything is known, and as how many observations those count. */
const GROUP_PRIOR: Readonly<Record<Group, number>> = { kind: 0.2, agent: 0.05, pair: 0.03 };
const VARIANCE_PRIOR = 0.27;
export const PRIOR_COUNT = 3;
/** Degrees of freedom: an outlier counts the less the further out it is. */
const TAIL = 4;
/** However well an attempt is explained by what was learned of it, so much of it was chance. */
const LEVERAGE_MAX = 0.9;

/** What all the rounds of one fit share. */
interface Material {
  readonly observations: readonly Observation[];
  readonly rows: readonly (readonly Cell[])[];
  readonly columns: ReadonlyMap<string, number>;
  readonly groups: readonly (readonly [column: number, of: Group])[];
  readonly influence: Influence;
  readonly prior: Prior;
}

type Spreads = Pick<Effects, "groupVariance" | "variance">;

/**
 * A Bayesian regression whose groups are drawn towards one another as strongly as the data say they
 * resemble (empirical Bayes by expectation and maximisation), robust against outliers.
 */
export function fitEffects(
  observations: readonly Observation[],
  prior: Prior,
  course: Course,
  how: { readonly rounds: number; readonly from?: Spreads },
): Effects {
  const material = prepare(observations, prior, course);
  const { columns, groups } = material;
  let { groupVariance, variance } = how.from ?? {
    groupVariance: GROUP_PRIOR,
    variance: VARIANCE_PRIOR,
  };
  let trust: readonly number[] = observations.map(() => 1);
  // A single attempt contradicts what was assumed of the work: it says nothing of how such differ.
  const rounds = observations.length === 1 ? 1 : how.rounds;
  for (let round = 1; ; round++) {
    const fixed = priorOf(material, groupVariance);
    const found = solveNormal(material, trust, variance, fixed);
    if (round >= rounds) {
      const evidence = evidenceOf(material, found, variance, fixed);
      const misses = missesOf(material, found, trust, variance);
      const count = observations.length;
      return { course, count, columns, ...found, groupVariance, variance, evidence, misses };
    }
    groupVariance = spreadOfGroups(found, groups);
    let sum = 0;
    const next: number[] = [];
    for (const [i, row] of material.rows.entries()) {
      const square = offOf(material, found, i) ** 2 + quadratic(row, found.covariance);
      const trusted = (TAIL + 1) / (TAIL + square / variance);
      next.push(trusted);
      sum += trusted * square;
    }
    trust = next;
    variance = (sum + PRIOR_COUNT * VARIANCE_PRIOR) / (observations.length + PRIOR_COUNT);
  }
}

function prepare(observations: readonly Observation[], prior: Prior, course: Course): Material {
  const columns = new Map<string, number>();
  const groups: (readonly [number, Group])[] = [];
  for (const { levels } of observations) {
    for (const group of GROUPS) {
      const name = `${group} ${levels[group]}`;
      if (columns.has(name)) continue;
      const column = FIXED + columns.size;
      columns.set(name, column);
      groups.push([column, group]);
    }
  }
  const influence = influenceOf(course, observations.length);
  const first = FIXED + columns.size;
  const rows = observations.map((one, i): Cell[] => [
    ...cellsOf(columns, one),
    ...influence.at(i).map(([unknown, value]) => [first + unknown, value] as const),
  ]);
  return { observations, rows, columns, groups, influence, prior };
}

interface PriorOfColumns {
  readonly mean: Float64Array;
  readonly precision: Float64Array;
}

function priorOf(
  { columns, groups, influence, prior }: Material,
  groupVariance: Effects["groupVariance"],
): PriorOfColumns {
  const first = FIXED + columns.size;
  const mean = new Float64Array(first + influence.variances.length);
  const precision = new Float64Array(mean.length);
  mean[MIDDLE] = prior.middle;
  precision[MIDDLE] = 1 / prior.middleSd ** 2;
  mean[STEP] = STEP_PRIOR.mean;
  precision[STEP] = 1 / STEP_PRIOR.sd ** 2;
  precision[UNSTATED] = 1 / UNSTATED_SD ** 2;
  precision[NOT_LANDED] = 1 / NOT_LANDED_SD ** 2;
  for (const [column, group] of groups) precision[column] = 1 / groupVariance[group];
  for (const [i, variance] of influence.variances.entries()) precision[first + i] = 1 / variance;
  return { mean, precision };
}

type Solved = Pick<Effects, "mean" | "precision" | "covariance">;

function solveNormal(
  { observations, rows }: Material,
  trust: readonly number[],
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
  for (const [i, { ln }] of observations.entries()) {
    const weight = (trust[i] ?? 1) / variance;
    const row = rows[i] ?? [];
    for (const [a, x] of row) {
      right[a] = (right[a] as number) + weight * x * ln;
      for (const [b, y] of row) {
        cells[a * size + b] = (cells[a * size + b] as number) + weight * x * y;
      }
    }
  }
  const precision = factorise({ size, cells });
  const mean = solveUpper(precision, solveLower(precision, right));
  return { mean, precision, covariance: invert(precision) };
}

function spreadOfGroups(
  { mean, covariance }: Solved,
  groups: Material["groups"],
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

function offOf({ observations, rows }: Material, { mean }: Solved, i: number): number {
  return (observations[i]?.ln ?? 0) - product(rows[i] ?? [], mean);
}

/** The marginal likelihood of the past by Laplace's approximation, but for what all courses share. */
function evidenceOf(
  material: Material,
  found: Solved,
  variance: number,
  prior: PriorOfColumns,
): number {
  const count = material.observations.length;
  let ln = -0.5 * count * Math.log(variance);
  for (let i = 0; i < count; i++) {
    const off = offOf(material, found, i);
    ln -= 0.5 * (TAIL + 1) * Math.log(1 + (off * off) / (TAIL * variance));
  }
  for (const [i, precision] of prior.precision.entries()) {
    const off = (found.mean[i] as number) - (prior.mean[i] as number);
    ln += 0.5 * Math.log(precision) - 0.5 * precision * off * off;
    ln -= Math.log(found.precision.cells[i * found.precision.size + i] as number);
  }
  return ln - 0.5 * PRIOR_COUNT * (Math.log(variance) + VARIANCE_PRIOR / variance);
}

/** What an attempt says of itself is taken out again: fitted values lie too near. */
function missesOf(
  material: Material,
  found: Solved,
  trust: readonly number[],
  variance: number,
): readonly number[] {
  return material.rows.map((row, i) => {
    const own = ((trust[i] ?? 1) * quadratic(row, found.covariance)) / variance;
    return offOf(material, found, i) / Math.sqrt(1 - Math.min(LEVERAGE_MAX, own));
  });
}
