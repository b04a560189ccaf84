import type { Figure } from "../figure.ts";
import { ratioRow } from "../figure.ts";
import { writeHistory } from "../history.ts";
import { interleave, median, processMs } from "../measure.ts";
import { BenchRepository, roadmapOf } from "../repository.ts";

const STREAMS = 100;

export const startFigure: Figure = {
  name: "start",
  title: "The first answer: help, and the status of 100 work streams",
  measure: async (workshop) => {
    const program = await workshop.program("orchestrator");
    const repository = BenchRepository.make(workshop, {
      name: "status",
      files: 10,
      roadmap: roadmapOf(STREAMS),
      agent: "true",
    });
    // In the middle of a run: half is done, four agents are at work.
    writeHistory({
      root: repository.root,
      selection: { kind: "all" },
      concurrency: 4,
      landings: STREAMS / 2,
      records: 0,
      quietEnd: true,
    });
    const { NODE_EXTRA_CA_CERTS: _, ...env } = repository.env;
    const options = { cwd: repository.root, env };
    const found = await interleave(workshop.rounds(25), {
      floor: () => processMs([process.execPath, "-e", "0"], options),
      help: () => processMs([process.execPath, program, "--help"], options),
      status: () => processMs([process.execPath, program, "status"], options),
    });
    const floor = median(found.floor);
    const note =
      "Both sides without NODE_EXTRA_CA_CERTS, which makes every start of Node longer and so every " +
      "ratio kinder. Nothing is answered from memory; what the first round leaves is the compiled " +
      "form of the program.";
    const compared = { floor, floorName: "node -e 0", unit: "ms", note };
    return [
      ratioRow({ what: "--help", subject: median(found.help), ...compared, max: 1.35 }),
      ratioRow({ what: "status", subject: median(found.status), ...compared, max: 1.8 }),
    ];
  },
};
