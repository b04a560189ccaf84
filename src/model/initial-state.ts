import type { TargetId } from "./ids.ts";
import type { State, StreamState, TargetState } from "./state.ts";
import type { StreamFacts } from "./work-stream.ts";

/** Agents side by side before any session has said how many. */
const CONCURRENCY_BEFORE_ANY_SESSION = 1;

/** The state of an empty journal. */
export function initialState(): State {
  return {
    epoch: 0,
    nowMs: 0,
    session: null,
    pastSessions: [],
    streams: new Map(),
    targets: new Map(),
    releases: new Map(),
    deferred: new Map(),
    verdicts: new Map(),
    names: new Map(),
    checkpoints: new Map(),
    checkpointSerial: 0,
    serial: 0,
    account: null,
    accounts: new Map(),
    concurrency: CONCURRENCY_BEFORE_ANY_SESSION,
    budget: null,
    machine: null,
    team: null,
  };
}

export function newTarget(id: TargetId): TargetState {
  return {
    id,
    roadmapDigest: null,
    base: null,
    baseRound: 0,
    queue: [],
    landing: null,
    checkoutMoves: [],
    landings: 0,
    landed: [],
    rollback: null,
    rollbackRound: 0,
    rolledBack: [],
  };
}

/** A stream as first seen: what a person had already completed or cancelled needs no work. */
export function newStream(facts: StreamFacts, atMs: number): StreamState {
  return {
    facts,
    inRoadmap: true,
    stage: isSettledStatus(facts)
      ? { kind: "settled", status: facts.status, atMs }
      : { kind: "waiting", sinceMs: atMs, notBeforeMs: 0 },
    generation: 0,
    round: 0,
    failures: 0,
    rejections: 0,
    agent: null,
    carry: null,
    rejection: null,
    conversation: null,
    messages: [],
    loops: 0,
    hold: null,
    summons: null,
    agreed: null,
    decision: null,
    attempts: [],
  };
}

/** Statuses with which a person ends a stream. */
function isSettledStatus(facts: StreamFacts): boolean {
  return facts.status === "complete" || facts.status === "cancelled";
}
