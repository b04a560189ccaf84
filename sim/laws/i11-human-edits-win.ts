import type { StreamFacts } from "../../src/model/index.ts";
import type { Entry } from "../chronicle.ts";
import type { Law } from "../law.ts";
import { breaks, heeding } from "../law.ts";

/** A roadmap that is not read within this, while an orchestrator lives, is never read. */
const READ_MS_MAX = 10 * 60_000;

/** I11: what a person settled goes no further, and in their roadmap we write one word only. */
export function humanEditsWin(): Law {
  const landed = new Set<string>();
  const read = new Map<string, string>();
  const seen = new Map<string, { readonly revision: number; readonly sinceMs: number }>();
  const law: Law = {
    id: "I11",
    onEvent: heeding(["roadmap-noted", "claimed", "merge-started", "verified"], (sim, event) => {
      if (event.type === "roadmap-noted") read.set(event.target, event.digest);
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
    }),
    afterTurn(sim) {
      const { nowMs } = sim.timeline;
      for (const roadmap of sim.roadmaps.values()) {
        const { target, revision } = roadmap;
        const known = seen.get(target);
        if (known?.revision !== revision) seen.set(target, { revision, sinceMs: nowMs });
        else if (nowMs - Math.max(known.sinceMs, sim.upSinceMs) > READ_MS_MAX) {
          if (read.get(target) !== roadmap.digest)
            breaks(law, `nobody reads the roadmap of ${target}`);
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
        // A standing duty is in no roadmap.
        if (facts.duty !== undefined) continue;
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
