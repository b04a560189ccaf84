import type { AttemptId } from "../../src/model/index.ts";
import { LIMITS } from "../../src/model/index.ts";
import type { Law } from "../law.ts";
import { breaks, heeding } from "../law.ts";

const PEOPLE = { id: "I11" };

/**
 * I6: an attempt proposes so much and no more, and the same once; I11: what is proposed comes into the
 * roadmap by a person's word alone, and nobody is ever put on a proposal.
 */
export function proposals(): Law {
  const perAttempt = new Map<AttemptId, number>();
  const words = new Set<string>();
  const law: Law = {
    id: "I6",
    onEvent: heeding(["claimed", "work-proposed"], (sim, event) => {
      if (event.type === "claimed") {
        const written = sim.chronicle.of(event.key)?.facts.duty?.written;
        if (written !== undefined) breaks(PEOPLE, `${event.attempt} is at work on a proposal`);
        return;
      }
      const { attempt, facts } = event;
      const count = (perAttempt.get(attempt) ?? 0) + 1;
      perAttempt.set(attempt, count);
      if (count > LIMITS.proposalsPerAttemptMax) breaks(law, `${attempt} proposes ${count} times`);
      const word = `${facts.target} ${facts.duty?.written ?? ""}`;
      if (words.has(word)) breaks(law, `${event.key} proposes what was proposed before`);
      words.add(word);
    }),
    afterTurn(_sim, { input, events }) {
      if (input.type === "person-asked") return;
      const agreed = events.find(({ type }) => type === "split-agreed");
      if (agreed?.type === "split-agreed") breaks(PEOPLE, `nobody agreed to ${agreed.key}`);
    },
  };
  return law;
}
