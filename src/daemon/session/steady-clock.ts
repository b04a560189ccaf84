import { join } from "node:path";
import { bootId, machineMs, nowMs, readJsonOrNull, writeDurable } from "../../platform/index.ts";

/** Beyond this the wall clock was set, not merely corrected. */
const JUMP_MS = 60_000;

interface Anchor {
  readonly bootId: string;
  readonly machineMs: number;
  readonly atMs: number;
}

/**
 * Time for decisions: epoch milliseconds that advance by elapsed time alone, so that a wall clock
 * set by a year, in a run or between a crash and the restart, expires nothing. Within one boot the
 * restart goes on from where the last loop's clock was; with nothing in flight it takes the wall
 * clock's word again.
 */
export function steadyClock(stateDir: string, busy: boolean): () => number {
  const path = join(stateDir, "clock.json");
  const startMs = machineMs();
  const wall = nowMs();
  const previous = readAnchor(path);
  const expected =
    previous !== null && previous.bootId === bootId() && startMs >= previous.machineMs
      ? previous.atMs + (startMs - previous.machineMs)
      : null;
  const atMs = busy && expected !== null && Math.abs(expected - wall) > JUMP_MS ? expected : wall;
  writeDurable(
    path,
    JSON.stringify({ bootId: bootId(), machineMs: startMs, atMs } satisfies Anchor),
  );
  let latest = 0;
  return () => {
    latest = Math.max(latest, Math.round(atMs + (machineMs() - startMs)));
    return latest;
  };
}

function readAnchor(path: string): Anchor | null {
  const value = readJsonOrNull(path);
  return isAnchor(value) ? value : null;
}

function isAnchor(value: unknown): value is Anchor {
  if (typeof value !== "object" || value === null) return false;
  const anchor = value as Partial<Anchor>;
  return (
    typeof anchor.bootId === "string" &&
    typeof anchor.machineMs === "number" &&
    typeof anchor.atMs === "number"
  );
}
