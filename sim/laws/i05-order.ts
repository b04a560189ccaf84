import { fileOverlap } from "../../src/planner/index.ts";
import type { Law } from "../law.ts";
import { breaks, heeding } from "../law.ts";
import type { Simulation } from "../simulation.ts";

/** I5: dependencies first, and no two streams under way that want much the same files. */
export function order(): Law {
  const law: Law = {
    id: "I5",
    onEvent: heeding(["claimed"], (sim, event) => {
      const entry = sim.chronicle.of(event.key);
      if (entry === undefined) return breaks(law, `${event.key} is claimed and unknown`);
      const { facts } = entry;
      for (const on of facts.dependsOn) {
        if (!isMet(sim, on)) breaks(law, `${event.key} is claimed before ${on} is complete`);
      }
      if (facts.defect !== null) breaks(law, `${event.key} is claimed with a defect`);
      const overlapMax = sim.chronicle.policy?.overlapMax ?? 1;
      for (const other of sim.chronicle.streams.values()) {
        if (!other.active || other.facts.target !== facts.target) continue;
        const { share } = fileOverlap(other.facts.files, facts.files);
        if (share > overlapMax) breaks(law, `${event.key} overlaps with ${other.facts.key}`);
      }
    }),
  };
  return law;
}

/** In the branch, by the world's account, or complete by a person's. */
function isMet(sim: Simulation, key: string): boolean {
  const entry = sim.chronicle.of(key);
  if (entry === undefined) return false;
  const { history, target } = sim.repository(entry.facts.target);
  if (entry.facts.status === "complete") return true;
  return entry.landed && history.some((id) => sim.repository(target).at(id).key === key);
}
