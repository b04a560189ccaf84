import { testFigures } from "./test-counts.ts";
import type {
  AttemptRecord,
  SessionId,
  SessionRecord,
  StageKind,
  State,
  StreamKey,
  StreamState,
  Usage,
} from "../../model/index.ts";
import { displayKey, isoTime, usageOf } from "../../model/index.ts";
import { describeNote } from "./recovery-words.ts";
import { isAvailable, isComplete, isHeld, orderedStreams } from "./streams.ts";
import type { ReportedStream, RunData, RunMetrics } from "./types.ts";
import { reasonOf } from "./words.ts";

/**
 * What came of a session: the newest one, or the one named. Without any, an empty report that
 * still says what could be started.
 */
export function sessionReport(state: State, id?: SessionId): RunData {
  const session = findSession(state, id);
  const streams = session === null ? [] : sessionStreams(state, session);
  const reported = streams.map((stream) => reportStream(state, stream, session));
  return {
    session: session?.id ?? null,
    sessionState: session?.state ?? "idle",
    goal: session?.request.goal ?? null,
    completed: idsOf(streams.filter(isComplete)),
    failed: idsOf(streams.filter(hasFailed)),
    blocked: idsOf(streams.filter((one) => isHeld(state, one))),
    workStreams: reported,
    metrics: measure(state, session, streams),
    next: idsOf(orderedStreams(state).filter((one) => isAvailable(state, one))),
    startedAt: isoTime(session?.startedAtMs ?? null),
    finishedAt: isoTime(session?.finishedAtMs ?? null),
    reason: session === null || session.reason === "" ? null : endReason(state, session),
  };
}

/** Every session there was, oldest first. */
export function sessionsOf({ pastSessions, session }: State): readonly SessionRecord[] {
  return session === null ? pastSessions : [...pastSessions, session];
}

export function findSession(state: State, id?: SessionId): SessionRecord | null {
  if (id === undefined || state.session?.id === id) return state.session;
  return state.pastSessions.find((one) => one.id === id) ?? null;
}

/** Streams a session was for, and any that it worked on besides (adopted from an earlier one). */
export function sessionStreams(state: State, session: SessionRecord): StreamState[] {
  const keys = new Set<StreamKey>(session.keys);
  return orderedStreams(state).filter(
    (stream) =>
      keys.has(stream.facts.key) ||
      (session === state.session && attemptsIn(stream, session).length > 0),
  );
}

/**
 * What the session had left over landed after its end, at a person's word: what it ended for was true
 * then, and is not now.
 */
export function isMadeGood(state: State, session: SessionRecord): boolean {
  const { finishedAtMs } = session;
  if (session.state !== "failed" || finishedAtMs === null) return false;
  const stages = sessionStreams(state, session).map(({ stage }) => stage);
  return (
    stages.every(({ kind }) => kind === "completed" || NEVER_BEGUN.has(kind)) &&
    stages.some((stage) => stage.kind === "completed" && stage.atMs > finishedAtMs)
  );
}

const NEVER_BEGUN: ReadonlySet<StageKind> = new Set(["waiting", "settled", "skipped"]);

/** Why it ended; empty while there is nothing to say. */
export function endReason(state: State, session: SessionRecord): string {
  return isMadeGood(state, session) ? "what it waited for has landed since" : session.reason;
}

/** Tried, and given up until a person has seen to it. */
function hasFailed({ stage }: StreamState): boolean {
  return stage.kind === "blocked" && stage.attempt !== null;
}

function idsOf(streams: readonly StreamState[]): string[] {
  return streams.map((stream) => displayKey(stream.facts.key));
}

function attemptsIn(stream: StreamState, session: SessionRecord): AttemptRecord[] {
  const until = session.finishedAtMs ?? Number.POSITIVE_INFINITY;
  return stream.attempts.filter(
    (one) =>
      one.claimedAtMs <= until &&
      (one.finishedAtMs === null || one.finishedAtMs >= session.startedAtMs),
  );
}

/** What it was last said to wait behind is complete by now; nothing was decided of it since. */
function isFreed(state: State, stream: StreamState): boolean {
  const reasons = stream.decision?.reasons ?? [];
  return isAvailable(state, stream) && reasons.every(({ kind }) => kind === "dependency");
}

