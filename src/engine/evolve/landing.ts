import type { AttemptId, EventOf, GateReport, TargetId } from "../../model/index.ts";
import { streamWith } from "../copies.ts";
import type { Ledger } from "../draft.ts";
import { amendStream, amendTarget, putStream, putVerdict } from "../draft.ts";
import { targetEffectId } from "../effect-ids.ts";
import { amendRecord, endAttempt, joinQueue, leaveQueue } from "./attempt.ts";
import { withoutEscalation } from "./recovery.ts";
import { countSerial } from "./inbox.ts";
import { divertedStreams } from "../landing/landed.ts";
import type { StageOf } from "../stages.ts";
import { currentStream } from "../stages.ts";
import {
  candidateVerdictName,
  leanReport,
  treeVerdictName,
  verdictOf,
} from "../landing/verdict.ts";

export function applyMergeStarted(ledger: Ledger, event: EventOf<"merge-started">): void {
  const stream = currentStream(ledger.state, event.attempt);
  if (stream?.stage.kind !== "queued") return;
  const { attempt, round } = event;
  const { workspace, work } = stream.stage;
  leaveQueue(ledger, stream, attempt);
  amendTarget(ledger, stream.facts.target, { landing: attempt });
  const stage = { kind: "merging", attempt, workspace, work, round } as const;
  putStream(ledger, streamWith(stream, { stage, round }));
}

/** A forced landing looks at no gates; everything else is verified as it would land (law I3). */
export function applyCandidateBuilt(ledger: Ledger, event: EventOf<"candidate-built">): void {
  const stream = currentStream(ledger.state, event.attempt);
  if (stream?.stage.kind !== "merging") return;
  const { candidate } = event;
  const { attempt, workspace, work, round } = stream.stage;
  const forced = stream.agreed?.forced === true;
  amendStream(ledger, stream.facts.key, {
    stage: forced
      ? { kind: "landing", attempt, workspace, work, candidate, report: null, round }
      : { kind: "verifying", attempt, workspace, work, candidate, round },
  });
}

export function applyVerified(ledger: Ledger, event: EventOf<"verified">): void {
  const stream = currentStream(ledger.state, event.attempt);
  if (stream === null) return;
  const report = leanReport(event.report);
  const { stage } = stream;
  const verdict = verdictOf(report);
  const names = [treeVerdictName(report.tree, report.gatesDigest)];
  if (stage.kind === "verifying") {
    names.push(candidateVerdictName(stage.candidate.onto, report.tree, report.gatesDigest));
  }
  if (verdict !== "unavailable") putVerdict(ledger, names, report);
  const own = stage.kind === "verifying";
  const attempts = own ? amendRecord(stream, { gates: report.results }) : stream.attempts;
  const lands =
    stage.kind === "verifying" &&
    verdict === "green" &&
    (report.needsPerson.length === 0 || stream.agreed !== null);
  putStream(
    ledger,
    streamWith(stream, {
      attempts,
      stage: lands ? toLand(stage, report) : stage,
    }),
  );
}

function toLand(stage: StageOf<"verifying">, report: GateReport): StageOf<"landing"> {
  const { attempt, workspace, work, candidate, round } = stage;
  return { kind: "landing", attempt, workspace, work, candidate, report, round };
}

export function applyBlameSought(ledger: Ledger, event: EventOf<"blame-sought">): void {
  const stream = currentStream(ledger.state, event.attempt);
  if (stream?.stage.kind !== "verifying") return;
  const { attempt, workspace, work, candidate, round } = stream.stage;
  const { together } = event;
  amendStream(ledger, stream.facts.key, {
    stage: { kind: "verifying-alone", attempt, workspace, work, candidate, together, round },
  });
}

/** Back to the head of the line until the branch it was merged on has been judged. */
export function applyBaseDoubted(ledger: Ledger, event: EventOf<"base-doubted">): void {
  const stream = currentStream(ledger.state, event.attempt);
  if (stream?.stage.kind !== "verifying") return;
  const { attempt, workspace, work } = stream.stage;
  const { target } = stream.facts;
  const queue = ledger.state.targets.get(target)?.queue ?? [];
  amendTarget(ledger, target, { landing: null, base: null, queue: [attempt, ...queue] });
  const stage = { kind: "queued", attempt, workspace, work, sinceMs: event.atMs } as const;
  amendStream(ledger, stream.facts.key, { stage });
}

