import type { DecisionReason, StreamState } from "../../model/index.ts";
import { LIMITS, attemptId, comparePlaces } from "../../model/index.ts";
import { budgetObstacle, slotLimit } from "../attempt/budget.ts";
import { fileOverlap, overlapShare } from "../../planner/index.ts";
import { roomObstacle } from "./admission.ts";
import { accountObstacle } from "../attempt/accounts.ts";
import type { FileIndex } from "./file-index.ts";
import { addFiles, nearby, newFileIndex } from "./file-index.ts";
import { isGreen } from "../landing/landing.ts";
import { agentFor } from "./names.ts";
import { lineUp, takeFirst } from "./order.ts";
import { policyOf } from "../policy.ts";
import { hasFailed } from "../session/sessions.ts";
import { awaitedHandOff } from "../team/hand-offs.ts";
import { takerOf, teamOf } from "../team/roles.ts";
import type { Turn } from "../turn.ts";
import { emit } from "../turn.ts";

/**
 * Claims as many streams as there are free slots, best rank first (law I5: only with complete
 * dependencies). A slot is held from claim to collection; waiting to land holds none, so that a
 * slow gate keeps no agent idle. What was passed over keeps its reason in `turn.obstacles`.
 */
export function claimStreams(turn: Turn): void {
  const { work, state } = turn;
  if (!work.scan || state.session?.state !== "executing" || isEnding(turn)) return;
  let free = slotLimit(state) - work.slots.size;
  if (free <= 0 || work.ready.size === 0) return;
  const policy = policyOf(state);
  let passed: FileIndex | null = null;
  const line = lineUp(state, work.ready, policy, turn.atMs);
  while (free > 0 && roomObstacle(turn) === null) {
    const stream = takeFirst(line);
    if (stream === null) return;
    if (!mayStart(turn, stream) || accountObstacle(turn, stream) !== null) continue;
    const obstacle =
      landingsAhead(turn, stream) ??
      awaitedBy(turn, stream) ??
      overlapOf(turn, stream) ??
      (passed === null ? null : priorityOf(turn, stream, passed));
    if (obstacle === null) {
      claim(turn, stream);
      free -= 1;
    } else {
      passed ??= newFileIndex();
      addFiles(passed, stream.facts);
      turn.obstacles ??= new Map();
      turn.obstacles.set(stream.facts.key, obstacle);
      work.changed.add(stream.facts.key);
    }
  }
}

/**
 * What is begun now lands after all that is in line, on a branch that has moved on by as much: a
 * short look ahead keeps the landing busy, a long one only makes conflicts (law I6).
 */
export function landingsAhead({ state }: Turn, { facts }: StreamState): DecisionReason | null {
  const waiting = state.targets.get(facts.target)?.queue.length ?? 0;
  const limit = LIMITS.landingQueueMax;
  return waiting < limit ? null : { kind: "landings", waiting, limit };
}

/** The agent that a person wants on it has not come to the end of what it was on. */
function awaitedBy(turn: Turn, { summons, facts }: StreamState): DecisionReason | null {
  if (summons === null) return null;
  const { holders, active } = turn.work;
  for (const key of holders.get(summons.id) ?? []) {
    if (key !== facts.key && active.has(key)) return { kind: "claimed", by: summons.name };
  }
  return null;
}

/** After a failure for good under `onFailure: stop` nothing new begins. */
export function isEnding(turn: Turn): boolean {
  return policyOf(turn.state).onFailure === "stop" && hasFailed(turn);
}

function mayStart(turn: Turn, stream: StreamState): boolean {
  const { stage, facts } = stream;
  if (stage.kind !== "waiting" || stage.notBeforeMs > turn.atMs) return false;
  if (awaitedHandOff(turn.state, stream) !== null) return false;
  const team = teamOf(turn.state);
  if (team !== null && takerOf(turn, team, stream) === null) return false;
  if (budgetObstacle(turn.state, stream, turn.atMs) !== null) return false;
  if (!policyOf(turn.state).verify) return true;
  const target = turn.state.targets.get(facts.target);
  return target !== undefined && isGreen(target);
}

function claim(turn: Turn, stream: StreamState): void {
  const { facts, generation, carry, rejection } = stream;
  emit(turn, {
    type: "claimed",
    attempt: attemptId(facts.key, generation + 1),
    key: facts.key,
    agent: agentFor(turn, stream),
    carry,
    rejection,
  });
}

/** Work that is claimed and not landed and says it changes much the same files. */
function overlapOf(turn: Turn, stream: StreamState): DecisionReason | null {
  if (stream.facts.files.length === 0) return null;
  let first: StreamState | null = null;
  for (const key of nearby(turn.work.activeFiles, stream.facts)) {
    const other = turn.state.streams.get(key);
    if (other === undefined || !overlaps(turn, stream, other)) continue;
    if (first === null || comparePlaces(other.facts, first.facts) < 0) first = other;
  }
  if (first === null) return null;
  const { share, shared } = fileOverlap(stream.facts.files, first.facts.files);
  const files = shared.slice(0, FILES_NAMED);
  return { kind: "overlap", with: first.facts.key, share, files };
}

/**
 * A better placed stream that waits for files is not overtaken by one that wants the same files:
 * else a chain of small ones could keep it waiting for ever (C4).
 */
function priorityOf(turn: Turn, stream: StreamState, passed: FileIndex): DecisionReason | null {
  for (const key of nearby(passed, stream.facts)) {
    const before = turn.state.streams.get(key);
    if (before !== undefined && overlaps(turn, stream, before)) {
      return { kind: "priority", behind: key };
    }
  }
  return null;
}

/** How many of the shared files a stored reason names. */
const FILES_NAMED = 5;

function overlaps(turn: Turn, { facts: a }: StreamState, { facts: b }: StreamState): boolean {
  if (a.target !== b.target || a.files.length === 0 || b.files.length === 0) return false;
  return overlapShare(a.files, b.files) > policyOf(turn.state).overlapMax;
}
