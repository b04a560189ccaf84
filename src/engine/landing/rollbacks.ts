import type { EffectOf, Outcome, PersonAct, StreamKey, TargetState } from "../../model/index.ts";
import { ACTIVE_STAGES, NOTHING_LEFT, displayKey, targetOf } from "../../model/index.ts";
import type { Step } from "./changes.ts";
import { landingStep, standingsBefore, stepsSince } from "./changes.ts";
import { checkpointBefore } from "./checkpoints.ts";
import { looksAreSpent, putOff } from "../attempt/put-off.ts";
import { byPlace, isComplete } from "../stages.ts";
import type { Turn } from "../turn.ts";
import { emit, refuse } from "../turn.ts";
import { evidenceOf, redGates, unavailableMessage, verdictOf } from "./verdict.ts";

type Act<K extends PersonAct["kind"]> = Extract<PersonAct, { readonly kind: K }>;

const WHAT = "roll back";

/** Undoes one landed stream, with what landed on top of it when that was asked for. */
export function rollBack(turn: Turn, by: string, act: Act<"rollback">): void {
  const { key, withDependents } = act;
  const stream = turn.state.streams.get(key);
  const target = turn.state.targets.get(targetOf(key));
  const id = displayKey(key);
  if (stream === undefined || target === undefined) {
    return refuse(turn, WHAT, `there is no work stream ${id}`);
  }
  if (target.rollback !== null) return refuse(turn, WHAT, underWay(target));
  if (stream.stage.kind !== "completed") {
    return refuse(turn, WHAT, `${id} is ${stream.stage.kind}; only what landed can be undone`);
  }
  const dependents = completeDependents(turn, new Set([key]));
  const standing = obstacle(turn, target, key, dependents);
  if (standing !== null) return refuse(turn, WHAT, standing);
  if (dependents.length > 0 && !withDependents) {
    const named = dependents.map(displayKey).join(", ");
    return refuse(turn, WHAT, `${named} landed on top of ${id}; --with-dependents undoes them too`);
  }
  const undone = new Set([key, ...dependents]);
  const steps = landingsOf(target, undone);
  begin(turn, target, { by, why: [...undone].map(displayKey).join(", "), steps }, "rollback");
}

/** Undoes everything that was done to any target since; what a person committed stays. */
export function restoreCheckpoint(turn: Turn, by: string, act: Act<"restore-checkpoint">): void {
  const what = "restore";
  const checkpoint = turn.state.checkpoints.get(act.name);
  if (checkpoint?.stage !== "kept") {
    return refuse(turn, what, `there is no checkpoint ${act.name}`);
  }
  const all = [...turn.state.targets.values()].map((target) => {
    const position = checkpoint.positions.find((one) => one.target === target.id);
    return { target, steps: position === undefined ? [] : stepsSince(target, position) };
  });
  const wanted = all.filter(({ steps }) => steps.length > 0);
  if (wanted.length === 0) {
    return refuse(turn, what, `nothing has landed since checkpoint ${act.name}`);
  }
  for (const { target, steps } of wanted) {
    if (target.rollback !== null) return refuse(turn, what, underWay(target));
    const open = standingsBefore(steps).filter(({ complete }) => !complete);
    const busy = busyDependent(turn, new Set(open.map(({ key }) => key)));
    if (busy !== null) return refuse(turn, what, busy);
  }
  for (const { target, steps } of wanted) {
    const why = `checkpoint ${act.name}`;
    begin(turn, target, { by, why, steps: steps.toReversed() }, "restore");
  }
}

function begin(
  turn: Turn,
  target: TargetState,
  {
    by,
    why,
    steps,
  }: { readonly by: string; readonly why: string; readonly steps: readonly Step[] },
  what: string,
): void {
  // One for all targets of one restore.
  const made = turn.events.some((event) => event.type === "checkpoint-begun");
  if (!made) checkpointBefore(turn, what, `before ${what} of ${why}`);
  const streams = standingsBefore(steps.toReversed());
  const changes = steps.map(({ onto, commit, what: name }) => ({ onto, commit, what: name }));
  emit(turn, { type: "rollback-begun", target: target.id, by, why, changes, streams });
}

function underWay({ id, rollback }: TargetState): string {
  return `${rollback?.why ?? "something"} is being undone on ${id} at this moment`;
}

