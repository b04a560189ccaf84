import { LIMITS } from "../model/index.ts";
import type { Span } from "./types.ts";

/** Reading helpers that keep UTF-16 lengths, so that spans stay true. */

const ODD_SPACES = /[\u00a0\u2000-\u200b\u202f\u205f\u3000\ufeff\t]/g;

/** Odd spaces (NBSP, tabs, zero-width) as plain ones, one for one. */
export function plainSpaces(text: string): string {
  return text.replace(ODD_SPACES, " ");
}

const FOOTNOTE = /\[\^[^\]\s]{1,40}\]/g;
const UNPLAIN = /~~|\[\^|[*`\t\u00a0\u2000-\u200b\u202f\u205f\u3000\ufeff]|__| {2}/;

/** Without Markdown emphasis, strokes, code marks and footnote signs, single-spaced. */
export function plainText(text: string): string {
  if (!UNPLAIN.test(text)) return text.trim();
  return plainSpaces(text)
    .replace(FOOTNOTE, "")
    .replace(/[*`]+|__|~~/g, "")
    .replace(/ +/g, " ")
    .trim();
}

const LINK = /!?\[([^[\]]{0,400})\]\([^()\s]{0,400}\)/g;

/** Links and pictures as the words that are shown. */
export function withoutLinks(text: string): string {
  return text.includes("[") ? text.replace(LINK, "$1") : text;
}

export function isSpace(unit: number): boolean {
  return (
    unit === 0x20 ||
    unit === 0x09 ||
    unit === 0x0d ||
    unit === 0xa0 ||
    (unit >= 0x2000 && (unit <= 0x200b || unit === 0x202f || unit === 0x205f || unit === 0x3000))
  );
}

export function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

export function isLetter(unit: number): boolean {
  const lower = unit | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

export function skipSpaces(text: string, from: number): number {
  let at = from;
  while (at < text.length && isSpace(text.charCodeAt(at))) at++;
  return at;
}

/** The end of `text` without trailing spaces. */
export function trimmedEnd(text: string, from = 0, end: number = text.length): number {
  let at = end;
  while (at > from && isSpace(text.charCodeAt(at - 1))) at--;
  return at;
}

/** The beginning of a text, never cut in the middle of a surrogate pair. */
export function cutAt(text: string, unitsMax: number): string {
  if (text.length <= unitsMax) return text;
  const last = text.charCodeAt(unitsMax - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? unitsMax - 1 : unitsMax);
}

/** A title of the length that titles may have. */
export function shorten(title: string): string {
  return cutAt(title, LIMITS.titleCharsMax);
}

/** The same stretch of a text that begins `by` units further on. */
export function shift({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}
