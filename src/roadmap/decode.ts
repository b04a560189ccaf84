import { type Diagnostic, err, LIMITS, ok, type Result } from "../model/index.ts";
import type { Span } from "./types.ts";

/**
 * Bytes as text: strict UTF-8, BOM kept as U+FEFF, so that encoding the text gives the same bytes
 * again. Binary files, UTF-16 and anything larger than a roadmap can be are refused.
 */
export function decodeRoadmap(bytes: Uint8Array): Result<string, Diagnostic> {
  if (bytes.length > LIMITS.roadmapBytesMax) {
    const size = `${bytes.length} bytes, at most ${LIMITS.roadmapBytesMax}`;
    return refuse("too-large", 0, `the file is too large to be a roadmap: ${size}`);
  }
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return refuse("not-text", 0, "the file is UTF-16; save it as UTF-8");
  }
  const zero = bytes.indexOf(0);
  if (zero !== -1) {
    return refuse("not-text", lineOf(bytes, zero), "the file is binary: it holds a zero byte");
  }
  return decodeUtf8(bytes);
}

function refuse(code: Diagnostic["code"], line: number, message: string) {
  return err<Diagnostic>({ severity: "error", code, line, message, ids: [] });
}

function lineOf(bytes: Uint8Array, at: number): number {
  let line = 1;
  for (let next = bytes.indexOf(10); next !== -1 && next < at; next = bytes.indexOf(10, next + 1)) {
    line++;
  }
  return line;
}

/** Units a piece holds; far below what an argument list may have. */
const PIECE = 8192;

function decodeUtf8(bytes: Uint8Array): Result<string, Diagnostic> {
  const units = new Uint16Array(PIECE + 2);
  const pieces: string[] = [];
  let count = 0;
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x80) {
      units[count++] = lead;
      at++;
    } else {
      const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
      const point = pointAt(bytes, at, length);
      if (point === -1) return refuse("not-text", lineOf(bytes, at), "the file is not valid UTF-8");
      if (point < 0x10000) units[count++] = point;
      else {
        units[count++] = 0xd800 + ((point - 0x10000) >> 10);
        units[count++] = 0xdc00 + ((point - 0x10000) & 0x3ff);
      }
      at += length;
    }
    if (count >= PIECE) {
      pieces.push(String.fromCharCode(...units.subarray(0, count)));
      count = 0;
    }
  }
  pieces.push(String.fromCharCode(...units.subarray(0, count)));
  return ok(pieces.join(""));
}

const SMALLEST = [0, 0, 0x80, 0x800, 0x10000] as const;

/** The code point of a sequence; -1 when it is overlong, a surrogate, cut off or no sequence. */
function pointAt(bytes: Uint8Array, at: number, length: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0xc2 || lead > 0xf4) return -1;
  let point = lead & (0xff >> (length + 1));
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i] ?? 0;
    if ((byte & 0xc0) !== 0x80) return -1;
    point = (point << 6) | (byte & 0x3f);
  }
  const smallest = SMALLEST[length] ?? 0;
  const surrogate = point >= 0xd800 && point <= 0xdfff;
  return point < smallest || point > 0x10ffff || surrogate ? -1 : point;
}

/** Text as UTF-8 bytes, a BOM included where the text begins with one; a lone surrogate is U+FFFD. */
export function encodeRoadmap(text: string): Uint8Array {
  const bytes = new Uint8Array(countBytes(text, 0, text.length));
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) bytes[count++] = unit;
    else if (unit < 0x800) {
      bytes[count++] = 0xc0 | (unit >> 6);
      bytes[count++] = 0x80 | (unit & 63);
    } else if (isPair(text, at, text.length)) {
      const point = text.codePointAt(at++) ?? 0;
      bytes[count++] = 0xf0 | (point >> 18);
      bytes[count++] = 0x80 | ((point >> 12) & 63);
      bytes[count++] = 0x80 | ((point >> 6) & 63);
      bytes[count++] = 0x80 | (point & 63);
    } else {
      const point = unit >= 0xd800 && unit <= 0xdfff ? 0xfffd : unit;
      bytes[count++] = 0xe0 | (point >> 12);
      bytes[count++] = 0x80 | ((point >> 6) & 63);
      bytes[count++] = 0x80 | (point & 63);
    }
  }
  return bytes;
}

/** The same span in bytes of the file (UTF-8, BOM counted). */
export function byteRange(text: string, { start, end }: Span): Span {
  const before = countBytes(text, 0, start);
  return { start: before, end: before + countBytes(text, start, end) };
}

function countBytes(text: string, from: number, to: number): number {
  let bytes = 0;
  for (let at = from; at < to; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if (isPair(text, at, to)) {
      bytes += 4;
      at++;
    } else bytes += 3;
  }
  return bytes;
}

function isPair(text: string, at: number, to: number): boolean {
  const unit = text.charCodeAt(at);
  const next = at + 1 < to ? text.charCodeAt(at + 1) : 0;
  return unit >= 0xd800 && unit <= 0xdbff && next >= 0xdc00 && next <= 0xdfff;
}
