import type { RunView } from "../../model/index.ts";
import type { Warden } from "../../warden/index.ts";

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
