import type { EffectId, Event, EventOf, MachineEvent, State } from "../model/index.ts";
import { isRecoveryEvent, isTeamEvent, unreachable, newStream } from "../model/index.ts";
import { streamWith } from "./copies.ts";
import type { Ledger } from "./draft.ts";
import {
  amendStream,
  amendTarget,
  dropDeferral,
  openLedger,
  putBudget,
  putMachine,
  putSize,
  putDeferral,
  putName,
  putNumber,
  putRelease,
  putStream,
  putVerdict,
} from "./draft.ts";
import { targetEffectId } from "./effect-ids.ts";
import { knownEffect } from "./effects.ts";
import { applyEnd } from "./evolve/end.ts";
import {
  applyAgentEnded,
  applyAgentStopping,
  applyClaimed,
  applyCollected,
  applyFailed,
  applyPrepared,
  applyRejected,
  applyReopened,
  patchRun,
} from "./evolve/attempt.ts";
import { applyUnaffordable, freeShort } from "./evolve/short.ts";
import { applyAgentStarted } from "./evolve/started.ts";
import {
  applyBaseDoubted,
  applyBlameSought,
  applyCandidateBuilt,
  applyHeadMoved,
  applyJoined,
  applyLanded,
  applyMergeStarted,
  applyPersonAgreed,
  applyPersonNeeded,
  applyVerified,
} from "./evolve/landing.ts";
import {
  applyAccount,
  applyAnswered,
  applyAsked,
  applyContinued,
  applyDelivered,
  applyForeseen,
  applyLoopFound,
  applyMessaged,
  applyParked,
} from "./evolve/inbox.ts";
import { applyRecovery } from "./evolve/recovery.ts";
import { applyTeam } from "./evolve/team.ts";
import { addStreams, moveSession, planSession, startSession } from "./evolve/session.ts";
import { applyUndoing, isUndoing } from "./evolve/rollback.ts";
import { leanReport, treeVerdictName } from "./landing/verdict.ts";

/**
 * The state after an event. The caller gives the state away: it is written in place and returned,
 * because a fold over a long journal must not copy a thousand streams for each record (law I12
 * asks for the same fold everywhere, not for old versions of it).
 */
export function evolve(state: State, event: Event): State {
  applyEvent(openLedger(state, false), event);
  return state;
}

/** Writes what an event says. Total: an event about something unknown changes only the time. */
export function applyEvent(ledger: Ledger, event: Event): void {
  putNumber(ledger, "nowMs", event.atMs);
  switch (event.type) {
    case "loop-started":
      putNumber(ledger, "epoch", event.epoch);
      return forgiveTheGap(ledger, event.atMs);
    case "loop-stopped":
    case "act-refused":
      return;
    case "session-started":
      return startSession(ledger, event);
    case "session-planned":
      return planSession(ledger, event);
    case "session-moved":
      return moveSession(ledger, event);
    case "streams-added":
      return addStreams(ledger, event.keys);
    case "branch-joined":
      return applyJoined(ledger, event.target);
    case "limit-set":
      return putNumber(ledger, "concurrency", event.concurrency);
    case "name-claimed":
      return putName(ledger, event.agent);
    case "roadmap-noted":
      return noteRoadmap(ledger, event);
    case "base-judged":
      return judgeBase(ledger, event);
    case "decided":
      for (const decision of event.decisions) {
        amendStream(ledger, decision.key, { decision });
      }
      return;
    case "claimed":
      return applyClaimed(ledger, event);
    case "prepared":
      return applyPrepared(ledger, event);
    case "agent-started":
      return applyAgentStarted(ledger, event);
    case "agent-progressed": {
      const { outputBytes, percent, atMs: progressAtMs } = event;
      const heard = { outputBytes, progressAtMs, liveness: "alive" } as const;
      return patchRun(ledger, event.attempt, percent === undefined ? heard : { ...heard, percent });
    }
    case "unaffordable":
      return applyUnaffordable(ledger, event);
    case "spent":
      return patchRun(ledger, event.attempt, { spent: event.spending });
    case "budget-level":
      putBudget(ledger, event.reading);
      return freeShort(ledger, true);
    case "machine-short":
    case "machine-eased":
    case "size-set":
      return noteRoom(ledger, event);
    case "agent-uncertain":
      return patchRun(ledger, event.attempt, { liveness: "uncertain" });
    case "agent-stopping":
      return applyAgentStopping(ledger, event);
    case "agent-ended":
      return applyAgentEnded(ledger, event);
    case "asked":
      return applyAsked(ledger, event);
    case "answered":
      return applyAnswered(ledger, event);
    case "parked":
      return applyParked(ledger, event);
    case "continued":
      return applyContinued(ledger, event);
    case "messaged":
      return applyMessaged(ledger, event);
    case "message-delivered":
      return applyDelivered(ledger, event);
    case "conflict-foreseen":
      return applyForeseen(ledger, event);
    case "loop-found":
      return applyLoopFound(ledger, event);
    case "account-noted":
    case "account-troubled":
    case "account-due":
    case "account-cleared":
      return applyAccount(ledger, event);
    case "stream-held":
      return amendStream(ledger, event.key, { hold: { by: event.by, sinceMs: event.atMs } });
    case "stream-freed":
      return amendStream(ledger, event.key, { hold: null });
    case "summoned":
      return amendStream(ledger, event.key, { summons: event.agent });
    case "collected":
      return applyCollected(ledger, event);
    case "merge-started":
      return applyMergeStarted(ledger, event);
    case "candidate-built":
      return applyCandidateBuilt(ledger, event);
    case "verified":
      return applyVerified(ledger, event);
    case "base-doubted":
      return applyBaseDoubted(ledger, event);
    case "blame-sought":
      return applyBlameSought(ledger, event);
    case "person-needed":
      return applyPersonNeeded(ledger, event);
    case "person-agreed":
      return applyPersonAgreed(ledger, event);
    case "head-moved":
      return applyHeadMoved(ledger, event.attempt);
    case "landed":
      return applyLanded(ledger, event);
    case "checkout-moved":
      return applyCheckoutMoved(ledger, event);
    case "rejected":
      return applyRejected(ledger, event);
    case "failed":
      return applyFailed(ledger, event);
    case "reopened":
      return applyReopened(ledger, event);
    case "unverified":
    case "blocked":
    case "skipped":
    case "stopped":
    case "settled":
      return applyEnd(ledger, event);
    case "released":
      dropDeferral(ledger, `${event.attempt}/release`);
      return putRelease(ledger, event.attempt, null);
    case "effect-deferred": {
      const times = (ledger.state.deferred.get(event.effect)?.times ?? 0) + 1;
      const { untilMs, message } = event;
      return putDeferral(ledger, event.effect, { untilMs, message, times });
    }
    case "effects-due":
      // Those whose time came are promised again by the clock alone; nobody waits for the others.
      return forgetEffects(ledger, event.effects);
    default:
      // Told apart by their family, and few of a journal's events are of one.
      if (isTeamEvent(event)) return applyTeam(ledger, event);
      if (isRecoveryEvent(event)) return applyRecovery(ledger, event);
      if (isUndoing(event)) return applyUndoing(ledger, event);
      return unreachable(event);
  }
}

