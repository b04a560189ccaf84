import type {
  AttemptId,
  Candidate,
  EffectOf,
  GateReport,
  Outcome,
  RejectionReason,
  StreamState,
} from "../../model/index.ts";
import { LIMITS } from "../../model/index.ts";
import { block, failAttempt, rejectAttempt } from "../attempt/failures.ts";
import { roundId } from "../effect-ids.ts";
import { isKnownGreen, landedSince } from "./landing.ts";
import { looksAreSpent, putOff } from "../attempt/put-off.ts";
import { roleOfAgent, teamOf } from "../team/roles.ts";
import { settleStream } from "../attempt/settle.ts";
import type { StageOf } from "../stages.ts";
import { currentStream, isStage } from "../stages.ts";
import type { Turn } from "../turn.ts";
import { emit } from "../turn.ts";
import {
  candidateVerdictName,
  evidenceOf,
  redGates,
  unavailableMessage,
  verdictOf,
} from "./verdict.ts";

export function mergeEnded(turn: Turn, effect: EffectOf<"merge">, outcome: Outcome): boolean {
  const { attempt } = effect;
  switch (outcome.kind) {
    case "candidate-built": {
      const { candidate } = outcome;
      emit(turn, { type: "candidate-built", attempt, candidate });
      useKnownVerdict(turn, attempt, candidate);
      return true;
    }
    case "conflicted": {
      const { files, onto } = outcome;
      const evidence = `The merge on ${onto} conflicts in:\n${files.join("\n")}`;
      rejectAttempt(turn, attempt, { reason: { kind: "conflict", files }, evidence });
      return true;
    }
    case "nothing-to-land":
      failAttempt(turn, attempt, {
        reason: "no-result",
        message: "its changes are in the integration branch already, or there are none",
      });
      return true;
    case "refused":
      block(turn, attempt, outcome.message || "the merge was refused");
      return true;
    default:
      return false;
  }
}

/**
 * A tree that was found green on the same head needs no second look (E5). Only what was verified
 * as a candidate counts: which changes need a person depends on what the tree is compared with.
 */
function useKnownVerdict(turn: Turn, attempt: AttemptId, { onto, tree }: Candidate): void {
  const stream = currentStream(turn.state, attempt);
  if (stream?.stage.kind !== "verifying") return;
  const digest = turn.state.targets.get(stream.facts.target)?.base?.report.gatesDigest;
  if (digest === undefined) return;
  const report = turn.state.verdicts.get(candidateVerdictName(onto, tree, digest));
  if (report === undefined || verdictOf(report) !== "green") return;
  judgeTogether(turn, stream, stream.stage, report, true);
}

export function verifyEnded(turn: Turn, effect: EffectOf<"verify">, outcome: Outcome): boolean {
  const { attempt } = effect;
  const stream = currentStream(turn.state, attempt);
  if (stream === null || !isStage(stream.stage, "verifying")) return false;
  if (outcome.kind === "refused") {
    block(turn, attempt, outcome.message || "the gates were refused");
    return true;
  }
  if (outcome.kind !== "verified") return false;
  const { report } = outcome;
  // The tree the gates looked at is the tree that lands, or nothing was proved (law I3).
  if (report.tree !== effect.candidate.tree) return false;
  if (verdictOf(report) === "unavailable") lookAgain(turn, effect, report);
  else judgeTogether(turn, stream, stream.stage, report, false);
  return true;
}

/** A gate that could not look says nothing of the work; after so many times a person must know. */
function lookAgain(
  turn: Turn,
  { id, attempt }: EffectOf<"verify" | "verify-alone">,
  report: GateReport,
): void {
  const message = unavailableMessage(report);
  if (!looksAreSpent(turn, id)) putOff(turn, id, message);
  else block(turn, attempt, `${message} (tried ${LIMITS.looksMax} times)`);
}

