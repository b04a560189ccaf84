import type {
  AgentReport,
  AttemptId,
  AttemptRecord,
  CollectedWork,
  Conversation,
  EventOf,
  Stage,
  StreamState,
} from "../../model/index.ts";
import { LANDING_STAGES, generationOf } from "../../model/index.ts";
import { messageWith, recordWith, runningWith, streamAt, streamWith } from "../copies.ts";
import type { Ledger } from "../draft.ts";
import { amendStream, amendTarget, putName, putRelease, putStream } from "../draft.ts";
import { freeShort } from "./short.ts";
import { withoutEscalation } from "./recovery.ts";
import { beginProbe, endProbe, takeBackMessages } from "./told.ts";
import type { StageOf } from "../stages.ts";
import { attemptOf, currentStream, isStage, workOf, workspaceOf } from "../stages.ts";

export function applyClaimed(ledger: Ledger, event: EventOf<"claimed">): void {
  const stream = ledger.state.streams.get(event.key);
  if (stream === undefined) return;
  const { attempt, agent, carry, rejection, atMs } = event;
  putName(ledger, agent);
  putStream(
    ledger,
    streamWith(withoutEscalation(stream), {
      stage: { kind: "preparing", attempt },
      generation: generationOf(attempt),
      round: 0,
      agent,
      carry,
      rejection,
      summons: null,
      // Said with the prompt; taken back when it turns out that nobody heard it.
      messages: stream.messages.map((one) =>
        one.given === null ? messageWith(one, { given: attempt }) : one,
      ),
      agreed: null,
      decision: { key: event.key, decision: "start", reasons: [{ kind: "ready" }] },
      attempts: [...stream.attempts, newRecord(attempt, agent, atMs)],
    }),
  );
  beginProbe(ledger, attempt);
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
      asking: [],
      heard: { questions: 0, loops: 0 },
      loop: null,
      percent: null,
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
  const stage = runningWith(stream.stage, change);
  const started = change.startedAtMs;
  putStream(
    ledger,
    started === undefined
      ? streamAt(stream, stage)
      : streamWith(stream, { stage, attempts: amendRecord(stream, { startedAtMs: started }) }),
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
  const { workspace, stopping, asking, loop, reservation } = stream.stage;
  endProbe(ledger, attempt);
  putStream(
    ledger,
    streamWith(stream, {
      stage: {
        kind: "collecting",
        attempt,
        workspace,
        report,
        stopped: stopping?.cause ?? null,
        asking,
        loop,
        left: null,
        ...(reservation === undefined ? {} : { reservation }),
      },
      conversation: conversationAfter(stream, report),
      messages: messagesAfter(stream, attempt, report),
      attempts: amendRecord(stream, {
        usage: report.usage,
        ...(report.cost === undefined ? {} : { cost: report.cost }),
      }),
    }),
  );
}

/** A program that said nothing at all may not have read its prompt either. */
function messagesAfter(
  { messages }: StreamState,
  attempt: AttemptId,
  { heard = [], outcome, session, stdoutBytes }: AgentReport,
): StreamState["messages"] {
  const isMute = (session ?? null) === null && stdoutBytes === 0 && outcome.kind !== "claimed-done";
  const told = isMute ? takeBackMessages(messages, attempt) : messages;
  if (!told.some((one) => one.given === null && heard.includes(one.id))) return told;
  return told.map((one) =>
    one.given === null && heard.includes(one.id) ? messageWith(one, { given: attempt }) : one,
  );
}

/** What the next turn may go on from: not a conversation that is gone, or too long to go on. */
function conversationAfter(stream: StreamState, report: AgentReport): Conversation | null {
  const { outcome, session, adapter } = report;
  const isLost =
    outcome.kind === "failed" &&
    (outcome.reason === "conversation" || outcome.reason === "prompt-too-long");
  if (isLost) return null;
  if (session === undefined || session === null || adapter === undefined || stream.agent === null) {
    return stream.conversation;
  }
  return { session, adapter, agentId: stream.agent.id };
}

/** The bytes are archived (law I8); work that its agent calls done gets into line to land. */
export function applyCollected(ledger: Ledger, event: EventOf<"collected">): void {
  const stream = currentStream(ledger.state, event.attempt);
  if (stream?.stage.kind !== "collecting") return;
  const { attempt, work, atMs } = event;
  const { report, stopped, workspace, asking } = stream.stage;
  const attempts = amendRecord(stream, { archiveRef: work.archiveRef, files: work.files });
  // What it did not need of its reservation is free again.
  freeShort(ledger, false);
  const isDone =
    report.outcome.kind === "claimed-done" && (stopped === null || stopped === "budget");
  if (!isDone || asking.length > 0 || hasUnheard(stream)) {
    // Only the money ended it: the next attempt goes on from there.
    const goesOn = stopped === "budget" && work.head !== work.base;
    const carry = goesOn ? { work, rebase: false } : stream.carry;
    putStream(
      ledger,
      streamWith(stream, { stage: { ...stream.stage, left: work }, carry, attempts }),
    );
    return;
  }
  const stage: Stage = { kind: "queued", attempt, workspace, work, sinceMs: atMs };
  putStream(ledger, streamWith(stream, { stage, attempts }));
  joinQueue(ledger, stream, attempt);
}

/** Something was said that its agent has not heard: its work is not done yet. */
export function hasUnheard({ messages }: StreamState): boolean {
  return messages.some((one) => one.given === null);
}

/** What an ended turn left, archived; null where nothing is known of it. */
export function leftWork({ stage }: StreamState): CollectedWork | null {
  return stage.kind === "collecting" ? stage.left : workOf(stage);
}

/**
 * What a turn that broke off left goes on with its conversation, which speaks of it; where there is
 * no conversation the next try begins where this one did.
 */
function carryAfter(stream: StreamState): StreamState["carry"] {
  const { stage } = stream;
  const goesOn = stage.kind === "collecting" && (stage.report.session ?? null) !== null;
  const work = goesOn ? stage.left : null;
  return work === null || stream.conversation === null ? stream.carry : { work, rebase: false };
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
  const { rejection, retryAtMs, atMs, step = "same" } = event;
  const work = leftWork(stream);
  const carry = work === null ? stream.carry : { work, rebase: mustRebase(stream, event) };
  endAttempt(
    ledger,
    streamWith(stream, {
      carry,
      rejection,
      rejections: stream.rejections + 1,
      loops: 0,
      conversation: step === "same" ? stream.conversation : null,
    }),
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
  const { reason: failure, message, counts, retryAtMs, atMs, step } = event;
  // A conversation in which it failed twice is more likely to be the reason than the way out.
  const isTired = step === undefined ? counts && stream.failures > 0 : step !== "same";
  endAttempt(
    ledger,
    streamWith(stream, {
      failures: stream.failures + (counts ? 1 : 0),
      carry: carryAfter(stream),
      conversation: isTired ? null : stream.conversation,
    }),
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
    streamWith(withoutEscalation(stream), {
      failures: 0,
      rejections: 0,
      loops: 0,
      // Work that waited for an answer is as its agent left it, uncommitted files included.
      carry: work === null ? stream.carry : { work, rebase: stream.stage.kind !== "parked" },
    }),
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
  if (attempt !== null) endProbe(ledger, attempt);
  const neverRan = before.kind === "preparing" && attempt !== null;
  putStream(
    ledger,
    streamWith(stream, {
      stage: end.stage,
      agreed: null,
      carry: carryInto(stream, end),
      messages: neverRan ? takeBackMessages(stream.messages, attempt) : stream.messages,
      attempts: active ? amendRecord(stream, closing(ledger, end)) : stream.attempts,
    }),
  );
}

function carryInto(stream: StreamState, { stage }: AttemptEnd): StreamState["carry"] {
  if (stage.kind !== "stopped" && stage.kind !== "blocked") return stream.carry;
  const work = workOf(stream.stage);
  return work === null ? carryAfter(stream) : { work, rebase: true };
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
  return [...stream.attempts.slice(0, -1), recordWith(last, change)];
}
