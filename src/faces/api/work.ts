import type { Workplace } from "../../daemon/index.ts";
import { ask, readRoadmapFile, readState } from "../../daemon/index.ts";
import type { PersonAct, RunMode, Selection, State, StreamKey } from "../../model/index.ts";
import { nowMs } from "../../platform/index.ts";
import { planWork } from "../../planner/index.ts";
import { doneIn } from "../cli/running/dry-run.ts";
import type { OrchestratorConfig } from "./config.ts";
import { targetOfPlace } from "./config.ts";

/** Work to be taken up. */
export interface Work {
  readonly mode: RunMode;
  readonly selection: Selection;
  /** Agents at a time; what the object's own config says where this is absent. */
  readonly maxAgents?: number | undefined;
}

/** The work streams that would be taken up now. */
export function plannedKeys(
  place: Workplace,
  config: OrchestratorConfig,
  { selection }: Work,
  concurrency: number,
): readonly StreamKey[] {
  if (selection.kind === "streams") return selection.keys;
  const target = targetOfPlace(place, config.target);
  const { state } = readState(place);
  const busy = new Set(state.session?.keys ?? []);
  const plan = planWork({
    facts: readRoadmapFile(target).facts,
    done: doneIn(state),
    selection: selection.kind === "next" ? { kind: "all" } : selection,
    concurrency,
    overlapMax: place.config.overlapMax,
    nowMs: nowMs(),
  });
  const keys = plan.schedule.map((run) => run.id);
  if (selection.kind === "all") return keys;
  const ready = new Set(plan.levels[0] ?? []);
  const open = state.session?.state === "executing";
  return keys.filter((key) => ready.has(key) && !(open && busy.has(key))).slice(0, selection.count);
}

/** What brings work into a session that is under way. */
export function actsFor(
  state: State,
  keys: readonly StreamKey[],
  concurrency: number,
): PersonAct[] {
  const known = new Set(state.session?.keys);
  const added = keys.filter((key) => !known.has(key));
  return [
    ...(concurrency > state.concurrency ? [{ kind: "set-limit", concurrency } as const] : []),
    ...keys
      .filter((key) => known.has(key) && isGivenUp(state, key))
      .map((key) => ({ kind: "retry", key }) as const),
    ...(added.length > 0 ? [{ kind: "add-streams", keys: added } as const] : []),
  ];
}

export async function allAccepted(place: Workplace, acts: readonly PersonAct[]): Promise<boolean> {
  for (const act of acts) if (!(await ask(place, act)).accepted) return false;
  return true;
}

function isGivenUp(state: State, key: StreamKey): boolean {
  const kind = state.streams.get(key)?.stage.kind;
  return kind === "blocked" || kind === "skipped" || kind === "stopped" || kind === "unverified";
}