function reportStream(
  state: State,
  stream: StreamState,
  session: SessionRecord | null,
): ReportedStream {
  const attempts = session === null ? [] : attemptsIn(stream, session);
  const { stage } = stream;
  const newest = stream.attempts.at(-1);
  return {
    id: displayKey(stream.facts.key),
    title: stream.facts.title,
    agent: stream.agent?.name ?? null,
    agentId: stream.agent?.id ?? null,
    state: stage.kind,
    attempts: attempts.length,
    gates: (newest?.gates ?? []).map(({ name, verdict, durationMs }) => ({
      name,
      verdict,
      durationMs,
    })),
    commit: stage.kind === "completed" ? stage.commit : null,
    usage: sumUsage(attempts),
    costMicroUsd: sumCosts(attempts),
    startedAt: isoTime(attempts[0]?.claimedAtMs ?? null),
    finishedAt: isoTime(attempts.at(-1)?.finishedAtMs ?? null),
    reason: isFreed(state, stream) ? null : reasonOf(stream),
    diverted: stage.kind === "completed" && stage.diverted,
    forced: stage.kind === "completed" && stage.forced,
    ...recoveryIn(stream, session),
  };
}

function recoveryIn(
  { recovery }: StreamState,
  session: SessionRecord | null,
): Pick<ReportedStream, "recovery"> {
  const sinceMs = session?.startedAtMs ?? 0;
  const untilMs = session?.finishedAtMs ?? Number.POSITIVE_INFINITY;
  const own = (recovery?.steps ?? []).filter(({ atMs }) => atMs >= sinceMs && atMs <= untilMs);
  return own.length === 0 ? {} : { recovery: own.map(describeNote) };
}

/** Null when of no attempt is known what it used: unknown is not nothing. */
export function sumUsage(attempts: readonly AttemptRecord[]): Usage | null {
  const known = attempts.flatMap((attempt) => usageOf(attempt) ?? []);
  if (known.length === 0) return null;
  return {
    inputTokens: known.reduce((sum, usage) => sum + usage.inputTokens, 0),
    outputTokens: known.reduce((sum, usage) => sum + usage.outputTokens, 0),
  };
}

function sumCosts(attempts: readonly AttemptRecord[]): number | null {
  const known = attempts.flatMap(({ cost }) => (cost === undefined ? [] : [cost.microUsd]));
  return known.length === 0 ? null : known.reduce((sum, cost) => sum + cost, 0);
}

function isLost({ outcome }: AttemptRecord): boolean {
  return outcome !== "landed" && outcome !== "active";
}

function measure(
  state: State,
  session: SessionRecord | null,
  streams: readonly StreamState[],
): RunMetrics {
  const attempts = session === null ? [] : streams.flatMap((stream) => attemptsIn(stream, session));
  const spans = attempts.map((one): Span => {
    const from = one.startedAtMs ?? one.claimedAtMs;
    return { from, to: Math.max(from, one.finishedAtMs ?? state.nowMs) };
  });
  const usage = sumUsage(attempts);
  return {
    durationMs:
      session === null
        ? 0
        : Math.max(0, (session.finishedAtMs ?? state.nowMs) - session.startedAtMs),
    agentsUsed: new Set(attempts.map((one) => one.agent.id)).size,
    ...testFigures(state, attempts),
    parallelEfficiency: efficiency(spans),
    attempts: attempts.length,
    rejections: attempts.filter((one) => one.outcome === "rejected").length,
    failures: attempts.filter(isFailure).length,
    agentMs: spans.reduce((sum, span) => sum + span.to - span.from, 0),
    inputTokens: usage?.inputTokens ?? null,
    outputTokens: usage?.outputTokens ?? null,
    costMicroUsd: sumCosts(attempts),
    withoutLandingMicroUsd: sumCosts(attempts.filter(isLost)),
  };
}

interface Span {
  readonly from: number;
  readonly to: number;
}

function efficiency(spans: readonly Span[]): number | null {
  if (spans.length === 0) return null;
  const start = spans.reduce((least, span) => Math.min(least, span.from), Infinity);
  const end = spans.reduce((most, span) => Math.max(most, span.to), -Infinity);
  if (end <= start) return null;
  const worked = spans.reduce((sum, span) => sum + span.to - span.from, 0);
  return worked / (mostSideBySide(spans) * (end - start));
}

/** Ends are counted before starts of the same moment: a hand-over is not side by side. */
function mostSideBySide(spans: readonly Span[]): number {
  const edges = spans
    .flatMap(({ from, to }) => [
      { at: from, step: 1 },
      { at: Math.max(to, from + 1), step: -1 },
    ])
    .sort((a, b) => a.at - b.at || a.step - b.step);
  let now = 0;
  let most = 1;
  for (const { step } of edges) {
    now += step;
    most = Math.max(most, now);
  }
  return most;
}

/** A limit, the provider's or the budget's, and a conversation that is gone are nobody's failure. */
const NOBODYS: ReadonlySet<AttemptRecord["failure"]> = new Set([
  "limited",
  "budget",
  "conversation",
]);

function isFailure({ outcome, failure }: AttemptRecord): boolean {
  return outcome === "failed" && !NOBODYS.has(failure);
}
