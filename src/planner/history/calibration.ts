import type { PastAttempt } from "../../model/index.ts";
import type { Course } from "./course.ts";
import type { Experience } from "./experience.ts";
import { featuresOf, learnSeconds, timedOf } from "./experience.ts";
import { foretell } from "./predict.ts";

/** How the history would have foretold itself: what each attempt took, from those before it. */
export interface Calibration {
  /** Attempts that were foretold. */
  readonly foretold: number;
  /** Share that lay between the 10th and the 90th percentile; null without any. */
  readonly coverage: number | null;
  /** Mean absolute error as a share of that of the average so far × 1.2; null without any. */
  readonly errorRatio: number | null;
  /** How times most likely went over the attempts. */
  readonly course: Course["kind"];
}

const BLOCKS_MAX = 8;
const BLOCK_MIN = 3;
const FIRST_BLOCK = 4;

/** The past block by block, each foretold from what came before it. */
export function calibrate(past: readonly PastAttempt[], experience: Experience): Calibration {
  const timed = timedOf(past);
  const size = Math.max(BLOCK_MIN, Math.ceil((timed.length - FIRST_BLOCK) / BLOCKS_MAX));
  let foretold = 0;
  let within = 0;
  let ours = 0;
  let average = 0;
  for (let from = FIRST_BLOCK; from < timed.length; from += size) {
    const before = timed.slice(0, from);
    const known = learnSeconds(before);
    const mean = before.reduce((sum, { seconds }) => sum + seconds, 0) / before.length;
    for (const one of timed.slice(from, from + size)) {
      const ln = Math.log(one.seconds);
      const { p10, p50, p90 } = foretell(known, featuresOf(one, one.outcome === "landed"));
      if (p10 <= ln && ln <= p90) within++;
      ours += Math.abs(Math.exp(p50) - one.seconds);
      average += Math.abs(mean * 1.2 - one.seconds);
      foretold++;
    }
  }
  return {
    foretold,
    coverage: foretold === 0 ? null : within / foretold,
    errorRatio: average === 0 ? null : ours / average,
    course: experience.seconds.courses[0]?.effects.course.kind ?? "steady",
  };
}
