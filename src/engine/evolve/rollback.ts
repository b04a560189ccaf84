import type { Event, EventOf, Rollback, Standing, TargetId } from "../../model/index.ts";
import { keyOf, unreachable } from "../../model/index.ts";
import type { Ledger } from "../draft.ts";
import {
  amendStream,
  amendTarget,
  dropDeferral,
  putCheckpoint,
  putNumber,
  putVerdict,
} from "../draft.ts";
import { checkpointEffectId, rollbackEffectIds, targetEffectId } from "../effect-ids.ts";
import { applyRecovered } from "./recovered.ts";
import { leanReport, treeVerdictName } from "../landing/verdict.ts";

type RollbackEvent = Extract<Event, { readonly type: `rollback-${string}` | "rolled-back" }>;

type CheckpointEvent = Extract<Event, { readonly type: `checkpoint-${string}` }>;
type Undoing = RollbackEvent | CheckpointEvent | EventOf<"recovered" | "landing-gone">;

/** Of what was undone, and of the points to go back to. */
export function isUndoing(event: Event): event is Undoing {
  const { type } = event;
  if (type === "rolled-back" || type === "recovered" || type === "landing-gone") return true;
  return type.startsWith("rollback-") || type.startsWith("checkpoint-");
}

export function applyUndoing(ledger: Ledger, event: Undoing): void {
  switch (event.type) {
    case "checkpoint-begun":
    case "checkpoint-kept":
    case "checkpoint-dropping":
    case "checkpoint-dropped":
      return applyCheckpoint(ledger, event);
    case "recovered":
      return applyRecovered(ledger, event);
    case "rollback-begun":
      return applyRollbackBegun(ledger, event);
    case "rollback-built":
      return applyRollbackBuilt(ledger, event);
    case "rollback-verified":
      return applyRollbackVerified(ledger, event);
    case "rollback-moved":
      return applyRollbackMoved(ledger, event);
    case "rolled-back":
      return applyRolledBack(ledger, event);
    case "landing-gone":
      return applyGone(ledger, event);
    case "rollback-refused":
      return move(ledger, event.target, null, 0);
    default:
      return unreachable(event);
  }
}

function applyRollbackBegun(ledger: Ledger, event: EventOf<"rollback-begun">): void {
  const { by, why, atMs, changes, streams } = event;
  move(ledger, event.target, { by, why, atMs, changes, streams, stage: { kind: "reverting" } }, 1);
}

function applyRollbackBuilt(ledger: Ledger, event: EventOf<"rollback-built">): void {
  const rollback = ledger.state.targets.get(event.target)?.rollback;
  if (rollback?.stage.kind !== "reverting") return;
  const stage = { kind: "verifying", candidate: event.candidate } as const;
  move(ledger, event.target, { ...rollback, stage }, 0);
}

function applyRollbackVerified(ledger: Ledger, event: EventOf<"rollback-verified">): void {
  const rollback = ledger.state.targets.get(event.target)?.rollback;
  if (rollback?.stage.kind !== "verifying") return;
  const report = leanReport(event.report);
  putVerdict(ledger, [treeVerdictName(report.tree, report.gatesDigest)], report);
  const stage = { kind: "landing", candidate: rollback.stage.candidate, report } as const;
  move(ledger, event.target, { ...rollback, stage }, 0);
}

function applyRollbackMoved(ledger: Ledger, event: EventOf<"rollback-moved">): void {
  const rollback = ledger.state.targets.get(event.target)?.rollback ?? null;
  if (rollback === null) return;
  move(ledger, event.target, { ...rollback, stage: { kind: "reverting" } }, 1);
}

/** Open work waits for a person to ask for it again; what was undone once is complete again. */
function applyRolledBack(ledger: Ledger, event: EventOf<"rolled-back">): void {
  const target = ledger.state.targets.get(event.target);
  const rollback = target?.rollback ?? null;
  if (target === undefined || rollback?.stage.kind !== "landing") return;
  const { commit, onto, diverted, target: id } = event;
  const { why, by, streams } = rollback;
  move(ledger, id, null, 0);
  const landings = target.landings + 1;
  const checkout = {
    id: targetEffectId(id, "checkout", landings),
    key: null,
    from: onto,
    to: commit,
  };
  amendTarget(ledger, id, {
    landings,
    base: { head: commit, report: rollback.stage.report },
    rolledBack: [...target.rolledBack, { after: target.landed.length, onto, commit, why, streams }],
    checkoutMoves: diverted ? target.checkoutMoves : [...target.checkoutMoves, checkout],
  });
  for (const standing of streams) {
    if (standing.complete) redo(ledger, event, standing);
    else undo(ledger, event, standing, `rolled back by ${by} (${why})`);
  }
}

