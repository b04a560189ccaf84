import type { StreamFacts } from "../../src/model/index.ts";
import type { Entry } from "../chronicle.ts";
import type { Law } from "../law.ts";
import { breaks } from "../law.ts";

/** I11: what a person settled goes no further, and in their roadmap we write one word only. */
export function humanEditsWin(): Law {
  const landed = new Set<string>();
  const law: Law = {
    id: "I11",
    title: "human edits win",
    onEvent(sim, event) {
      if (event.type === "claimed") {
        const entry = sim.chronicle.of(event.key);
        if (entry === undefined || isSettled(entry))
          breaks(law, `${event.key} is claimed although settled`);
        if (!entry.facts.workable)
          breaks(law, `${event.key} is claimed while ${entry.facts.status}`);
      }
      if (event.type === "merge-started" || (event.type === "verified" && event.report.green)) {
        const entry = sim.chronicle.ofAttempt(event.attempt);
        if (entry !== undefined && isSettled(entry)) {
          breaks(law, `${event.attempt} goes on to land although settled`);
        }
      }
    },
    onHappening(_sim, happening) {
      if (happening.kind === "branch-moved") landed.add(happening.key);
      if (happening.kind !== "roadmap-written") return;
      const { key, status } = happening;
      if (status !== "complete") breaks(law, `${key} is made ${status} in the person's roadmap`);
      if (!landed.has(key)) breaks(law, `${key} is called complete and has not landed`);
    },
    atEnd(sim) {
      for (const { facts, stage, inRoadmap } of sim.orchestrator?.state.streams.values() ?? []) {
        const roadmap = sim.roadmaps.get(facts.target);
        const written = roadmap?.streams.get(facts.key);
        if ((written !== undefined) !== inRoadmap)
          breaks(law, `${facts.key} is not read as written`);
        if (written === undefined || !endsStream(written)) continue;
        if (stage.kind !== "completed" && stage.kind !== "settled") {
          breaks(law, `${facts.key} is ${written.status} by a person and ${stage.kind} for us`);
        }
      }
    },
  };
  return law;
}

function isSettled({ facts, inRoadmap }: Entry): boolean {
  return !inRoadmap || endsStream(facts);
}

function endsStream({ status }: StreamFacts): boolean {
  return status === "complete" || status === "cancelled";
}
