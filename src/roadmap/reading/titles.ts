import type { StreamStatus } from "../../model/index.ts";
import { findMark, GARBLED_STAR, type Mark, STAR } from "./marks.ts";
import { isSpace, plainText, trimmedEnd } from "../prose.ts";
import { readStatus } from "./status.ts";
import type { Dialect, Span } from "../types.ts";

/** A status written in a heading, by place: before the id, as a label, or after the title. */
export interface HeadingMark {
  readonly form: "icon" | "label" | "trailing";
  readonly span: Span;
  readonly text: string;
  readonly status: StreamStatus;
}

/** In a priority roadmap these say how urgent, not how far. */
export function isCircle(mark: Mark): boolean {
  return ["🔴", "🟡", "🟢", "🟠"].includes(mark.sign);
}

/** What sets a status apart in a title goes with it: `— DONE`, `[DONE]`, `(done)`. */
const AROUND = /(?: +[-–—]+ +\**| *[[(])$/;
const BEHIND = /^[\])]/;
const AROUND_MAX = 12;

const STARRED = new RegExp(`(?:^| )(?:${STAR}|${GARBLED_STAR})\\uFE0F? *([A-Za-z]+)`);

/** Takes status marks, star tags, closing hashes and emphasis off a title. */
export function cutTitle(text: string, span: Span, offset: number, dialect: Dialect) {
  let end = trimmedEnd(text, span.start, span.end);
  let hashes = end;
  while (hashes > span.start && text[hashes - 1] === "#") hashes--;
  if (hashes < end && (hashes === span.start || text[hashes - 1] === " ")) {
    end = trimmedEnd(text, span.start, hashes);
  }
  const marks: HeadingMark[] = [];
  let title = text.slice(span.start, end);
  const trailing = trailingMark(title, dialect);
  if (trailing !== null) {
    const start = offset + span.start + trailing.start;
    const stop = offset + span.start + trailing.end;
    const written = title.slice(trailing.start, trailing.end);
    marks.push({
      form: "trailing",
      span: { start, end: stop },
      text: written,
      status: trailing.status,
    });
    const near = Math.max(0, trailing.start - AROUND_MAX);
    const lead = AROUND.exec(title.slice(near, trailing.start))?.index;
    const around = lead === undefined ? trailing.start : near + lead;
    const behind = title.slice(trailing.end).replace(BEHIND, "");
    title = `${title.slice(0, around)} ${behind}`;
  }
  const starred = STARRED.exec(title);
  if (starred !== null) title = title.replace(starred[0], "");
  return { title: plainText(title), marks, tag: starred?.[1]?.toLowerCase() ?? null };
}

/** `… ✅ COMPLETE (2025)`: a sign after the title, with nothing but a status behind it. */
function trailingMark(title: string, dialect: Dialect) {
  for (let found = findMark(title); found !== null; ) {
    const { mark, at } = found;
    found = findMark(title, at + mark.spelling.length);
    if (at > 0 && !isSpace(title.charCodeAt(at - 1)) && title[at - 1] !== "*") continue;
    if (dialect === "priority" && isCircle(mark)) continue;
    const reading = readStatus(title.slice(at), dialect);
    if (reading === null) continue;
    const rest = title.slice(at + mark.spelling.length);
    const bare = /^[\s*]*(?:\(|$)/.test(rest);
    if (!bare && !reading.worded) continue;
    const words = /^[\s*]*(?:[A-Za-z][A-Za-z _-]*)?(?:\*\*)?/.exec(rest)?.[0] ?? "";
    const end = trimmedEnd(title, at, at + mark.spelling.length + words.length);
    return { start: at, end, status: reading.status };
  }
  return trailingWord(title, dialect);
}

const BRACKETED = /\[([A-Za-z][A-Za-z _-]{2,20}|[xX ])\]\W*$/;
/** In parentheses and behind a dash only words that are a status and no part of a title. */
const SET_APART =
  /(?:\(| [-–—] +\**)(partially complete|partial|complete|completed|done|finished|in progress|wip|blocked|not started|todo|to do|deferred|postponed|on hold|cancell?ed|superseded|obsolete)\)?[\s*~]*$/i;

const WORD_MAX = 60;

/** `Title [DONE]`, `Title (in progress)`, `Title — blocked`: words alone, at the very end. */
function trailingWord(title: string, dialect: Dialect) {
  const near = Math.max(0, title.length - WORD_MAX);
  const tail = title.slice(near);
  const match = BRACKETED.exec(tail) ?? SET_APART.exec(tail);
  const word = match?.[1];
  if (match === null || word === undefined || near + match.index === 0) return null;
  const start = near + match.index + match[0].indexOf(word);
  if (word.length === 1) {
    const status = word === " " ? ("not_started" as const) : ("complete" as const);
    return { start: start - 1, end: start + 2, status };
  }
  const reading = readStatus(word, dialect);
  if (reading === null || !reading.worded || reading.rest !== "") return null;
  return { start, end: start + word.length, status: reading.status };
}
