import type {
  Checkpoint,
  Effect,
  EffectId,
  EffectOf,
  State,
  StreamState,
  TargetState,
  Workspace,
} from "../model/index.ts";
import { keyOf, targetOf, unreachable } from "../model/index.ts";
import {
  checkpointEffectId,
  isTargetStep,
  readEffectId,
  roundId,
  splitId,
  stepId,
  targetEffectId,
  tellId,
  unheardBy,
} from "./effect-ids.ts";
import type { RollbackStep } from "./effect-ids.ts";
import { policyFor, programOf } from "./team/roles.ts";
import { currentStream, mayBeEmpty } from "./stages.ts";
import type { Worklist } from "./worklist.ts";
import { worklistOf } from "./worklist.ts";

/**
 * Everything the state promises to do now, derived and never stored: after a crash the same state
 * promises the same ids again (law I2). What was put off is left out until its time.
 * The order says nothing.
 */
export function pendingEffects(state: State): Effect[] {
  const effects: Effect[] = [];
  const work = worklistOf(state);
  for (const key of work.busy) {
    const stream = state.streams.get(key);
    if (stream !== undefined) add(effects, promisedBy(state, work, stream));
  }
  for (const key of work.dividing) {
    const stream = state.streams.get(key);
    const effect = stream === undefined ? null : effectOfSplit(stream);
    if (effect !== null) effects.push(effect);
  }
  for (const target of state.targets.values()) add(effects, effectsOfTarget(state, target));
  for (const checkpoint of state.checkpoints.values()) {
    add(effects, effectsOfCheckpoint(checkpoint));
  }
  for (const [attempt, workspace] of state.releases) effects.push(release(attempt, workspace));
  if (state.deferred.size === 0) return effects;
  return effects.filter((effect) => !isPutOff(state, effect.id));
}

function add(effects: Effect[], more: readonly Effect[]): void {
  for (const effect of more) effects.push(effect);
}

/** Of most targets and streams most of the time. */
const NOTHING: readonly Effect[] = [];

/** The effect of that id, if the state promises it now; anything else is stale (law I9). */
export function promisedEffect(state: State, id: EffectId): Effect | null {
  if (isPutOff(state, id)) return null;
  return knownEffect(state, id);
}

/** The effect of that id, promised now or put off. */
export function knownEffect(state: State, id: EffectId): Effect | null {
  const { about, step } = readEffectId(id);
  if (step === "release") {
    const workspace = state.releases.get(about);
    return workspace === undefined ? null : release(about, workspace);
  }
  if (step === "split" || step === "apply-split") {
    const stream = state.streams.get(about);
    const effect = stream === undefined ? null : effectOfSplit(stream);
    return effect?.id === id ? effect : null;
  }
  if (step === "keep" || step === "drop") return checkpointEffect(state, id);
  if (isTargetStep(step)) {
    const target = state.targets.get(about);
    return target === undefined ? null : find(effectsOfTarget(state, target), id);
  }
  const stream = state.streams.get(keyOf(about));
  return stream === undefined ? null : find(promisedBy(state, worklistOf(state), stream), id);
}

export function isPutOff(state: State, id: EffectId): boolean {
  const deferral = state.deferred.get(id);
  return deferral !== undefined && deferral.untilMs > state.nowMs;
}

function find(effects: readonly Effect[], id: EffectId): Effect | null {
  for (const effect of effects) if (effect.id === id) return effect;
  return null;
}

function release(attempt: string, workspace: Workspace): Effect {
  return { kind: "release", id: stepId(attempt, "release"), attempt, workspace };
}

function effectsOfTarget(state: State, target: TargetState): readonly Effect[] {
  const { base, checkoutMoves, rollback } = target;
  if (base !== null && checkoutMoves.length === 0 && rollback === null) return NOTHING;
  const effects: Effect[] = [];
  if (awaitsBase(state, target)) {
    const id = targetEffectId(target.id, "base", target.baseRound + 1);
    effects.push({ kind: "verify-base", id, target: target.id });
  }
  // One at a time: each move starts from what the one before it left.
  const move = checkoutMoves[0];
  if (move !== undefined) {
    const { id, key, from, to } = move;
    effects.push({ kind: "move-checkout", target: target.id, id, key, from, to });
  }
  const undoing = effectOfRollback(state, target);
  if (undoing !== null) effects.push(undoing);
  return effects;
}

