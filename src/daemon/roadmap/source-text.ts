import { dirname, join, relative } from "node:path";
import type { TargetConfig } from "../../model/index.ts";
import { isFileSource, LIMITS, OrchestratorError } from "../../model/index.ts";
import type { FileStat } from "../../platform/index.ts";
import {
  listSourceFiles,
  nowMs,
  pathExists,
  readIfExists,
  realPathOrNull,
  sha256,
  stateHome,
  statOrNull,
} from "../../platform/index.ts";
import { decodeRoadmap, encodeRoadmap, lastDueAt, packVolume } from "../../roadmap/index.ts";
import { gitDirOf } from "../git-dir.ts";

/** Where a target's work is kept. */
export type SourcePlace = Pick<TargetConfig, "path" | "roadmap" | "source">;

export interface SourceText {
  /** Absolute: of the file, or of the folder of a source that has several. */
  readonly path: string;
  /** A file's text, or the volume of several. */
  readonly text: string;
  readonly digest: string;
  /** As of when it is read, where that makes a difference: part of the digest. */
  readonly at?: string;
}

/** The bytes of a target's roadmap as text, as the person has it now. Throws named errors. */
export function readSourceText(place: SourcePlace): SourceText {
  const { kind } = place.source;
  if (kind === "markdown") return readOneFile(join(place.path, place.roadmap));
  return isFileSource(kind) ? readSeveral(place) : readKept(place);
}

const WRITE_ONE =
  "Write one, name it in orchestrator.yaml (roadmap: PATH), or run: orchestrator init";
const SPARSE = "This checkout is sparse and may leave it out";

function readOneFile(path: string): SourceText {
  const stat = lookBehind(path);
  if (stat === null) {
    const folder = leftOut(path);
    const what = pathExists(path) ? `${path} is a link that leads nowhere` : null;
    throw new OrchestratorError("no-roadmap", what ?? `there is no roadmap at ${path}`, {
      hint: folder === null ? WRITE_ONE : `${SPARSE}: git sparse-checkout add ${folder}`,
    });
  }
  if (stat.kind === "directory") {
    throw new OrchestratorError("roadmap-unreadable", `${path} is a folder of no known format`, {
      hint: "Say what is in it: source: { kind: spec-kit, path: PATH }. Kinds: docs/roadmap-formats.md",
      details: { code: "not-text" },
    });
  }
  if (stat.kind === "other") {
    throw new OrchestratorError("roadmap-unreadable", `${path} is no file but a pipe or a device`, {
      hint: "Name the right file in orchestrator.yaml.",
      details: { code: "not-text" },
    });
  }
  if (stat.size > LIMITS.roadmapBytesMax) throw tooLarge(path, stat.size);
  const bytes = readIfExists(path);
  if (bytes === null) throw new OrchestratorError("no-roadmap", `${path} cannot be read`);
  return { path, text: textOf(path, bytes), digest: sha256(bytes) };
}

/** The folder to ask for, where the checkout around this path has only some of the branch's files. */
function leftOut(path: string): string | null {
  for (let dir = dirname(path); dir !== dirname(dir); dir = dirname(dir)) {
    const gitDir = gitDirOf(dir);
    if (gitDir === null) continue;
    const isSparse = pathExists(join(gitDir, "info", "sparse-checkout"));
    return isSparse ? relative(dir, dirname(path)) : null;
  }
  return null;
}

/** At what a link leads to; null where that, or the file itself, is not there. */
function lookBehind(path: string): FileStat | null {
  const found = statOrNull(path);
  if (found?.kind !== "symlink") return found;
  const real = realPathOrNull(path);
  return real === null ? null : statOrNull(real);
}

function tooLarge(path: string, size: number): OrchestratorError {
  return new OrchestratorError(
    "roadmap-unreadable",
    `${path} is ${size} bytes; a roadmap may have ${LIMITS.roadmapBytesMax}`,
    {
      hint: "Split it, or name the right file in orchestrator.yaml.",
      details: { code: "too-large" },
    },
  );
}

