import type { Chance } from "../solve/random.ts";

/** The middle of what may be, and what one case in ten lies below and above. */
export interface Interval {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}

/** Normal numbers, each out of two fractions (Box and Muller), the same for a seed. */
export function normals(chance: Chance): () => number {
  return () =>
    Math.sqrt(-2 * Math.log(1 - chance.fraction())) * Math.cos(2 * Math.PI * chance.fraction());
}

/** The share `p` of sorted values lies below it. */
export function quantile(sorted: readonly number[], p: number): number {
  if (sorted.length === 0) return 0;
  const at = p * (sorted.length - 1);
  const low = Math.floor(at);
  const a = sorted[low] ?? 0;
  const b = sorted[Math.min(sorted.length - 1, low + 1)] ?? a;
  return a + (at - low) * (b - a);
}

/** The 10th and 90th percentile of the normal distribution lie this many deviations from its middle. */
export const DECILE = 1.2816;

/** Quantiles of the normal distribution (Tukey's lambda; within 0.01 where it is asked here). */
export function inverseNormal(p: number): number {
  const lambda = 0.1349;
  return (p ** lambda - (1 - p) ** lambda) / 0.1975;
}

/** Quantiles of Student's t, for three degrees of freedom and more (Cornish and Fisher). */
export function inverseStudent(p: number, freedom: number): number {
  const z = inverseNormal(p);
  const first = (z ** 3 + z) / (4 * freedom);
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2);
  return z + first + second;
}

/** A chi-squared number as the square of a normal one (Wilson and Hilferty); never none. */
export function drawChiSquare(freedom: number, normal: () => number): number {
  const part = 2 / (9 * freedom);
  return freedom * Math.max(0.05, 1 - part + Math.sqrt(part) * normal()) ** 3;
}
