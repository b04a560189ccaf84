import { isSpace, plainText } from "../prose.ts";
import { type Line, type Lines, afterLine, type Scan } from "../reading/lines.ts";
import { own } from "../reading/outline.ts";
import type { Group } from "../types.ts";
import { type Chapter, NO_CHAPTER, readChapter } from "./chapters.ts";
import { type Box, boxAt } from "./signs.ts";
import { readGroup, takeGroupField, type Writable } from "../reading/groups.ts";

/** A box that is no part of another one's item, with the lines that belong to it. */
export interface Item {
  readonly line: Line;
  readonly box: Box;
  /** Its own lines as runs in the table of lines: first, and one behind the last, of each run. */
  readonly runs: readonly number[];
  readonly column: number;
  readonly chapter: Chapter;
  /** Places in the list of groups, outermost first. */
  readonly groups: readonly number[];
  /** `3` of `3. [ ]`. */
  readonly ordinal: string | null;
}

export interface Items {
  readonly items: readonly Item[];
  readonly groups: readonly Group[];
}

interface Open {
  readonly level: number;
  readonly chapter: Chapter;
  readonly group: number;
}

interface Walk {
  readonly text: string;
  readonly lines: Lines;
  readonly items: (Item & { readonly runs: number[] })[];
  readonly groups: Writable<Group>[];
  /** Headings and lines that stand for one, outermost first. */
  readonly chapters: Open[];
  /** Bullets without a box above the next item: each is a chapter of its own. */
  readonly bullets: { readonly column: number; readonly open: Open }[];
  item: (Item & { readonly runs: number[] }) | null;
  /** The chapter whose heading was the last line seen. */
  fresh: Writable<Group> | null;
  readonly titled: boolean;
}

/** Lines that stand for a heading come below every heading. */
const LABEL_LEVEL = 7;

/** Finds the items of a text: boxes that are not inside another box's item. */
export function findItems(text: string, lines: Lines): Items {
  let tops = 0;
  for (let at = 0; at < lines.length; at++) {
    if (lines.isHeading(at) && lines.levelAt(at) === 1) tops += 1;
  }
  const walk: Walk = {
    text,
    lines,
    items: [],
    groups: [],
    chapters: [],
    bullets: [],
    item: null,
    fresh: null,
    titled: tops === 1,
  };
  for (let index = 0; index < lines.length; index++) readRow(walk, index);
  return { items: walk.items, groups: walk.groups };
}

function readRow(walk: Walk, index: number): void {
  const { text, lines } = walk;
  if (lines.isHeading(index)) {
    enterChapter(walk, lines.at(index), lines.levelAt(index));
    return;
  }
  const line = lines.at(index);
  const column = columnOf(text, line);
  const inside = walk.item !== null && column > walk.item.column + 1;
  if (line.kind === "item") {
    if (inside && walk.item !== null) own(walk.item.runs, index);
    else readBullet(walk, line, column);
  } else if (inside && walk.item !== null) own(walk.item.runs, index);
  else if (column === 0 && isLabel(text, line)) enterChapter(walk, line, LABEL_LEVEL);
  else if (walk.fresh !== null) takeGroupField(text, line, walk.fresh);
}

/** In columns: a tab goes on to the next multiple of four. */
function columnOf(text: string, { start, indent }: Line): number {
  if (indent === 0) return 0;
  let column = 0;
  for (let at = start; at < start + indent; at++) {
    column = text.charCodeAt(at) === 0x09 ? column - (column % 4) + 4 : column + 1;
  }
  return column;
}

/** Deeper than this with nothing above it is code. */
const CODE_COLUMN = 4;