/** Newest first. */
function landingsOf(target: TargetState, keys: ReadonlySet<StreamKey>): readonly Step[] {
  const steps: Step[] = [];
  const left = new Set(keys);
  for (let at = target.landed.length - 1; at >= 0; at--) {
    const key = target.landed[at]?.key ?? "";
    const step = left.delete(key) ? landingStep(target, at) : null;
    if (step !== null) steps.push(step);
  }
  return steps;
}

/** What depends on these, at any distance, and is complete. */
function completeDependents(turn: Turn, roots: ReadonlySet<StreamKey>): readonly StreamKey[] {
  const found = new Set<StreamKey>();
  const look = [...roots];
  for (let key = look.pop(); key !== undefined; key = look.pop()) {
    for (const dependent of turn.work.nodes.get(key)?.dependents ?? []) {
      const stream = turn.state.streams.get(dependent);
      if (stream === undefined || !isComplete(stream)) continue;
      if (found.has(dependent) || roots.has(dependent)) continue;
      found.add(dependent);
      look.push(dependent);
    }
  }
  return [...found].sort(byPlace(turn.state));
}

/** Why these cannot be undone together, in a sentence; null when they can. */
function obstacle(
  turn: Turn,
  target: TargetState,
  key: StreamKey,
  dependents: readonly StreamKey[],
): string | null {
  for (const dependent of dependents) {
    const named = displayKey(dependent);
    if (targetOf(dependent) !== target.id) {
      return `${named} landed on top of it in another repository; roll that back first`;
    }
    if (turn.state.streams.get(dependent)?.stage.kind !== "completed") {
      return `${named} depends on it and was completed by a person; open it in the roadmap first`;
    }
  }
  return busyDependent(turn, new Set([key, ...dependents]));
}

function busyDependent(turn: Turn, keys: ReadonlySet<StreamKey>): string | null {
  for (const key of keys) {
    for (const dependent of turn.work.nodes.get(key)?.dependents ?? []) {
      const stage = turn.state.streams.get(dependent)?.stage;
      if (stage === undefined || !ACTIVE_STAGES.has(stage.kind)) continue;
      return `${displayKey(dependent)} builds on ${displayKey(key)} and is ${stage.kind}; stop it first`;
    }
  }
  return null;
}

export function revertEnded(turn: Turn, effect: EffectOf<"revert">, outcome: Outcome): boolean {
  const { target } = effect;
  switch (outcome.kind) {
    case "candidate-built":
      emit(turn, { type: "rollback-built", target, candidate: outcome.candidate });
      return true;
    case "conflicted":
      giveUp(turn, target, `what came later touches the same lines: ${outcome.files.join(", ")}`);
      return true;
    case "nothing-to-land":
      giveUp(turn, target, NOTHING_LEFT);
      return true;
    case "refused":
      giveUp(turn, target, outcome.message || "it could not be reverted");
      return true;
    default:
      return false;
  }
}

export function verifyRevertEnded(
  turn: Turn,
  effect: EffectOf<"verify-revert">,
  outcome: Outcome,
): boolean {
  const { target, candidate, id } = effect;
  if (outcome.kind === "refused") {
    giveUp(turn, target, outcome.message || "the gates were refused");
    return true;
  }
  if (outcome.kind !== "verified") return false;
  const { report } = outcome;
  // Exactly the tree that would land (law I3).
  if (report.tree !== candidate.tree) return false;
  switch (verdictOf(report)) {
    case "green":
      emit(turn, { type: "rollback-verified", target, report });
      return true;
    case "red":
      giveUp(
        turn,
        target,
        `without it ${redGates(report).join(", ")} fails\n${evidenceOf(report)}`,
      );
      return true;
    case "unavailable":
      if (looksAreSpent(turn, id)) giveUp(turn, target, unavailableMessage(report));
      else putOff(turn, id, unavailableMessage(report));
      return true;
  }
}

export function landRevertEnded(
  turn: Turn,
  effect: EffectOf<"land-revert">,
  outcome: Outcome,
): boolean {
  const { target, candidate } = effect;
  switch (outcome.kind) {
    case "landed": {
      const { commit, diverted } = outcome;
      if (commit !== candidate.commit) return false;
      emit(turn, { type: "rolled-back", target, commit, onto: candidate.onto, diverted });
      return true;
    }
    case "head-moved":
      emit(turn, { type: "rollback-moved", target, head: outcome.head });
      return true;
    case "refused":
      giveUp(turn, target, outcome.message || "the landing was refused");
      return true;
    default:
      return false;
  }
}

function giveUp(turn: Turn, target: string, message: string): void {
  emit(turn, { type: "rollback-refused", target, message });
}
