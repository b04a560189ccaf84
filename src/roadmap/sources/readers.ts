import type { SourceKind, StreamId } from "../../model/index.ts";
import type { StreamEdit } from "../editing/edits.ts";
import { shift } from "../prose.ts";
import type { ParsedStream, Reading, Roadmap, SettableStatus } from "../types.ts";
import { backlogMd } from "./backlog-md.ts";
import { beads } from "./beads.ts";
import { github } from "./github.ts";
import { kiro } from "./kiro.ts";
import { openspec } from "./openspec.ts";
import type { SourceFile, SourceReader } from "./reader.ts";
import { toRaw } from "./reader.ts";
import { specKit } from "./spec-kit.ts";
import { taskmaster } from "./taskmaster.ts";
import type { PlacedFile } from "./volume.ts";
import { unpackVolume } from "./volume.ts";

const READERS: readonly SourceReader[] = [
  specKit,
  kiro,
  taskmaster,
  backlogMd,
  openspec,
  beads,
  github,
];

function readerOf(kind: string): SourceReader | null {
  return READERS.find((reader) => reader.kind === kind) ?? null;
}

/** How sure, from 0 to 1, these files are of that format; 0 for one that has no files. */
export function recogniseSource(kind: SourceKind, files: readonly SourceFile[]): number {
  return readerOf(kind)?.recognise(files) ?? 0;
}

export interface VolumeReading extends Reading {
  readonly kind: SourceReader["kind"];
  /** The file that each id is in; of several the first. */
  readonly paths: ReadonlyMap<StreamId, string>;
}

/** Every work stream of a volume, spans in the volume's text; null for a text that is none. */
export function readVolume(text: string, at?: string): VolumeReading | null {
  const volume = unpackVolume(text);
  const reader = volume === null ? null : readerOf(volume.kind);
  if (volume === null || reader === null) return null;
  const starts = new Map(volume.files.map(({ path, start }) => [path, start]));
  const { streams, diagnostics } = reader.read(volume.files, at);
  return {
    kind: reader.kind,
    streams: streams.map((stream) => toRaw(stream, starts.get(stream.path) ?? 0)),
    groups: [],
    diagnostics,
    paths: new Map(streams.toReversed().map(({ id, path }) => [id, path])),
  };
}

/** The file of a volume that a place of its text is in. */
export function fileAt(files: readonly PlacedFile[], at: number): PlacedFile | null {
  return files.find(({ start, text }) => start <= at && at <= start + text.length) ?? null;
}

/** What gives a work stream of a volume a status; null when its format has no word for it. */
export function volumeEdits(
  text: string,
  roadmap: Roadmap,
  stream: ParsedStream,
  status: SettableStatus,
  at: string | null,
): readonly StreamEdit[] | null {
  const volume = unpackVolume(text);
  const reader = readerOf(roadmap.dialect);
  const file = volume === null ? null : fileAt(volume.files, stream.spans.block.start);
  if (volume === null || reader === null || file === null) return null;
  const edits = reader.write({
    files: volume.files,
    file,
    slots: stream.slots.map((slot) => ({ ...slot, span: shift(slot.span, -file.start) })),
    block: shift(stream.spans.block, -file.start),
    insertion: stream.spans.insertion < 0 ? -1 : stream.spans.insertion - file.start,
    status,
    at,
  });
  const common = { id: stream.id, line: stream.line, status, place: "source" as const };
  return (
    edits?.map(({ span, replacement }) => ({
      ...common,
      span: shift(span, file.start),
      replacement,
    })) ?? null
  );
}
