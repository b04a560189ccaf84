import { LIMITS, isRecord } from "../../model/index.ts";

export type Fields = Readonly<Record<string, unknown>>;

/** A line as the JSON object it is, or null: malformed output is output, never an exception. */
export function readObject(line: string): Fields | null {
  // A line that was cut is not even tried: what it would be read into is as long as it is.
  if (!line.startsWith("{") || !isClosed(line)) return null;
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function isClosed(line: string): boolean {
  let last = line.length - 1;
  while (last > 0 && line.charCodeAt(last) <= SPACE) last -= 1;
  return line.charCodeAt(last) === CLOSING_BRACE;
}

const SPACE = 0x20;
const CLOSING_BRACE = 0x7d;

const NOTHING: Fields = {};

/** The object under a name; an empty one where there is none. */
export function fieldsOf(from: Fields, name: string): Fields {
  const value = from[name];
  return isRecord(value) ? value : NOTHING;
}

export function listOf(from: Fields, name: string): readonly unknown[] {
  const value = from[name];
  return Array.isArray(value) ? value : [];
}

export function textOf(from: Fields, name: string): string | null {
  const value = from[name];
  return typeof value === "string" ? value : null;
}

export function numberOf(from: Fields, name: string): number | null {
  const value = from[name];
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/**
 * A count of tokens; 0 where it is left out. NaN for what no model could have used (less than
 * nothing, more than anything, no number): no sum with it is known, and what is not known is paid for
 * as all that was put aside.
 */
export function tokensOf(from: Fields, name: string): number {
  const value = from[name] ?? 0;
  const isCount = typeof value === "number" && value >= 0 && value <= LIMITS.tokensMax;
  return isCount ? Math.round(value) : Number.NaN;
}

/** A whole number from 0, or nothing. */
export function countOf(from: Fields, name: string): number {
  const value = numberOf(from, name);
  return value !== null && value > 0 ? Math.round(value) : 0;
}

export function cut(text: string, charsMax: number = LIMITS.agentTextCharsMax): string {
  if (text.length <= charsMax) return text;
  const end = isHighSurrogate(text.charCodeAt(charsMax - 1)) ? charsMax - 1 : charsMax;
  return text.slice(0, end);
}

/** The end of a text, where errors stand. */
export function cutToEnd(text: string, charsMax: number): string {
  if (text.length <= charsMax) return text;
  const from = text.length - charsMax;
  return text.slice(isHighSurrogate(text.charCodeAt(from - 1)) ? from + 1 : from);
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

/** The texts of content blocks, whatever else lies between them. */
export function textOfContent(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content
    .map((block) => (isRecord(block) ? (textOf(block, "text") ?? "") : ""))
    .filter((text) => text !== "")
    .join("\n");
}
