import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { countOf, eventsIn } from "../events.ts";
import type { Figure } from "../figure.ts";
import { goalRow } from "../figure.ts";
import { writeHistory } from "../history.ts";
import { median } from "../measure.ts";
import { BenchRepository, phase, roadmapOf } from "../repository.ts";

const MS_MAX = 300;
const PAST = 60;

export const restartFigure: Figure = {
  name: "restart",
  title: "From kill -9 to the first effect reissued",
  measure: async (workshop) => {
    const agents = workshop.quick ? 3 : 20;
    // Just before its next snapshot, so that all the rest has to be folded.
    const records = workshop.quick ? 4_000 : 104_500;
    const repository = BenchRepository.make(workshop, {
      name: "restart",
      files: 20,
      roadmap: roadmapOf(PAST + agents),
      agent: "exec sleep 300",
    });
    const past = Array.from({ length: PAST }, (_, at) => `self:${phase(at)}`);
    writeHistory({
      root: repository.root,
      selection: { kind: "streams", keys: past },
      concurrency: 1,
      landings: PAST,
      records,
      quietEnd: false,
    });
    const program = await workshop.program("orchestrator");
    await repository.run(program, ["trust", "--yes"]);
    let leader = repository.start(program, ["batch", "-n", String(agents), "--quiet"]);
    while (countOf(repository.root, "agent-started") < agents) await sleep(100);
    const times: number[] = [];
    const log = join(repository.root, ".orchestrator", "agent-logs", "orchestrator.log");
    for (let round = 0; round < workshop.rounds(5); round++) {
      leader.child.kill("SIGKILL");
      await leader.closed;
      rmSync(log, { force: true });
      const startedAtMs = Date.now();
      leader = repository.start(program, ["resume", "--quiet"], { ORCHESTRATOR_LOG: "debug" });
      let atMs: number | null = null;
      while (atMs === null) {
        await sleep(5);
        atMs = firstEffect(log);
      }
      times.push(atMs - startedAtMs);
      await sleep(500);
    }
    const count = eventsIn(repository.root).length;
    await repository.start(program, ["stop", "--now"]).closed;
    await leader.closed;
    return [
      goalRow({
        what: `${agents} live agents, ${records.toLocaleString("en")} records (${count.toLocaleString("en")} events)`,
        value: median(times),
        unit: "ms",
        max: MS_MAX,
        note: "From starting `orchestrator resume` to the log line that an effect has begun. The journal ends as far behind its newest snapshot as it can.",
      }),
    ];
  },
};

function firstEffect(log: string): number | null {
  if (!existsSync(log)) return null;
  for (const line of readFileSync(log, "utf8").split("\n")) {
    if (!line.includes("effect begun")) continue;
    return Date.parse((JSON.parse(line) as { readonly time: string }).time);
  }
  return null;
}
