import { DECILE, type Interval } from "./chance.ts";
import type { Amounts, Experience, Work } from "./experience.ts";
import { featuresOf } from "./experience.ts";
import type { Features } from "./effects.ts";
import { predictMiddle } from "./effects.ts";
import type { WorkKind } from "./kinds.ts";
import { kindOfWork } from "./kinds.ts";

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
  const whole = (one: number): number => Math.round(Math.exp(one));
  const { p10, p50, p90 } = spanOf(amounts, middleOf(amounts, work, crew));
  return { p10: whole(p10), p50: whole(p50), p90: whole(p90) };
}

interface Middle {
  readonly mean: number;
  readonly variance: number;
}

/** What the next attempt at such work takes, ln. */
export function foretell(amounts: Amounts, features: Features): Interval {
  return spanOf(amounts, middleFor(amounts, features));
}

/** Chance, and what is not known of the middle, each to its own side. */
function spanOf({ chance }: Amounts, { mean, variance }: Middle): Interval {
  const away = (side: number): number =>
    Math.sqrt((chance.p50 - side) ** 2 + DECILE ** 2 * variance);
  const p50 = mean + chance.p50;
  return { p10: p50 - away(chance.p10), p50, p90: p50 + away(chance.p90) };
}

/** Of nobody in particular: what it is on average over those who could take it. */
function middleOf(amounts: Amounts, work: Work, crew: Experience["crew"]): Middle {
  if (work.agent !== null || crew.length === 0) return middleFor(amounts, featuresOf(work));
  return mixed(
    crew.map(({ agent, share }) => {
      return { share, ...middleFor(amounts, featuresOf({ ...work, agent })) };
    }),
  );
}

function middleFor({ courses }: Amounts, features: Features): Middle {
  return mixed(
    courses.map(({ effects, share }) => ({ share, ...predictMiddle(effects, features) })),
  );
}

function mixed(parts: readonly (Middle & { readonly share: number })[]): Middle {
  let mean = 0;
  let square = 0;
  for (const one of parts) {
    mean += one.share * one.mean;
    square += one.share * (one.variance + one.mean * one.mean);
  }
  return { mean, variance: Math.max(0, square - mean * mean) };
}

/** Seconds a stream is expected to hold an agent, all its attempts together. */
export function expectedSecondsOf(experience: Experience, work: Work, attemptsMax: number): number {
  const { seconds, success } = predictWork(experience, work);
  const attempts = (1 - (1 - success) ** attemptsMax) / success;
  return Math.max(1, Math.round(seconds.p50 * attempts));
}
