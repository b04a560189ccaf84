import type { Effort, Plan, StreamFacts, StreamKey } from "../model/index.ts";
import { DECILE } from "./history/chance.ts";

/** What an effort letter stands for until history knows better, in seconds of one agent's work. */
const EFFORT_SECONDS: Readonly<Record<Effort, number>> = {
  XS: 1_800,
  S: 3_600,
  M: 7_200,
  L: 14_400,
  XL: 28_800,
};

/** How far one stream's estimate is off, and how far all of them are off together (ln scale). */
const SIGMA_ONE = 1;
const SIGMA_SHARED = 0.5;
/** After so many attempts half of what the past can say is known. */
const ATTEMPTS_HALF = 10;

/** Seconds a stream is expected to take: known from history, else by effort, else a medium. */
export function expectedSeconds(
  facts: StreamFacts,
  durations: ReadonlyMap<StreamKey, number> | undefined,
): number {
  const known = durations?.get(facts.key);
  if (known !== undefined && Number.isFinite(known) && known > 0) {
    return Math.max(1, Math.round(known));
  }
  return EFFORT_SECONDS[facts.effort ?? "M"];
}

/**
 * The finish as an interval. A chain of streams evens out what each is off by, but not what all
 * are off by together, so the interval never gets narrow; nothing says yet how often work succeeds.
 */
export function forecastFinish(
  makespan: number,
  chain: readonly number[],
  known: {
    readonly measured: number;
    readonly stated: number;
    readonly total: number;
    /** What is measured was learned from so many attempts. */
    readonly attempts: number;
  },
): Plan["forecast"] {
  if (known.total === 0) {
    return { finish: { p10: 0, p50: 0, p90: 0 }, successProbability: null, confidence: 1 };
  }
  const sum = chain.reduce((total, seconds) => total + seconds, 0);
  const squares = chain.reduce((total, seconds) => total + seconds * seconds, 0);
  const own = sum === 0 ? SIGMA_ONE : (SIGMA_ONE * Math.sqrt(squares)) / sum;
  const spread = Math.exp(DECILE * Math.sqrt(SIGMA_SHARED ** 2 + own ** 2));
  const trust = 1 / (1 + ATTEMPTS_HALF / known.attempts);
  const confidence = 0.1 + (0.2 * known.stated + 0.5 * trust * known.measured) / known.total;
  return {
    finish: {
      p10: Math.round(makespan / spread),
      p50: makespan,
      p90: Math.round(makespan * spread),
    },
    successProbability: null,
    confidence: Math.round(confidence * 100) / 100,
  };
}
