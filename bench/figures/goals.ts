import type { StreamFacts } from "../../src/model/index.ts";
import { interpretGoal } from "../../src/planner/index.ts";
import { parseRoadmap, toFacts } from "../../src/roadmap/index.ts";
import {
  calibrationError,
  readLabelled,
  reliability,
  scoreAll,
  THRESHOLD,
} from "../../test/goals/score.ts";
import type { Figure, Row } from "../figure.ts";
import { atLeast, atMost, goalRow, skippedRow } from "../figure.ts";
import { median, timed } from "../measure.ts";
import { roadmapOf } from "../repository.ts";

const NOTE =
  "The held-out half was written by somebody who had not seen the interpreter, and its hash was " +
  "committed; it is scored in total only. Both halves need real roadmaps that are not part of the " +
  "repository; what needs absent ones is left out.";

const SENTENCES = [
  "run 1.2 and 1.7",
  "everything but 3.1",
  "next",
  "the urgent ones",
  "bild the strem nine",
  "what is running?",
  "stop the agents",
  "a long wish about something that is nowhere in this roadmap at all, said with many words",
];

export const goalsFigure: Figure = {
  name: "goals",
  title: "Goals: understood, never the wrong thing started, at once",
  measure: async ({ quick }) => [
    timeRow(quick ? 100 : 1_000, quick ? 3 : 15),
    ...scoreRows("held-out", 0.97),
    ...scoreRows("tuning", 0.97),
  ],
};

function timeRow(size: number, rounds: number): Row {
  const facts: readonly StreamFacts[] = toFacts(
    parseRoadmap(roadmapOf(size, (at) => (at % 3 === 0 ? [] : [at - 1]))),
    "self",
  );
  const slowest = Math.max(
    ...SENTENCES.map((goal) => {
      const once = (): number => timed(() => interpretGoal(goal, facts, { threshold: THRESHOLD }));
      once();
      return median(Array.from({ length: rounds }, once));
    }),
  );
  return goalRow({
    what: `goal to answer, ${size} work streams`,
    value: slowest,
    unit: "ms",
    max: 20,
    note: `The median of the slowest of ${SENTENCES.length} sentences. ${NOTE}`,
  });
}

function scoreRows(half: "tuning" | "held-out", min: number): readonly Row[] {
  const { scored } = scoreAll(readLabelled(half));
  if (scored.length === 0) {
    return [skippedRow(`right action, ${half}`, "≥ 97 %", "its roadmaps are not here")];
  }
  const right = scored.filter((one) => one.right).length / scored.length;
  const wrong = scored.filter((one) => one.wrongStart).length;
  const error = calibrationError(reliability(scored));
  const row = (what: string, result: string, goal: string, verdict: Row["verdict"]): Row => ({
    what: `${what}, ${half}`,
    measured: `${scored.length} goals`,
    against: "",
    result,
    goal,
    verdict,
  });
  return [
    row("right action", `${(right * 100).toFixed(1)} %`, "≥ 97 %", atLeast(right, min)),
    row("wrong starts", String(wrong), "0", atMost(wrong, 0)),
    row("expected calibration error", error.toFixed(3), "", "shown"),
  ];
}
