import type { Figure, Row } from "../figure.ts";
import { atMost } from "../figure.ts";
import { HISTORY_KINDS } from "../learning/histories.ts";
import type { Covered } from "../learning/coverage.ts";
import { judgeCoverage } from "../learning/coverage.ts";
import { judgeForecasts } from "../learning/judge.ts";
import { THIN_KINDS, THIN_LENGTHS } from "../learning/thin.ts";

const THIN_NOTE =
  "Nine kinds of history, a project of 20 work streams and three agents after each " +
  "(bench/learning/thin.ts). In brackets the kinds with the least and the most within. What a few " +
  "attempts cannot show (a steady trend, a change that comes) no interval can hold.";
const WORLDS = 60;
const WORLDS_QUICK = 2;
const NOTE =
  "Histories, and the projects that follow them, are simulated by a generator whose digest was " +
  "committed before the forecaster (bench/learning/). The average is that of the whole history.";
/** A share of them is uncertain by two points. */
const HISTORIES = 400;
const HISTORIES_QUICK = 12;
/** Before that many attempts an interval says what was assumed. */
const KNOWN_FROM = 3;
/** Seeds that nothing was tried on while the forecaster was written begin here. */
const FIRST_SEED = 90_000;

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

export const thinFigure: Figure = {
  name: "thin-histories",
  title: "How right forecasts are that rest on little",
  measure: ({ quick }) =>
    Promise.resolve(
      THIN_LENGTHS.flatMap((length): Row[] => {
        const found = THIN_KINDS.map((kind) =>
          judgeCoverage(kind, length, quick ? WORLDS_QUICK : WORLDS, FIRST_SEED),
        );
        return [
          thinRow(
            `the next attempt after ${length}`,
            length,
            quick,
            found.map(({ attempt }) => attempt),
          ),
          thinRow(
            `a project after ${length}`,
            length,
            quick,
            found.map(({ plan }) => plan),
          ),
        ];
      }),
    ),
};

function thinRow(what: string, length: number, quick: boolean, found: readonly Covered[]): Row {
  const percent = (share: number): string => `${Math.round(100 * share)} %`;
  const shares = found.map(({ share }) => share);
  const share = shares.reduce((sum, one) => sum + one, 0) / shares.length;
  const width = Math.exp(found.reduce((sum, one) => sum + Math.log(one.width), 0) / found.length);
  const isKnown = length >= KNOWN_FROM;
  const goal = isKnown ? "75–90 %" : "";
  const isReached = share >= 0.75 && share <= 0.9;
  return {
    what,
    measured: `${percent(share)} (${percent(Math.min(...shares))} to ${percent(Math.max(...shares))})`,
    against: `p90 is ${width.toFixed(1)}× p10`,
    result: percent(share),
    goal,
    verdict: quick || !isKnown ? "shown" : isReached ? "ok" : "missed",
    note: THIN_NOTE,
  };
}
