import type {
  Diagnostic,
  Input,
  State,
  StreamFacts,
  StreamKey,
  TargetConfig,
  TargetId,
} from "../../model/index.ts";
import { isFileSource, LIMITS, OrchestratorError, streamOf } from "../../model/index.ts";
import { nowMs, watchPath } from "../../platform/index.ts";
import type { ParsedStream, Roadmap } from "../../roadmap/index.ts";
import {
  diffFacts,
  lastDueAt,
  parseRoadmap,
  readJson,
  toFacts,
  unpackVolume,
} from "../../roadmap/index.ts";
import type { StatusFile } from "./completion.ts";
import type { SourcePlace } from "./source-text.ts";
import { appearanceOf, digestNow, readSourceText, watchedPath } from "./source-text.ts";

export interface ReadRoadmap {
  readonly place: SourcePlace;
  /** Of the file, or of the folder of a source that has several. */
  readonly path: string;
  /** A file's text, or the volume of several. */
  readonly text: string;
  readonly digest: string;
  /** As of when it was read, where that makes a difference. */
  readonly at: string | undefined;
  readonly roadmap: Roadmap;
  readonly facts: readonly StreamFacts[];
}

/** Reads a target's roadmap as the person has it now. Throws named errors. */
export function readRoadmapFile(place: SourcePlace & Pick<TargetConfig, "id">): ReadRoadmap {
  const { path, text, digest, at } = readSourceText(place);
  const roadmap = parseRoadmap(text, at === undefined ? { file: path } : { file: path, at });
  return { place, path, text, digest, at, roadmap, facts: toFacts(roadmap, place.id) };
}

/**
 * The facts of a target's roadmap as the person has it now. A text that the state was made from is
 * not read again: it says what the state says. Throws named errors.
 */
export function readFacts(target: TargetConfig, state: State): readonly StreamFacts[] {
  const digest = state.targets.get(target.id)?.roadmapDigest ?? null;
  if (digest === null || digestNow(target) !== digest) return readRoadmapFile(target).facts;
  return knownFacts(state, target.id);
}

function knownFacts(state: State, target: TargetId): StreamFacts[] {
  const known: StreamFacts[] = [];
  for (const { facts, inRoadmap } of state.streams.values()) {
    if (facts.target === target && inRoadmap && facts.duty === undefined) known.push(facts);
  }
  return known;
}

/** Null where it cannot be looked at now: nobody hears of a timer's failure but by the end of all. */
function appearanceNow(target: TargetConfig): string | null {
  try {
    return appearanceOf(target);
  } catch (error) {
    if (error instanceof OrchestratorError) return null;
    throw error;
  }
}

/** What can be read no more that could be before, in words; null when nothing is. */
function newlyBroken(before: ReadRoadmap, { text, path, roadmap }: ReadRoadmap): string | null {
  if (roadmap.dialect === "json" && !readJson(text).ok) return `${path} is no JSON`;
  const known = faultsOf(before.roadmap);
  const faults = faultsOf(roadmap);
  const found = faults.find(({ file }) => {
    const same = (one: Diagnostic) => one.file === file;
    return faults.filter(same).length > known.filter(same).length;
  });
  return found === undefined ? null : `${found.file}: line ${found.line}: ${found.message}`;
}

function faultsOf({ diagnostics }: Roadmap): readonly Diagnostic[] {
  return diagnostics.filter(
    ({ code, severity }) => code === "unreadable-source" && severity === "error",
  );
}

/** Keeps the targets' roadmaps in view and tells the loop what changed (A10, law I11). */
export class RoadmapDesk {
  readonly #targets: readonly TargetConfig[];
  readonly #latest = new Map<string, ReadRoadmap>();
  readonly #closers: (() => void)[] = [];

  constructor(targets: readonly TargetConfig[]) {
    this.#targets = targets;
  }

  /** The newest reading of a target, reading it first if need be. */
  latest(target: TargetConfig): ReadRoadmap {
    const known = this.#latest.get(target.id);
    if (known !== undefined) return known;
    const read = readRoadmapFile(target);
    this.#latest.set(target.id, read);
    return read;
  }

