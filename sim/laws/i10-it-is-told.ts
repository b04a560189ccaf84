import type { StreamKey } from "../../src/model/index.ts";
import { displayKey, keyOf } from "../../src/model/index.ts";
import type { Law } from "../law.ts";
import { breaks, heeding } from "../law.ts";

/**
 * I10 of what goes wrong: whatever a table's row ends in is done in the same turn as the giving up,
 * each step told before it is taken; a person's roadmap is divided once, with their word, and what is
 * about to be divided is not begun (I11).
 */
export function itIsTold(): Law {
  const agreed = new Set<StreamKey>();
  const open = new Set<StreamKey>();
  const entries = new Set<string>();
  const law: Law = {
    id: "I10",
    onHappening(_sim, happening) {
      if (happening.kind !== "divided" || happening.parts.length === 0) return;
      const { key, parts } = happening;
      if (agreed.has(key)) return;
      breaks(law, `${key} is divided into ${parts.map(displayKey).join(" ")}, and nobody agreed`);
    },
    onEvent: heeding(
      [
        "split-asked",
        "split-agreed",
        "split-applied",
        "split-refused",
        "escalation-settled",
        "settled",
        "skipped",
        "reopened",
        "escalated",
        "claimed",
      ],
      (_sim, event) => {
        switch (event.type) {
          case "split-asked":
            open.add(event.key);
            return;
          case "split-agreed":
            agreed.add(event.key);
            return;
          // One word is for one division: who took the parts away may have them written anew.
          case "split-applied":
          case "split-refused":
            open.delete(event.key);
            agreed.delete(event.key);
            return;
          case "escalation-settled":
          case "settled":
          case "skipped":
          case "reopened":
            open.delete(event.key);
            return;
          case "escalated":
            if (entries.has(event.entry)) breaks(law, `${event.entry} is put to a person twice`);
            entries.add(event.entry);
            return;
          case "claimed":
            if (open.has(event.key)) breaks(law, `${event.attempt} begins while it is divided`);
            return;
          default:
        }
      },
    ),
    afterTurn(sim, { events }) {
      for (const event of events) {
        const isSetback = event.type === "failed" || event.type === "rejected";
        const key = isSetback ? keyOf(event.attempt) : null;
        if (key === null) continue;
        const blocked = events.some((one) => one.type === "blocked" && one.key === key);
        const steps = events.filter((one) => one.type === "recovery-step" && one.key === key);
        const policy = sim.chronicle.policy?.recovery;
        const isBudget = event.type === "failed" && !event.counts;
        const isDuty = sim.chronicle.of(key)?.facts.duty !== undefined;
        const isSettled = events.some((one) => one.type === "settled" && one.key === key);
        if (policy === undefined || isBudget || isDuty || isSettled) continue;
        if (steps.length === 0) breaks(law, `${key} goes wrong, and no step is told`);
        const last = steps.map((one) => (one.type === "recovery-step" ? one.step : ""));
        if (blocked && last.includes("escalate")) {
          const asked = events.some((one) => one.type === "escalated" && one.key === key);
          if (!asked) breaks(law, `${key} is given up, and nobody is asked`);
        }
      }
    },
  };
  return law;
}
