import type { Figure, Row } from "../figure.ts";
import { atMost } from "../figure.ts";
import { HISTORY_KINDS } from "../learning/histories.ts";
import { judgeForecasts } from "../learning/judge.ts";

const NOTE =
  "Histories, and the projects that follow them, are simulated by a generator whose digest was " +
  "committed before the forecaster (bench/learning/). The average is that of the whole history.";
const HISTORIES = 200;
const HISTORIES_QUICK = 12;
/** Seeds that nothing was tried on while the forecaster was written begin here. */
const FIRST_SEED = 50_000;

export const learningFigure: Figure = {
  name: "learning",
  title: "What is learned: how long work takes, and when all is done",
  measure: ({ quick }) =>
    Promise.resolve(
      HISTORY_KINDS.flatMap((kind): Row[] => {
        const found = judgeForecasts(kind, quick ? HISTORIES_QUICK : HISTORIES, FIRST_SEED);
        const coverage = Math.round(found.coverage * 1000) / 10;
        return [
          {
            what: `${kind}: error of predicted time`,
            measured: `${found.errorRatio.toFixed(2)}× of average × 1.2`,
            against: "average × 1.2",
            result: `${found.errorRatio.toFixed(2)}×`,
            goal: "≤ 0.7×",
            verdict: atMost(found.errorRatio, 0.7),
            note: NOTE,
          },
          {
            what: `${kind}: finish within the 80 % interval`,
            measured: `${coverage} % of ${found.projects} projects`,
            against: `p90 is ${found.width.toFixed(1)}× p10`,
            result: `${coverage} %`,
            goal: "75–85 %",
            // A handful of histories says nothing about a share.
            verdict: quick ? "shown" : coverage >= 75 && coverage <= 85 ? "ok" : "missed",
          },
        ];
      }),
    ),
};