function undo(
  ledger: Ledger,
  { atMs }: EventOf<"rolled-back">,
  { key }: Standing,
  reason: string,
): void {
  const stream = ledger.state.streams.get(key);
  if (stream?.stage.kind !== "completed") return;
  amendStream(ledger, key, {
    stage: { kind: "skipped", reason, atMs },
    facts: { ...stream.facts, status: "not_started" },
    failures: 0,
    rejections: 0,
    agreed: null,
  });
}

function redo(
  ledger: Ledger,
  { atMs, target, diverted }: EventOf<"rolled-back">,
  { key }: Standing,
): void {
  const stream = ledger.state.streams.get(key);
  const landed = ledger.state.targets.get(target)?.landed.findLast((one) => one.key === key);
  // What was taken up again meanwhile stays what it is now.
  if (stream?.stage.kind !== "skipped" || landed === undefined) return;
  const { attempt, commit } = landed;
  amendStream(ledger, key, {
    stage: { kind: "completed", attempt, commit, atMs, diverted, forced: false },
    facts: { ...stream.facts, status: "complete" },
  });
}

/** A new round has effects of its own; those of the one before are promised no more. */
function move(ledger: Ledger, id: TargetId, rollback: Rollback | null, rounds: 0 | 1): void {
  const round = ledger.state.targets.get(id)?.rollbackRound ?? 0;
  for (const effect of rollbackEffectIds(id, round)) dropDeferral(ledger, effect);
  amendTarget(ledger, id, { rollback, rollbackRound: round + rounds });
}

function applyCheckpoint(ledger: Ledger, event: CheckpointEvent): void {
  const { name } = event;
  const known = ledger.state.checkpoints.get(name);
  if (known !== undefined) {
    dropDeferral(ledger, checkpointEffectId("keep", known.number));
    dropDeferral(ledger, checkpointEffectId("drop", known.number));
  }
  switch (event.type) {
    case "checkpoint-begun": {
      const number = ledger.state.checkpointSerial + 1;
      putNumber(ledger, "checkpointSerial", number);
      const { by, why, automatic, atMs, positions } = event;
      const fresh = { name, number, by, why, automatic, atMs, positions, places: [] } as const;
      return putCheckpoint(ledger, name, { ...fresh, stage: "keeping" });
    }
    case "checkpoint-kept": {
      if (known === undefined) return;
      const { places } = event;
      const positions = known.positions.map((position) => {
        const head = places.find(({ target }) => target === position.target)?.head;
        return {
          ...position,
          landings: landingsAt(ledger, position.target, head) ?? position.landings,
        };
      });
      return putCheckpoint(ledger, name, { ...known, places, positions, stage: "kept" });
    }
    case "checkpoint-dropping":
      if (known !== undefined) putCheckpoint(ledger, name, { ...known, stage: "dropping" });
      return;
    case "checkpoint-dropped":
      return putCheckpoint(ledger, name, null);
  }
}

/** A landing may have come between the checkpoint's beginning and its look at the branch. */
function landingsAt(ledger: Ledger, id: TargetId, head: string | undefined): number | null {
  const target = ledger.state.targets.get(id);
  if (target === undefined || head === undefined) return null;
  const at = target.landed.findLastIndex(({ commit }) => commit === head);
  if (at >= 0) return at + 1;
  const { landing } = target;
  const stage = landing === null ? undefined : ledger.state.streams.get(keyOf(landing))?.stage;
  const isOn = stage?.kind === "landing" && stage.candidate.commit === head;
  return isOn ? target.landed.length + 1 : null;
}

/** It is work like any other again; its attempts' numbers go on, and what it was agreed to is over. */
function applyGone(ledger: Ledger, { key, commit, atMs }: EventOf<"landing-gone">): void {
  const stream = ledger.state.streams.get(key);
  if (stream?.stage.kind !== "completed" || stream.stage.commit !== commit) return;
  amendStream(ledger, key, {
    stage: { kind: "waiting", sinceMs: atMs, notBeforeMs: 0 },
    failures: 0,
    rejections: 0,
    loops: 0,
    agreed: null,
  });
}