function forgetEffects(ledger: Ledger, effects: readonly EffectId[]): void {
  for (const id of effects) {
    if (knownEffect(ledger.state, id) === null) dropDeferral(ledger, id);
  }
}

/** While no loop lived nobody looked: that time counts neither as idle nor as late (law I10). */
function forgiveTheGap(ledger: Ledger, atMs: number): void {
  for (const key of ledger.work.busy) {
    const stage = ledger.state.streams.get(key)?.stage;
    if (stage?.kind === "running") patchRun(ledger, stage.attempt, { progressAtMs: atMs });
  }
}

function noteRoadmap(ledger: Ledger, event: EventOf<"roadmap-noted">): void {
  const { state } = ledger;
  amendTarget(ledger, event.target, { roadmapDigest: event.digest });
  for (const facts of event.upserted) {
    const known = state.streams.get(facts.key);
    putStream(
      ledger,
      known === undefined
        ? newStream(facts, event.atMs)
        : streamWith(known, { facts, inRoadmap: true }),
    );
  }
  for (const key of event.removed) amendStream(ledger, key, { inRoadmap: false });
}

function judgeBase(ledger: Ledger, event: EventOf<"base-judged">): void {
  const target = ledger.state.targets.get(event.target);
  const report = leanReport(event.report);
  const baseRound = (target?.baseRound ?? 0) + 1;
  dropDeferral(ledger, targetEffectId(event.target, "base", baseRound));
  amendTarget(ledger, event.target, { base: { head: event.head, report }, baseRound });
  putVerdict(ledger, [treeVerdictName(report.tree, report.gatesDigest)], report);
}

function applyCheckoutMoved(ledger: Ledger, event: EventOf<"checkout-moved">): void {
  dropDeferral(ledger, event.effect);
  const moves = ledger.state.targets.get(event.target)?.checkoutMoves ?? [];
  amendTarget(ledger, event.target, {
    checkoutMoves: moves.filter((move) => move.id !== event.effect),
  });
}

function noteRoom(ledger: Ledger, event: MachineEvent): void {
  if (event.type === "machine-eased") return putMachine(ledger, null);
  if (event.type === "size-set") {
    const { agents, why, atMs: sinceMs } = event;
    return putSize(ledger, { agents, why, sinceMs });
  }
  const { lack, why, atMs } = event;
  return putMachine(ledger, { lack, why, sinceMs: atMs });
}