/** Begins once no landing is under way and the checkpoint before it is kept. */
function effectOfRollback(state: State, target: TargetState): Effect | null {
  const { rollback, rollbackRound } = target;
  if (rollback === null || target.landing !== null) return null;
  const { stage, changes, streams, by, why, atMs } = rollback;
  const common = (step: RollbackStep) => ({
    id: targetEffectId(target.id, step, rollbackRound),
    target: target.id,
  });
  switch (stage.kind) {
    case "reverting":
      for (const { stage: at } of state.checkpoints.values()) if (at === "keeping") return null;
      return { kind: "revert", ...common("revert"), changes, streams, by, why, atMs };
    case "verifying":
      return {
        kind: "verify-revert",
        ...common("verify-revert"),
        candidate: stage.candidate,
      };
    case "landing": {
      const { candidate, report } = stage;
      return { kind: "land-revert", ...common("land-revert"), candidate, report, why };
    }
    default:
      return unreachable(stage);
  }
}

/** Seen how it could be divided, and, once a person has agreed, divided. */
function effectOfSplit({ facts: { key }, recovery }: StreamState): Effect | null {
  const split = recovery?.split ?? null;
  if (split === null) return null;
  const { round, stage, titles } = split;
  switch (stage.kind) {
    case "proposing":
      return { kind: "propose-split", id: splitId(key, "split", round), key, titles };
    case "proposed":
      return null;
    case "applying": {
      const { proposal } = stage;
      return { kind: "apply-split", id: splitId(key, "apply-split", round), key, proposal };
    }
    default:
      return unreachable(stage);
  }
}

function checkpointEffect(state: State, id: EffectId): Effect | null {
  for (const checkpoint of state.checkpoints.values()) {
    const found = find(effectsOfCheckpoint(checkpoint), id);
    if (found !== null) return found;
  }
  return null;
}

function effectsOfCheckpoint(checkpoint: Checkpoint): Effect[] {
  const { number, stage } = checkpoint;
  switch (stage) {
    case "keeping":
      return [{ kind: "keep-checkpoint", id: checkpointEffectId("keep", number), checkpoint }];
    case "dropping":
      return [{ kind: "drop-checkpoint", id: checkpointEffectId("drop", number), checkpoint }];
    case "kept":
      return [];
    default:
      return unreachable(stage);
  }
}

/**
 * Whether the target was green before anybody worked on it (E5) has to be known: for a session
 * that means to verify, and for finished work that waits to land, session or none.
 */
export function awaitsBase(state: State, target: TargetState): boolean {
  const { session } = state;
  if (session === null || target.base !== null) return false;
  if (target.queue.some((attempt) => currentStream(state, attempt)?.agreed?.forced !== true)) {
    return true;
  }
  if (!session.request.policy.verify) return false;
  if (session.state !== "planning" && session.state !== "executing") return false;
  return session.keys.some((key) => targetOf(key) === target.id);
}

/** Told anew only where it may have become another: most turns change one stream, or none. */
function promisedBy(state: State, work: Worklist, stream: StreamState): readonly Effect[] {
  const { key } = stream.facts;
  const request = state.session?.request ?? null;
  const known = work.promised.get(key);
  if (known?.request === request && promisesAlike(known.stream, stream)) return known.effects;
  const effects = effectsOfStream(state, stream);
  if (effects.length > 0) work.promised.set(key, { stream, request, effects });
  return effects;
}

/** How far a run has come, which is most of what is heard, changes nothing of what is to be done. */
function promisesAlike(a: StreamState, b: StreamState): boolean {
  if (a === b) return true;
  const one = a.stage;
  const other = b.stage;
  return (
    one.kind === "running" &&
    other.kind === "running" &&
    one.attempt === other.attempt &&
    one.process === other.process &&
    one.stopping === other.stopping &&
    one.workspace === other.workspace &&
    a.agent === b.agent &&
    a.rejection === b.rejection &&
    a.conversation === b.conversation &&
    a.messages === b.messages &&
    a.recovery === b.recovery
  );
}