function judgeTogether(
  turn: Turn,
  stream: StreamState,
  stage: StageOf<"verifying">,
  seen: GateReport,
  cached: boolean,
): void {
  const { attempt, candidate, work } = stage;
  const report = withRolesWord(turn, stream, seen);
  if (verdictOf(report) === "red" && mayBeTheBranch(turn, stream, candidate.onto)) {
    return emit(turn, { type: "base-doubted", attempt, head: candidate.onto });
  }
  emit(turn, { type: "verified", attempt, report, cached });
  if (verdictOf(report) === "green") {
    if (report.needsPerson.length > 0 && stream.agreed === null) {
      emit(turn, { type: "person-needed", attempt, why: report.needsPerson });
    }
    return;
  }
  // Nothing came to the branch since: the work is red by itself.
  if (candidate.onto === work.base) rejectRed(turn, attempt, report, null);
  else emit(turn, { type: "blame-sought", attempt, together: report });
}

/** Of a role that a person wants to see the work of, green is not enough. */
function withRolesWord(turn: Turn, { agent }: StreamState, report: GateReport): GateReport {
  const role = roleOfAgent(agent);
  const definition = teamOf(turn.state)?.roles.find(({ id }) => id === role);
  const why = `what ${role ?? ""} does lands with your word alone (auto_approve: false)`;
  // Journals of versions without the setting have none; a known verdict may hold the words already.
  if (definition?.autoApprove !== false || report.needsPerson.includes(why)) return report;
  return { ...report, needsPerson: [...report.needsPerson, why] };
}

/** Somebody else's commit was merged with: whether that is red by itself has to be known first. */
function mayBeTheBranch(turn: Turn, { facts, round }: StreamState, onto: string): boolean {
  const target = turn.state.targets.get(facts.target);
  if (target === undefined || round > LIMITS.candidateRebuildsMax) return false;
  return !isKnownGreen(turn.state, target, onto);
}

export function aloneEnded(
  turn: Turn,
  effect: EffectOf<"verify-alone">,
  outcome: Outcome,
): boolean {
  const { attempt } = effect;
  const stream = currentStream(turn.state, attempt);
  if (stream === null || !isStage(stream.stage, "verifying-alone")) return false;
  const { together, work } = stream.stage;
  if (outcome.kind === "refused") {
    rejectRed(turn, attempt, together, null);
    return true;
  }
  if (outcome.kind !== "verified") return false;
  const { report } = outcome;
  if (report.tree !== work.tree) return false;
  const verdict = verdictOf(report);
  if (verdict === "unavailable") {
    lookAgain(turn, effect, report);
    return true;
  }
  emit(turn, { type: "verified", attempt, report, cached: false });
  if (verdict === "red") rejectRed(turn, attempt, report, null);
  else rejectRed(turn, attempt, together, landedSince(turn.state, stream, work.base));
  return true;
}

/** `suspects`: what landed since, when the work is green alone; null when it is red by itself. */
function rejectRed(
  turn: Turn,
  attempt: AttemptId,
  report: GateReport,
  suspects: readonly string[] | null,
): void {
  const gates = redGates(report);
  const reason: RejectionReason =
    suspects === null
      ? { kind: "gate-failed", gates }
      : { kind: "semantic-conflict", gates, suspects };
  rejectAttempt(turn, attempt, { reason, evidence: evidenceOf(report) });
}

export function landEnded(turn: Turn, effect: EffectOf<"land">, outcome: Outcome): boolean {
  const { attempt, key, candidate } = effect;
  const stream = currentStream(turn.state, attempt);
  if (stream === null) return false;
  switch (outcome.kind) {
    case "landed": {
      const { commit, diverted } = outcome;
      if (commit !== candidate.commit) return false;
      const forced = stream.agreed?.forced === true;
      emit(turn, { type: "landed", attempt, key, commit, onto: candidate.onto, diverted, forced });
      return true;
    }
    case "head-moved":
      emit(turn, { type: "head-moved", attempt, head: outcome.head });
      rebuild(turn, attempt);
      return true;
    case "refused":
      block(turn, attempt, outcome.message || "the landing was refused");
      return true;
    default:
      return false;
  }
}

/** A branch that never stands still is left alone for a while after so many rebuilds. */
function rebuild(turn: Turn, attempt: AttemptId): void {
  const stream = currentStream(turn.state, attempt);
  if (stream === null || settleStream(turn, stream)) return;
  if (stream.round > LIMITS.candidateRebuildsMax) {
    putOff(turn, roundId(attempt, "merge", stream.round), "the branch keeps moving");
  }
}
