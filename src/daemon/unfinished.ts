import { knownEffect, pendingEffects } from "../engine/index.ts";
import type { EffectKind, State, StreamState } from "../model/index.ts";
import { ACTIVE_STAGES, isSessionOpen } from "../model/index.ts";

/** An attempt is between its claim and its end. */
export function isBusy(state: State): boolean {
  for (const { stage } of state.streams.values()) {
    if (ACTIVE_STAGES.has(stage.kind)) return true;
  }
  return false;
}

/** A workspace has to be given back, or a checkout brought along, before all is done. */
export function hasPromises(state: State): boolean {
  if (state.releases.size > 0) return true;
  for (const { checkoutMoves, rollback } of state.targets.values()) {
    if (checkoutMoves.length > 0 || rollback !== null) return true;
  }
  for (const { recovery } of state.streams.values()) {
    const split = recovery?.split?.stage.kind;
    if (split === "proposing" || split === "applying") return true;
  }
  for (const { stage } of state.checkpoints.values()) if (stage !== "kept") return true;
  return false;
}

/** Of effects of these kinds, one is promised, now or later. */
export function promises(state: State, kinds: ReadonlySet<EffectKind>): boolean {
  if (pendingEffects(state).some(({ kind }) => kinds.has(kind))) return true;
  return [...state.deferred].some(([id, { times }]) => {
    return times < TRIES_BEFORE_LEAVING && kinds.has(knownEffect(state, id)?.kind ?? "release");
  });
}

/** Tries after which somebody who waits for a stop is not kept waiting any longer. */
const TRIES_BEFORE_LEAVING = 3;

/**
 * Everything that is still promised was put off again and again: it stays in the journal for the
 * next start, and a stop need not wait for it.
 */
export function isStuck(state: State): boolean {
  if (pendingEffects(state).length > 0) return false;
  const deferred = [...state.deferred.values()];
  return deferred.length > 0 && deferred.every(({ times }) => times >= TRIES_BEFORE_LEAVING);
}

/** What is left of the session waits for a person's answers: nobody is kept waiting for those. */
export function asksPerson({ session, streams }: State): boolean {
  if (session?.state !== "paused") return false;
  return session.keys.some((key) => streams.get(key)?.stage.kind === "parked");
}

/** A session is being planned or carried out: of a dead loop's, nobody has said that it is over. */
export function isUnderWay({ session }: State): boolean {
  return session?.state === "executing" || session?.state === "planning";
}

/** Something of the last run is left to go on with: it was paused, or its loop died. */
export function isInterrupted(state: State): boolean {
  return isSessionOpen(state.session) || isBusy(state) || hasPromises(state);
}

/** Its agent may be asked again for the same work. */
export function mayGoOn({ stage }: StreamState): boolean {
  const parked = stage.kind === "waiting" || stage.kind === "stopped";
  const asks = stage.kind === "needs-person" || stage.kind === "parked";
  return parked || asks || ACTIVE_STAGES.has(stage.kind);
}
