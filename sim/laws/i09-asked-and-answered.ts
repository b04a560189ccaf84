import type { AttemptId, StreamKey } from "../../src/model/index.ts";
import { keyOf } from "../../src/model/index.ts";
import type { Law } from "../law.ts";
import { breaks, heeding } from "../law.ts";

/**
 * I9: a question is asked once and answered once, by whomever; what is said is heard once; and what
 * waits for an answer holds nothing and is not begun again before it has one.
 */
export function askedAndAnswered(): Law {
  const asked = new Set<string>();
  const open = new Map<string, AttemptId>();
  const parked = new Set<StreamKey>();
  const heard = new Map<string, AttemptId>();
  const law: Law = {
    id: "I9",
    onHappening(_sim, happening) {
      if (happening.kind !== "agent-heard") return;
      const { attempt, message } = happening;
      const before = heard.get(message);
      if (before !== undefined) breaks(law, `${attempt} hears ${message}, as ${before} did`);
      heard.set(message, attempt);
    },
    onEvent: heeding(
      [
        "asked",
        "answered",
        "parked",
        "claimed",
        "landed",
        "blocked",
        "skipped",
        "settled",
        "duty-done",
        "reopened",
      ],
      (sim, event) => {
        switch (event.type) {
          case "asked": {
            const { id } = event.question;
            if (asked.has(id)) breaks(law, `${id} is asked twice`);
            asked.add(id);
            open.set(id, event.attempt);
            return;
          }
          case "answered":
            if (!open.delete(event.entry))
              breaks(law, `${event.entry} is answered without being open`);
            if (![...open.values()].some((attempt) => keyOf(attempt) === keyOf(event.attempt))) {
              parked.delete(keyOf(event.attempt));
            }
            return;
          case "parked": {
            const key = keyOf(event.attempt);
            const [alive] = sim.machine.aliveOn(key);
            if (alive !== undefined) breaks(law, `${key} is parked while ${alive.attempt} lives`);
            parked.add(key);
            return;
          }
          case "claimed":
            if (parked.has(event.key)) breaks(law, `${event.attempt} begins without its answer`);
            return forget(event.key);
          case "landed": {
            const said = sim.orchestrator?.state.streams.get(event.key)?.messages ?? [];
            const unheard = said.find((one) => one.given === null);
            if (unheard !== undefined)
              breaks(law, `${event.key} lands, and ${unheard.id} is unheard`);
            return;
          }
          case "blocked":
          case "skipped":
          case "settled":
          case "duty-done":
          case "reopened":
            return forget(event.key);
          default:
        }
      },
    ),
    afterTurn(sim) {
      if (parked.size === 0) return;
      for (const key of parked) {
        if (sim.chronicle.of(key)?.holdsSlot === true) breaks(law, `${key} is parked with a slot`);
      }
    },
  };

  /** A person ended or reopened it: what was asked is nobody's any more. */
  function forget(key: StreamKey): void {
    parked.delete(key);
    for (const [id, attempt] of open) if (keyOf(attempt) === key) open.delete(id);
  }
  return law;
}
