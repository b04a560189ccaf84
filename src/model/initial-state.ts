import type { StreamId, TargetId } from "./ids.ts";
import { streamKey } from "./ids.ts";
import type { RunPolicy } from "./session.ts";
import type { State, StreamState, TargetState } from "./state.ts";
import type { DutyReference } from "./team.ts";
import type { StreamFacts } from "./work-stream.ts";

/** What holds before any session has pinned a policy; only acts on nothing are decided under it. */
export const INITIAL_POLICY: RunPolicy = {
  mode: "batch",
  concurrency: 1,
  verify: true,
  rejectionsMax: 3,
  failuresMax: 3,
  retryBaseMs: 60_000,
  retryCeilingMs: 240_000,
  totalMs: 1_800_000,
  idleMs: 600_000,
  startupMs: 60_000,
  stopGraceMs: 10_000,
  overlapMax: 0.2,
  ageingMs: 3_600_000,
  onFailure: "continue",
  names: {},
};

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
    programs: {},
    accounts: new Map(),
    concurrency: INITIAL_POLICY.concurrency,
    budget: null,
    machine: null,
    size: null,
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

/** After everything a roadmap lists. */
const UNLISTED_ORDER = 1_000_000;

/** Work that is in no roadmap: a duty of a role, or a person's errand. */
export function unlistedFacts(
  work: Pick<StreamFacts, "target" | "title"> & {
    readonly id: StreamId;
    readonly duty: DutyReference;
    /** Its place among others like it. */
    readonly number: number;
  },
): StreamFacts {
  const { target, id, title, duty, number } = work;
  return {
    key: streamKey(target, id),
    target,
    id,
    title,
    status: "not_started",
    workable: true,
    // Short and standing: before ordinary work of its role, after what is critical.
    priority: "high",
    bootstrap: false,
    effort: null,
    dependsOn: [],
    defect: null,
    files: [],
    batch: null,
    assignee: null,
    deadline: null,
    order: UNLISTED_ORDER + number,
    duty,
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
