import type { DutyTime } from "../../model/index.ts";
import { nextCronMs } from "./cron.ts";

/**
 * The next time of a duty after `afterMs`; null where what happens brings it up. Times that went
 * by unseen (a laptop that slept) are not made up one by one.
 */
export function nextDutyMs(when: DutyTime, afterMs: number): number | null {
  switch (when.kind) {
    case "every":
      return afterMs + when.everyMs;
    case "turn":
      return nextTurnMs(when, afterMs);
    case "cron":
      return nextCronMs(when.cron, afterMs);
    case "event":
    case "ahead":
    case "after":
      return null;
  }
}

/** The first turn after `afterMs`: turns follow the clock, not the start of the team. */
export function nextTurnMs(
  { everyMs, offsetMs }: { readonly everyMs: number; readonly offsetMs: number },
  afterMs: number,
): number {
  const periods = Math.floor((afterMs - offsetMs) / everyMs) + 1;
  return periods * everyMs + offsetMs;
}
