import type { StreamId } from "../model/index.ts";
import type { StreamEdit } from "../roadmap/index.ts";
import {
  decodeRoadmap,
  encodeRoadmap,
  findStreams,
  parseRoadmap,
  rebaseEdit,
  setStatus,
} from "../roadmap/index.ts";

/**
 * The roadmap's bytes with one stream completed: its status and nothing else. Null when there is
 * nothing to change, or nothing that can be changed without doubt.
 */
export function completeInRoadmap(bytes: Uint8Array | null, id: StreamId): Uint8Array | null {
  const text = textOf(bytes);
  const edited = text === null ? null : complete(text, id);
  return edited === null || edited.text === text ? null : encodeRoadmap(edited.text);
}

/**
 * The same for the file that a person has open: their bytes plus our span. Where they have said
 * something else of that stream since `base`, theirs stays (law I11).
 */
export function completeInWorkingFile(
  working: Uint8Array,
  base: Uint8Array | null,
  id: StreamId,
): Uint8Array | null {
  const baseText = textOf(base);
  const text = textOf(working);
  if (text === null) return null;
  const inBase = baseText === null ? null : complete(baseText, id);
  if (baseText !== null && inBase !== null && inBase.edits.length > 0) {
    const rebased = rebaseEdit(baseText, inBase.edits, text);
    return rebased.text === text ? null : encodeRoadmap(rebased.text);
  }
  // That it is open work is only in the person's file: a new entry, or one they opened again.
  const [stream] = findStreams(parseRoadmap(text), id);
  return stream?.workable === true ? completeInRoadmap(working, id) : null;
}

/** The roadmap's bytes with these streams complete or open again; null when nothing changes. */
export function setStandings(
  bytes: Uint8Array | null,
  streams: readonly { readonly id: StreamId; readonly complete: boolean }[],
): Uint8Array | null {
  const before = textOf(bytes);
  if (before === null) return null;
  let text = before;
  for (const { id, complete } of streams) {
    const edited = setStatus(text, id, complete ? "complete" : "not_started");
    if (edited.ok) text = edited.value.text;
  }
  return text === before ? null : encodeRoadmap(text);
}

function complete(
  text: string,
  id: StreamId,
): { readonly text: string; readonly edits: readonly StreamEdit[] } | null {
  const edited = setStatus(text, id, "complete");
  return edited.ok ? edited.value : null;
}

function textOf(bytes: Uint8Array | null): string | null {
  if (bytes === null) return null;
  const decoded = decodeRoadmap(bytes);
  return decoded.ok ? decoded.value : null;
}
