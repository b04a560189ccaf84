import type {
  AgentOutcome,
  AgentReport,
  AttemptId,
  CollectedWork,
  EffectOf,
  Outcome,
  StopCause,
} from "../../model/index.ts";
import { describeCap, unreachable } from "../../model/index.ts";
import { noteAccount } from "./accounts.ts";
import { RAISE, capOf, noteUnaffordable } from "./budget.ts";
import { hasUnheard } from "../evolve/attempt.ts";
import { leftElsewhere } from "./elsewhere.ts";
import {
  block,
  endedBySettlement,
  failAttempt,
  rejectAttempt,
  stopAtAttemptLimit,
} from "./failures.ts";
import { resolveLoop } from "./loops.ts";
import { policyOf, stopPatienceMs } from "../policy.ts";
import { endErrand } from "../recovery/splits.ts";
import { settleStream } from "./settle.ts";
import { currentStream, mayBeEmpty } from "../stages.ts";
import type { Turn } from "../turn.ts";
import { emit } from "../turn.ts";

export function prepareEnded(turn: Turn, effect: EffectOf<"prepare">, outcome: Outcome): boolean {
  const { attempt } = effect;
  const stage = turn.state.streams.get(effect.key)?.stage;
  const stopping = stage?.kind === "preparing" ? stage.stopping : undefined;
  switch (outcome.kind) {
    case "prepared":
      emit(turn, { type: "prepared", attempt, ...withoutKind(outcome) });
      if (stopping !== undefined) {
        emit(turn, { type: "agent-ended", attempt, report: notStarted("stopped before it began") });
      }
      return true;
    case "unaffordable":
      if (stopping !== undefined) {
        emit(turn, { type: "stopped", attempt, reason: describeStop(stopping.cause) });
      } else noteUnaffordable(turn, effect, outcome);
      return true;
    case "refused":
    case "failed-look":
      if (stopping !== undefined) {
        emit(turn, { type: "stopped", attempt, reason: describeStop(stopping.cause) });
      } else failAttempt(turn, attempt, { reason: "workspace", message: outcome.message });
      return true;
    default:
      return false;
  }
}

function withoutKind({ kind: _kind, ...rest }: Extract<Outcome, { readonly kind: "prepared" }>) {
  return rest;
}

export function runEnded(turn: Turn, effect: EffectOf<"run-agent">, outcome: Outcome): boolean {
  const { attempt } = effect;
  if (outcome.kind === "agent-ended") {
    emit(turn, { type: "agent-ended", attempt, report: outcome.report });
    return true;
  }
  if (outcome.kind !== "refused") return false;
  emit(turn, { type: "agent-ended", attempt, report: notStarted(outcome.message) });
  return true;
}

/** A run that never was, so that its workspace is archived like any other. */
function notStarted(message: string): AgentReport {
  return {
    exit: { kind: "not-started", message },
    outcome: { kind: "failed", reason: "not-started", message },
    usage: null,
    stdoutBytes: 0,
    stderrBytes: 0,
    stdoutDigest: null,
    flooded: false,
  };
}

/** What it could not be told waits for its next turn; where it waits for just that, the turn ends. */
export function tellEnded(turn: Turn, effect: EffectOf<"tell-agent">, outcome: Outcome): boolean {
  const { attempt, message } = effect;
  if (outcome.kind !== "told" && outcome.kind !== "refused") return false;
  const heard = outcome.kind === "told";
  emit(turn, { type: "message-delivered", attempt, message: message.id, heard });
  if (heard) return true;
  if (message.awaited || message.kind === "nudge") {
    const cause = message.awaited ? "question" : "loop";
    emit(turn, { type: "agent-stopping", attempt, cause, now: false });
  }
  return true;
}

/** The stop is under way; if the agent is still there after a while, it is sent again, harder. */
export function stopEnded(turn: Turn, effect: EffectOf<"stop-agent">, outcome: Outcome): boolean {
  if (outcome.kind !== "stop-sent" && outcome.kind !== "refused") return false;
  const untilMs = turn.atMs + stopPatienceMs(policyOf(turn.state));
  const { id } = effect;
  if (outcome.kind === "refused") {
    const { message } = outcome;
    emit(turn, { type: "effect-deferred", effect: id, message, untilMs });
  } else {
    const message = "asked to end";
    emit(turn, { type: "effect-deferred", effect: id, message, untilMs, routine: true });
  }
  return true;
}

