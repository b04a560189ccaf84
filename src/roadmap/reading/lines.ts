import { isDigit, isSpace } from "../prose.ts";
import { isTitle, underlineLevel } from "./underlines.ts";

/**
 * A line worth looking at: outside fences, comments and front matter, neither blank nor plain prose.
 * `start` and `end` leave out the line ending; `text` begins at `start + indent`.
 */
export interface Line {
  readonly kind: "heading" | "item" | "bold" | "text";
  /** 1-based. */
  readonly number: number;
  readonly start: number;
  readonly end: number;
  /** Units of white space before the text. */
  readonly indent: number;
  /** Of a heading; 0 otherwise. */
  readonly level: number;
  /** Where the words begin: after `##`, after the bullet. */
  readonly body: number;
}

/**
 * The lines as a flat table of numbers, made into objects one at a time: forty thousand objects
 * that all live until the end cost more in collection than reading the text does.
 */
export interface Lines {
  readonly length: number;
  at(index: number): Line;
  isHeading(index: number): boolean;
  isItem(index: number): boolean;
  /** Single parts of {@link at}, for what looks at a line only in passing. */
  numberAt(index: number): number;
  endAt(index: number): number;
  indentAt(index: number): number;
  levelAt(index: number): number;
  bodyAt(index: number): number;
}

const KINDS = ["heading", "item", "bold", "text"] as const;
const WIDTH = 7;

/** Rows on a page: pages of 56 kB are memory used again, one large table is fresh each time. */
const PAGE_BITS = 11;
const PAGE_ROWS = 1 << PAGE_BITS;

/** Rows as they are found. Beside the heap: as an array of numbers it was half of what is collected. */
interface Rows {
  readonly pages: Int32Array[];
  length: number;
}

function addRow(
  rows: Rows,
  kind: number,
  number: number,
  start: number,
  end: number,
  indent: number,
  level: number,
  body: number,
): void {
  const { pages } = rows;
  const row = rows.length % PAGE_ROWS;
  if (rows.length >> PAGE_BITS >= pages.length) pages.push(new Int32Array(PAGE_ROWS * WIDTH));
  const cells = pages[rows.length >> PAGE_BITS];
  if (cells === undefined) return;
  const at = row * WIDTH;
  cells[at] = kind;
  cells[at + 1] = number;
  cells[at + 2] = start;
  cells[at + 3] = end;
  cells[at + 4] = indent;
  cells[at + 5] = level;
  cells[at + 6] = body;
  rows.length += 1;
}

function tableOf({ pages, length }: Rows): Lines {
  const cell = (index: number, column: number) =>
    pages[index >> PAGE_BITS]?.[(index % PAGE_ROWS) * WIDTH + column] ?? 0;
  return {
    length,
    isHeading: (index) => cell(index, 0) === 0,
    isItem: (index) => cell(index, 0) === 1,
    numberAt: (index) => cell(index, 1),
    endAt: (index) => cell(index, 3),
    indentAt: (index) => cell(index, 4),
    levelAt: (index) => cell(index, 5),
    bodyAt: (index) => cell(index, 6),
    at: (index) => ({
      kind: KINDS[cell(index, 0)] ?? "text",
      number: cell(index, 1),
      start: cell(index, 2),
      end: cell(index, 3),
      indent: cell(index, 4),
      level: cell(index, 5),
      body: cell(index, 6),
    }),
  };
}

export interface Scan {
  readonly lines: Lines;
  /** The line ending new lines are written with: that of the first line. */
  readonly eol: "\n" | "\r\n" | "\r";
}

interface Fence {
  readonly unit: number;
  readonly length: number;
}

/** One pass over the text, each unit looked at a bounded number of times. */
export function scanLines(text: string): Scan {
  const eol = findEol(text);
  const rows: Rows = { pages: [], length: 0 };
  let colon = -1;
  let fence: Fence | null = null;
  let hidden: "" | "-->" | "---" = "";
  let number = 0;
  // The last line, where it stands alone: what an underline would make a heading of.
  const alone = { start: -1, first: -1, end: -1 };
  let blank = true;
  let underlined = false;
  for (let start = 0; start <= text.length; ) {
    const newline = text.indexOf(eol === "\r" ? "\r" : "\n", start);
    const next = newline === -1 ? text.length + 1 : newline + 1;
    let end = newline === -1 ? text.length : newline;
    if (end > start && text.charCodeAt(end - 1) === 0x0d) end--;
    number++;
    const from = number === 1 && text.charCodeAt(0) === 0xfeff ? 1 : start;
    let first = from;
    while (first < end && isSpace(text.charCodeAt(first))) first++;

    if (fence !== null) {
      if (closesFence(text, first, end, fence)) fence = null;
    } else if (hidden === "-->") {
      if (holds(text, "-->", first, end)) hidden = "";
    } else if (hidden === "---") {
      if (isFrontMatterRule(text, from, end)) hidden = "";
    } else if (first < end) {
      const level = alone.end === -1 ? 0 : underlineLevel(text, first, end);
      if (level > 0 && isTitle(text, alone, level, underlined)) {
        underlined ||= level === 2;
        dropRow(rows, number - 1);
        const { start: title, first: words, end: stop } = alone;
        addRow(rows, 0, number - 1, title, stop, words - title, level, words);
        alone.end = -1;
        blank = true;
        start = next;
        continue;
      }
      alone.start = from;
      alone.first = first;
      alone.end = blank ? end : -1;
      const opened = openFence(text, first, end);
      if (opened !== null) fence = opened;
      else if (text.startsWith("<!--", first)) {
        if (!holds(text, "-->", first + 4, end)) hidden = "-->";
      } else if (number === 1 && hasFrontMatter(text, from, end)) hidden = "---";
      else {
        if (colon < first) colon = nextColon(text, first);
        classify(text, number, from, first, end, colon, rows);
      }
    }
    blank = first >= end || text.charCodeAt(first) === HASH;
    if (blank) alone.end = -1;
    start = next;
  }
  return { lines: tableOf(rows), eol };
}

