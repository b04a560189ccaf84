import type { RunView } from "../../../model/index.ts";

/** A process that only waits still ticks: below this share of one core it is not at work. */
const BUSY_SHARE_MIN = 0.05;

/**
 * Tells of each view of a run whether it shows progress since the one before: more output, or CPU
 * time spent on more than waiting (D5: idle by progress, not by being there). `clock` gives
 * monotonic milliseconds.
 */
export function progressWatch(clock: () => number): (view: RunView) => boolean {
  let before: { readonly atMs: number; readonly bytes: number; readonly cpuMs: number } | null =
    null;
  return (view) => {
    const atMs = clock();
    const bytes = view.spool.stdoutBytes + view.spool.stderrBytes;
    const cpuMs = view.cpuMs ?? before?.cpuMs ?? 0;
    const last = before;
    before = { atMs, bytes, cpuMs };
    if (last === null) return bytes > 0;
    if (bytes !== last.bytes) return true;
    return cpuMs > last.cpuMs && cpuMs - last.cpuMs >= (atMs - last.atMs) * BUSY_SHARE_MIN;
  };
}
