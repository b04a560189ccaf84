import type { Effort, PastAttempt } from "../../model/index.ts";
import { EFFORTS } from "../../model/index.ts";
import type { Interval } from "./chance.ts";
import { candidateCourses } from "./course.ts";
import type { Effects, Features, Observation } from "./effects.ts";
import type { Prior } from "./fit.ts";
import { fitEffects } from "./fit.ts";
import { kindOfWork, type WorkKind } from "./kinds.ts";
import type { Noise } from "./noise.ts";
import { noiseOf, noisePoints, weightedQuantile } from "./noise.ts";
import { learnSuccess, type Success } from "./success.ts";

/** A piece of work as far as a prediction needs to know it; `agent` null: nobody in particular. */
export interface Work {
  readonly title: string;
  readonly files: readonly string[];
  readonly effort: Effort | null;
  readonly agent: string | null;
}

/** What one amount (time or tokens) is like, learned from the past. */
export interface Amounts {
  /** How times may have gone, the likeliest first; at least one. */
  readonly courses: readonly LearnedCourse[];
  /** What is chance in one attempt, ln. */
  readonly chance: Interval;
  readonly count: number;
}

export interface LearnedCourse {
  /** How likely it went this way, 0…1. */
  readonly share: number;
  readonly effects: Effects;
  readonly noise: Noise;
}

export interface Experience {
  readonly attempts: number;
  readonly seconds: Amounts;
  /** Null where no attempt says how many tokens it took. */
  readonly tokens: Amounts | null;
  readonly success: Success;
  /** Who has worked of late, with the share of attempts: one of them it will be. */
  readonly crew: readonly { readonly agent: string; readonly share: number }[];
}

/** What an effort letter stands for until history knows better: a medium of two hours. */
const SECONDS_PRIOR: Prior = { middle: Math.log(7_200), middleSd: 1.2 };
const TOKENS_PRIOR: Prior = { middle: Math.log(300_000), middleSd: 1.5 };
/** Older attempts are left out: they would cost more time than they are worth. */
const ATTEMPTS_MAX = 600;
/** Whoever did none of the last so many attempts is not expected to do the next. */
const CREW_ATTEMPTS = 100;
/** A course this much less likely than the likeliest is left out. */
const COURSE_MIN = 0.03;
const ROUNDS = 5;
/** From where the steady course ended. */
const ROUNDS_MORE = 3;

/** What is learned from attempts, oldest first; nothing at all is known of an empty list. */
export function learnFrom(past: readonly PastAttempt[]): Experience {
  const timed = timedOf(past);
  const told = timed.filter((one) => one.tokens !== null && one.tokens > 0);
  return {
    attempts: timed.length,
    seconds: learnSeconds(timed),
    tokens:
      told.length === 0 ? null : learnAmounts(told, ({ tokens }) => tokens ?? 1, TOKENS_PRIOR),
    success: learnSuccess(timed),
    crew: crewOf(timed.slice(-CREW_ATTEMPTS)),
  };
}

/** The attempts that say how long work takes, oldest first. */
export function timedOf(past: readonly PastAttempt[]): readonly PastAttempt[] {
  return past.filter((one) => isOfUse(one) && one.seconds > 0).slice(-ATTEMPTS_MAX);
}

export function learnSeconds(timed: readonly PastAttempt[]): Amounts {
  return learnAmounts(timed, ({ seconds }) => seconds, SECONDS_PRIOR);
}

function crewOf(past: readonly PastAttempt[]): Experience["crew"] {
  const counts = new Map<string, number>();
  for (const { agent } of past) counts.set(agent, (counts.get(agent) ?? 0) + 1);
  return [...counts].map(([agent, count]) => ({ agent, share: count / past.length }));
}

/** It came to an end of its own: what a person stopped says nothing about how long work takes. */
export function isOfUse({ outcome }: PastAttempt): boolean {
  return outcome === "landed" || outcome === "rejected" || outcome === "failed";
}

/** What a prediction hangs on. */
export function featuresOf(work: Work, landed = true): Features {
  const { effort, agent } = work;
  const kind = kindOfWork(work);
  const levels = agent === null ? { kind } : levelsOf(kind, agent);
  return { effort: stepOf(effort), landed, levels };
}

function stepOf(effort: Effort | null): number | null {
  return effort === null ? null : EFFORTS.indexOf(effort) - 2;
}

function levelsOf(kind: WorkKind, agent: string): Observation["levels"] {
  return { kind, agent, pair: `${kind} ${agent}` };
}

function learnAmounts(
  past: readonly PastAttempt[],
  amountOf: (one: PastAttempt) => number,
  prior: Prior,
): Amounts {
  const given = past.map((one): Observation => {
    return {
      ln: Math.log(Math.max(1, amountOf(one))),
      effort: stepOf(one.effort),
      landed: one.outcome === "landed",
      levels: levelsOf(kindOfWork(one), one.agent),
    };
  });
  const steady = fitEffects(given, prior, { kind: "steady" }, { rounds: ROUNDS });
  const fitted = candidateCourses(steady.misses).map(({ course, ln }) => {
    const effects =
      course.kind === "steady"
        ? steady
        : fitEffects(given, prior, course, { rounds: ROUNDS_MORE, from: steady });
    return { effects, ln: ln + effects.evidence };
  });
  const courses = likelyOf(fitted).map(({ effects, share }) => {
    return { share, effects, noise: noiseOf(effects) };
  });
  return { courses, chance: chanceOf(courses), count: given.length };
}

function likelyOf(
  fitted: readonly { readonly effects: Effects; readonly ln: number }[],
): readonly { readonly effects: Effects; readonly share: number }[] {
  const best = Math.max(...fitted.map(({ ln }) => ln));
  const likely = fitted
    .map(({ effects, ln }) => ({ effects, share: Math.exp(ln - best) }))
    .filter(({ share }) => share >= COURSE_MIN)
    .sort((a, b) => b.share - a.share);
  const whole = likely.reduce((sum, { share }) => sum + share, 0);
  return likely.map(({ effects, share }) => ({ effects, share: share / whole }));
}

function chanceOf(courses: readonly LearnedCourse[]): Amounts["chance"] {
  const points = courses.flatMap(({ noise, share }) => noisePoints(noise, share));
  points.sort((a, b) => a.value - b.value);
  const at = (p: number): number => weightedQuantile(points, p);
  return { p10: at(0.1), p50: at(0.5), p90: at(0.9) };
}
