import { join } from "node:path";
import type {
  Input,
  State,
  StreamFacts,
  StreamKey,
  TargetConfig,
  TargetId,
} from "../model/index.ts";
import { LIMITS, OrchestratorError, streamOf } from "../model/index.ts";
import { readIfExists, sha256, statOrNull, watchPath } from "../platform/index.ts";
import type { ParsedStream, Roadmap } from "../roadmap/index.ts";
import { decodeRoadmap, diffFacts, parseRoadmap, toFacts } from "../roadmap/index.ts";

export interface ReadRoadmap {
  readonly path: string;
  readonly text: string;
  readonly digest: string;
  readonly roadmap: Roadmap;
  readonly facts: readonly StreamFacts[];
}

/** Reads a target's roadmap as the person has it now. Throws named errors. */
export function readRoadmapFile(
  target: Pick<TargetConfig, "id" | "path" | "roadmap">,
  file?: string,
): ReadRoadmap {
  const path = file ?? join(target.path, target.roadmap);
  const stat = statOrNull(path);
  if (stat === null) {
    throw new OrchestratorError("no-roadmap", `there is no roadmap at ${path}`, {
      hint: "Write one, name it in orchestrator.yaml (roadmap: PATH), or run: orchestrator init",
    });
  }
  if (stat.size > LIMITS.roadmapBytesMax) {
    throw new OrchestratorError(
      "roadmap-unreadable",
      `${path} is ${stat.size} bytes; a roadmap may have ${LIMITS.roadmapBytesMax}`,
      {
        hint: "Split it, or name the right file in orchestrator.yaml.",
        details: { code: "too-large" },
      },
    );
  }
  const bytes = readIfExists(path);
  if (bytes === null) throw new OrchestratorError("no-roadmap", `${path} cannot be read`);
  const decoded = decodeRoadmap(bytes);
  if (!decoded.ok) {
    throw new OrchestratorError("roadmap-unreadable", `${path}: ${decoded.error.message}`, {
      hint: "A roadmap is UTF-8 text: Markdown, or a JSON requirement file.",
      details: { code: decoded.error.code },
    });
  }
  const roadmap = parseRoadmap(decoded.value, { file: path });
  return {
    path,
    text: decoded.value,
    digest: sha256(bytes),
    roadmap,
    facts: toFacts(roadmap, target.id),
  };
}

/**
 * The facts of a target's roadmap as the person has it now. A text that the state was made from is
 * not read again: it says what the state says. Throws named errors.
 */
export function readFacts(target: TargetConfig, state: State): readonly StreamFacts[] {
  const digest = state.targets.get(target.id)?.roadmapDigest ?? null;
  const bytes = digest === null ? null : readIfExists(join(target.path, target.roadmap));
  if (bytes === null || sha256(bytes) !== digest) return readRoadmapFile(target).facts;
  return knownFacts(state, target.id);
}

function knownFacts(state: State, target: TargetId): StreamFacts[] {
  const known: StreamFacts[] = [];
  for (const { facts, inRoadmap } of state.streams.values()) {
    if (facts.target === target && inRoadmap) known.push(facts);
  }
  return known;
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

  stream(target: TargetConfig, key: StreamKey): { stream: ParsedStream; text: string } | null {
    const read = this.latest(target);
    const stream = read.roadmap.workStreams.find((each) => each.id === streamOf(key));
    if (stream === undefined) return null;
    return { stream, text: read.text.slice(stream.spans.block.start, stream.spans.block.end) };
  }

  /**
   * What differs from what the state knows, as an input; null when nothing does, or when the file
   * changed while it was read: then the watch tells of it again.
   */
  look(target: TargetConfig, state: State, atMs: number): Input | null {
    const path = join(target.path, target.roadmap);
    const before = appearanceOf(path);
    const read = readRoadmapFile(target);
    if (appearanceOf(path) !== before) return null;
    this.#latest.set(target.id, read);
    if (state.targets.get(target.id)?.roadmapDigest === read.digest) return null;
    const { upserted, removed } = diffFacts(knownFacts(state, target.id), read.facts);
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
      const path = join(target.path, target.roadmap);
      let seen = "";
      let timer: NodeJS.Timeout | undefined;
      const check = () => {
        const now = appearanceOf(path);
        if (now === seen) return;
        seen = now;
        clearTimeout(timer);
        timer = setTimeout(() => {
          if (appearanceOf(path) === seen) onChange(target);
          else check();
        }, LIMITS.roadmapStillMs).unref();
      };
      check();
      this.#closers.push(watchPath(path, LIMITS.roadmapPollMs, check), () => clearTimeout(timer));
    }
  }

  close(): void {
    for (const close of this.#closers.splice(0)) close();
  }
}

function appearanceOf(path: string): string {
  const stat = statOrNull(path);
  return stat === null ? "absent" : `${stat.mtimeMs}/${stat.size}/${stat.ino}`;
}
