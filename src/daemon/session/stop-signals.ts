import type { PersonAct } from "../../model/index.ts";

/** `stop` asks for a graceful end, `hurry` kills what still runs; each once, also before now. */
export function heedStops(
  signals: { readonly stop?: AbortSignal; readonly hurry?: AbortSignal },
  act: (wanted: PersonAct) => void,
): void {
  onAbort(signals.stop, () => act({ kind: "stop", keys: null, now: false }));
  onAbort(signals.hurry, () => act({ kind: "stop", keys: null, now: true }));
}

function onAbort(signal: AbortSignal | undefined, act: () => void): void {
  if (signal?.aborted) act();
  else signal?.addEventListener("abort", act, { once: true });
}
