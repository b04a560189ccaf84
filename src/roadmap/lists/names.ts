import type { StreamId } from "../../model/index.ts";
import { ID_PREFIXES } from "../ids.ts";
import { markAt } from "../reading/marks.ts";
import type { Span } from "../types.ts";
import { type Tags, takePriority, urgencyOfCircle } from "./tags.ts";

/** An id that is written in an item. */
export interface Name {
  readonly id: StreamId;
  readonly span: Span;
  /** Where the title begins, from the start of the words. */
  readonly titleAt: number;
  /** A bare number: it is an id only where no other item has the same. */
  readonly counted: boolean;
  /** Its emphasis is closed somewhere behind it: `**1.2 Title**`. */
  readonly bold: boolean;
  readonly namespace: string;
}

const OPEN = "(\\*\\*|__|`|\\[|\\(|~~)*";
const CLOSE = "(\\*\\*|__|`|\\]|\\)|~~)*";
const END = " *(?:[:：).]|[–—-](?= ))(?: +|$)";

/** Ids that nothing has to set apart: `T001`, `REQ-7`, `1.2`, `#12`. */
const PLAIN = `(?:${ID_PREFIXES.join("|")})-\\d+(?:[.-][\\w.]*\\w)?|T\\d{2,4}[a-z]?|[A-Z]{1,5}0\\d{1,4}|\\d{1,4}(?:\\.\\d{1,4})+[a-z]?|#\\d{1,7}`;
/** Ids with a colon, a dash, brackets or emphasis: `A1: …`, `**S3** …`, `[CORE-2] …`. */
const APART =
  "[A-Za-z][A-Za-z0-9]*(?:[-.][A-Za-z0-9]+)*[-.]\\d+(?:\\.\\d+)*[a-z]?|[A-Z]{1,5}\\d{1,5}(?:\\.\\d+)*";
const WORDED = "(?:task|step|story|phase|feature|epic|item|milestone|ticket) #?\\d+(?:\\.\\d+)*";

const PLAIN_ID = new RegExp(`^${OPEN}(${PLAIN})(?![\\w/])${CLOSE}(?:${END}|\\.? +|$)`);
const APART_ID = new RegExp(`^${OPEN}(${APART}|${WORDED})(?![\\w/])${CLOSE}(${END}|\\.? +|$)`, "i");
const COUNTED = new RegExp(`^${OPEN}(\\d{1,4})${CLOSE}[.):] *${CLOSE} *(?=\\S)`);

/** Reads the id that words begin with at `at`; null when they begin with none. */
export function readName(words: string, at: number): Name | null {
  const near = words.slice(at, at + 160);
  const plain = PLAIN_ID.exec(near);
  if (plain !== null) return nameOf(plain, at, false);
  const apart = APART_ID.exec(near);
  const marked = apart?.[1] !== undefined && apart[1] !== "~~" && apart[3] !== undefined;
  const ended = apart?.[4] !== undefined && apart[4].trim() !== "" && apart[4].trim() !== ".";
  if (apart !== null && (marked || ended) && isId(apart[2] ?? "")) return nameOf(apart, at, false);
  const counted = COUNTED.exec(near);
  return counted === null ? null : nameOf(counted, at, true);
}

/** The pattern knows no case, because words have any; a code in small letters needs its number apart. */
function isId(id: string): boolean {
  return /^[A-Z]{1,5}\d/.test(id) || /[-. ]#?\d/.test(id);
}

function nameOf(match: RegExpExecArray, at: number, counted: boolean): Name {
  const [whole, open = "", written = "", close = ""] = match;
  const start = at + whole.indexOf(written);
  const id = written.replace(/^#/, "").replace(/ #/, " ");
  const prefix = /^([A-Za-z]+)[- ]?\d/.exec(id)?.[1] ?? "";
  return {
    id,
    span: { start, end: start + written.length },
    titleAt: at + whole.length,
    counted,
    bold:
      open.startsWith("**") && close === "" && !/\*\*/.test(whole.slice(whole.indexOf(written))),
    namespace: prefix.toUpperCase(),
  };
}

const PRIORITY_FIRST =
  /^(?:\*\*|__)?(?:P([0-4])(?:\*\*|__)?(?: *[:–—-] +| +)(?=\S)|(critical|urgent|high|medium|low)(?: priority)?(?:\*\*|__)?: +)/i;

/** Where the words begin behind signs and a priority: `🔴 P1: …`. */
export function leadOf(rest: string, tags: Tags): number {
  let at = 0;
  for (; at < rest.length; at++) {
    const mark = markAt(rest, at);
    const urgency = mark === null ? null : urgencyOfCircle(mark.sign);
    if (urgency !== null) tags.priority ??= urgency;
    if (mark !== null) at += mark.spelling.length - 1;
    else if (!/[\s\ufe0f\u200d]|\p{Extended_Pictographic}|[\ud800-\udfff]/u.test(rest[at] ?? ""))
      break;
    else if (isAstralWord(rest, at)) break;
  }
  const first = PRIORITY_FIRST.exec(rest.slice(at, at + 40));
  if (first === null) return at;
  takePriority(first[1] === undefined ? (first[2] ?? "") : `P${first[1]}`, tags);
  return at + first[0].length;
}

/** Letters beyond the first plane are words, not signs. */
function isAstralWord(text: string, at: number): boolean {
  return /^[\p{L}\p{N}]/u.test(String.fromCodePoint(text.codePointAt(at) ?? 0));
}
