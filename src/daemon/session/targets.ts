import { join } from "node:path";
import type { State, TargetConfig } from "../../model/index.ts";
import { targetOf } from "../../model/index.ts";
import { nowMs, sweepLeftovers } from "../../platform/index.ts";
import type { Target } from "../../targets/index.ts";
import { openTarget } from "../../targets/index.ts";
import type { SessionStart } from "./start.ts";
import { acts } from "./start.ts";
import type { Workplace } from "../workplace.ts";

/**
 * Opens the targets a session needs. Where agents are to work, throws the first precondition that
 * keeps them from it.
 */
export async function openTargets(
  workplace: Workplace,
  start: SessionStart,
  state: State,
): Promise<ReadonlyMap<string, Target>> {
  const targets = new Map<string, Target>();
  for (const config of involved(workplace, start, state)) {
    const target = await openTarget(config, { stateDir: workplace.stateDir });
    if (acts(start)) {
      await target.ready();
      // Between a kill and this start nobody looked after the person's folder.
      if (config.source.kind === "markdown") {
        sweepLeftovers(join(config.path, config.roadmap), nowMs());
      }
    }
    targets.set(config.id, target);
  }
  return targets;
}

/** All that are configured; for named work only its own and those that the journal knows. */
function involved(
  workplace: Workplace,
  start: SessionStart,
  state: State,
): readonly TargetConfig[] {
  if (start.kind !== "new" || start.request.selection.kind !== "streams") {
    return workplace.config.targets;
  }
  const wanted = new Set([...start.request.selection.keys.map(targetOf), ...state.targets.keys()]);
  return workplace.config.targets.filter((target) => wanted.has(target.id));
}
