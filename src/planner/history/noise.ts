import type { Chance } from "../solve/random.ts";
import { drawChiSquare, inverseStudent } from "./chance.ts";
import type { Effects } from "./effects.ts";
import { PRIOR_COUNT } from "./fit.ts";

/** What is chance in one attempt, ln: as it was in the past, beside some that is assumed. */
export interface Noise {
  /** Smallest first. */
  readonly misses: readonly number[];
  /** Where the few largest begin, and how far beyond that they lie on average. */
  readonly tail: { readonly from: number; readonly count: number; readonly beyond: number } | null;
  /** Of what is assumed: Student's t of this freedom and scale. */
  readonly scale: number;
  readonly freedom: number;
}

/** As how many misses what is assumed counts. */
const ASSUMED = 8;
/** A robust fit's scale is smaller than the deviation of what is normal (Student's t, 4). */
const ROBUST = 1.2;
/** This share of the misses is the tail, if those are enough to say anything. */
const TAIL_SHARE = 0.1;
const TAIL_MIN = 2;
/** Work drags on more than it is over soon: so many deviations, which count as so many misses. */
const TAIL_PRIOR = { beyond: 0.7, count: 3 };
const STEPS = 16;

export function noiseOf({ misses, variance, count }: Effects): Noise {
  const sorted = [...misses].sort((a, b) => a - b);
  const scale = ROBUST * Math.sqrt(variance);
  const tailCount = Math.ceil(TAIL_SHARE * sorted.length);
  const from = sorted[sorted.length - tailCount - 1];
  let tail: Noise["tail"] = null;
  if (tailCount >= TAIL_MIN && from !== undefined) {
    let sum = TAIL_PRIOR.count * TAIL_PRIOR.beyond * scale;
    for (const miss of sorted.slice(-tailCount)) sum += miss - from;
    tail = { from, count: tailCount, beyond: sum / (tailCount + TAIL_PRIOR.count) };
  }
  return { misses: sorted, tail, scale, freedom: count + PRIOR_COUNT };
}

/**
 * Chance as it could be in one future: how large it is and how often each of what was seen comes
 * again is drawn once (a Bayesian bootstrap), then one miss after the other.
 */
export function drawNoise(noise: Noise, chance: Chance, normal: () => number): () => number {
  const { misses, tail, freedom } = noise;
  const scale = noise.scale * Math.sqrt(freedom / drawChiSquare(freedom, normal));
  const sums: number[] = [];
  let sum = 0;
  for (let i = 0; i < misses.length; i++) sums.push((sum -= Math.log(1 - chance.fraction())));
  const seen = sum;
  const whole = sum + 0.5 * drawChiSquare(2 * ASSUMED, normal);
  const beyond = tail === null ? 0 : drawBeyond(tail, normal);
  return () => {
    const at = chance.fraction() * whole;
    if (at >= seen) return scale * normal();
    const i = placeOf(sums, at);
    if (tail === null || i < misses.length - tail.count) return misses[i] ?? 0;
    return tail.from - beyond * Math.log(1 - chance.fraction());
  };
}

function drawBeyond({ beyond, count }: NonNullable<Noise["tail"]>, normal: () => number): number {
  const freedom = 2 * (count + TAIL_PRIOR.count);
  return (beyond * freedom) / drawChiSquare(freedom, normal);
}

/** The first that is larger. */
function placeOf(sums: readonly number[], at: number): number {
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sums[middle] as number) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

export interface Weighted {
  readonly value: number;
  readonly weight: number;
}

/** All of it as points with weights that come to `share` in sum. */
export function noisePoints(noise: Noise, share: number): readonly Weighted[] {
  const { misses, scale, freedom } = noise;
  const each = share / (misses.length + ASSUMED);
  const points = misses.map((value) => ({ value, weight: each }));
  for (let i = 0; i < STEPS; i++) {
    const value = scale * inverseStudent((i + 0.5) / STEPS, freedom);
    points.push({ value, weight: (each * ASSUMED) / STEPS });
  }
  return points;
}

/** Sorted by value: so much of the whole weight lies below it. */
export function weightedQuantile(sorted: readonly Weighted[], p: number): number {
  const whole = sorted.reduce((sum, { weight }) => sum + weight, 0);
  let below = 0;
  let last = sorted[0] ?? { value: 0, weight: 0 };
  let lastAt = 0;
  for (const one of sorted) {
    const at = below + one.weight / 2;
    if (at >= p * whole) {
      const part = at === lastAt ? 1 : (p * whole - lastAt) / (at - lastAt);
      return last.value + Math.max(0, Math.min(1, part)) * (one.value - last.value);
    }
    below += one.weight;
    last = one;
    lastAt = at;
  }
  return last.value;
}