export function applyPersonNeeded(ledger: Ledger, event: EventOf<"person-needed">): void {
  const stream = currentStream(ledger.state, event.attempt);
  if (stream?.stage.kind !== "verifying" && stream?.stage.kind !== "queued") return;
  const { attempt, workspace, work } = stream.stage;
  countSerial(ledger);
  if (stream.stage.kind === "queued") leaveQueue(ledger, stream, attempt);
  else amendTarget(ledger, stream.facts.target, { landing: null });
  amendStream(ledger, stream.facts.key, {
    agreed: null,
    stage: {
      kind: "needs-person",
      attempt,
      workspace,
      work,
      why: event.why,
      entry: `q-${ledger.state.serial}`,
      sinceMs: event.atMs,
    },
  });
}

export function applyPersonAgreed(ledger: Ledger, event: EventOf<"person-agreed">): void {
  const stream = currentStream(ledger.state, event.attempt);
  if (stream === null) return;
  const { stage } = stream;
  if (stage.kind !== "needs-person" && stage.kind !== "unverified") return;
  const { attempt, by, forced, atMs } = event;
  const workspace = stage.kind === "needs-person" ? stage.workspace : null;
  putStream(
    ledger,
    streamWith(stream, {
      agreed: { by, forced },
      stage: { kind: "queued", attempt, workspace, work: stage.work, sinceMs: atMs },
      attempts: amendRecord(stream, { outcome: "active", finishedAtMs: null }),
    }),
  );
  joinQueue(ledger, stream, attempt);
  // The verdict on a red branch may be old: a person who lands something means to have it looked at.
  const base = ledger.state.targets.get(stream.facts.target)?.base ?? null;
  if (base !== null && verdictOf(base.report) !== "green") {
    amendTarget(ledger, stream.facts.target, { base: null });
  }
}

/** The branch moved under the candidate: another one, on the new head, under a new number. */
export function applyHeadMoved(ledger: Ledger, attempt: AttemptId): void {
  const stream = currentStream(ledger.state, attempt);
  if (stream?.stage.kind !== "landing") return;
  const { workspace, work } = stream.stage;
  const round = stream.round + 1;
  const stage = { kind: "merging", attempt, workspace, work, round } as const;
  putStream(ledger, streamWith(stream, { stage, round }));
}

export function applyLanded(ledger: Ledger, event: EventOf<"landed">): void {
  const stream = currentStream(ledger.state, event.attempt);
  if (stream?.stage.kind !== "landing") return;
  const { attempt, key, commit, onto, diverted, forced, atMs } = event;
  endAttempt(
    ledger,
    // What was asked about it is answered: a yes that comes late would open it again (law I4).
    streamWith(withoutEscalation(stream), {
      carry: null,
      rejection: null,
      conversation: null,
      loops: 0,
    }),
    {
      outcome: "landed",
      reason: null,
      commit,
      stage: { kind: "completed", attempt, commit, atMs, diverted, forced },
    },
  );
  const id = stream.facts.target;
  const target = ledger.state.targets.get(id);
  if (target === undefined) return;
  const landings = target.landings + 1;
  const move = { id: targetEffectId(id, "checkout", landings), key, from: onto, to: commit };
  amendTarget(ledger, id, {
    landings,
    landed: [...target.landed, { key, attempt, commit, onto }],
    checkoutMoves: diverted ? target.checkoutMoves : [...target.checkoutMoves, move],
  });
}

export function applyJoined(ledger: Ledger, target: TargetId): void {
  for (const stream of divertedStreams(ledger.state, target)) {
    if (stream.stage.kind !== "completed") continue;
    putStream(ledger, streamWith(stream, { stage: { ...stream.stage, diverted: false } }));
  }
}
