import type { PastAttempt } from "../../model/index.ts";
import { missQuantile } from "./chance.ts";
import type { Amounts, Experience, Miss } from "./experience.ts";

/** How the history would have foretold itself: what each attempt took, from those before it. */
export interface Calibration {
  /** Attempts that were foretold. */
  readonly foretold: number;
  /** Share that lay between the 10th and the 90th percentile; null without any. */
  readonly coverage: number | null;
  /** Mean absolute error as a share of that of the average so far × 1.2; null without any. */
  readonly errorRatio: number | null;
  /** Attempts after which one counts half; null: none is forgotten. */
  readonly halfLife: number | null;
}

export function calibrate(past: readonly PastAttempt[], experience: Experience): Calibration {
  const { misses, halfLife } = experience.seconds;
  return {
    foretold: misses.length,
    coverage: coverageOf(experience.seconds),
    errorRatio: errorRatio(past, experience, misses),
    halfLife,
  };
}

/** Each miss is judged by the others alone: what it adds to the interval itself does not count. */
function coverageOf(amounts: Amounts): number | null {
  const { misses } = amounts;
  if (misses.length === 0) return null;
  let within = 0;
  for (const [i, { z }] of misses.entries()) {
    const before = { ...amounts, misses: misses.slice(0, i) };
    if (missQuantile(before, 0.1) <= z && z <= missQuantile(before, 0.9)) within++;
  }
  return within / misses.length;
}

function errorRatio(
  past: readonly PastAttempt[],
  experience: Experience,
  misses: readonly Miss[],
): number | null {
  if (misses.length === 0) return null;
  const timed = past
    .filter(({ outcome }) => outcome === "landed" || outcome === "rejected" || outcome === "failed")
    .slice(-experience.attempts);
  let ours = 0;
  let average = 0;
  for (const { foretold, actual, at } of misses) {
    const before = timed.slice(0, at);
    const mean = before.reduce((sum, { seconds }) => sum + seconds, 0) / Math.max(1, before.length);
    ours += Math.abs(foretold - actual);
    average += Math.abs(mean * 1.2 - actual);
  }
  return average === 0 ? null : ours / average;
}
