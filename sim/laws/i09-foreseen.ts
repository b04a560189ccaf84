import type { AttemptId } from "../../src/model/index.ts";
import { LIMITS } from "../../src/model/index.ts";
import type { Law } from "../law.ts";
import { breaks, heeding } from "../law.ts";

/** I9: a conflict that is foreseen is told once, of somebody who works, and never of both. */
export function foreseenOnce(): Law {
  const told = new Set<string>();
  const counts = new Map<AttemptId, number>();
  const law: Law = {
    id: "I9",
    onEvent: heeding(["conflict-foreseen"], ({ chronicle }, event) => {
      const { attempt, conflict } = event;
      if (chronicle.ofAttempt(attempt)?.running !== true) {
        breaks(law, `${attempt} is told of a conflict and does not work`);
      }
      const count = (counts.get(attempt) ?? 0) + 1;
      counts.set(attempt, count);
      if (count > LIMITS.foreseenPerAttemptMax) breaks(law, `${attempt} is told ${count} times`);
      if (conflict.with.kind !== "attempt") return;
      const pair = [attempt, conflict.with.attempt].sort().join(" ");
      if (told.has(pair)) breaks(law, `${pair} is told twice`);
      told.add(pair);
    }),
  };
  return law;
}