export function collectEnded(turn: Turn, effect: EffectOf<"collect">, outcome: Outcome): boolean {
  const { attempt } = effect;
  const stream = currentStream(turn.state, attempt);
  if (stream?.stage.kind !== "collecting") return false;
  const { report, stopped } = stream.stage;
  if (outcome.kind === "refused") {
    // What could not be archived is not given back either: it stays for a person (law I8).
    const message = `its work could not be collected: ${outcome.message}`;
    if (isPersonal(stopped)) emit(turn, { type: "stopped", attempt, reason: message });
    else failAttempt(turn, attempt, { reason: "workspace", message });
    return true;
  }
  if (outcome.kind !== "collected") return false;
  emit(turn, { type: "collected", attempt, work: outcome.work });
  noteAccount(turn, report);
  if (endSettled(turn, attempt)) return true;
  // Whoever is done just when the money is, is done.
  const isDone = stopped === "budget" && report.outcome.kind === "claimed-done";
  if (stream.stage.asking.length > 0) park(turn, attempt);
  else if (stopped !== null && !isDone) classifyStop(turn, attempt, stopped);
  else classify(turn, attempt, report.outcome, outcome.work);
  return true;
}

/** However it ended: what it asked is still to be answered, and until then it costs nothing. */
function park(turn: Turn, attempt: AttemptId): void {
  const stream = currentStream(turn.state, attempt);
  if (stream === null) return;
  emit(turn, { type: "parked", attempt });
  stopAtAttemptLimit(turn, stream);
}

/** The same work in a next turn, at once. */
function continueWork(turn: Turn, attempt: AttemptId, why: string, fresh = false): void {
  const stream = currentStream(turn.state, attempt);
  if (stream === null) return;
  emit(turn, { type: "continued", attempt, why, fresh, retryAtMs: turn.atMs });
  if (!endedBySettlement(turn, stream.facts.key)) stopAtAttemptLimit(turn, stream);
}

/** A person settled the stream meanwhile: the work is archived and goes no further (law I11). */
function endSettled(turn: Turn, attempt: AttemptId): boolean {
  const stream = currentStream(turn.state, attempt);
  if (stream === null) return false;
  if (stream.stage.kind !== "collecting") return settleStream(turn, stream);
  const status = stream.inRoadmap ? stream.facts.status : "removed";
  if (status !== "complete" && status !== "cancelled" && status !== "removed") return false;
  emit(turn, { type: "settled", key: stream.facts.key, status });
  return true;
}

function classifyStop(turn: Turn, attempt: AttemptId, cause: StopCause): void {
  switch (cause) {
    case "total-timeout":
    case "idle-timeout":
    case "startup-timeout":
      return failAttempt(turn, attempt, { reason: cause, message: describeStop(cause) });
    case "budget":
      return capAttempt(turn, attempt);
    case "person":
    case "superseded":
    case "shutdown":
      return emit(turn, { type: "stopped", attempt, reason: describeStop(cause) });
    case "question":
    case "redirected":
    case "restarted":
      return continueWork(turn, attempt, describeStop(cause));
    case "reassigned":
      return continueWork(turn, attempt, describeStop(cause), true);
    case "loop":
      return breakLoop(turn, attempt);
    default:
      return unreachable(cause);
  }
}

/**
 * Its allowance ended it: not the work's fault. With less than an attempt may have it goes on when
 * there is more; after a whole one a person says whether it is worth another.
 */
function capAttempt(turn: Turn, attempt: AttemptId): void {
  const stream = currentStream(turn.state, attempt);
  if (stream?.stage.kind !== "collecting") return;
  const { reservation } = stream.stage;
  const short = reservation?.short ?? null;
  failAttempt(turn, attempt, {
    reason: "budget",
    message: describeStop("budget"),
    notBeforeMs: short?.untilMs ?? 0,
  });
  const { key, id } = stream.facts;
  if (short !== null || turn.state.streams.get(key)?.stage.kind !== "waiting") return;
  const cap = reservation === undefined ? "" : ` (${describeCap(capOf(reservation))})`;
  const reason = `it used all that one attempt may spend${cap}. ${RAISE} attempt AMOUNT, then orchestrator retry ${id}`;
  emit(turn, { type: "blocked", key, reason, cause: "budget" });
}

