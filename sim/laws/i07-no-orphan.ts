import type { Law } from "../law.ts";
import { breaks } from "../law.ts";
import type { Simulation } from "../simulation.ts";

const MINUTE_MS = 60_000;
/** A stop that does not get through within this, while an orchestrator lives, is forgotten. */
const STOP_MS_MAX = 10 * MINUTE_MS;

/** I7: every agent that lives is on record as running, ends when told, and by its deadline. */
export function noOrphan(): Law {
  const law: Law = {
    id: "I7",
    afterTurn: look,
    atEnd(sim) {
      for (const run of sim.machine.alive) breaks(law, `${run.attempt} lives on at the end`);
    },
  };
  function look(sim: Simulation): void {
    if (sim.machine.alive.size === 0) return;
    const { nowMs } = sim.timeline;
    const { totalMs = 0, idleMs = 0 } = sim.chronicle.policy ?? {};
    for (const run of sim.machine.alive) {
      const entry = sim.chronicle.of(run.key);
      if (entry?.running !== true || entry.attempt !== run.attempt)
        breaks(law, `${run.attempt} lives and is not on record as running`);
      const aliveMs = nowMs - (run.startedAtMs ?? nowMs);
      if (run.deadlineMs > totalMs + MINUTE_MS)
        breaks(law, `${run.attempt} may run for ${run.deadlineMs} ms`);
      if (aliveMs > run.deadlineMs + 1_000) breaks(law, `${run.attempt} outlives its deadline`);
      const since = Math.max(entry.stoppingSinceMs ?? nowMs, sim.upSinceMs);
      if (nowMs - since > STOP_MS_MAX) breaks(law, `${run.attempt} was told to end and lives on`);
      const silentMs = nowMs - Math.max(run.startedAtMs ?? nowMs, sim.upSinceMs);
      const silent = run.temper === "silent" && entry.stoppingSinceMs === null;
      if (silent && silentMs > idleMs + 5 * MINUTE_MS) {
        breaks(law, `${run.attempt} is silent for ${silentMs} ms and nobody stops it`);
      }
    }
  }
  return law;
}
