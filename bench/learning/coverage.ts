import { forecastWork, learnFrom, predictWork } from "../../src/planner/index.ts";
import type { ThinKind } from "./thin.ts";
import { simulateThin } from "./thin.ts";

export interface Covered {
  /** Share of what came that lay within the 80 % interval, 0…1. */
  readonly share: number;
  /** Geometric mean of p90 ÷ p10. */
  readonly width: number;
}

export interface Coverage {
  /** The attempt that would be made next. */
  readonly attempt: Covered;
  /** The finish of a project of 20 work streams and three agents. */
  readonly plan: Covered;
}

const FUTURES = 200;

/** Forecasts after `length` attempts in so many worlds of a kind, against what came. */
export function judgeCoverage(
  kind: ThinKind,
  length: number,
  worlds: number,
  from: number,
): Coverage {
  const attempt = { within: 0, width: 0 };
  const plan = { within: 0, width: 0 };
  for (let seed = from; seed < from + worlds; seed++) {
    const { past, crew, future, attemptsMax, came } = simulateThin(kind, length, seed);
    const experience = learnFrom(past);
    const [first] = future;
    if (first === undefined) continue;
    const { title, files, effort } = first;
    const agent = crew[0] ?? null;
    const { seconds } = predictWork(experience, { title, files, effort, agent });
    count(attempt, seconds, came.nextSeconds);
    const { finish } = forecastWork(experience, {
      streams: future.map((one) => ({
        work: { title: one.title, files: one.files, effort: one.effort },
        before: one.before,
        apart: [],
      })),
      agents: crew.length,
      crew,
      attemptsMax,
      futures: FUTURES,
      seed,
    });
    count(plan, finish, came.finishSeconds);
  }
  const share = (tally: Tally): Covered => ({
    share: tally.within / worlds,
    width: Math.exp(tally.width / worlds),
  });
  return { attempt: share(attempt), plan: share(plan) };
}

interface Tally {
  within: number;
  width: number;
}

function count(
  tally: Tally,
  { p10, p90 }: { readonly p10: number; readonly p90: number },
  came: number,
): void {
  if (p10 <= came && came <= p90) tally.within++;
  tally.width += Math.log(Math.max(1, p90) / Math.max(1, p10));
}
