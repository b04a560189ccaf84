import type { AttemptId, AttemptRecord, Event, Stage, StreamState } from "../model/index.ts";
import { LANDING_STAGES, generationOf } from "../model/index.ts";
import type { Ledger } from "./draft.ts";
import { amendStream, amendTarget, putName, putRelease, putStream } from "./draft.ts";
import type { StageOf } from "./stages.ts";
import { attemptOf, currentStream, isStage, workOf, workspaceOf } from "./stages.ts";

type EventOf<T extends Event["type"]> = Extract<Event, { readonly type: T }>;

export function applyClaimed(ledger: Ledger, event: EventOf<"claimed">): void {
  const stream = ledger.state.streams.get(event.key);
  if (stream === undefined) return;
  const { attempt, agent, carry, rejection, atMs } = event;
  putName(ledger, agent);
  putStream(ledger, {
    ...stream,
    stage: { kind: "preparing", attempt },
    generation: generationOf(attempt),
    round: 0,
    agent,
    carry,
    rejection,
    agreed: null,
    decision: { key: event.key, decision: "start", reasons: [{ kind: "ready" }] },
    attempts: [...stream.attempts, newRecord(attempt, agent, atMs)],
  });
}

function newRecord(
  attempt: AttemptId,
  agent: AttemptRecord["agent"],
  claimedAtMs: number,
): AttemptRecord {
  return {
    attempt,
    agent,
    claimedAtMs,
    startedAtMs: null,
    finishedAtMs: null,
    outcome: "active",
    reason: null,
    failure: null,
    usage: null,
    gates: [],
    commit: null,
    archiveRef: null,
    files: [],
  };
}

export function applyPrepared(ledger: Ledger, event: EventOf<"prepared">): void {
  const stream = currentStream(ledger.state, event.attempt);
  if (stream?.stage.kind !== "preparing") return;
  const { attempt, workspace, atMs, reservation } = event;
  amendStream(ledger, stream.facts.key, {
    stage: {
      kind: "running",
      attempt,
      workspace,
      process: null,
      preparedAtMs: atMs,
      startedAtMs: null,
      progressAtMs: atMs,
      outputBytes: 0,
      liveness: "alive",
      stopping: stream.stage.stopping ?? null,
      ...(reservation === undefined ? {} : { reservation }),
    },
  });
}

/** Changes a running stage, and nothing else. */
export function patchRun(
  ledger: Ledger,
  attempt: AttemptId,
  change: Partial<StageOf<"running">>,
): void {
  const stream = currentStream(ledger.state, attempt);
  if (stream === null || !isStage(stream.stage, "running")) return;
  const stage = { ...stream.stage, ...change };
  const started = change.startedAtMs;
  putStream(
    ledger,
    started === undefined
      ? { ...stream, stage }
      : { ...stream, stage, attempts: amendRecord(stream, { startedAtMs: started }) },
  );
}

export function applyAgentStopping(ledger: Ledger, event: EventOf<"agent-stopping">): void {
  const stream = currentStream(ledger.state, event.attempt);
  if (stream === null) return;
  const stopping = { cause: event.cause, sinceMs: event.atMs, now: event.now };
  if (stream.stage.kind === "preparing") {
    amendStream(ledger, stream.facts.key, { stage: { ...stream.stage, stopping } });
  } else patchRun(ledger, event.attempt, { stopping });
}

export function applyAgentEnded(ledger: Ledger, event: EventOf<"agent-ended">): void {
  const stream = currentStream(ledger.state, event.attempt);
  if (stream?.stage.kind !== "running") return;
  const { attempt, report } = event;
  const { workspace, stopping, reservation } = stream.stage;
  putStream(ledger, {
    ...stream,
    stage: {
      kind: "collecting",
      attempt,
      workspace,
      report,
      stopped: stopping?.cause ?? null,
      ...(reservation === undefined ? {} : { reservation }),
    },
    attempts: amendRecord(stream, {
      usage: report.usage,
      ...(report.cost === undefined ? {} : { cost: report.cost }),
    }),
  });
}

/** It never was: its number is used up, and nothing else of it stays. */
export function applyUnaffordable(ledger: Ledger, event: EventOf<"unaffordable">): void {
  const stream = currentStream(ledger.state, event.attempt);
  if (stream?.stage.kind !== "preparing") return;
  const { limit, mayComeBack, retryAtMs, atMs } = event;
  const newest = stream.attempts.at(-1);
  const stage = { kind: "waiting", sinceMs: atMs, notBeforeMs: retryAtMs } as const;
  putStream(ledger, {
    ...stream,
    stage: { ...stage, short: { limit, mayComeBack } },
    attempts: newest?.attempt === event.attempt ? stream.attempts.slice(0, -1) : stream.attempts,
  });
}

/** Money may be there again: what lacked it is tried at once (`all`), or what others held. */
export function freeShort(ledger: Ledger, all: boolean): void {
  for (const key of ledger.work.cooling) {
    const stream = ledger.state.streams.get(key);
    if (stream?.stage.kind !== "waiting" || stream.stage.short === undefined) continue;
    const { short, ...stage } = stream.stage;
    if (!all && !short.mayComeBack) continue;
    putStream(ledger, { ...stream, stage: { ...stage, notBeforeMs: ledger.state.nowMs } });
  }
}

