import { LIMITS } from "../model/index.ts";

const NEWLINE = 0x0a;

/**
 * Lines of an output, decoded leniently; a line beyond the limit is cut there and the rest of it
 * dropped. Never throws, whatever the bytes are.
 */
export function* splitLines(bytes: Uint8Array): Generator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: false });
  let from = 0;
  while (from < bytes.length) {
    const found = bytes.indexOf(NEWLINE, from);
    const end = found === -1 ? bytes.length : found;
    const line = decoder.decode(
      bytes.subarray(from, Math.min(end, from + LIMITS.outputLineBytesMax)),
    );
    yield line.endsWith("\r") ? line.slice(0, -1) : line;
    from = end + 1;
  }
}
