import type { StreamKey, StreamState } from "../../model/index.ts";
import { displayKey, isSessionOpen } from "../../model/index.ts";
import { isPutOff } from "../effects.ts";
import { stepId } from "../effect-ids.ts";
import { isGreen } from "../landing/landing.ts";
import { isPlanned, moveSession } from "./sessions.ts";
import { byPlace } from "../stages.ts";
import type { Turn } from "../turn.ts";
import { emit, refuse } from "../turn.ts";

/**
 * Ends everything for now: the session pauses, agents are asked to end (`now`: killed) and what
 * they left is archived. Finished work still lands, unless it must end at once or cannot land.
 */
export function stopAll(turn: Turn, now: boolean): void {
  const { session } = turn.state;
  const open = session !== null && isSessionOpen(session);
  if (open && session.state !== "paused") {
    if (isPlanned(session)) moveSession(turn, "paused", "stopped by a person");
    else moveSession(turn, "failed", "stopped by a person before it was planned");
  }
  const active = [...turn.work.active].sort(byPlace(turn.state));
  for (const key of active) {
    const stream = turn.state.streams.get(key);
    if (stream === undefined) continue;
    if (isBeforeLanding(stream) && (now || !canLand(turn, stream))) stopIdle(turn, stream);
    else stopRun(turn, stream, now);
  }
  if (!open && active.length === 0) refuse(turn, "stop", "nothing is running");
}

/** Ends just these streams; the session goes on with the others. */
export function stopSome(turn: Turn, keys: readonly StreamKey[], now: boolean): void {
  const refused: string[] = [];
  for (const key of new Set(keys)) {
    const stream = turn.state.streams.get(key);
    if (stream === undefined) refused.push(`there is no work stream ${displayKey(key)}`);
    else if (isBeforeLanding(stream)) stopIdle(turn, stream);
    else if (!stopRun(turn, stream, now)) {
      refused.push(`${stream.facts.id} is ${stream.stage.kind}`);
    }
  }
  if (refused.length > 0) refuse(turn, "stop", refused.join("; "));
}

/** Collected and archived, not yet at the moment of landing: it can end without further ado. */
function isBeforeLanding({ stage }: StreamState): boolean {
  return (
    stage.kind === "queued" ||
    stage.kind === "merging" ||
    stage.kind === "verifying" ||
    stage.kind === "verifying-alone"
  );
}

function canLand(turn: Turn, { facts, agreed }: StreamState): boolean {
  const target = turn.state.targets.get(facts.target);
  return agreed?.forced === true || (target !== undefined && isGreen(target));
}

function stopIdle(turn: Turn, { stage }: StreamState): void {
  if (!("attempt" in stage) || stage.attempt === null) return;
  emit(turn, { type: "stopped", attempt: stage.attempt, reason: "stopped by a person" });
}

/** True when the attempt ends because of this, or was ending as hard already. */
export function stopRun(turn: Turn, { stage }: StreamState, now: boolean): boolean {
  if (stage.kind === "collecting") return true;
  if (stage.kind !== "running" && stage.kind !== "preparing") return false;
  const { attempt } = stage;
  const stopping = stage.stopping ?? null;
  if (stage.kind === "preparing" && isPutOff(turn.state, stepId(attempt, "prepare"))) {
    // Nobody is at work on it now: it need not be tried again only to be stopped.
    emit(turn, { type: "stopped", attempt, reason: "stopped by a person" });
  } else if (stopping === null || (now && !stopping.now)) {
    emit(turn, { type: "agent-stopping", attempt, cause: "person", now });
  }
  return true;
}