function breakLoop(turn: Turn, attempt: AttemptId): void {
  const stream = currentStream(turn.state, attempt);
  const loop = stream !== null && "loop" in stream.stage ? stream.stage.loop : null;
  if (loop !== null && resolveLoop(turn, attempt, loop)) return park(turn, attempt);
  continueWork(turn, attempt, describeStop("loop"), loop?.verdict === "fresh");
}

function isPersonal(cause: StopCause | null): boolean {
  return cause === "person" || cause === "superseded" || cause === "shutdown";
}

function describeStop(cause: StopCause): string {
  switch (cause) {
    case "total-timeout":
      return "it ran longer than it may";
    case "idle-timeout":
      return "it made no progress for too long";
    case "startup-timeout":
      return "it did not start in time";
    case "person":
      return "stopped by a person";
    case "superseded":
      return "no longer wanted";
    case "shutdown":
      return "the orchestrator was shut down";
    case "budget":
      return "what was put aside for it is used up";
    case "question":
      return "its question is answered";
    case "loop":
      return "it went in circles";
    case "redirected":
      return "its agent was sent to other work";
    case "restarted":
      return "its role was started anew";
    case "reassigned":
      return "other hands go on with it";
    default:
      return unreachable(cause);
  }
}

/** The agent's word is a claim: what it left decides whether there is anything to look at. */
function classify(
  turn: Turn,
  attempt: AttemptId,
  outcome: AgentOutcome,
  work: CollectedWork,
): void {
  switch (outcome.kind) {
    case "claimed-done":
      return acceptClaim(turn, attempt, work);
    case "failed": {
      const { reason, message } = outcome;
      if (reason === "conversation") {
        return failAttempt(turn, attempt, { reason, message, notBeforeMs: turn.atMs });
      }
      return failAttempt(turn, attempt, { reason, message });
    }
    case "limited":
      return failAttempt(turn, attempt, {
        reason: "limited",
        message: outcome.message || "a usage limit was reached",
        notBeforeMs: outcome.untilMs,
      });
    case "login-needed":
      return block(turn, attempt, `the agent must be logged in: ${outcome.message}`, {
        cause: "login",
      });
    case "credit-needed":
      return block(turn, attempt, `the agent's account has no credit: ${outcome.message}`, {
        cause: "credit",
      });
    case "gave-up":
      return block(turn, attempt, `the agent gave up: ${outcome.message || "it said no more"}`, {
        detection: "gave-up",
      });
    default:
      return unreachable(outcome);
  }
}

function acceptClaim(turn: Turn, attempt: AttemptId, work: CollectedWork): void {
  const stream = currentStream(turn.state, attempt);
  if (stream !== null && hasUnheard(stream)) {
    return continueWork(turn, attempt, "more was said to its agent meanwhile");
  }
  if (stream?.facts.duty?.proposes === true) return endErrand(turn, attempt, stream);
  const { unresolved: files = [] } = work;
  if (files.length > 0) {
    const evidence = `A merge or rebase was left unfinished, with conflicts in:\n${files.join("\n")}`;
    return rejectAttempt(turn, attempt, { reason: { kind: "uncommitted", files }, evidence });
  }
  if (work.aside !== undefined) {
    const { what, tip } = work.aside;
    const back = tip === null ? "" : `\nIts history ended at ${tip}, which is kept.`;
    const evidence = `A ${what} was left unfinished: not all of the work is in the last commit.${back}`;
    return rejectAttempt(turn, attempt, { reason: { kind: "unfinished", what }, evidence });
  }
  if (work.head === work.base) {
    if (stream?.facts.duty !== undefined && work.uncommitted.length === 0) {
      return emit(turn, { type: "duty-done", attempt, key: stream.facts.key });
    }
    const { elsewhere = [] } = work;
    if (work.uncommitted.length === 0 && elsewhere.length > 0) {
      return rejectAttempt(turn, attempt, leftElsewhere(elsewhere));
    }
    if (work.uncommitted.length === 0 && (stream === null || !mayBeEmpty(stream))) {
      const message = "it said it was done and left no change";
      return failAttempt(turn, attempt, { reason: "no-result", message });
    }
    if (work.uncommitted.length > 0) {
      const files = work.uncommitted;
      const evidence = `Nothing was committed. Left uncommitted:\n${files.join("\n")}`;
      return rejectAttempt(turn, attempt, { reason: { kind: "uncommitted", files }, evidence });
    }
  }
  if (!policyOf(turn.state).verify) emit(turn, { type: "unverified", attempt });
}
