import { LIMITS } from "../../model/index.ts";
import { readIfExists, statOrNull } from "../../platform/index.ts";

/** How far a growing output has been read. */
export interface OutputTail {
  bytes: number;
  /** Holds back the first bytes of a character whose rest is not written yet. */
  readonly decoder: InstanceType<typeof TextDecoder>;
  /** The line whose end is not written yet. */
  begun: string;
}

export function openTail(): OutputTail {
  return { bytes: 0, decoder: new TextDecoder(), begun: "" };
}

/**
 * The lines that came to their ends since the last look. Half a line is held back: half a credential
 * looks like none, and would be shown (I14). A line beyond every limit is cut where it is.
 */
export function readLines(path: string, tail: OutputTail): readonly string[] {
  const size = statOrNull(path)?.size ?? 0;
  if (size <= tail.bytes) return [];
  const bytes = readIfExists(path)?.subarray(tail.bytes) ?? new Uint8Array();
  tail.bytes += bytes.length;
  const lines = (tail.begun + tail.decoder.decode(bytes, { stream: true })).split("\n");
  tail.begun = lines.pop() ?? "";
  return tail.begun.length > LIMITS.outputLineBytesMax ? [...lines, endTail(tail)] : lines;
}

/** What there is of the line that never came to its end. */
export function endTail(tail: OutputTail): string {
  const { begun } = tail;
  tail.begun = "";
  return begun;
}
