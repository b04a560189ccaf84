import { resolve } from "node:path";
import type { ReadRoadmap } from "../../daemon/index.ts";
import { readRoadmapFile, replaceRoadmap } from "../../daemon/index.ts";
import type {
  InterpretedGoal,
  StreamFacts,
  StreamStatus,
  TargetConfig,
  WorkStream as RoadmapStream,
} from "../../model/index.ts";
import { SELF_TARGET } from "../../model/index.ts";
import { placeAt } from "../../platform/index.ts";
import { interpretGoal as interpret, planWork } from "../../planner/index.ts";
import type { Garden, Health } from "../../roadmap/index.ts";
import {
  checkHealth,
  describeStreams,
  gardenEdits,
  markStreams,
  toWorkStream,
} from "../../roadmap/index.ts";
import { findKey } from "../cli/roadmap/streams.ts";
import type { RepositoryPlace } from "./config.ts";
import { openPlace, targetOfPlace } from "./config.ts";
import { requireWords } from "../text/goal-words.ts";

/** Which roadmap: a file, or the one configured for the repository around `cwd`. */
export interface RoadmapPlace extends RepositoryPlace {
  /** Path of a roadmap file; needs no repository. */
  readonly file?: string;
}

/** A work stream as `roadmap show --json` prints it; `name` is its title. */
export interface WorkStream extends RoadmapStream {
  readonly name: string;
}

/** {@link InterpretedGoal} under the names the seeds' snippets use. */
export interface Goal extends InterpretedGoal {
  readonly matchedWorkStreams: readonly WorkStream[];
  readonly matchingWorkStreams: readonly WorkStream[];
  /** What would be done, in one sentence. */
  readonly suggestedAction: string;
  readonly recommendation: string;
}

/** Health of a roadmap; the ids in `availableForWork` can be claimed now. */
export interface RoadmapHealth extends Health {
  readonly availableForWork: readonly string[];
}

/** The target a place means. Throws `OrchestratorError` (`not-a-repository`, `unknown-target`). */
function targetAt(place: RoadmapPlace): Pick<TargetConfig, "id" | "path" | "roadmap" | "source"> {
  if (place.file === undefined) return targetOfPlace(openPlace(place), place.target);
  return { id: SELF_TARGET, ...placeAt(resolve(place.cwd ?? ".", place.file)) };
}

function readAt(place: RoadmapPlace): ReadRoadmap {
  return readRoadmapFile(targetAt(place));
}

function streamsOf({ roadmap }: ReadRoadmap): WorkStream[] {
  return roadmap.workStreams.map((parsed) => {
    const stream = toWorkStream(parsed);
    return { ...stream, name: stream.title };
  });
}

/** The streams of these facts, in the order of the facts. */
function streamsFor(read: ReadRoadmap, facts: readonly Pick<StreamFacts, "id">[]): WorkStream[] {
  const streams = new Map(streamsOf(read).map((stream) => [stream.id, stream]));
  return facts.flatMap(({ id }) => streams.get(id) ?? []);
}

/** Every work stream, in the order of the file. Throws `no-roadmap`, `roadmap-unreadable`. */
export function parseRoadmap(place: RoadmapPlace = {}): readonly WorkStream[] {
  return streamsOf(readAt(place));
}

/** The work streams that can be claimed now. */
export function getAvailableWorkStreams(place: RoadmapPlace = {}): readonly WorkStream[] {
  return parseRoadmap(place).filter((stream) => stream.available);
}

/** What is left to do, in the order in which it would be taken up. */
export function getPrioritizedWorkStreams(place: RoadmapPlace = {}): readonly WorkStream[] {
  const read = readAt(place);
  const { schedule } = planWork({
    facts: read.facts,
    done: new Set(),
    selection: { kind: "all" },
    concurrency: 1,
    overlapMax: 1,
  });
  const facts = new Map(read.facts.map((each) => [each.key, each]));
  return streamsFor(
    read,
    schedule.flatMap(({ id }) => facts.get(id) ?? []),
  );
}

/** The work streams marked as bootstrap: they go before everything of their priority. */
export function getBootstrapPhases(place: RoadmapPlace = {}): readonly WorkStream[] {
  const read = readAt(place);
  return streamsFor(
    read,
    read.facts.filter((facts) => facts.bootstrap),
  );
}

/** What the roadmap says of one work stream. Throws `not-found`. */
export function getWorkStreamStatus(id: string, place: RoadmapPlace = {}): StreamStatus {
  const target = targetAt(place);
  const { facts } = readRoadmapFile(target);
  const key = findKey(facts, id, target.id);
  return facts.find((each) => each.key === key)?.status ?? "unknown";
}

/** What is wrong, available, blocked and claimed by nobody; agrees with {@link gardenRoadmap}. */
export function checkRoadmapHealth(place: RoadmapPlace = {}): RoadmapHealth {
  const health = checkHealth(readAt(place).roadmap);
  return { ...health, availableForWork: health.available };
}

/** Unblocks what no longer waits for anything; `dryRun` writes nothing. */
export function gardenRoadmap(place: RoadmapPlace & { readonly dryRun?: boolean } = {}): Garden {
  const read = readAt(place);
  const { path, text } = read;
  const gardened = gardenEdits(text, { file: path });
  if (place.dryRun !== true && gardened.text !== text) replaceRoadmap(read, gardened.text);
  return gardened.garden;
}

/**
 * What a sentence asks for; below the threshold (0…1) `goalType` is `suggest`. Starts nothing.
 * Throws `usage` for a goal without words.
 */
export function interpretGoal(
  goal: string,
  place: RoadmapPlace & { readonly threshold?: number } = {},
): Goal {
  requireWords(goal);
  const target = targetAt(place);
  const read = readRoadmapFile(target);
  const found = interpret(goal, read.facts, {
    threshold: place.threshold ?? 0.5,
    descriptions: describeStreams(read.roadmap, target.id),
    marks: () => markStreams(read.roadmap, target.id),
  });
  const matched = streamsFor(read, found.matched);
  return {
    ...found,
    matchedWorkStreams: matched,
    matchingWorkStreams: matched,
    suggestedAction: found.action,
    recommendation: found.action,
  };
}
