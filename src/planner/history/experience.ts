import type { Effort, PastAttempt } from "../../model/index.ts";
import { EFFORTS } from "../../model/index.ts";
import type { Effects, Features, Observation, Prior } from "./effects.ts";
import { fitEffects, predictMiddle } from "./effects.ts";
import { kindOfWork } from "./kinds.ts";
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
  readonly effects: Effects;
  /** How far single attempts were off when the past foretold itself, in standard deviations. */
  readonly misses: readonly Miss[];
  /** How far all of a time were off together beyond what chance explains, likewise. */
  readonly sharedSd: number;
  /** Attempts after which one counts half; null: none is forgotten. */
  readonly halfLife: number | null;
  readonly count: number;
}

/** One attempt foretold from those before it. */
export interface Miss {
  /** Standard deviations above what was foretold. */
  readonly z: number;
  readonly foretold: number;
  readonly actual: number;
  /** Its place among the attempts, from 0. */
  readonly at: number;
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
const SECONDS_PRIOR: Prior = { middle: Math.log(7_200), middleSd: 1.1 };
const TOKENS_PRIOR: Prior = { middle: Math.log(300_000), middleSd: 1.5 };
/** Older attempts are left out: they would cost more time than they are worth. */
const ATTEMPTS_MAX = 600;
/** Whoever did none of the last so many attempts is not expected to do the next. */
const CREW_ATTEMPTS = 100;
const HALF_LIVES = [null, 60, 20] as const;
/** Forgetting must make the past foretell itself better by this share to be believed. */
const FORGETTING_GAIN = 0.04;
const BLOCKS_MAX = 8;
const BLOCK_MIN = 3;
const FIRST_BLOCK = 4;

/** What is learned from attempts, oldest first; nothing at all is known of an empty list. */
export function learnFrom(past: readonly PastAttempt[]): Experience {
  const timed = past.filter((one) => isOfUse(one) && one.seconds > 0).slice(-ATTEMPTS_MAX);
  const told = timed.filter((one) => one.tokens !== null && one.tokens > 0);
  return {
    attempts: timed.length,
    seconds: learnAmounts(timed, ({ seconds }) => seconds, SECONDS_PRIOR),
    tokens:
      told.length === 0 ? null : learnAmounts(told, ({ tokens }) => tokens ?? 1, TOKENS_PRIOR),
    success: learnSuccess(timed),
    crew: crewOf(timed.slice(-CREW_ATTEMPTS)),
  };
}

function crewOf(past: readonly PastAttempt[]): Experience["crew"] {
  const counts = new Map<string, number>();
  for (const { agent } of past) counts.set(agent, (counts.get(agent) ?? 0) + 1);
  return [...counts].map(([agent, count]) => ({ agent, share: count / past.length }));
}

/** It came to an end of its own: what a person stopped says nothing about how long work takes. */
function isOfUse({ outcome }: PastAttempt): boolean {
  return outcome === "landed" || outcome === "rejected" || outcome === "failed";
}

/** What a prediction hangs on. */
export function featuresOf(work: Work, landed = true): Features {
  const kind = kindOfWork(work);
  const { agent } = work;
  return {
    effort: work.effort === null ? null : EFFORTS.indexOf(work.effort) - 2,
    landed,
    levels: agent === null ? { kind } : { kind, agent, pair: `${kind} ${agent}` },
  };
}

function learnAmounts(
  past: readonly PastAttempt[],
  amountOf: (one: PastAttempt) => number,
  prior: Prior,
): Amounts {
  const given = past.map((one): Observation => {
    const kind = kindOfWork(one);
    const { effort, landed } = featuresOf(one, one.outcome === "landed");
    const levels = { kind, agent: one.agent, pair: `${kind} ${one.agent}` };
    return { ln: Math.log(Math.max(1, amountOf(one))), effort, landed, levels, weight: 1 };
  });
  let best = { ...foretellPast(given, prior, null), halfLife: null as number | null };
  let gain = 1 - FORGETTING_GAIN;
  for (const halfLife of HALF_LIVES) {
    if (halfLife === null || given.length < 2 * halfLife) continue;
    const found = foretellPast(given, prior, halfLife);
    if (found.error >= best.error * gain) continue;
    best = { ...found, halfLife };
    gain = 1;
  }
  const { halfLife, misses, sharedSd, last } = best;
  const effects = fitEffects(weigh(given, halfLife), prior, last === undefined ? 5 : 3, last);
  return { effects, misses, sharedSd, halfLife, count: given.length };
}

function weigh(given: readonly Observation[], halfLife: number | null): readonly Observation[] {
  if (halfLife === null) return given;
  const last = given.length - 1;
  return given.map((one, i) => ({ ...one, weight: 0.5 ** ((last - i) / halfLife) }));
}

interface Foretold {
  readonly misses: readonly Miss[];
  readonly sharedSd: number;
  /** Mean absolute miss, ln. */
  readonly error: number;
  readonly last: Effects | undefined;
}

/** The past block by block, each foretold from what came before it. */
function foretellPast(
  given: readonly Observation[],
  prior: Prior,
  halfLife: number | null,
): Foretold {
  const blockSize = Math.max(BLOCK_MIN, Math.ceil((given.length - FIRST_BLOCK) / BLOCKS_MAX));
  const misses: Miss[] = [];
  const blocks: { readonly mean: number; readonly chance: number }[] = [];
  let last: Effects | undefined;
  let sum = 0;
  for (let from = FIRST_BLOCK; from < given.length; from += blockSize) {
    last = fitEffects(
      weigh(given.slice(0, from), halfLife),
      prior,
      last === undefined ? 5 : 2,
      last,
    );
    const block = given.slice(from, from + blockSize);
    let total = 0;
    for (const [i, one] of block.entries()) {
      const { mean, variance } = predictMiddle(last, one);
      const z = (one.ln - mean) / Math.sqrt(variance + last.variance);
      misses.push({ z, foretold: Math.exp(mean), actual: Math.exp(one.ln), at: from + i });
      total += z;
      sum += Math.abs(one.ln - mean);
    }
    blocks.push({ mean: total / block.length, chance: 1 / block.length });
  }
  return { misses, sharedSd: sharedSpread(blocks), error: sum / Math.max(1, misses.length), last };
}

/** The spread of the blocks' means beyond what independent misses would give. */
function sharedSpread(
  blocks: readonly { readonly mean: number; readonly chance: number }[],
): number {
  if (blocks.length < 3) return 0;
  // What was learned from next to nothing says nothing about how well it is done by now.
  const late = blocks.slice(Math.floor(blocks.length / 3));
  const excess = late.reduce((sum, { mean, chance }) => sum + mean * mean - chance, 0);
  return Math.sqrt(Math.max(0, excess / late.length));
}
