import type { AttemptRecord, SessionRecord, State, StreamState } from "../../model/index.ts";
import { newTokens, median } from "../../model/index.ts";
import { sessionsOf } from "./session-report.ts";
import { timeMetrics } from "./time-metrics.ts";

/** One figure of a repository's whole history; docs/metrics.md holds each definition. */
export interface Metric {
  readonly name: string;
  /** Null where nothing says it. */
  readonly value: number | null;
  readonly unit: "share" | "per day" | "seconds" | "tokens" | "count";
  /** What it should reach, where there is a goal; shares from 0 to 1. */
  readonly target: number | null;
}

interface Tried {
  readonly stream: StreamState;
  readonly ended: readonly AttemptRecord[];
}

/** Points of effort, as velocity counts them. */
export const POINTS = { XS: 1, S: 2, M: 3, L: 5, XL: 8 } as const;
const DAY_MS = 86_400_000;

/** Every metric, in the order in which people read them. */
export function metricsView(state: State): readonly Metric[] {
  const tried = [...state.streams.values()].flatMap((stream): Tried[] => {
    const ended = stream.attempts.filter(({ outcome }) => outcome !== "active");
    return ended.length === 0 ? [] : [{ stream, ended }];
  });
  const attempts = tried.flatMap(({ ended }) => ended);
  return [
    ...outcomeMetrics(tried, attempts),
    ...paceMetrics(tried, attempts),
    ...timeMetrics(tried),
    metric("message latency", median(latenciesOf(state)), "seconds"),
    ...teamMetrics(state, attempts),
    ...costMetrics(tried, attempts),
  ];
}

function outcomeMetrics(
  tried: readonly Tried[],
  attempts: readonly AttemptRecord[],
): readonly Metric[] {
  const landed = tried.filter(hasLanded);
  const over = tried.filter((one) => hasLanded(one) || one.stream.stage.kind === "blocked");
  const first = tried.filter(({ ended }) => isJudged(ended[0]));
  const judged = attempts.filter(isJudged);
  const of = (outcome: AttemptRecord["outcome"]): number =>
    attempts.filter((one) => one.outcome === outcome).length;
  const conflicts = tried.filter(({ ended }) => ended.some(isConflict));
  return [
    metric("work streams landed", landed.length, "count"),
    metric("attempts", attempts.length, "count"),
    metric("success rate", share(landed.length, over.length), "share", 0.95),
    metric(
      "first-time acceptance",
      share(first.filter(({ ended }) => ended[0]?.outcome === "landed").length, first.length),
      "share",
    ),
    metric("rejection rate", share(of("rejected"), judged.length), "share"),
    metric("error rate", share(of("failed"), judged.length), "share"),
    metric("conflict rate", share(attempts.filter(isConflict).length, judged.length), "share"),
    metric(
      "blocker rate",
      share(tried.filter(({ stream }) => stream.stage.kind === "blocked").length, tried.length),
      "share",
    ),
    metric("escalation rate", share(of("parked"), attempts.length), "share"),
    metric(
      "restart rate",
      share(Math.max(0, attempts.length - tried.length), attempts.length),
      "share",
    ),
    metric("dependency accuracy", share(tried.length - conflicts.length, tried.length), "share"),
  ];
}

function paceMetrics(
  tried: readonly Tried[],
  attempts: readonly AttemptRecord[],
): readonly Metric[] {
  const landed = tried.flatMap(({ stream, ended }) => {
    const last = ended.find(({ outcome }) => outcome === "landed");
    const atMs = last?.finishedAtMs ?? null;
    return atMs === null ? [] : [{ stream, atMs }];
  });
  const days = new Set(landed.map(({ atMs }) => Math.floor(atMs / DAY_MS))).size;
  const points = landed.reduce((sum, { stream }) => sum + POINTS[stream.facts.effort ?? "M"], 0);
  const seconds = (pick: (one: AttemptRecord) => number | null): number | null =>
    median(
      attempts
        .flatMap((one) => pick(one) ?? [])
        .filter((ms) => ms >= 0)
        .map((ms) => ms / 1_000),
    );
  return [
    metric("throughput", share(landed.length, days), "per day"),
    metric("velocity", share(points, days), "per day"),
    metric("time of an attempt", seconds(spanOf), "seconds"),
    metric(
      "launch time",
      seconds((one) => (one.startedAtMs === null ? null : one.startedAtMs - one.claimedAtMs)),
      "seconds",
    ),
  ];
}

