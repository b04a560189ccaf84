import type { Decision, DecisionReason, StreamState } from "../../model/index.ts";
import { LIMITS, unreachable, isSessionOpen } from "../../model/index.ts";
import { accountObstacle } from "../attempt/accounts.ts";
import { roomObstacle } from "./admission.ts";
import { budgetObstacle, slotLimit } from "../attempt/budget.ts";
import { isEnding, landingsAhead } from "./claims.ts";
import { isSameList } from "./hanging.ts";
import { isGreen } from "../landing/landing.ts";
import { policyOf } from "../policy.ts";
import { isPlanned } from "../session/sessions.ts";
import { whyFewer } from "./size.ts";
import { byPlace } from "../stages.ts";
import { awaitedHandOff } from "../team/hand-offs.ts";
import type { Turn } from "../turn.ts";
import { emit } from "../turn.ts";
import { redGates } from "../landing/verdict.ts";
import { heldBy, isMet, unmetOf } from "../worklist.ts";

/** Stores why what waits is waiting, where the answer is another than the stored one (C5). */
export function explainChanges(turn: Turn): void {
  if (turn.work.changed.size === 0) return;
  const { session, streams } = turn.state;
  if (session === null || !isSessionOpen(session) || !isPlanned(session)) return;
  const decisions: Decision[] = [];
  for (const key of turn.work.changed) {
    const stream = streams.get(key);
    if (stream?.stage.kind !== "waiting") continue;
    const decision = explain(turn, stream);
    if (stream.decision === null || !isSameNews(stream.decision, decision)) {
      decisions.push(decision);
    }
  }
  if (decisions.length === 0) return;
  const inOrder = byPlace(turn.state);
  decisions.sort((a, b) => inOrder(a.key, b.key));
  emit(turn, { type: "decided", decisions });
}

function explain(turn: Turn, stream: StreamState): Decision {
  const { key, defect, workable, status } = stream.facts;
  if (!stream.inRoadmap) return never(key, { kind: "status", status: "removed" });
  if (defect !== null) return never(key, { kind: "defect", message: defect });
  if (!turn.work.selected.has(key)) return wait(key, [{ kind: "not-selected" }]);
  const reasons: DecisionReason[] = [];
  if (!workable) reasons.push({ kind: "status", status });
  if (stream.hold !== null) reasons.push({ kind: "held", by: stream.hold.by });
  const split = stream.recovery?.split ?? null;
  if (split !== null) reasons.push({ kind: "held", by: split.by });
  const by = heldBy(turn.state, stream);
  if (by !== null) reasons.push({ kind: "claimed", by });
  if (unmetOf(turn.work, key) > 0)
    reasons.push({ kind: "dependency", on: unmetKeys(turn, stream) });
  return wait(key, reasons.length > 0 ? reasons : [whyNotNow(turn, stream)]);
}

/** The stream could start as far as the roadmap goes: what else keeps it. */
function whyNotNow(turn: Turn, stream: StreamState): DecisionReason {
  const { state, work } = turn;
  const { facts, stage, attempts } = stream;
  if (state.session?.state === "paused" || isEnding(turn)) return { kind: "paused" };
  if (policyOf(state).verify) {
    const target = state.targets.get(facts.target);
    if (state.session?.state === "planning" || target === undefined || target.base === null) {
      return { kind: "base-unverified" };
    }
    if (!isGreen(target)) return { kind: "base-red", gates: redGates(target.base.report) };
  }
  const awaited = awaitedHandOff(state, stream);
  if (awaited !== null) return awaited;
  const lack = budgetObstacle(state, stream, turn.atMs);
  if (lack !== null) return lack;
  if (stage.kind === "waiting" && stage.notBeforeMs > turn.atMs) {
    const after = attempts.at(-1)?.reason ?? "a failed attempt";
    return { kind: "backoff", untilMs: stage.notBeforeMs, after };
  }
  const obstacle =
    accountObstacle(turn, stream) ??
    landingsAhead(turn, stream) ??
    turn.obstacles?.get(facts.key) ??
    (work.slots.size < slotLimit(state) ? roomObstacle(turn) : null);
  if (obstacle !== null) return obstacle;
  const why = whyFewer(state);
  const told = why === null ? {} : { why };
  return { kind: "limit", running: work.slots.size, limit: slotLimit(state), ...told };
}

function unmetKeys(turn: Turn, { facts }: StreamState): readonly string[] {
  const unmet: string[] = [];
  for (const on of facts.dependsOn) {
    if (unmet.length >= LIMITS.reasonKeysMax) break;
    if (!isMet(turn.work, on)) unmet.push(on);
  }
  return unmet;
}

function wait(key: string, reasons: readonly DecisionReason[]): Decision {
  return { key, decision: "wait", reasons };
}

function never(key: string, reason: DecisionReason): Decision {
  return { key, decision: "never", reasons: [reason] };
}

/** Two decisions of the same coarse kind are the same news. */
function isSameNews(a: Decision, b: Decision): boolean {
  if (a.decision !== b.decision || a.reasons.length !== b.reasons.length) return false;
  for (let at = 0; at < a.reasons.length; at++) {
    const one = a.reasons[at];
    const other = b.reasons[at];
    if (one === undefined || other === undefined || !isSameReason(one, other)) return false;
  }
  return true;
}

/** Numbers that change by themselves, how many run or wait, are no news. */
function isSameReason(a: DecisionReason, b: DecisionReason): boolean {
  switch (a.kind) {
    case "dependency":
      return b.kind === a.kind && isSameList(a.on, b.on);
    case "overlap":
      return b.kind === a.kind && a.with === b.with;
    case "priority":
      return b.kind === a.kind && a.behind === b.behind;
    case "backoff":
      return b.kind === a.kind && a.untilMs === b.untilMs;
    case "defect":
      return b.kind === a.kind && a.message === b.message;
    case "status":
      return b.kind === a.kind && a.status === b.status;
    case "claimed":
    case "held":
      return b.kind === a.kind && a.by === b.by;
    case "budget":
      return (
        b.kind === a.kind &&
        (a.level ?? null) === (b.level ?? null) &&
        (a.untilMs ?? null) === (b.untilMs ?? null)
      );
    case "account":
      return b.kind === a.kind && a.untilMs === b.untilMs;
    case "base-red":
      return b.kind === a.kind && isSameList(a.gates, b.gates);
    case "machine":
      return b.kind === a.kind && a.lack === b.lack;
    case "limit":
    case "stagger":
    case "landings":
    case "not-selected":
    case "paused":
    case "base-unverified":
    case "ready":
      return b.kind === a.kind;
    default:
      return unreachable(a);
  }
}
