import type { Figure } from "../figure.ts";
import { amount, atMost, skippedRow } from "../figure.ts";
import { onPath } from "../workshop.ts";
import { processAnswer } from "../measure.ts";

const ADDED_MS_MAX = 25;
const WHAT = "later to the program's first instruction";

export const fenceFigure: Figure = {
  name: "fence",
  title: "The sandbox around a run: a root and a network of its own, a door, every ceiling",
  measure: async (workshop) => {
    const goal = `≤ ${ADDED_MS_MAX} ms`;
    if (!onPath("bwrap")) return [skippedRow(WHAT, goal, "there is no bubblewrap here")];
    const program = await workshop.program("fence-cost");
    const rounds = workshop.quick ? "3" : "100";
    const found = await processAnswer([process.execPath, program, rounds]);
    const { bareSpawn = NaN, fencedSpawn = NaN, bareRun = NaN, fencedRun = NaN } = found;
    const added = fencedSpawn - bareSpawn;
    return [
      {
        what: WHAT,
        measured: amount(fencedSpawn, "ms"),
        against: `without: ${amount(bareSpawn, "ms")}`,
        result: amount(added, "ms"),
        goal,
        verdict: atMost(added, ADDED_MS_MAX),
        note: "From the call of the warden to the program's own clock, the two kinds in turn.",
      },
      {
        what: "later to the end of the run, nothing of it left",
        measured: amount(fencedRun, "ms"),
        against: `without: ${amount(bareRun, "ms")}`,
        result: amount(fencedRun - bareRun, "ms"),
        goal: "",
        verdict: "shown",
      },
    ];
  },
};
