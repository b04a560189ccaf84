import type { StreamId } from "../../model/index.ts";
import type { StreamEdit } from "../../roadmap/index.ts";
import {
  decodeRoadmap,
  encodeRoadmap,
  findStreams,
  packVolume,
  parseRoadmap,
  rebaseEdit,
  setStatus,
  unpackVolume,
} from "../../roadmap/index.ts";

/** One file of a roadmap among those that it is read with. */
export interface StatusFile {
  /** The roadmap's text as last read: a volume, where a source has several files. */
  readonly text: string;
  /** Of the file, from the root. */
  readonly path: string;
  /** ISO date-time, for formats that date what is closed. */
  readonly at: string;
}

/**
 * The file's bytes with one stream completed: its status and nothing else. Null when there is
 * nothing to change, or nothing that can be changed without doubt.
 */
export function completeInRoadmap(
  bytes: Uint8Array | null,
  id: StreamId,
  file: StatusFile | null = null,
): Uint8Array | null {
  const text = textOf(bytes, file);
  const edited = text === null ? null : withStatus(text, id, "complete", file);
  return edited === null || edited.text === text ? null : bytesOf(edited.text, file);
}

/**
 * The same for the file that a person has open: their bytes plus our span. Where they have said
 * something else of that stream since `base`, theirs stays (law I11).
 */
export function completeInWorkingFile(
  working: Uint8Array,
  base: Uint8Array | null,
  id: StreamId,
  file: StatusFile | null = null,
): Uint8Array | null {
  const baseText = textOf(base, file);
  const text = textOf(working, file);
  if (text === null) return null;
  const inBase = baseText === null ? null : withStatus(baseText, id, "complete", file);
  if (baseText !== null && inBase !== null && inBase.edits.length > 0) {
    const rebased = rebaseEdit(baseText, inBase.edits, text, file === null ? {} : { at: file.at });
    return rebased.text === text ? null : bytesOf(rebased.text, file);
  }
  // That it is open work is only in the person's file: a new entry, or one they opened again.
  const [stream] = findStreams(parseRoadmap(text), id);
  return stream?.workable === true ? completeInRoadmap(working, id, file) : null;
}

/** The roadmap's bytes with these streams complete or open again; null when nothing changes. */
export function setStandings(
  bytes: Uint8Array | null,
  streams: readonly { readonly id: StreamId; readonly complete: boolean }[],
  file: StatusFile | null = null,
): Uint8Array | null {
  const before = textOf(bytes, file);
  if (before === null) return null;
  let text = before;
  for (const { id, complete } of streams) {
    text = withStatus(text, id, complete ? "complete" : "not_started", file)?.text ?? text;
  }
  return text === before ? null : bytesOf(text, file);
}

/** Null where it cannot be changed without doubt. */
function withStatus(
  text: string,
  id: StreamId,
  status: "complete" | "not_started",
  file: StatusFile | null,
): { readonly text: string; readonly edits: readonly StreamEdit[] } | null {
  const edited = setStatus(text, id, status, file === null ? {} : { at: file.at });
  return edited.ok ? edited.value : null;
}

/** The file as it is in these bytes, among the others as they were last read. */
function textOf(bytes: Uint8Array | null, file: StatusFile | null): string | null {
  if (bytes === null) return null;
  const decoded = decodeRoadmap(bytes);
  if (!decoded.ok) return null;
  const volume = file === null ? null : unpackVolume(file.text);
  if (file === null || volume === null) return decoded.value;
  const files = volume.files.map(({ path, text }) => ({
    path,
    text: path === file.path ? decoded.value : text,
  }));
  return packVolume(volume.kind, files);
}

function bytesOf(text: string, file: StatusFile | null): Uint8Array | null {
  const volume = unpackVolume(text);
  if (volume === null || file === null) return encodeRoadmap(text);
  const own = volume.files.find(({ path }) => path === file.path);
  return own === undefined ? null : encodeRoadmap(own.text);
}
