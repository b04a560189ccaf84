import type { Figure, Row } from "../figure.ts";
import { amount, atMost } from "../figure.ts";
import { eventsIn } from "../events.ts";
import { median, pssMb } from "../measure.ts";
import { processes, treeOf } from "../processes.ts";
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
    const idle = one - each;
    return [
      row(`idle with ${STREAMS} work streams`, idle, IDLE_MB_MAX),
      row("each further running attempt, without its agent", each, ATTEMPT_MB_MAX),
    ];
  },
};

function row(what: string, mb: number, max: number): Row {
  return {
    what,
    measured: amount(mb, "MB"),
    against: "",
    result: amount(mb, "MB"),
    goal: `≤ ${max} MB`,
    verdict: atMost(mb, max),
  };
}

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
    await until(() => running(repository.root) >= agents);
    await new Promise((settle) => setTimeout(settle, 8_000));
    const looks: number[] = [];
    for (let look = 0; look < 5; look++) {
      looks.push(ourMb(child.pid ?? 0, repository.folder));
      await new Promise((settle) => setTimeout(settle, 300));
    }
    return median(looks);
  } finally {
    await repository.start(program, ["stop", "--now"]).closed;
    await closed;
  }
}

function running(root: string): number {
  try {
    return eventsIn(root).filter(({ type }) => type === "agent-started").length;
  } catch {
    return 0; // not there yet
  }
}

function ourMb(orchestrator: number, folder: string): number {
  const all = processes();
  const wardens = all.filter(({ command }) => command.includes(`warden.js ${folder}/`));
  if (wardens.length !== 1) throw new Error(`${wardens.length} wardens of ${folder}`);
  const roots = [orchestrator, ...wardens.map(({ pid }) => pid)];
  const found = roots.flatMap((pid) => treeOf(all, pid)).filter(({ name }) => name !== AGENT);
  // A warden started by this orchestrator is in its tree as well: every process counts once.
  const ours = new Set(found.map(({ pid }) => pid));
  return [...ours].reduce((sum, pid) => sum + pssMb(pid), 0);
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((settle) => setTimeout(settle, 100));
}
