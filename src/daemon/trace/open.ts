import type { Journal } from "../../journal/index.ts";
import { ownLog } from "../logs.ts";
import type { Loop } from "../loop.ts";
import { eventsOf } from "../read.ts";
import type { SessionStart } from "../session/start.ts";
import { acts } from "../session/start.ts";
import type { Workplace } from "../workplace.ts";
import { forgetTelemetry, Telemetry } from "./follow.ts";

export type { Telemetry } from "./follow.ts";

/** Null where nobody is told. Before the loop's first input: everything after is told of. */
export function openTelemetry(
  workplace: Workplace,
  start: SessionStart,
  journal: Journal,
  loop: Loop,
): Telemetry | null {
  const config = workplace.config.telemetry;
  if (!acts(start)) return null;
  if (config === null) {
    forgetTelemetry(workplace);
    return null;
  }
  const log = ownLog(workplace.logsDir, "telemetry");
  return new Telemetry({
    workplace,
    config,
    log,
    seq: journal.head().seq,
    state: () => loop.state,
    eventsAfter: (seq) => eventsOf(journal, seq),
  });
}
