import type { StreamId, StreamStatus } from "../../model/index.ts";
import { bareId, canonicalId, expandRange, ID_PREFIXES } from "../ids.ts";
import { findMark, markAt } from "./marks.ts";
import { isDigit, isLetter, isSpace, plainSpaces, skipSpaces } from "../prose.ts";
import { readStatus } from "./status.ts";
import { cutTitle, type HeadingMark, isCircle } from "./titles.ts";
import type { Dialect, Span } from "../types.ts";

export interface Heading {
  readonly id: StreamId;
  readonly idSpan: Span;
  /** What comes before the number: `PHASE`, `WORK STREAM`, `REQ`; `""` for a bare number. */
  readonly namespace: string;
  readonly title: string;
  /** A strong heading is a work stream by itself; a weak one needs a Status field under it. */
  readonly strong: boolean;
  /** Its prefix means work wherever it stands; `CRIT-001` or `ADR-7` needs fields below it. */
  readonly known: boolean;
  readonly aliases: readonly StreamId[];
  readonly covers: readonly StreamId[];
  readonly marks: readonly HeadingMark[];
  /** The word after a star: `bootstrap`, `priority`. */
  readonly tag: string | null;
  /** Its id is struck out: work that nobody wants any more, where nothing else says so. */
  readonly struck: boolean;
}

/** Words that introduce an id, and whether they are part of it. */
const KEYWORDS: ReadonlyMap<string, { keep: boolean; weak: boolean }> = new Map([
  ["phase", { keep: false, weak: false }],
  ["work stream", { keep: false, weak: false }],
  ["workstream", { keep: false, weak: false }],
  ["work-stream", { keep: false, weak: false }],
  ["stream", { keep: false, weak: true }],
  ["priority", { keep: true, weak: false }],
  ["task", { keep: true, weak: true }],
  ["story", { keep: true, weak: true }],
  ["user story", { keep: true, weak: true }],
  ["feature", { keep: true, weak: true }],
  ["epic", { keep: true, weak: true }],
  ["ticket", { keep: true, weak: true }],
  ["item", { keep: true, weak: true }],
  ["issue", { keep: true, weak: true }],
  ["requirement", { keep: true, weak: true }],
  ["work package", { keep: true, weak: true }],
]);

const KEYWORD =
  /(phase|work[ -]?stream|stream|priority|task|user story|story|feature|epic|ticket|item|issue|requirement|work package) +#?(?=[^\s:])/iy;
const CODE = /[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9.]+)+/y;
const NUMBER = /\d+(?:\.\d+)+/y;

/** Is there an id at `at`? The first of the shapes that fits. */
function idAt(text: string, at: number) {
  KEYWORD.lastIndex = at;
  const keyword = KEYWORD.exec(text);
  if (keyword !== null) {
    const word = (keyword[1] ?? "").toLowerCase();
    const start = KEYWORD.lastIndex;
    const end = tokenEnd(text, start);
    const token = text.slice(start, end);
    const { keep, weak } = KEYWORDS.get(word) ?? { keep: true, weak: true };
    const counted = /\d/.test(token);
    const dotted = word !== "phase" || /\d\.\d/.test(token) || !/^\d/.test(token);
    if (word === "priority" && !/^\d/.test(token)) return null;
    return {
      id: keep ? `${text.slice(at, at + word.length)} ${token}` : token,
      span: { start: keep ? at : start, end },
      namespace: word.toUpperCase().replace("-", " ").replace("WORKSTREAM", "WORK STREAM"),
      known: true,
      weak: weak || !dotted || (!counted && word === "phase"),
      wordy: !counted,
    };
  }
  CODE.lastIndex = at;
  const code = CODE.exec(text);
  if (code !== null && /\d/.test(code[0])) {
    const id = code[0].replace(/\.+$/, "");
    const prefix = canonicalId(id)
      .replace(/-?\d.*$/, "")
      .replace(/-.*$/, "");
    // An id with any other prefix needs fields below it.
    const known = ID_PREFIXES.includes(prefix);
    if (!known && id !== id.toUpperCase()) return null;
    const span = { start: at, end: at + id.length };
    return { id, span, namespace: prefix, known, weak: false, wordy: false };
  }
  NUMBER.lastIndex = at;
  const number = NUMBER.exec(text);
  if (number === null) return null;
  const span = { start: at, end: at + number[0].length };
  return { id: number[0], span, namespace: "", known: true, weak: true, wordy: false };
}

