import { forecastWork, learnFrom, predictWork } from "../../src/planner/index.ts";
import type { HistoryKind } from "./histories.ts";
import { simulateHistory } from "./histories.ts";

export interface Judged {
  /** Mean absolute error of predicted seconds, as a share of that of average × 1.2. */
  readonly errorRatio: number;
  /** Share of projects whose finish lay within the 80 % interval. */
  readonly coverage: number;
  /** Mean of p90 / p10. */
  readonly width: number;
  readonly projects: number;
}

/** Forecasts made from simulated histories, against what came. */
export function judgeForecasts(kind: HistoryKind, histories: number, from = 1): Judged {
  let ours = 0;
  let average = 0;
  let covered = 0;
  let width = 0;
  for (let seed = from; seed < from + histories; seed++) {
    const { past, crew, future, attemptsMax, came } = simulateHistory(kind, seed);
    const experience = learnFrom(past);
    const mean = past.reduce((sum, { seconds }) => sum + seconds, 0) / past.length;
    let error = 0;
    let errorOfAverage = 0;
    for (const { stream, agent, seconds } of came.first) {
      const { title, files, effort } = future[stream] ?? { title: "", files: [], effort: null };
      const found = predictWork(experience, { title, files, effort, agent });
      error += Math.abs(found.seconds.p50 - seconds);
      errorOfAverage += Math.abs(mean * 1.2 - seconds);
    }
    // Each history counts alike, however long its work takes.
    const scale = came.first.reduce((sum, { seconds }) => sum + seconds, 0);
    ours += error / scale;
    average += errorOfAverage / scale;
    const { finish } = forecastWork(experience, {
      streams: future.map(({ title, files, effort, before }) => ({
        work: { title, files, effort },
        before,
        apart: [],
      })),
      agents: crew.length,
      crew,
      attemptsMax,
      futures: 300,
      seed,
    });
    if (finish.p10 <= came.finishSeconds && came.finishSeconds <= finish.p90) covered++;
    width += finish.p90 / finish.p10;
  }
  return {
    errorRatio: ours / average,
    coverage: covered / histories,
    width: width / histories,
    projects: histories,
  };
}
