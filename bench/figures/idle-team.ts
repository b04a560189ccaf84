import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Figure } from "../figure.ts";
import { goalRow, skippedRow } from "../figure.ts";
import { countOf } from "../events.ts";
import { median, pssMb } from "../measure.ts";
import { oursOf } from "../processes.ts";
import { BenchRepository } from "../repository.ts";

const ROLES = ["one", "two", "three", "four", "five", "six"];
const CORE_PERCENT_MAX = 1;
const MB_MAX = 130;
/** Half a minute is a whole round of the health check. */
const SETTLE_MS = 10_000;
const WATCH_MS = 60_000;
const LOOKS = 6;
/** The kernel counts in hundredths of a second. */
const TICKS_PER_SECOND = 100;

/** Six roles, nothing in the roadmap, and duties that are far away. */
export const idleTeamFigure: Figure = {
  name: "idle-team",
  title: "A standing team of six roles that waits: orchestrator, and warden while it lives",
  measure: async (workshop) => {
    if (process.platform !== "linux") {
      return [skippedRow("processor", `≤ ${CORE_PERCENT_MAX} % of a core`, "Linux only")];
    }
    const repository = BenchRepository.make(workshop, {
      name: "idle-team",
      files: 20,
      roadmap: "# Roadmap\n",
      agent: "exec sleep 300",
      config: "gates: []\n",
    });
    for (const [at, id] of ROLES.entries()) {
      const duty = "duties: [{ id: look, title: look, prompt: look, cron: '0 0 29 2 *' }]";
      repository.write(
        `.orchestrator/team/${id}.yaml`,
        `id: ${id}\npriority: ${at + 1}\n${duty}\n`,
      );
    }
    const program = await workshop.program("orchestrator");
    await repository.run(program, ["trust", "--yes"]);
    const words = ["team", "start", "--agents", ROLES.join(","), "--quiet"];
    const { child, closed } = repository.start(program, words);
    try {
      while (countOf(repository.root, "role-started") < ROLES.length) await sleep(100);
      await sleep(SETTLE_MS);
      const ours = () => oursOf(child.pid ?? 0, repository.folder).map(({ pid }) => pid);
      const looks: number[] = [];
      const before = ticksOf(ours());
      const watchMs = workshop.quick ? SETTLE_MS : WATCH_MS;
      for (let look = 0; look < LOOKS; look++) {
        await sleep(watchMs / LOOKS);
        looks.push(ours().reduce((sum, pid) => sum + pssMb(pid), 0));
      }
      const seconds = (ticksOf(ours()) - before) / TICKS_PER_SECOND;
      return [
        goalRow({
          what: "processor time",
          value: (seconds / (watchMs / 1_000)) * 100,
          unit: "% of a core",
          max: CORE_PERCENT_MAX,
        }),
        goalRow({ what: "memory (PSS)", value: median(looks), unit: "MB", max: MB_MAX }),
      ];
    } finally {
      await repository.start(program, ["team", "stop", "--now"]).closed;
      await closed;
    }
  },
};

function ticksOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return sum + Number(fields[11]) + Number(fields[12]);
  }, 0);
}
