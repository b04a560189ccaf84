import { basename, dirname, resolve } from "node:path";
import { openWorkplace, readRoadmapFile } from "../../daemon/index.ts";
import type { ReadRoadmap } from "../../daemon/index.ts";
import type { InterpretedGoal, TargetConfig, WorkStream } from "../../model/index.ts";
import { OrchestratorError, SELF_TARGET } from "../../model/index.ts";
import { interpretGoal as interpret } from "../../planner/index.ts";
import { environment } from "../../platform/index.ts";
import type { Garden, Health } from "../../roadmap/index.ts";
import { checkHealth, gardenEdits, toWorkStream } from "../../roadmap/index.ts";
import { replaceRoadmap } from "../cli/roadmap-edit.ts";

/** Which roadmap: a file, or the one configured for the repository around `cwd`. */
export interface RoadmapPlace {
  /** Path of a roadmap file; needs no repository. */
  readonly file?: string;
  /** Default: the process's working directory. */
  readonly cwd?: string;
  /** A target's id; default: the configuration's default target. */
  readonly target?: string;
}

/** The target a place means. Throws `OrchestratorError` (`not-a-repository`, `unknown-target`). */
export function targetAt(place: RoadmapPlace): Pick<TargetConfig, "id" | "path" | "roadmap"> {
  const cwd = resolve(place.cwd ?? ".");
  if (place.file !== undefined) {
    const path = resolve(cwd, place.file);
    return { id: SELF_TARGET, path: dirname(path), roadmap: basename(path) };
  }
  const { config } = openWorkplace({ cwd, env: environment() });
  const wanted = place.target ?? config.defaultTarget;
  const found = config.targets.find((target) => target.id === wanted);
  if (found !== undefined) return found;
  throw new OrchestratorError("unknown-target", `there is no target ${JSON.stringify(wanted)}`);
}

function readAt(place: RoadmapPlace): ReadRoadmap {
  return readRoadmapFile(targetAt(place));
}

/** Every work stream, in the order of the file. Throws `no-roadmap`, `roadmap-unreadable`. */
export function parseRoadmap(place: RoadmapPlace = {}): readonly WorkStream[] {
  return readAt(place).roadmap.workStreams.map(toWorkStream);
}

/** The work streams that can be claimed now. */
export function getAvailableWorkStreams(place: RoadmapPlace = {}): readonly WorkStream[] {
  return parseRoadmap(place).filter((stream) => stream.available);
}

/** What is wrong, available, blocked and claimed by nobody; agrees with {@link gardenRoadmap}. */
export function checkRoadmapHealth(place: RoadmapPlace = {}): Health {
  return checkHealth(readAt(place).roadmap);
}

/** Unblocks what no longer waits for anything; `dryRun` writes nothing. */
export function gardenRoadmap(place: RoadmapPlace & { readonly dryRun?: boolean } = {}): Garden {
  const { path, text } = readAt(place);
  const gardened = gardenEdits(text, { file: path });
  if (place.dryRun !== true && gardened.text !== text) replaceRoadmap(path, text, gardened.text);
  return gardened.garden;
}

/** What a sentence asks for; below the threshold (0…1) `goalType` is `suggest`. Starts nothing. */
export function interpretGoal(
  goal: string,
  place: RoadmapPlace & { readonly threshold?: number } = {},
): InterpretedGoal {
  return interpret(goal, readAt(place).facts, { threshold: place.threshold ?? 0.5 });
}
