import { replay } from "../../src/engine/index.ts";
import type { Law } from "../law.ts";
import { breaks } from "../law.ts";
import { summaryOf } from "./i13-views-agree.ts";

/** How many runs are replayed decision by decision: each costs the run again. */
const ONE_IN = 32;

/** I12: the journal alone gives the state and the same decisions again. */
export function replays(): Law {
  const law: Law = {
    id: "I12",
    atEnd(sim) {
      const { orchestrator, journal, seed } = sim;
      if (orchestrator === null) return;
      if (seed % ONE_IN !== 0) return;
      const turns = journal.turns.map((turn, seq) => ({ seq, ...turn }));
      const { state, divergence } = replay(turns);
      if (divergence !== null) {
        const types = (events: readonly { readonly type: string }[]) =>
          events.map((event) => event.type).join(", ");
        breaks(
          law,
          `turn ${divergence.seq} was decided as ${types(divergence.recorded)} and is decided as ${types(divergence.decided)}`,
        );
      }
      if (summaryOf(state) !== summaryOf(orchestrator.state))
        breaks(law, "the fold is another state");
    },
  };
  return law;
}