/** An id after a keyword is any run without spaces or colons: a hostile one stays one id. */
function tokenEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length && !isSpace(text.charCodeAt(at)) && !":：—–".includes(text[at] ?? "")) {
    at++;
  }
  while (at > start + 1 && "*])},;`~.".includes(text[at - 1] ?? "")) at--;
  return at;
}

/** `READY TO IMPLEMENT: ` before an id is a status written as a label. */
const LABEL = /([A-Z][A-Z ]{2,30}): +\[?(?=(?:US|REQ|WP|BUG|PRIORITY)[- ]\d)/y;

/** `[DONE] Phase 1.7: t`: a status in brackets, with an id behind it. */
const BRACKETED = /\[([A-Za-z][A-Za-z _-]{1,20})\] +(?=\**[A-Za-z0-9])/y;

/** `US-7.2 - Title`: another name of the work, in front of its title. */
const ALIAS = /^((?:US|REQ|WP|BUG|FEAT)-\d[\w.]*) +[-–—:] +/;

/**
 * Reads the words of a heading (or of a one-liner) from `from` to `to`. Null when it names no
 * work stream. Spans are offsets into `source`.
 */
export function readHeading(
  source: string,
  from: number,
  to: number,
  dialect: Dialect,
): Heading | null {
  const text = plainSpaces(source.slice(from, Math.min(to, from + 4000)));
  let at = decorationEnd(text, 0);
  const marks: HeadingMark[] = [];
  const icon = iconIn(text, at, from, dialect);
  if (icon !== null) marks.push(icon);
  const bracket = text.lastIndexOf("[", at);
  BRACKETED.lastIndex = bracket;
  const bracketed = bracket === -1 ? null : BRACKETED.exec(text);
  LABEL.lastIndex = at;
  const label = bracketed ?? LABEL.exec(text);
  if (label !== null) {
    const words = label[1] ?? "";
    const reading = readStatus(words.replace(/^RECENTLY /, ""), dialect);
    if (reading?.worded) {
      const before = bracketed === null ? marks[0]?.span.start : undefined;
      const first = label.index + label[0].indexOf(words);
      const span = { start: before ?? from + first, end: from + first + words.length };
      marks.length = 0;
      marks.push({
        form: "label",
        span,
        text: source.slice(span.start, span.end),
        status: reading.status,
      });
    }
    at = label.index + label[0].length;
    if (bracketed !== null) at = decorationEnd(text, at);
  }
  const found = idAt(text, at);
  if (found === null) return null;
  const { title, separated, covers } = titleAfter(text, found);
  if (found.wordy && !separated) return null;
  const cut = cutTitle(text, title, from, dialect);
  const aliased = ALIAS.exec(cut.title);
  return {
    id: found.id,
    idSpan: { start: from + found.span.start, end: from + found.span.end },
    namespace: found.namespace,
    title: cut.title,
    strong: separated && !found.weak,
    known: found.known,
    aliases: aliased?.[1] === undefined ? [] : [aliased[1]],
    covers,
    marks: [...marks, ...cut.marks],
    tag: cut.tag,
    struck: isStruck(text, found.span),
  };
}

function isStruck(text: string, { start, end }: Span): boolean {
  const open = text.slice(0, start).lastIndexOf("~~");
  return open !== -1 && text.slice(0, open).indexOf("~~") === -1 && text.indexOf("~~", end) !== -1;
}

/**
 * A heading without an id, for roadmaps that have none anywhere: its title makes one. Renaming it
 * makes it another work stream.
 */
export function readUnnamed(
  source: string,
  from: number,
  to: number,
  dialect: Dialect,
): Heading | null {
  const text = plainSpaces(source.slice(from, Math.min(to, from + 4000)));
  const at = decorationEnd(text, 0);
  const cut = cutTitle(text, { start: at, end: text.length }, from, dialect);
  const id = cut.title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "");
  if (id === "") return null;
  const icon = iconIn(text, at, from, dialect);
  return {
    id,
    idSpan: { start: from + at, end: from + at },
    namespace: "",
    title: cut.title,
    strong: false,
    known: false,
    aliases: [],
    covers: [],
    marks: icon === null ? cut.marks : [icon, ...cut.marks],
    tag: cut.tag,
    struck: false,
  };
}

