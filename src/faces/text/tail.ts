import { readIfExists, statOrNull } from "../../platform/index.ts";

/** How far a growing output has been read. */
export interface OutputTail {
  bytes: number;
  /** Holds back the first bytes of a character whose rest is not written yet. */
  readonly decoder: InstanceType<typeof TextDecoder>;
}

export function openTail(): OutputTail {
  return { bytes: 0, decoder: new TextDecoder() };
}

/** What was written since the last look; empty when nothing was. */
export function readMore(path: string, tail: OutputTail): string {
  const size = statOrNull(path)?.size ?? 0;
  if (size <= tail.bytes) return "";
  const bytes = readIfExists(path)?.subarray(tail.bytes) ?? new Uint8Array();
  tail.bytes += bytes.length;
  return tail.decoder.decode(bytes, { stream: true });
}
