import type { EffectOf, Outcome, PersonAct, StreamKey } from "../../model/index.ts";
import { LIMITS, isCheckpointName } from "../../model/index.ts";
import { positionOf } from "./changes.ts";
import { isComplete } from "../stages.ts";
import type { Turn } from "../turn.ts";
import { emit, refuse } from "../turn.ts";

type Act<K extends PersonAct["kind"]> = Extract<PersonAct, { readonly kind: K }>;

/** A person's checkpoint; without a name it gets one. */
export function createCheckpoint(turn: Turn, by: string, act: Act<"checkpoint">): void {
  const { checkpoints, checkpointSerial } = turn.state;
  const what = "make a checkpoint";
  const name = act.name === "" ? freeName(turn, `checkpoint-${checkpointSerial + 1}`) : act.name;
  if (!isCheckpointName(name)) {
    return refuse(turn, what, "a name has letters, digits, dots, dashes: 64 at most");
  }
  if (checkpoints.has(name)) return refuse(turn, what, `there is a checkpoint ${name} already`);
  if (!makeRoom(turn)) {
    return refuse(turn, what, `there are ${LIMITS.checkpointsMax} already; let some go`);
  }
  begin(turn, name, { by, why: act.why, automatic: false });
}

/** Before something is undone; gives its name. */
export function checkpointBefore(turn: Turn, what: string, why: string): string {
  const name = freeName(turn, `before-${what}-${turn.state.checkpointSerial + 1}`);
  makeRoom(turn);
  begin(turn, name, { by: "orchestrator", why, automatic: true });
  return name;
}

export function dropCheckpoints(turn: Turn, by: string, { names }: Act<"drop-checkpoints">): void {
  const { checkpoints } = turn.state;
  const unknown = names.filter((name) => checkpoints.get(name)?.stage !== "kept");
  if (unknown.length > 0) {
    return refuse(turn, "let checkpoints go", `there is no checkpoint ${unknown.join(", ")}`);
  }
  for (const name of new Set(names)) emit(turn, { type: "checkpoint-dropping", name, by });
}

/** After a landing: with the last stream of a level of dependencies, the level has ended. */
export function checkpointLevel(turn: Turn): void {
  const { session } = turn.state;
  if (session === null || session.request.policy.checkpoints !== true) return;
  const landed = turn.events.findLast((event) => event.type === "landed");
  if (landed?.type !== "landed" || !turn.work.selected.has(landed.key)) return;
  const level = levelsOf(turn);
  const ended = level(landed.key);
  for (const key of session.keys) {
    const stream = turn.state.streams.get(key);
    if (stream !== undefined && level(key) === ended && !isComplete(stream)) return;
  }
  makeRoom(turn);
  const name = freeName(turn, `${session.id}-level-${ended}`);
  const why = `level ${ended} of session ${session.id} has landed`;
  begin(turn, name, { by: "orchestrator", why, automatic: true });
}

/** Levels count from 1, within what the session is for; a cycle counts as if it were none. */
function levelsOf(turn: Turn): (key: StreamKey) => number {
  const known = new Map<StreamKey, number>();
  const level = (key: StreamKey): number => {
    const before = known.get(key);
    if (before !== undefined) return before;
    known.set(key, 1);
    let deepest = 0;
    for (const on of turn.state.streams.get(key)?.facts.dependsOn ?? []) {
      if (turn.work.selected.has(on)) deepest = Math.max(deepest, level(on));
    }
    known.set(key, deepest + 1);
    return deepest + 1;
  };
  return level;
}

export function keepEnded(
  turn: Turn,
  { checkpoint: { name } }: EffectOf<"keep-checkpoint">,
  outcome: Outcome,
): boolean {
  if (outcome.kind === "refused") {
    const failure = outcome.message || "it could not be kept";
    emit(turn, { type: "checkpoint-dropped", name, failure });
    // What was to be undone under its protection is left as it is.
    for (const { id, rollback } of turn.state.targets.values()) {
      if (rollback?.stage.kind !== "reverting") continue;
      const message = `no checkpoint could be made before it: ${failure}`;
      emit(turn, { type: "rollback-refused", target: id, message });
    }
    return true;
  }
  if (outcome.kind !== "checkpoint-kept") return false;
  emit(turn, { type: "checkpoint-kept", name, places: outcome.places });
  return true;
}

export function dropEnded(
  turn: Turn,
  { checkpoint: { name } }: EffectOf<"drop-checkpoint">,
  outcome: Outcome,
): boolean {
  if (outcome.kind !== "checkpoint-dropped" && outcome.kind !== "refused") return false;
  emit(turn, { type: "checkpoint-dropped", name, failure: null });
  return true;
}

function begin(
  turn: Turn,
  name: string,
  more: { readonly by: string; readonly why: string; readonly automatic: boolean },
): void {
  const positions = [...turn.state.targets.values()].map(positionOf);
  emit(turn, { type: "checkpoint-begun", name, positions, ...more });
}

function freeName(turn: Turn, wanted: string): string {
  const { checkpoints } = turn.state;
  if (!checkpoints.has(wanted)) return wanted;
  for (let n = 2; ; n++) if (!checkpoints.has(`${wanted}-${n}`)) return `${wanted}-${n}`;
}

/** The oldest automatic one makes way; false when there is none (law I6). */
function makeRoom(turn: Turn): boolean {
  const { checkpoints } = turn.state;
  const kept = [...checkpoints.values()].filter(({ stage }) => stage !== "dropping");
  if (kept.length < LIMITS.checkpointsMax) return true;
  const oldest = kept.find(({ automatic, stage }) => automatic && stage === "kept");
  if (oldest === undefined) return false;
  emit(turn, { type: "checkpoint-dropping", name: oldest.name, by: "orchestrator" });
  return true;
}