const LETTER = /[^\W\d_]|\p{L}/u;

const TICKED = /^\[[xX]\] /;
/** `[/]` and `[~]` are begun. */
const BOX = /\[([ xX/~])\](?= )/;

/** Skips signs, boxes, braces and emphasis in front of the id: `{⚪} `, `🔴 **`, `🎯 [`. */
function decorationEnd(text: string, from: number): number {
  let at = from;
  let plain = true;
  for (; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0x5b && TICKED.test(text.slice(at, at + 4))) at += 2;
    else if (isLetter(unit) || isDigit(unit)) break;
    plain &&= unit < 0x80;
  }
  if (plain) return at;
  // Mojibake of a sign has letters in it: such a word starts with ð or â.
  const lead = text.slice(from, at);
  if (LETTER.test(lead) && !/^[\s*{}[\]]*[ðâï]/.test(lead)) return from;
  return at;
}

/** `[x]` or a sign. In a priority roadmap a coloured circle before the id says how urgent, not how far. */
function iconIn(text: string, end: number, offset: number, dialect: Dialect): HeadingMark | null {
  const lead = text.slice(0, end);
  const box = BOX.exec(lead);
  if (box !== null) {
    const span = { start: offset + box.index, end: offset + box.index + box[0].length };
    return {
      form: "icon",
      span,
      text: box[0],
      status: statusOfBox(box[1] ?? ""),
    };
  }
  const found = findMark(lead);
  if (found === null || (dialect === "priority" && isCircle(found.mark))) return null;
  const start = offset + found.at;
  const span = { start, end: start + found.mark.spelling.length };
  return { form: "icon", span, text: found.mark.spelling, status: found.mark.status };
}

function statusOfBox(sign: string): StreamStatus {
  if (sign === " ") return "not_started";
  return sign === "/" || sign === "~" ? "in_progress" : "complete";
}

const THROUGH = /^ *(?:through|thru|to) +((?:[A-Za-z]+[- ])?[\w.]+)/;

function titleAfter(
  text: string,
  found: { id: string; span: Span },
): { title: Span; separated: boolean; covers: readonly string[] } {
  let at = found.span.end;
  while (at < text.length && "*])}`~".includes(text[at] ?? "")) at++;
  // `Task 3. Title`, as chapters of a book are numbered.
  const dotted = text[at] === "." && (at + 1 >= text.length || isSpace(text.charCodeAt(at + 1)));
  if (dotted) at++;
  const bracketed = at > found.span.end && text[found.span.end] === "]";
  const through = THROUGH.exec(text.slice(at, at + 80));
  const covers = through?.[1] === undefined ? null : expandRange(found.id, through[1]);
  if (covers !== null) {
    const start = skipSpaces(text, at);
    return { title: { start, end: text.length }, separated: true, covers };
  }
  at = skipSpaces(text, at);
  const separator = at < text.length ? (text[at] ?? "") : "";
  const dash = "-–—".includes(separator) && isSpace(text.charCodeAt(at + 1));
  if (at >= text.length || ":：".includes(separator) || dash) {
    const start = skipSpaces(text, at + 1);
    const whole = at < text.length ? start : text.length;
    return {
      title: { start: whole, end: text.length },
      separated: true,
      covers: rangeOf(found.id),
    };
  }
  return { title: { start: at, end: text.length }, separated: bracketed || dotted, covers: [] };
}

/** `REQ-275-278` stands for four. */
function rangeOf(id: string): readonly string[] {
  const match = /^(.*?\d)-(\d+)$/.exec(bareId(canonicalId(id)));
  if (match?.[1] === undefined || match[2] === undefined) return [];
  return expandRange(match[1], match[2]) ?? [];
}

/** The sign a line begins with, for one-liners: `⚪ REQ-228: t`. */
export function startsWithMark(source: string, at: number): boolean {
  return source.charCodeAt(at) >= 0x80 && markAt(source, at) !== null;
}
