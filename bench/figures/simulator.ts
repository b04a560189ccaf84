import { join } from "node:path";
import type { Figure } from "../figure.ts";
import { atLeast } from "../figure.ts";
import { median, processAnswer } from "../measure.ts";

const EVENTS_MIN = 100_000;
/** A run as long as people make them: compiling the simulator's own code is a fifth of half as many. */
const SEEDS = 5_000;
const GOAL = `≥ ${EVENTS_MIN.toLocaleString("en")} events/s`;

export const simulatorFigure: Figure = {
  name: "simulator",
  title: "The simulator, on one core",
  measure: async (workshop) => {
    const root = join(import.meta.dirname, "../..");
    const seeds = workshop.quick ? "5" : String(SEEDS);
    // As `npm run sim` starts it: what a seed leaves behind is forgotten before it is moved about,
    // and by the one thread, because several that share so little mostly wait for one another.
    const flags = ["--single-threaded-gc", "--max-semi-space-size=64", "--min-semi-space-size=16"];
    const argv = [process.execPath, ...flags, "scripts/run.mjs", "sim/main.ts"] as const;
    const rates: number[] = [];
    let events = 0;
    for (let round = 0; round < workshop.rounds(3); round++) {
      const words = ["--part", "--seeds", seeds, "--from", String(1 + round * SEEDS)];
      const total = await processAnswer([...argv, ...words], { cwd: root });
      events += total["events"] ?? 0;
      rates.push(((total["events"] ?? 0) / (total["cpuMs"] ?? Number.NaN)) * 1_000);
    }
    const rate = Math.round(median(rates));
    const said = `${rate.toLocaleString("en")} events/s`;
    return [
      {
        what: `${events.toLocaleString("en")} events, every law checked after each`,
        measured: said,
        against: "",
        result: said,
        goal: GOAL,
        verdict: atLeast(rate, EVENTS_MIN),
        note: "Events of the engine for each second of processor time, world, faults and checkers included.",
      },
    ];
  },
};