  /** What the newest reading says; nothing where it cannot be read now. */
  facts(target: TargetConfig): readonly StreamFacts[] {
    try {
      return this.latest(target).facts;
    } catch (error) {
      if (error instanceof OrchestratorError) return [];
      throw error;
    }
  }

  stream(target: TargetConfig, key: StreamKey): { stream: ParsedStream; text: string } | null {
    const read = this.latest(target);
    const stream = read.roadmap.workStreams.find((each) => each.id === streamOf(key));
    if (stream === undefined) return null;
    const { start, end } = stream.spans.block;
    const words = read.text.slice(start, end);
    const file = this.fileOf(target, key);
    // What surrounds an entry of another tool is worth reading: its specification, its design.
    const beside = file === null || file === target.roadmap ? "" : `(from ${file})\n`;
    return { stream, text: beside + words };
  }

  /** The file that says this stream's status, from the root; null when none does. */
  fileOf(target: TargetConfig, key: StreamKey): string | null {
    if (target.source.kind === "markdown") return target.roadmap;
    if (!isFileSource(target.source.kind)) return null;
    const { text, roadmap } = this.latest(target);
    const files = unpackVolume(text)?.files ?? [];
    const stream = roadmap.workStreams.find((each) => each.id === streamOf(key));
    if (stream === undefined) return null;
    const at = stream.spans.block.start;
    return files.findLast(({ start }) => start <= at)?.path ?? null;
  }

  /** That file among those it is read with; null for a roadmap that is one file by itself. */
  statusFile(target: TargetConfig, key: StreamKey, atMs: number): StatusFile | null {
    const path = target.source.kind === "markdown" ? null : this.fileOf(target, key);
    if (path === null) return null;
    const { text } = this.latest(target);
    return { text, path, at: new Date(atMs).toISOString() };
  }

  /**
   * What differs from what the state knows, as an input; null when nothing does, or when the file
   * changed while it was read: then the watch tells of it again. Throws named errors, also where
   * work is missing because what it stood in can be read no more: that removes nothing.
   */
  look(target: TargetConfig, state: State, atMs: number): Input | null {
    const before = appearanceOf(target);
    const read = readRoadmapFile(target);
    if (appearanceOf(target) !== before) return null;
    const known = this.#latest.get(target.id);
    const { upserted, removed } = diffFacts(knownFacts(state, target.id), read.facts);
    const broken = known === undefined ? null : newlyBroken(known, read);
    if (broken !== null && removed.length > 0) {
      throw new OrchestratorError("roadmap-unreadable", broken);
    }
    this.#latest.set(target.id, read);
    if (state.targets.get(target.id)?.roadmapDigest === read.digest) return null;
    return {
      type: "roadmap-observed",
      atMs,
      target: target.id,
      digest: read.digest,
      upserted,
      removed,
    };
  }

  /**
   * Calls `onChange` once, and then whenever a roadmap's file has changed and is still again: half
   * of a file that somebody is writing says that work was removed. `fs.watch` is a hint, the poll
   * is sure.
   */
  watch(onChange: (target: TargetConfig) => void): void {
    for (const target of this.#targets) {
      const path = watchedPath(target);
      let seen = "";
      let timer: NodeJS.Timeout | undefined;
      const check = () => {
        const now = appearanceNow(target);
        if (now === null || now === seen) return;
        seen = now;
        clearTimeout(timer);
        timer = setTimeout(() => {
          if (appearanceNow(target) === seen) onChange(target);
          else check();
        }, LIMITS.roadmapStillMs).unref();
      };
      check();
      this.#closers.push(watchPath(path, LIMITS.roadmapPollMs, check), () => clearTimeout(timer));
      this.#watchClock(target, onChange);
    }
  }

  /** What was put off comes due although nobody writes anything. */
  #watchClock(target: TargetConfig, onChange: (target: TargetConfig) => void): void {
    const look = () => {
      const read = this.#latest.get(target.id);
      if (read?.at === undefined) return;
      if (lastDueAt(target.source.kind, read.text, nowMs()) !== read.at) onChange(target);
    };
    const interval = setInterval(look, LIMITS.roadmapDueMs).unref();
    this.#closers.push(() => clearInterval(interval));
  }

  close(): void {
    for (const close of this.#closers.splice(0)) close();
  }
}
