import type {
  AgentMessage,
  AttemptRecord,
  RecoveryState,
  SessionRecord,
  Stage,
  StreamState,
  TargetState,
} from "../model/index.ts";
import type { StageOf } from "./stages.ts";

/**
 * Copies of the records that change with every event. Their fields are written out one by one: a
 * spread gives its copy a layout of its own, and the copy of that copy the next, so that whoever
 * reads or writes one looks up every field anew. That was a quarter of the engine's time.
 */
type Writable<T> = { -readonly [K in keyof T]: T[K] };

export function streamWith(stream: StreamState, change: Partial<StreamState>): StreamState {
  return Object.assign(copyOf(stream), change);
}

/** Most events change the stage and nothing else. */
export function streamAt(stream: StreamState, stage: Stage): StreamState {
  const copy = copyOf(stream);
  copy.stage = stage;
  return copy;
}

function copyOf(stream: StreamState): Writable<StreamState> {
  const copy: Writable<StreamState> = {
    facts: stream.facts,
    inRoadmap: stream.inRoadmap,
    stage: stream.stage,
    generation: stream.generation,
    round: stream.round,
    failures: stream.failures,
    rejections: stream.rejections,
    agent: stream.agent,
    carry: stream.carry,
    rejection: stream.rejection,
    conversation: stream.conversation,
    messages: stream.messages,
    loops: stream.loops,
    hold: stream.hold,
    summons: stream.summons,
    agreed: stream.agreed,
    decision: stream.decision,
    attempts: stream.attempts,
  };
  if (stream.recovery !== undefined) copy.recovery = stream.recovery;
  return copy;
}

export function runningWith(
  stage: StageOf<"running">,
  change: Partial<StageOf<"running">>,
): StageOf<"running"> {
  const copy: Writable<StageOf<"running">> = {
    kind: "running",
    attempt: stage.attempt,
    workspace: stage.workspace,
    process: stage.process,
    preparedAtMs: stage.preparedAtMs,
    startedAtMs: stage.startedAtMs,
    progressAtMs: stage.progressAtMs,
    outputBytes: stage.outputBytes,
    liveness: stage.liveness,
    stopping: stage.stopping,
    asking: stage.asking,
    heard: stage.heard,
    loop: stage.loop,
    percent: stage.percent,
  };
  if (stage.reservation !== undefined) copy.reservation = stage.reservation;
  if (stage.spent !== undefined) copy.spent = stage.spent;
  if (stage.foreseen !== undefined) copy.foreseen = stage.foreseen;
  return Object.assign(copy, change);
}

export function recordWith(record: AttemptRecord, change: Partial<AttemptRecord>): AttemptRecord {
  const copy: Writable<AttemptRecord> = {
    attempt: record.attempt,
    agent: record.agent,
    claimedAtMs: record.claimedAtMs,
    startedAtMs: record.startedAtMs,
    finishedAtMs: record.finishedAtMs,
    outcome: record.outcome,
    reason: record.reason,
    failure: record.failure,
    usage: record.usage,
    gates: record.gates,
    commit: record.commit,
    archiveRef: record.archiveRef,
    files: record.files,
  };
  if (record.prompt !== undefined) copy.prompt = record.prompt;
  if (record.cost !== undefined) copy.cost = record.cost;
  return Object.assign(copy, change);
}

export function targetWith(target: TargetState, change: Partial<TargetState>): TargetState {
  const copy: TargetState = {
    id: target.id,
    roadmapDigest: target.roadmapDigest,
    base: target.base,
    baseRound: target.baseRound,
    queue: target.queue,
    landing: target.landing,
    checkoutMoves: target.checkoutMoves,
    landings: target.landings,
    landed: target.landed,
    rollback: target.rollback,
    rollbackRound: target.rollbackRound,
    rolledBack: target.rolledBack,
  };
  return Object.assign(copy, change);
}

export function sessionWith(session: SessionRecord, change: Partial<SessionRecord>): SessionRecord {
  const copy: Writable<SessionRecord> = {
    id: session.id,
    state: session.state,
    request: session.request,
    keys: session.keys,
    startedAtMs: session.startedAtMs,
    finishedAtMs: session.finishedAtMs,
    reason: session.reason,
    history: session.history,
  };
  if (session.cause !== undefined) copy.cause = session.cause;
  return Object.assign(copy, change);
}

export function messageWith(message: AgentMessage, change: Partial<AgentMessage>): AgentMessage {
  const copy: Writable<AgentMessage> = {
    id: message.id,
    text: message.text,
    about: message.about,
    allowed: message.allowed,
    request: message.request,
    awaited: message.awaited,
    by: message.by,
    atMs: message.atMs,
    given: message.given,
    kept: message.kept,
    kind: message.kind,
  };
  if (message.givenAtMs !== undefined) copy.givenAtMs = message.givenAtMs;
  return Object.assign(copy, change);
}

export function recoveryWith(
  recovery: RecoveryState,
  change: Partial<RecoveryState>,
): RecoveryState {
  const copy: RecoveryState = {
    steps: recovery.steps,
    program: recovery.program,
    escalation: recovery.escalation,
    split: recovery.split,
    splits: recovery.splits,
    divided: recovery.divided,
    deadlock: recovery.deadlock,
  };
  return Object.assign(copy, change);
}
