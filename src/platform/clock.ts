/** Milliseconds since the epoch, as the wall clock says: for showing and for the journal. */
export function nowMs(): number {
  return Date.now();
}

/** Not `performance`, for which Node loads ten modules when it is first used. */
const startedAt = process.hrtime();

/** Milliseconds from an arbitrary start that never run backwards: for timeouts and durations. */
export function monotonicMs(): number {
  const [seconds, nanoseconds] = process.hrtime(startedAt);
  return seconds * 1_000 + nanoseconds / 1_000_000;
}

/**
 * Milliseconds of the machine's own clock, the same for every process until it is restarted: for
 * time that passed between two processes. Nobody can set it; it stands still while the machine sleeps.
 */
export function machineMs(): number {
  return Number(process.hrtime.bigint() / 1_000n) / 1_000;
}

/** Resolves after `ms`; resolves at once when `signal` is or becomes aborted, and never rejects. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) {
      resolve();
      return;
    }
    const finish = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, Math.max(0, ms));
    signal?.addEventListener("abort", finish, { once: true });
  });
}
