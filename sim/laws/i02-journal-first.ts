import type { Law } from "../law.ts";
import { breaks, heeding } from "../law.ts";

/** I2: nothing is done before it is durable, and what was answered to is never forgotten. */
export function journalFirst(): Law {
  let told = 0;
  const prepared = new Set<string>();
  const law: Law = {
    id: "I2",
    afterTurn() {
      told += 1;
    },
    onEvent: heeding(["prepared"], (_sim, event) => {
      prepared.add(event.attempt);
    }),
    onHappening(sim, happening) {
      if (happening.kind === "effect-began") {
        const { effect, durable } = happening;
        if (!durable) breaks(law, `${effect.id} begins before its promise is durable`);
        if (effect.kind === "run-agent" && !prepared.has(effect.attempt)) {
          breaks(law, `${effect.id} begins without a durable workspace`);
        }
      }
      if (happening.kind === "restarted" && sim.journal.turns.length < told) {
        breaks(law, `${told} turns were answered, ${sim.journal.turns.length} are on record`);
      }
    },
  };
  return law;
}
