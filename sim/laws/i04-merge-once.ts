import type { Law } from "../law.ts";
import { breaks, heeding } from "../law.ts";
import { without } from "../world/repository.ts";

/** I4: a stream is done exactly when one merge of it landed, with the work of that attempt. */
export function mergeOnce(): Law {
  const merges = new Map<string, string>();
  const divided = new Set<string>();
  const law: Law = {
    id: "I4",
    onHappening(sim, happening) {
      if (happening.kind !== "branch-moved") return;
      const { key, to, attempt, target } = happening;
      const before = merges.get(key);
      if (before !== undefined) breaks(law, `${key} lands twice: ${before} and ${to}`);
      merges.set(key, to);
      // What was divided may have nothing left to do once its parts are there.
      if (divided.has(key)) return;
      const repository = sim.repository(target);
      const commit = repository.at(to);
      const onto = repository.at(commit.parents[0] ?? "").contents;
      const own = without(commit.contents, onto)
        .map((id) => repository.patch(id))
        .filter((patch) => patch !== null);
      if (!own.some((patch) => patch.attempt === attempt)) {
        breaks(law, `${to} lands without the work of ${attempt}`);
      }
      const missing = without(onto, commit.contents);
      if (missing.length > 0)
        breaks(law, `${to} takes ${missing.length} patches out of the branch`);
    },
    onEvent: heeding(["split-applied", "landed"], (_sim, event) => {
      if (event.type === "split-applied") divided.add(event.key);
      if (event.type !== "landed") return;
      if (merges.get(event.key) !== event.commit) {
        breaks(law, `${event.key} is called landed as ${event.commit}, and is not in the branch`);
      }
    }),
    atEnd(sim) {
      for (const { facts, stage } of sim.orchestrator?.state.streams.values() ?? []) {
        const merged = merges.get(facts.key);
        const done = stage.kind === "completed";
        if (done !== (merged !== undefined)) {
          breaks(law, `${facts.key} is ${stage.kind} and ${merged ?? "nothing"} landed`);
        }
        if (done && stage.commit !== merged) breaks(law, `${facts.key} names another merge`);
      }
    },
  };
  return law;
}
