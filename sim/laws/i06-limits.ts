import { LIMITS, generationOf } from "../../src/model/index.ts";
import type { Law } from "../law.ts";
import { breaks, heeding } from "../law.ts";

/** I6: never more agents or tries than allowed, and no counter ever goes back by itself. */
export function limits(): Law {
  const generations = new Map<string, number>();
  const law: Law = {
    id: "I6",
    onEvent: heeding(["claimed"], (sim, event) => {
      const { chronicle } = sim;
      let taken = 0;
      for (const { holdsSlot } of chronicle.streams.values()) if (holdsSlot) taken += 1;
      if (taken + 1 > chronicle.limit) {
        breaks(law, `${event.key} is the ${taken + 1}th agent of ${chronicle.limit}`);
      }
      const entry = chronicle.of(event.key);
      const policy = chronicle.policy;
      if (entry === undefined || policy === null) return;
      if (entry.attempts >= LIMITS.attemptsPerStreamMax) {
        breaks(law, `${event.key} gets more than ${entry.attempts} attempts`);
      }
      if (entry.failures >= Math.max(1, most(policy.failuresMax))) {
        breaks(law, `${event.key} is tried again after ${entry.failures} failures`);
      }
      if (entry.rejections >= Math.max(1, most(policy.rejectionsMax))) {
        breaks(law, `${event.key} is tried again after ${entry.rejections} rejections`);
      }
      const generation = generationOf(event.attempt);
      if (generation !== (generations.get(event.key) ?? 0) + 1) {
        breaks(law, `${event.attempt} follows attempt ${generations.get(event.key) ?? 0}`);
      }
      generations.set(event.key, generation);
    }),
  };
  /** A later session may allow less than the one that counted. */
  function most(max: number): number {
    return Math.max(max, 4);
  }
  return law;
}
