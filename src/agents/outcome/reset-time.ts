import { LIMITS, unreachable } from "../../model/index.ts";
import type { Reset } from "../lines/agent-line.ts";

const DAY_MS = 86_400_000;
/** Programs round the minute down; a request too early would be refused once more. */
const GRACE_MS = 5_000;

/**
 * When to try again, in epoch milliseconds: after `nowMs`, and at most `usageLimitMsMax` from it,
 * so that a misread date parks nobody for ever (I6, I10).
 */
export function resetAtMs(reset: Reset | null, nowMs: number): number {
  const atMs = reset === null ? nowMs + LIMITS.usageLimitMs : saidAtMs(reset, nowMs) + GRACE_MS;
  // A reset in the past: the clocks differ, or it is an old message that was shown again.
  if (atMs <= nowMs) return nowMs + LIMITS.usageLimitMs;
  return Math.min(atMs, nowMs + LIMITS.usageLimitMsMax);
}

function saidAtMs(reset: Reset, nowMs: number): number {
  switch (reset.kind) {
    case "at":
      return reset.atMs;
    case "in":
      return nowMs + reset.afterMs;
    case "clock":
      return nextClockMs(reset, nowMs);
    default:
      return unreachable(reset);
  }
}

/** The next time the zone's clock shows it. */
function nextClockMs(
  { hour, minute, zone }: Extract<Reset, { kind: "clock" }>,
  nowMs: number,
): number {
  const shown = minutesOfDay(nowMs, zone);
  const wanted = hour * 60 + minute;
  const waitMs = ((wanted - shown + 1_440) % 1_440) * 60_000;
  const atMs = nowMs - (nowMs % 60_000) + waitMs;
  return atMs > nowMs ? atMs : atMs + DAY_MS;
}

function minutesOfDay(nowMs: number, zone: string | null): number {
  const parts = clockFormat(zone).formatToParts(nowMs);
  const value = (type: string): number =>
    Number(parts.find((part) => part.type === type)?.value ?? 0);
  return (value("hour") % 24) * 60 + value("minute");
}

function clockFormat(zone: string | null): Intl.DateTimeFormat {
  const shape = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  try {
    return new Intl.DateTimeFormat("en-GB", zone === null ? shape : { ...shape, timeZone: zone });
  } catch {
    // A zone this machine does not know; its own is the best guess.
    return new Intl.DateTimeFormat("en-GB", shape);
  }
}
