import type { Law } from "../law.ts";
import { breaks, heeding } from "../law.ts";

/** I1: for each stream at most one agent lives, and only that of its newest attempt starts. */
export function singleRunner(): Law {
  const names = new Map<string, string>();
  const law: Law = {
    id: "I1",
    onHappening(sim, happening) {
      if (happening.kind !== "agent-began") return;
      const { key, attempt } = happening;
      const alive = sim.machine.aliveOn(key);
      if (alive.length > 1) {
        breaks(law, `${alive.map((run) => run.attempt).join(" and ")} live side by side`);
      }
      if (sim.chronicle.ofAttempt(attempt) === undefined) {
        const current = sim.chronicle.of(key)?.attempt ?? "nothing";
        breaks(law, `the agent of ${attempt} begins while ${current} is on record`);
      }
    },
    onEvent: heeding(["claimed"], (sim, event) => {
      const entry = sim.chronicle.of(event.key);
      if (entry?.active === true)
        breaks(law, `${event.key} is claimed while ${entry.attempt} is active`);
      const [alive] = sim.machine.aliveOn(event.key);
      if (alive !== undefined)
        breaks(law, `${event.attempt} is claimed while ${alive.attempt} lives`);
      for (const [key, name] of names) {
        const taken = name === event.agent.name && sim.chronicle.of(key)?.active === true;
        if (taken && key !== event.key) breaks(law, `${event.key} and ${key} are both ${name}'s`);
      }
      names.set(event.key, event.agent.name);
    }),
  };
  return law;
}
