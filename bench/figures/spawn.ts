import type { Figure } from "../figure.ts";
import { ratioRow } from "../figure.ts";
import { interleave, median, processAnswer } from "../measure.ts";

export const spawnFigure: Figure = {
  name: "spawn",
  title: "Starting a run from a large orchestrator",
  measure: async (workshop) => {
    const program = await workshop.program("spawn-cost");
    const spawns = workshop.quick ? "5" : "60";
    const cost = (megabytes: number) => async () => {
      const argv = [process.execPath, program, String(megabytes), spawns] as const;
      return (await processAnswer(argv))["ms"] ?? Number.NaN;
    };
    const found = await interleave(workshop.rounds(7), { small: cost(50), large: cost(500) });
    return [
      ratioRow({
        what: "a spawn at 500 MB",
        subject: median(found.large),
        floor: median(found.small),
        floorName: "at 50 MB",
        unit: "ms",
        max: 1.3,
      }),
    ];
  },
};
