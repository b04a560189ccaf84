import type { Journal } from "../../journal/index.ts";
import type { AttemptId } from "../../model/index.ts";
import type { Loop, SeenEvent } from "../loop.ts";
import type { ShowNotice } from "../notices/channels.ts";
import { openNotices } from "../notices/open.ts";
import type { SessionStart } from "./start.ts";
import { openTelemetry } from "../trace/open.ts";
import type { Workplace } from "../workplace.ts";

export interface TidingsHooks {
  /** Shows a notice on the terminal where a person sits; absent where there is none. */
  readonly showNotice?: ShowNotice;
  /** Nobody waits for anything any longer. */
  readonly hurry?: AbortSignal;
}

/** Who is told outside of what happens here: a receiver of traces, and the person. */
export interface Tidings {
  /** Durable events, in order. */
  readonly heed: (events: readonly SeenEvent[]) => void;
  /** `TRACEPARENT` for the process of an attempt's agent; null where nobody traces. */
  readonly parentOf: (attempt: AttemptId) => string | null;
  readonly close: () => Promise<void>;
}

/** Before the loop's first input: everything after is told of. */
export function openTidings(
  workplace: Workplace,
  start: SessionStart,
  journal: Journal,
  loop: Loop,
  hooks: TidingsHooks,
): Tidings {
  const telemetry = openTelemetry(workplace, start, journal, loop);
  const notices = openNotices(workplace, start, loop, hooks.showNotice ?? null);
  return {
    heed: (events) => {
      telemetry?.heed(events);
      notices?.heed();
    },
    parentOf: (attempt) => telemetry?.parentOf(attempt) ?? null,
    close: async () => {
      await Promise.all([telemetry?.close(), notices?.close(hooks.hurry)]);
    },
  };
}