/** The bytes are archived (law I8); work that its agent calls done gets into line to land. */
export function applyCollected(ledger: Ledger, event: EventOf<"collected">): void {
  const stream = currentStream(ledger.state, event.attempt);
  if (stream?.stage.kind !== "collecting") return;
  const { attempt, work, atMs } = event;
  const { report, stopped, workspace } = stream.stage;
  const attempts = amendRecord(stream, { archiveRef: work.archiveRef, files: work.files });
  // What it did not need of its reservation is free again.
  freeShort(ledger, false);
  const isDone = report.outcome.kind === "claimed-done";
  if (!isDone || (stopped !== null && stopped !== "budget")) {
    // Only the money ended it: the next attempt goes on from there.
    const goesOn = stopped === "budget" && work.head !== work.base;
    const carry = goesOn ? { work, rebase: false } : stream.carry;
    putStream(ledger, { ...stream, carry, attempts });
    return;
  }
  const stage: Stage = { kind: "queued", attempt, workspace, work, sinceMs: atMs };
  putStream(ledger, { ...stream, stage, attempts });
  joinQueue(ledger, stream, attempt);
}

export function joinQueue(ledger: Ledger, stream: StreamState, attempt: AttemptId): void {
  const { target } = stream.facts;
  const queue = ledger.state.targets.get(target)?.queue ?? [];
  amendTarget(ledger, target, { queue: [...queue, attempt] });
}

export function leaveQueue(ledger: Ledger, stream: StreamState, attempt: AttemptId): void {
  const { target } = stream.facts;
  const queue = ledger.state.targets.get(target)?.queue ?? [];
  amendTarget(ledger, target, { queue: queue.filter((other) => other !== attempt) });
}

export function applyRejected(ledger: Ledger, event: EventOf<"rejected">): void {
  const stream = currentStream(ledger.state, event.attempt);
  if (stream === null) return;
  const { rejection, retryAtMs, atMs } = event;
  const work = workOf(stream.stage);
  const carry = work === null ? stream.carry : { work, rebase: mustRebase(stream, event) };
  endAttempt(
    ledger,
    { ...stream, carry, rejection, rejections: stream.rejections + 1 },
    {
      outcome: "rejected",
      reason: rejection.reason.kind,
      stage: { kind: "waiting", sinceMs: atMs, notBeforeMs: retryAtMs },
    },
  );
}

/** The next try starts from the present branch when the branch had a part in the rejection. */
function mustRebase(stream: StreamState, { rejection }: EventOf<"rejected">): boolean {
  const { kind } = rejection.reason;
  if (kind === "conflict" || kind === "semantic-conflict") return true;
  const { stage } = stream;
  return "candidate" in stage && stage.candidate.onto !== stage.work.base;
}

export function applyFailed(ledger: Ledger, event: EventOf<"failed">): void {
  const stream = currentStream(ledger.state, event.attempt);
  if (stream === null) return;
  const { reason: failure, message, counts, retryAtMs, atMs } = event;
  endAttempt(
    ledger,
    { ...stream, failures: stream.failures + (counts ? 1 : 0) },
    {
      outcome: "failed",
      reason: message,
      failure,
      stage: { kind: "waiting", sinceMs: atMs, notBeforeMs: retryAtMs },
    },
  );
}

/** A person gives the stream another chance: counters start again, kept work is gone on from. */
export function applyReopened(ledger: Ledger, event: EventOf<"reopened">): void {
  const stream = ledger.state.streams.get(event.key);
  if (stream === undefined) return;
  const work = workOf(stream.stage);
  endAttempt(
    ledger,
    {
      ...stream,
      failures: 0,
      rejections: 0,
      carry: work === null ? stream.carry : { work, rebase: true },
    },
    {
      outcome: "rejected",
      reason: `reopened by ${event.by}`,
      stage: { kind: "waiting", sinceMs: event.atMs, notBeforeMs: 0 },
    },
  );
}

export interface AttemptEnd {
  readonly outcome: AttemptRecord["outcome"];
  readonly reason: string | null;
  readonly failure?: AttemptRecord["failure"];
  readonly commit?: AttemptRecord["commit"];
  readonly stage: Stage;
}

/**
 * Takes a stream out of its stage: its place in line and in the landing is free, its workspace is
 * given back once its bytes are archived (law I8). The work of an attempt that was stopped or
 * blocked on its way to land is what the next goes on from.
 */
export function endAttempt(ledger: Ledger, stream: StreamState, end: AttemptEnd): void {
  const before = stream.stage;
  const attempt = attemptOf(before);
  if (before.kind === "queued" && attempt !== null) leaveQueue(ledger, stream, attempt);
  if (LANDING_STAGES.has(before.kind)) {
    amendTarget(ledger, stream.facts.target, { landing: null });
  }
  const record = stream.attempts.at(-1);
  const active = record !== undefined && record.outcome === "active";
  const workspace = workspaceOf(before);
  const archived = record !== undefined && record.archiveRef !== null;
  if (attempt !== null && workspace !== null && archived) {
    putRelease(ledger, attempt, workspace);
  }
  const work = workOf(before);
  const keeps = end.stage.kind === "stopped" || end.stage.kind === "blocked";
  putStream(ledger, {
    ...stream,
    stage: end.stage,
    agreed: null,
    carry: keeps && work !== null ? { work, rebase: true } : stream.carry,
    attempts: active ? amendRecord(stream, closing(ledger, end)) : stream.attempts,
  });
}

function closing(ledger: Ledger, end: AttemptEnd): Partial<AttemptRecord> {
  return {
    outcome: end.outcome,
    reason: end.reason,
    failure: end.failure ?? null,
    finishedAtMs: ledger.state.nowMs,
    ...(end.commit === undefined ? {} : { commit: end.commit }),
  };
}

export function amendRecord(
  stream: StreamState,
  change: Partial<AttemptRecord>,
): readonly AttemptRecord[] {
  const last = stream.attempts.at(-1);
  if (last === undefined) return stream.attempts;
  return [...stream.attempts.slice(0, -1), { ...last, ...change }];
}