/** Follows from what `promisesAlike` compares, and from the session's request, alone. */
function effectsOfStream(state: State, stream: StreamState): readonly Effect[] {
  const { stage, agent } = stream;
  const { key } = stream.facts;
  if (agent === null) return NOTHING;
  switch (stage.kind) {
    case "preparing": {
      const { attempt } = stage;
      const id = stepId(attempt, "prepare");
      return [{ kind: "prepare", id, attempt, key, carry: stream.carry }];
    }
    case "running":
      return effectsOfRun(state, stream, stage, agent);
    case "collecting": {
      const { attempt, workspace } = stage;
      const id = stepId(attempt, "collect");
      return [{ kind: "collect", id, attempt, key, agent, workspace }];
    }
    case "merging": {
      const { attempt, work, round } = stage;
      const id = roundId(attempt, "merge", round);
      const empty = mayBeEmpty(stream) ? { mayBeEmpty: true as const } : {};
      return [{ kind: "merge", id, attempt, key, agent, work, ...empty }];
    }
    case "verifying": {
      const { attempt, work, candidate, round } = stage;
      const id = roundId(attempt, "verify", round);
      return [{ kind: "verify", id, attempt, key, candidate, work }];
    }
    case "verifying-alone": {
      const { attempt, work, round } = stage;
      const id = roundId(attempt, "verify-alone", round);
      return [{ kind: "verify-alone", id, attempt, key, work }];
    }
    case "landing": {
      const { attempt, candidate, report, round } = stage;
      return [
        { kind: "land", id: roundId(attempt, "land", round), attempt, key, candidate, report },
      ];
    }
    case "waiting":
    case "queued":
    case "parked":
    case "needs-person":
    case "completed":
    case "unverified":
    case "blocked":
    case "skipped":
    case "stopped":
    case "settled":
      return NOTHING;
    default:
      return unreachable(stage);
  }
}

function effectsOfRun(
  state: State,
  stream: StreamState,
  stage: Extract<StreamState["stage"], { kind: "running" }>,
  agent: NonNullable<StreamState["agent"]>,
): readonly Effect[] {
  const { attempt, workspace, stopping } = stage;
  const policy = policyFor(state, agent);
  const run: Effect = {
    kind: "run-agent",
    id: stepId(attempt, "run"),
    attempt,
    key: stream.facts.key,
    agent,
    workspace,
    rejection: stream.rejection,
    ...goingOn(stream, attempt, agent),
    ...programOf(state, stream),
    // The engine's own stop comes first; this one holds when nobody is left to send it (law I7).
    deadlineMs: policy.totalMs + policy.stopGraceMs,
  };
  if (stopping === null) {
    // Only somebody who is there can hear.
    const message = stage.process === null ? null : unheardBy(stream, attempt);
    if (message === null) return [run];
    const { key } = stream.facts;
    return [run, { kind: "tell-agent", id: tellId(attempt, message.id), attempt, key, message }];
  }
  const id = stepId(attempt, stopping.now ? "stop-now" : "stop");
  const graceMs = stopping.now ? 0 : policy.stopGraceMs;
  return [run, { kind: "stop-agent", id, attempt, graceMs, now: stopping.now }];
}

/** The conversation that a turn goes on with, and what is new in it; or all that was ever said. */
function goingOn(
  { conversation, messages }: StreamState,
  attempt: string,
  agent: NonNullable<StreamState["agent"]>,
): Pick<EffectOf<"run-agent">, "conversation" | "messages"> {
  const isOwn = conversation !== null && conversation.agentId === agent.id;
  return {
    conversation: isOwn ? conversation : null,
    // What is said from now on is told to the running agent, and not with its prompt as well.
    messages: messages.filter((one) => (isOwn ? one.given === attempt : one.given !== null)),
  };
}
