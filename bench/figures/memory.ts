import { setTimeout as sleep } from "node:timers/promises";
import type { Figure } from "../figure.ts";
import { goalRow } from "../figure.ts";
import { countOf } from "../events.ts";
import { median, pssMb } from "../measure.ts";
import { oursOf } from "../processes.ts";
import { BenchRepository, roadmapOf } from "../repository.ts";
import type { Workshop } from "../workshop.ts";

const STREAMS = 100;
const IDLE_MB_MAX = 130;
const ATTEMPT_MB_MAX = 1;

/** The agent is one process of this name: everything else in the tree is ours. */
const AGENT = "sleep";

export const memoryFigure: Figure = {
  name: "memory",
  title: "Memory (PSS) of orchestrator and warden, and of each running attempt",
  measure: async (workshop) => {
    const more = workshop.quick ? 3 : 17;
    const one = await weigh(workshop, 1);
    const many = await weigh(workshop, more);
    const each = (many - one) / (more - 1);
    return [
      goalRow({
        what: `idle with ${STREAMS} work streams`,
        value: one - each,
        unit: "MB",
        max: IDLE_MB_MAX,
      }),
      goalRow({
        what: "each further running attempt, without its agent",
        value: each,
        unit: "MB",
        max: ATTEMPT_MB_MAX,
      }),
    ];
  },
};

/** Everything of ours while so many agents sleep. */
async function weigh(workshop: Workshop, agents: number): Promise<number> {
  const repository = BenchRepository.make(workshop, {
    name: `memory-${agents}`,
    files: 20,
    roadmap: roadmapOf(STREAMS),
    agent: `exec ${AGENT} 300`,
  });
  const program = await workshop.program("orchestrator");
  await repository.run(program, ["trust", "--yes"]);
  const { child, closed } = repository.start(program, ["batch", "-n", String(agents), "--quiet"]);
  try {
    while (countOf(repository.root, "agent-started") < agents) await sleep(100);
    await sleep(8_000);
    const looks: number[] = [];
    for (let look = 0; look < 5; look++) {
      looks.push(ourMb(child.pid ?? 0, repository.folder));
      await sleep(300);
    }
    return median(looks);
  } finally {
    await repository.start(program, ["stop", "--now"]).closed;
    await closed;
  }
}

function ourMb(orchestrator: number, folder: string): number {
  const ours = oursOf(orchestrator, folder);
  const wardens = ours.filter(({ command }) => command.includes(`warden.js ${folder}/`));
  if (wardens.length !== 1) throw new Error(`${wardens.length} wardens of ${folder}`);
  return ours.filter(({ name }) => name !== AGENT).reduce((sum, { pid }) => sum + pssMb(pid), 0);
}