function textOf(path: string, bytes: Uint8Array): string {
  const decoded = decodeRoadmap(bytes);
  if (decoded.ok) return decoded.value;
  throw new OrchestratorError("roadmap-unreadable", `${path}: ${decoded.error.message}`, {
    hint: "A roadmap is UTF-8 text: Markdown, or a JSON requirement file.",
    details: { code: decoded.error.code },
  });
}

/** Every file of the source in the order of their names, those that are only read along last. */
function readSeveral(place: SourcePlace): SourceText {
  const path = join(place.path, place.roadmap);
  const { holding, along, cut } = listSourceFiles(place);
  if (holding.length === 0) {
    throw new OrchestratorError("no-roadmap", `there is no ${place.source.kind} work in ${path}`, {
      hint: "Name the right place in orchestrator.yaml: source: { kind: KIND, path: PATH }",
    });
  }
  if (cut) {
    throw new OrchestratorError(
      "roadmap-unreadable",
      `${path} holds more than ${LIMITS.sourceEntriesMax} files and folders`,
      { hint: "Name the folder with the work in it.", details: { code: "too-large" } },
    );
  }
  let total = 0;
  const files = [...holding, ...along].flatMap((name) => {
    const file = join(place.path, name);
    total += statOrNull(file)?.size ?? 0;
    if (total > LIMITS.roadmapBytesMax) throw tooLarge(path, total);
    const bytes = readIfExists(file);
    return bytes === null ? [] : [{ path: name, text: textOf(file, bytes) }];
  });
  const text = packVolume(place.source.kind, files);
  const at = lastDueAt(place.source.kind, text, nowMs());
  if (at === undefined) return { path, text, digest: sha256(encodeRoadmap(text)) };
  return { path, text, digest: sha256(encodeRoadmap(`${text}\u0000${at}`)), at };
}

/** What the last look at a source outside the repository brought ({@link keptPath}). */
function readKept(place: SourcePlace): SourceText {
  const path = keptPath(place);
  const bytes = readIfExists(path);
  if (bytes === null) {
    throw new OrchestratorError("no-roadmap", `${place.roadmap} was never looked at`, {
      hint: "Look at it: orchestrator roadmap refresh",
    });
  }
  if (bytes.length > LIMITS.roadmapBytesMax) throw tooLarge(path, bytes.length);
  const json = textOf(path, bytes);
  const isPlain = place.source.kind === "command";
  const text = isPlain ? json : packVolume("github", [{ path: place.roadmap, text: json }]);
  return { path, text, digest: sha256(bytes) };
}

/** Where the last look at a source outside the repository is kept: one file a source. */
export function keptPath({ path, source }: SourcePlace): string {
  return join(
    stateHome(),
    "sources",
    `${sha256(JSON.stringify([path, source])).slice(0, 32)}.json`,
  );
}

/** The digest that reading it now would give; null when it cannot be read. */
export function digestNow(place: SourcePlace): string | null {
  if (place.source.kind === "markdown") {
    const bytes = readIfExists(join(place.path, place.roadmap));
    return bytes === null ? null : sha256(bytes);
  }
  try {
    return readSourceText(place).digest;
  } catch (error) {
    if (error instanceof OrchestratorError) return null;
    throw error;
  }
}

/** What changes whenever a file of the source does. */
export function appearanceOf(place: SourcePlace): string {
  const { kind } = place.source;
  if (!isFileSource(kind)) return fileAppearance(keptPath(place));
  if (kind === "markdown") return fileAppearance(join(place.path, place.roadmap));
  const { holding, along } = listSourceFiles(place);
  const seen = [...holding, ...along].map(
    (name) => `${name}\0${fileAppearance(join(place.path, name))}`,
  );
  return seen.length === 0 ? "absent" : sha256(seen.join("\0"));
}

function fileAppearance(path: string): string {
  const stat = lookBehind(path);
  return stat === null ? "absent" : `${stat.mtimeMs}/${stat.size}/${stat.ino}`;
}

/** The path whose changes are a hint that something changed; the poll sees the rest. */
export function watchedPath(place: SourcePlace): string {
  return isFileSource(place.source.kind) ? join(place.path, place.roadmap) : keptPath(place);
}
