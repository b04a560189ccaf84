import type { Law } from "../law.ts";
import { breaks } from "../law.ts";

/** I8: nothing an agent wrote is dropped before every byte of it is archived, and on record so. */
export function noByteLost(): Law {
  const law: Law = {
    id: "I8",
    onHappening(sim, happening) {
      if (happening.kind !== "workspace-dropped") return;
      const { attempt, contents } = happening;
      const archive = sim.machine.archives.get(attempt);
      const lost = contents.filter((id) => archive?.has(id) !== true);
      if (lost.length > 0)
        breaks(law, `${attempt} is dropped with ${lost.length} things not archived`);
      if (!sim.chronicle.collected.has(attempt)) breaks(law, `${attempt} is dropped uncollected`);
      if ([...sim.machine.alive].some((run) => run.attempt === attempt)) {
        breaks(law, `${attempt} is dropped while its agent lives`);
      }
    },
    atEnd(sim) {
      for (const attempt of sim.machine.written.keys()) {
        const archived = sim.machine.archives.has(attempt);
        const refused = sim.machine.uncollectable.has(attempt) && sim.machine.disks.has(attempt);
        if (!archived && !refused) breaks(law, `what ${attempt} wrote was never archived`);
        // What is archived is given back: a disk that only fills up stops everything in the end.
        if (sim.chronicle.collected.has(attempt) && sim.machine.disks.has(attempt)) {
          breaks(law, `${attempt} is archived and never given back`);
        }
      }
    },
  };
  return law;
}
