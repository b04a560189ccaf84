import type { RunPolicy, State, StopCause, StreamKey } from "../../model/index.ts";
import { LIMITS } from "../../model/index.ts";
import { heedStagger, wakeOfStagger } from "../queue/admission.ts";
import { heedAccounts, wakeOfAccounts } from "../attempt/accounts.ts";
import { heedBudget } from "../attempt/budget.ts";
import { knownEffect } from "../effects.ts";
import { stopPatienceMs } from "../policy.ts";
import { policyFor } from "../team/roles.ts";
import type { StageOf } from "../stages.ts";
import { byPlace } from "../stages.ts";
import { wakeOfTeam } from "../team/team.ts";
import type { Turn } from "../turn.ts";
import { emit } from "../turn.ts";
import type { Worklist } from "../worklist.ts";
import { worklistOf } from "../worklist.ts";

/** Does what has become due. */
export function heedTime(turn: Turn): void {
  for (const key of dueRuns(turn)) {
    const stream = turn.state.streams.get(key);
    if (stream?.stage.kind === "running") {
      heedRun(turn, stream.stage, policyFor(turn.state, stream.agent));
    }
  }
  heedDeferrals(turn);
  heedBudget(turn);
  heedAccounts(turn);
  heedStagger(turn);
  for (const key of turn.work.cooling) {
    const stage = turn.state.streams.get(key)?.stage;
    if (stage?.kind !== "waiting" || stage.notBeforeMs > turn.atMs) continue;
    turn.work.changed.add(key);
    turn.work.scan = true;
  }
}

/** The runs of which something is due, in the roadmap's order: mostly there are none. */
function dueRuns({ state, work, atMs }: Turn): readonly StreamKey[] {
  const due: StreamKey[] = [];
  for (const key of work.busy) {
    const stream = state.streams.get(key);
    if (stream?.stage.kind !== "running") continue;
    if (wakeOfRun(stream.stage, policyFor(state, stream.agent)) <= atMs) due.push(key);
  }
  return due.length > 1 ? due.sort(byPlace(state)) : due;
}

function heedRun(turn: Turn, stage: StageOf<"running">, policy: RunPolicy): void {
  const { attempt, stopping } = stage;
  if (stopping !== null) {
    if (!stopping.now && turn.atMs >= stopping.sinceMs + stopPatienceMs(policy)) {
      emit(turn, { type: "agent-stopping", attempt, cause: stopping.cause, now: true });
    }
    return;
  }
  const cause = turn.atMs >= answerAtMs(stage) ? "question" : timeoutOf(stage, policy, turn.atMs);
  if (cause !== null) {
    emit(turn, { type: "agent-stopping", attempt, cause, now: false });
  } else if (stage.liveness === "alive" && turn.atMs >= doubtAtMs(stage, policy)) {
    // Uncertain before dead: half the time without progress is said, not acted upon (D5).
    emit(turn, { type: "agent-uncertain", attempt, why: "it has made no progress for a while" });
  }
}

function timeoutOf(stage: StageOf<"running">, policy: RunPolicy, nowMs: number): StopCause | null {
  if (nowMs >= totalAtMs(stage, policy)) return "total-timeout";
  if (stage.process === null) return nowMs >= startupAtMs(stage, policy) ? "startup-timeout" : null;
  return nowMs >= stage.progressAtMs + policy.idleMs ? "idle-timeout" : null;
}

/** Its process is not kept waiting for a person beyond this; infinity while it does not wait. */
function answerAtMs({ asking }: StageOf<"running">): number {
  if (asking.length === 0) return Number.POSITIVE_INFINITY;
  const waiting = asking.find(({ need }) => need === "now");
  return waiting === undefined ? Number.POSITIVE_INFINITY : waiting.sinceMs + LIMITS.answerWaitMs;
}

function totalAtMs(stage: StageOf<"running">, policy: RunPolicy): number {
  return (stage.startedAtMs ?? stage.preparedAtMs) + policy.totalMs;
}

function startupAtMs(stage: StageOf<"running">, policy: RunPolicy): number {
  return Math.max(stage.preparedAtMs, stage.progressAtMs) + policy.startupMs;
}

function doubtAtMs(stage: StageOf<"running">, policy: RunPolicy): number {
  if (stage.process === null) return Number.POSITIVE_INFINITY;
  return stage.progressAtMs + policy.idleMs / 2;
}

function heedDeferrals(turn: Turn): void {
  const due: string[] = [];
  for (const [id, { untilMs }] of turn.state.deferred) {
    const wasWaiting = untilMs > turn.state.nowMs;
    if (wasWaiting ? untilMs <= turn.atMs : knownEffect(turn.state, id) === null) due.push(id);
  }
  if (due.length > 0) emit(turn, { type: "effects-due", effects: due.sort() });
}

/** The earliest time at which something becomes due, in epoch milliseconds; null when nothing is. */
export function nextWakeMs(state: State): number | null {
  const work = worklistOf(state);
  let earliest = Number.POSITIVE_INFINITY;
  for (const key of work.busy) {
    const stream = state.streams.get(key);
    if (stream?.stage.kind !== "running") continue;
    earliest = Math.min(earliest, wakeOfRun(stream.stage, policyFor(state, stream.agent)));
  }
  for (const { untilMs } of state.deferred.values()) {
    if (untilMs > state.nowMs) earliest = Math.min(earliest, untilMs);
  }
  earliest = Math.min(earliest, wakeOfWaiting(state, work), wakeOfAccounts(state));
  earliest = Math.min(earliest, wakeOfTeam(state), wakeOfStagger(state, work));
  earliest = Math.min(earliest, state.budget?.untilMs ?? Number.POSITIVE_INFINITY);
  return earliest === Number.POSITIVE_INFINITY ? null : earliest;
}

function wakeOfRun(stage: StageOf<"running">, policy: RunPolicy): number {
  const { stopping } = stage;
  if (stopping !== null) {
    return stopping.now ? Number.POSITIVE_INFINITY : stopping.sinceMs + stopPatienceMs(policy);
  }
  const limitMs =
    stage.process === null ? startupAtMs(stage, policy) : stage.progressAtMs + policy.idleMs;
  const doubtMs = stage.liveness === "alive" ? doubtAtMs(stage, policy) : Number.POSITIVE_INFINITY;
  return Math.min(totalAtMs(stage, policy), limitMs, doubtMs, answerAtMs(stage));
}

function waitsForMoney(state: State, key: StreamKey): boolean {
  return state.streams.get(key)?.decision?.reasons[0]?.kind === "budget";
}

function wakeOfWaiting(state: State, work: Worklist): number {
  let earliest = Number.POSITIVE_INFINITY;
  for (const key of work.cooling) {
    const stage = state.streams.get(key)?.stage;
    if (stage?.kind !== "waiting") continue;
    // What waits for money wakes nobody, but for a limit of its own that begins anew.
    const renews = stage.short !== undefined && stage.notBeforeMs > state.nowMs;
    if (renews || !waitsForMoney(state, key)) earliest = Math.min(earliest, stage.notBeforeMs);
  }
  return earliest;
}
