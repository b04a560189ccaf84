import { byAttempt, eventsIn } from "../events.ts";
import type { Figure } from "../figure.ts";
import { amount, goalRow } from "../figure.ts";
import { median, quantile } from "../measure.ts";
import { BenchRepository, roadmapOf } from "../repository.ts";

const P99_MS_MAX = 50;

export const handoverFigure: Figure = {
  name: "handover",
  title: "From a landing to the start of the agent that waited for it",
  measure: async (workshop) => {
    const repository = BenchRepository.make(workshop, {
      name: "handover",
      files: 20,
      roadmap: roadmapOf(workshop.quick ? 5 : 100, (at) => (at === 0 ? [] : [at - 1])),
      agent: "echo done > $ORCHESTRATOR_WORK_STREAM.txt && git add -A && git commit -qm work",
    });
    const program = await workshop.program("orchestrator");
    await repository.run(program, ["trust", "--yes"]);
    await repository.run(program, ["batch", "-n", "2", "--quiet"]);
    const times = handoverTimes(repository.root);
    return [
      goalRow({
        what: `landed → agent's process started, p99 of ${times.length}`,
        value: quantile(times, 0.99),
        unit: "ms",
        against: `median ${amount(median(times), "ms")}`,
        max: P99_MS_MAX,
        note: "A chain of work streams, sandboxed agents. By the journal: landing to claim, and workspace ready to the agent's process seen; the workspace between them is not counted.",
      }),
    ];
  },
};

function handoverTimes(root: string): number[] {
  const events = eventsIn(root);
  const prepared = byAttempt(events, "prepared");
  const started = byAttempt(events, "agent-started");
  const times: number[] = [];
  let landedAtMs: number | null = null;
  for (const event of events) {
    if (event.type === "landed") landedAtMs = event.atMs;
    if (event.type !== "claimed" || landedAtMs === null) continue;
    const ready = prepared.get(event.attempt)?.atMs;
    const running = started.get(event.attempt)?.atMs;
    if (ready === undefined || running === undefined) continue;
    times.push(event.atMs - landedAtMs + (running - ready));
  }
  return times;
}
