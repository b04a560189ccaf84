import { pendingEffects } from "../engine/index.ts";
import type { AttemptId, State } from "../model/index.ts";
import { type Warden, connectWarden } from "../warden/index.ts";
import { type Workplace, wardenSocket } from "./workplace.ts";

/**
 * The warden of a repository's runs; one is started where none lives. `askedBefore`: what
 * {@link promisedRuns} says of the state that earlier leaders left; null where that is not known.
 */
export function reachWarden(
  workplace: Workplace,
  askedBefore: readonly AttemptId[] | null,
): Promise<Warden> {
  return connectWarden({
    runsDir: workplace.runsDir,
    socketPath: wardenSocket(workplace),
    askedBefore,
  });
}

/** An agent's run has its attempt's id; runs of gates and setups are their leader's alone. */
export function promisedRuns(state: State): AttemptId[] {
  return pendingEffects(state).flatMap((effect) =>
    effect.kind === "run-agent" ? [effect.attempt] : [],
  );
}
