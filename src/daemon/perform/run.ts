import type { RunExit, RunSpec, RunView } from "../../model/index.ts";
import type { Warden } from "../../warden/index.ts";

export interface EndedRun {
  readonly exit: RunExit;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly flooded: boolean;
}

/**
 * A gate's or a setup's run from its start to its end, nothing of it left behind. An abort ends it:
 * what it works in is taken away next.
 */
export async function runToEnd(
  warden: Warden,
  spec: RunSpec,
  signal: AbortSignal,
): Promise<EndedRun> {
  const started = await warden.ensure(spec);
  let ended: RunView;
  try {
    ended = await waitForExit(warden, started, signal, () => undefined);
  } catch (error) {
    await warden.stop(spec.id, { graceMs: 0, now: true });
    await warden.forget(spec.id);
    throw error;
  }
  const stdout = warden.readOutput(spec.id, "stdout", 0, spec.stdoutBytesMax);
  const stderr = warden.readOutput(spec.id, "stderr", 0, spec.stderrBytesMax);
  await warden.forget(spec.id);
  return { exit: exitOf(ended), stdout, stderr, flooded: ended.spool.flooded };
}

/** How a run ended that has. */
export function exitOf({ exit }: RunView): RunExit {
  return exit ?? { kind: "lost", message: "it ended without an exit record" };
}

/**
 * The id of a gate's or a setup's run. Such a run belongs to one leader: what a dead one began is
 * not adopted but begun anew, and an id never starts twice.
 */
export function leadersRunId(what: string, epoch: number): string {
  return `${what}#${epoch}`;
}

/** Gates and setups of a dead leader: nobody waits for their answer any more (law I7). */
export async function endLeadersRuns(warden: Warden): Promise<void> {
  const runs = await warden.list();
  await Promise.all(
    runs
      .filter(({ id }) => isLeadersRun(id))
      .map(async ({ id }) => {
        await warden.stop(id, { graceMs: 0, now: true });
        await warden.forget(id);
      }),
  );
}

/** An agent's run has its attempt's id, which ends in `/<generation>`. */
function isLeadersRun(id: string): boolean {
  return /#\d+$/.test(id);
}

/** Follows a run until it has ended; an abort only stops looking, it never stops the run. */
export function waitForExit(
  warden: Warden,
  started: RunView,
  signal: AbortSignal,
  onView: (view: RunView) => void,
): Promise<RunView> {
  if (started.state === "exited") return Promise.resolve(started);
  return new Promise((resolve, reject) => {
    const stopWatching = warden.watch((view) => {
      if (view.id !== started.id) return;
      if (view.state === "exited") {
        finish();
        resolve(view);
      } else {
        onView(view);
      }
    });
    const onAbort = () => {
      finish();
      reject(new Error("no longer looked for"));
    };
    const finish = () => {
      stopWatching();
      signal.removeEventListener("abort", onAbort);
    };
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) onAbort();
  });
}
