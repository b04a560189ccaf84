import type { Amounts, Experience, Work } from "./experience.ts";
import { featuresOf } from "./experience.ts";
import { missQuantile } from "./chance.ts";
import { predictMiddle } from "./effects.ts";
import type { WorkKind } from "./kinds.ts";
import { kindOfWork } from "./kinds.ts";

export interface Interval {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}

/** What one piece of work will take. Seconds and tokens are of one attempt. */
export interface Prediction {
  readonly kind: WorkKind;
  readonly seconds: Interval;
  readonly tokens: Interval | null;
  /** How likely one attempt lands, 0…1. */
  readonly success: number;
  /** 0 (nothing known) … 1: how narrow the interval is, and how much it rests on. */
  readonly confidence: number;
  /** Attempts that it was learned from. */
  readonly basis: number;
}

export function predictWork(experience: Experience, work: Work): Prediction {
  const kind = kindOfWork(work);
  const seconds = intervalOf(experience.seconds, work, experience.crew);
  const { count } = experience.seconds;
  const ratio = Math.log(seconds.p90 / Math.max(1, seconds.p10));
  const narrow = 1 / (1 + Math.max(0, ratio) / 2);
  return {
    kind,
    seconds,
    tokens:
      experience.tokens === null ? null : intervalOf(experience.tokens, work, experience.crew),
    success: experience.success.of(kind, work.agent),
    confidence: Math.round(100 * narrow * ((count + 2) / (count + 12))) / 100,
    basis: count,
  };
}

function intervalOf(amounts: Amounts, work: Work, crew: Experience["crew"]): Interval {
  const { mean, variance } = middleOf(amounts, work, crew);
  const sd = Math.sqrt(variance + amounts.effects.variance);
  const at = (p: number): number => Math.exp(mean + sd * missQuantile(amounts, p));
  return { p10: Math.round(at(0.1)), p50: Math.round(at(0.5)), p90: Math.round(at(0.9)) };
}

/** Of nobody in particular: what it is on average over those who could take it. */
function middleOf(
  { effects }: Amounts,
  work: Work,
  crew: Experience["crew"],
): { readonly mean: number; readonly variance: number } {
  if (work.agent !== null || crew.length === 0) return predictMiddle(effects, featuresOf(work));
  let mean = 0;
  let square = 0;
  for (const { agent, share } of crew) {
    const one = predictMiddle(effects, featuresOf({ ...work, agent }));
    mean += share * one.mean;
    square += share * (one.variance + one.mean * one.mean);
  }
  return { mean, variance: Math.max(0, square - mean * mean) };
}

/** Seconds a stream is expected to hold an agent, all its attempts together. */
export function expectedSecondsOf(experience: Experience, work: Work, attemptsMax: number): number {
  const { seconds, success } = predictWork(experience, work);
  const attempts = (1 - (1 - success) ** attemptsMax) / success;
  return Math.max(1, Math.round(seconds.p50 * attempts));
}