function readBullet(walk: Walk, line: Line, column: number): void {
  const { text, bullets } = walk;
  walk.fresh = null;
  walk.item = null;
  while (bullets.length > 0 && (bullets.at(-1)?.column ?? 0) > column - 2) bullets.pop();
  const above = bullets.at(-1)?.open ?? walk.chapters.at(-1) ?? null;
  if (column >= CODE_COLUMN && bullets.length === 0) return;
  const box = boxAt(text, line.body, line.end);
  if (box === null) {
    const label = plainText(text.slice(line.body, Math.min(line.end, line.body + 200)));
    const chapter = readChapter(label, above?.chapter ?? NO_CHAPTER);
    bullets.push({ column, open: { level: LABEL_LEVEL + 1, chapter, group: -1 - line.number } });
    return;
  }
  if (box.words >= line.end) return;
  walk.item = {
    line,
    box,
    runs: [],
    column,
    chapter: above?.chapter ?? NO_CHAPTER,
    groups: [...walk.chapters, ...bullets.map(({ open }) => open)]
      .map(({ group }) => (group < -1 ? bulletGroup(walk, -1 - group) : group))
      .filter((group) => group >= 0),
    ordinal: /^\s*(\d{1,9})[.)]/.exec(text.slice(line.start, line.body))?.[1] ?? null,
  };
  walk.items.push(walk.item);
}

/** A bullet becomes a group when an item stands below it. */
function bulletGroup(walk: Walk, number: number): number {
  const place = walk.bullets.findIndex(({ open }) => open.group === -1 - number);
  const bullet = walk.bullets[place];
  if (bullet === undefined) return -1;
  const row = rowOf(walk.lines, number);
  if (row === -1) return -1;
  walk.groups.push(readGroup(walk.text, walk.lines.at(row), "list"));
  const group = walk.groups.length - 1;
  walk.bullets[place] = { ...bullet, open: { ...bullet.open, group } };
  return group;
}

/** The row of a line's number: rows are in their order. */
function rowOf(lines: Lines, number: number): number {
  let low = 0;
  let high = lines.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const at = lines.numberAt(middle);
    if (at === number) return middle;
    if (at < number) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

const BOLD_LINE = /^(?:\*\*|__)[^*_]{1,200}(?:\*\*|__)[:：]?$/;
const PLAIN_LABEL = /^[\p{L}][\p{L}\p{N} /&'’-]{1,40}[:：]$/u;

/** `**Backend**` and `Later:` on a line of their own are as good as headings. */
function isLabel(text: string, line: Line): boolean {
  const words = text.slice(line.body, Math.min(line.end, line.body + 220)).trim();
  return BOLD_LINE.test(words) || PLAIN_LABEL.test(words);
}

function enterChapter(walk: Walk, line: Line, level: number): void {
  const { text, chapters, groups } = walk;
  walk.item = null;
  walk.bullets.length = 0;
  while ((chapters.at(-1)?.level ?? 0) >= level) chapters.pop();
  const read = readGroup(text, line, "list");
  const group = { ...read, label: read.label.replace(/\s*[:：]$/, "") };
  const label = plainText(text.slice(line.body, Math.min(line.end, line.body + 200)));
  const above = chapters.at(-1)?.chapter ?? NO_CHAPTER;
  const title = level === 1 && walk.titled;
  const chapter = readChapter(label, above);
  if (!title) groups.push(group);
  walk.fresh = title ? null : group;
  const status = group.complete && chapter.status === null ? ("complete" as const) : chapter.status;
  chapters.push({ level, chapter: { ...chapter, status }, group: title ? -1 : groups.length - 1 });
}

/** Where an item's lines end: before a line that is not indented, or a blank one with such behind it. */
export function itemEnd(
  text: string,
  { line, column }: Item,
  stop: number,
  eol: Scan["eol"],
): number {
  let end = afterLine(text, line.end, eol);
  let blank = false;
  for (let at = end; at < stop; ) {
    const next = afterLine(text, at, eol);
    let first = at;
    while (first < next && isSpace(text.charCodeAt(first))) first++;
    const empty = first >= next || "\r\n".includes(text[first] ?? "");
    const deep = first - at > column;
    if (!empty && !deep && (blank || STARTS.test(text.slice(first, first + 12)))) break;
    blank = empty;
    if (!empty) end = next;
    at = next;
  }
  return end;
}

const STARTS = /^(?:#{1,6}\s|[-*+]\s|\d{1,9}[.)]\s|[|>]|`{3}|~{3}|\*\*|<)/;
