import { LIMITS } from "../model/index.ts";
import { redactText } from "../platform/index.ts";

/** Of an output that is too long this much is kept from its beginning, the rest from its end. */
const HEAD_SHARE = 0.25;
/** Standard error's share of an excerpt when both streams are long. */
const ERROR_SHARE = 1 / 3;
const SEPARATOR = "\n[stderr]\n";

/** What a gate wrote, as bytes: nothing is assumed of them. */
export interface GateOutput {
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
}

/** Both streams as evidence; empty when nothing was written. */
export function wholeOutput({ stdout, stderr }: GateOutput): Uint8Array {
  if (stderr.length === 0) return stdout;
  if (stdout.length === 0) return stderr;
  return Buffer.concat([stdout, Buffer.from(SEPARATOR), stderr]);
}

/** Both streams as text for finding test names in. */
export function outputText({ stdout, stderr }: GateOutput): string {
  const parts = [stdout, stderr].map((bytes) => plainText(Buffer.from(bytes).toString("utf8")));
  return parts.join("\n");
}

/** The beginning and the end of the output, at most `gateExcerptBytesMax` bytes of UTF-8. */
export function excerptOf({ stdout, stderr }: GateOutput): string {
  const max = LIMITS.gateExcerptBytesMax;
  if (stderr.length === 0) return clip(stdout, max);
  if (stdout.length === 0) return clip(stderr, max);
  const error = clip(stderr, Math.max(max * ERROR_SHARE, max - stdout.length) - 64);
  return clip(stdout, max - Buffer.byteLength(error) - SEPARATOR.length) + SEPARATOR + error;
}

function clip(bytes: Uint8Array, bytesMax: number): string {
  const max = Math.floor(bytesMax);
  // Decoding may triple ill-formed bytes, so only what can be needed is decoded.
  if (bytes.length <= max) {
    const text = readable(bytes);
    if (Buffer.byteLength(text) <= max) return text;
  }
  const note = `\n… ${bytes.length} bytes in all; the middle is left out …\n`;
  const room = max - Buffer.byteLength(note);
  const headMax = Math.floor(room * HEAD_SHARE);
  const head = cutEnd(readable(bytes.subarray(0, headMax)), headMax);
  const tailMax = room - headMax;
  const tail = cutStart(readable(bytes.subarray(Math.max(0, bytes.length - tailMax))), tailMax);
  return head + note + tail;
}

function readable(bytes: Uint8Array): string {
  return redactText(plainText(Buffer.from(bytes).toString("utf8")));
}

/** Without colours and other control sequences; a carriage return ends a line. */
function plainText(text: string): string {
  return text
    .replace(
      /\u001b(?:\[[0-9;:?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\^_])/g,
      "",
    )
    .replace(/\r\n?/g, "\n")
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "");
}

function cutEnd(text: string, bytesMax: number): string {
  let bytes = Buffer.from(text).subarray(0, bytesMax);
  while (bytes.length > 0 && !isWhole(bytes)) bytes = bytes.subarray(0, bytes.length - 1);
  return bytes.toString("utf8");
}

function cutStart(text: string, bytesMax: number): string {
  const all = Buffer.from(text);
  let start = Math.max(0, all.length - bytesMax);
  while (start < all.length && ((all[start] ?? 0) & 0xc0) === 0x80) start++;
  return all.subarray(start).toString("utf8");
}

/** The last character is not cut in two. */
function isWhole(bytes: Uint8Array): boolean {
  let back = bytes.length - 1;
  while (back >= 0 && ((bytes[back] ?? 0) & 0xc0) === 0x80) back--;
  const lead = bytes[back] ?? 0;
  const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  return bytes.length - back === length;
}