/** Takes back the last row, if it is that of this line. */
function dropRow(rows: Rows, number: number): void {
  const last = rows.length - 1;
  const cells = rows.pages[last >> PAGE_BITS];
  if (last >= 0 && cells?.[(last % PAGE_ROWS) * WIDTH + 1] === number) rows.length = last;
}

/** The ending of the first line; a lone CR ends lines only in a file that has no LF at all. */
export function findEol(text: string): Scan["eol"] {
  const newline = text.indexOf("\n");
  if (newline === -1) return text.includes("\r") ? "\r" : "\n";
  return newline > 0 && text.charCodeAt(newline - 1) === 0x0d ? "\r\n" : "\n";
}

/** The start of the line after the one whose words end at `end`. */
export function afterLine(text: string, end: number, eol: Scan["eol"]): number {
  const newline = text.indexOf(eol === "\r" ? "\r" : "\n", end);
  return newline === -1 ? text.length : newline + 1;
}

function holds(text: string, needle: string, from: number, end: number): boolean {
  for (let at = from; at + needle.length <= end; at++) if (text.startsWith(needle, at)) return true;
  return false;
}

const BACKTICK = 0x60;
const TILDE = 0x7e;

/** Any indent counts, and a bullet before it: fences live in list items. */
function openFence(text: string, first: number, end: number): Fence | null {
  let at = first;
  const bullet = bulletEnd(text, first, end);
  if (bullet > first) at = bullet;
  const unit = text.charCodeAt(at);
  if (unit !== BACKTICK && unit !== TILDE) return null;
  let length = 0;
  while (at < end && text.charCodeAt(at) === unit) {
    length++;
    at++;
  }
  if (length < 3) return null;
  // An info string with a backtick means inline code (CommonMark 4.5).
  return unit === BACKTICK && holds(text, "`", at, end) ? null : { unit, length };
}

function closesFence(text: string, first: number, end: number, fence: Fence): boolean {
  let at = first;
  while (at < end && text.charCodeAt(at) === fence.unit) at++;
  if (at - first < fence.length) return false;
  while (at < end && isSpace(text.charCodeAt(at))) at++;
  return at === end;
}

function isFrontMatterRule(text: string, from: number, end: number): boolean {
  if (!text.startsWith("---", from)) return false;
  let at = from + 3;
  while (at < end && isSpace(text.charCodeAt(at))) at++;
  return at === end;
}

/** Front matter only when it is closed; a lone rule on the first line hides nothing. */
function hasFrontMatter(text: string, from: number, end: number): boolean {
  if (!isFrontMatterRule(text, from, end)) return false;
  for (let at = text.indexOf("\n---", end); at !== -1; at = text.indexOf("\n---", at + 4)) {
    const rest = text.charCodeAt(at + 4);
    if (Number.isNaN(rest) || rest === 0x0a || rest === 0x0d || isSpace(rest)) return true;
  }
  return false;
}

const HASH = 0x23;
const STAR = 0x2a;

/** Adds a row, unless it is prose: only what may be a field or begins with a sign is looked at again. */
function classify(
  text: string,
  number: number,
  start: number,
  first: number,
  end: number,
  colon: number,
  rows: Rows,
): void {
  const indent = first - start;
  const unit = text.charCodeAt(first);
  if (unit === HASH && indent <= 3) {
    let at = first;
    while (at < end && text.charCodeAt(at) === HASH) at++;
    const level = at - first;
    if (level <= 6 && (at === end || isSpace(text.charCodeAt(at)))) {
      while (at < end && isSpace(text.charCodeAt(at))) at++;
      addRow(rows, 0, number, start, end, indent, level, at);
      return;
    }
  }
  const bullet = bulletEnd(text, first, end);
  if (bullet > first) {
    addRow(rows, 1, number, start, end, indent, 0, bullet);
    return;
  }
  const bold = unit === STAR && text.charCodeAt(first + 1) === STAR;
  const named = colon < Math.min(end, first + PLAIN_NAME_MAX) || text.startsWith("__", first);
  if (!bold && unit < 0x80 && !named) return;
  addRow(rows, bold ? 2 : 3, number, start, end, indent, 0, first);
}

/** The longest name a field without emphasis may have. */
const PLAIN_NAME_MAX = 26;

/** The next colon anywhere behind: asked for once for all lines before it. */
function nextColon(text: string, from: number): number {
  const found = text.indexOf(":", from);
  return found === -1 ? Number.POSITIVE_INFINITY : found;
}

/** Bullets of text that came out of other programs: `•`, `‣`, `◦`, `▪`, `–`, `—`. */
const FOREIGN_BULLETS = new Set([0x2022, 0x2023, 0x25e6, 0x25aa, 0x2013, 0x2014]);

/** The place after `- `, `* `, `+ `, `• `, `1. ` or `1) `; `first` when there is no bullet. */
function bulletEnd(text: string, first: number, end: number): number {
  let at = first;
  const unit = text.charCodeAt(at);
  if (unit === 0x2d || unit === STAR || unit === 0x2b || FOREIGN_BULLETS.has(unit)) at++;
  else {
    while (at < end && at - first < 9 && isDigit(text.charCodeAt(at))) at++;
    const dot = text.charCodeAt(at);
    if (at === first || (dot !== 0x2e && dot !== 0x29)) return first;
    at++;
  }
  if (at >= end || !isSpace(text.charCodeAt(at))) return first;
  while (at < end && isSpace(text.charCodeAt(at))) at++;
  return at;
}
