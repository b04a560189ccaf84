import type { Law } from "../law.ts";
import { breaks, heeding } from "../law.ts";

/** I10: every stop, failure and pause says why; tries are spaced; and in the end there is an end. */
export function itEnds(): Law {
  const law: Law = {
    id: "I10",
    onEvent: heeding(
      [
        "blocked",
        "skipped",
        "stopped",
        "failed",
        "act-refused",
        "effect-deferred",
        "rejected",
        "claimed",
      ],
      (sim, event) => {
        switch (event.type) {
          case "blocked":
          case "skipped":
          case "stopped":
            if (event.reason === "") breaks(law, `${event.type} without a reason`);
            return;
          case "failed":
          case "act-refused":
          case "effect-deferred":
            if (event.message === "") breaks(law, `${event.type} without a message`);
            if (event.type === "effect-deferred" && event.untilMs <= event.atMs) {
              breaks(law, `${event.effect} is tried again at once`);
            }
            if (event.type === "failed" && event.retryAtMs <= event.atMs) {
              breaks(law, `${event.attempt} is tried again at once`);
            }
            return;
          case "rejected":
            if (event.rejection.evidence === "")
              breaks(law, `${event.attempt} is sent back unread`);
            return;
          case "claimed": {
            const notBeforeMs = sim.chronicle.of(event.key)?.notBeforeMs ?? 0;
            if (event.atMs < notBeforeMs) breaks(law, `${event.key} is tried again too soon`);
            return;
          }
          default:
        }
      },
    ),
    atEnd(sim) {
      for (const { facts, stage, attempts } of sim.orchestrator?.state.streams.values() ?? []) {
        if (stage.kind === "blocked" && stage.reason === "")
          breaks(law, `${facts.key} says not why`);
        const open = attempts.filter((record) => record.outcome === "active");
        if (open.length > 0) breaks(law, `${facts.key} has an attempt on record that never ended`);
      }
    },
  };
  return law;
}