/** Seconds from a word to an agent until it heard it: in its turn, or as it began its next. */
function latenciesOf({ streams }: State): readonly number[] {
  return [...streams.values()].flatMap(({ messages, attempts }) =>
    messages.flatMap(({ atMs, given, givenAtMs }) => {
      const began = attempts.find(({ attempt }) => attempt === given)?.startedAtMs;
      const heardMs = given === null ? undefined : (givenAtMs ?? began);
      if (heardMs === undefined || heardMs === null || heardMs < atMs) return [];
      return [(heardMs - atMs) / 1_000];
    }),
  );
}

function teamMetrics(state: State, attempts: readonly AttemptRecord[]): readonly Metric[] {
  let offered = 0;
  let worked = 0;
  let walls = 0;
  for (const session of sessionsOf(state)) {
    const from = session.startedAtMs;
    const to = endOf(session, state);
    const inside = attempts.reduce((sum, one) => sum + overlapMs(one, from, to), 0);
    if (to <= from || inside === 0) continue;
    walls += to - from;
    offered += (to - from) * session.request.policy.concurrency;
    worked += inside;
  }
  return [
    metric("utilisation", share(worked, offered), "share", 0.75),
    metric("idle time", offered === 0 ? null : Math.max(0, offered - worked) / 1_000, "seconds"),
    metric("agents at work on average", share(worked, walls), "count"),
  ];
}

function costMetrics(
  tried: readonly Tried[],
  attempts: readonly AttemptRecord[],
): readonly Metric[] {
  const known = attempts.flatMap((one) => tokensOf(one) ?? []);
  const landed = tried.filter(hasLanded).flatMap(({ ended }) => {
    const all = ended.flatMap((one) => tokensOf(one) ?? []);
    return all.length === 0 ? [] : [all.reduce((sum, one) => sum + one, 0)];
  });
  return [
    metric("tokens of a landed work stream", median(landed), "tokens"),
    metric("tokens of an attempt", median(known), "tokens"),
  ];
}

function metric(
  name: string,
  value: number | null,
  unit: Metric["unit"],
  target: number | null = null,
): Metric {
  return { name, value, unit, target };
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function hasLanded({ ended }: Tried): boolean {
  return ended.some(({ outcome }) => outcome === "landed");
}

/** It came to a verdict: what a person stopped, or goes on elsewhere, did not. */
function isJudged(one: AttemptRecord | undefined): boolean {
  return one?.outcome === "landed" || one?.outcome === "rejected" || one?.outcome === "failed";
}

function isConflict({ outcome, reason }: AttemptRecord): boolean {
  return outcome === "rejected" && (reason === "conflict" || reason === "semantic-conflict");
}

function spanOf({ startedAtMs, finishedAtMs }: AttemptRecord): number | null {
  return startedAtMs === null || finishedAtMs === null ? null : finishedAtMs - startedAtMs;
}

function overlapMs(one: AttemptRecord, from: number, to: number): number {
  if (one.startedAtMs === null || one.finishedAtMs === null) return 0;
  return Math.max(0, Math.min(one.finishedAtMs, to) - Math.max(one.startedAtMs, from));
}

function endOf(session: SessionRecord, state: State): number {
  return session.finishedAtMs ?? state.nowMs;
}

function tokensOf({ cost, usage }: AttemptRecord): number | null {
  if (cost !== undefined) return newTokens(cost.tokens);
  return usage === null ? null : usage.inputTokens + usage.outputTokens;
}
