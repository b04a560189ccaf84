import { byteRange, encodeRoadmap } from "../decode.ts";
import { shift } from "../prose.ts";
import type { Span, TextEdit } from "../types.ts";
import { fileAt } from "./readers.ts";
import { unpackVolume } from "./volume.ts";

/** An edit as it is made on disk. */
export interface FileEdit {
  /** From the repository's root; empty for a roadmap that is one file. */
  readonly path: string;
  /** In bytes of that file as it was, half-open. */
  readonly range: Span;
  readonly bytes: Uint8Array;
}

/** Which bytes of which file the edits of a roadmap's text exchange, and for which. */
export function fileEdits(text: string, edits: readonly TextEdit[]): readonly FileEdit[] {
  const files = unpackVolume(text)?.files ?? [{ path: "", text, start: 0 }];
  return edits.flatMap(({ span, replacement }) => {
    const file = fileAt(files, span.start);
    if (file === null) return [];
    const range = byteRange(file.text, shift(span, -file.start));
    return [{ path: file.path, range, bytes: encodeRoadmap(replacement) }];
  });
}
