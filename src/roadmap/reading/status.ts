import type { Diagnostic, StreamStatus } from "../../model/index.ts";
import { foreignStatus } from "./languages.ts";
import { type Mark, markAt } from "./marks.ts";
import { isSpace, plainText } from "../prose.ts";
import type { DependencyText, Dialect, RawStream } from "../types.ts";

export interface StatusReading {
  readonly status: StreamStatus;
  /** A word decided, not only a sign. */
  readonly worded: boolean;
  readonly marks: readonly Mark[];
  /** What follows the status word: a reason, a date, a remark; empty for a bare status. */
  readonly rest: string;
}

/**
 * First match wins. Anchored at the start: `Not Complete` is not complete, and the word counts
 * only where it stands as the status, not somewhere in a remark behind it.
 */
const WORDS: readonly (readonly [RegExp, StreamStatus])[] = [
  [/^(?:not|un) ?(?:yet )?(?:started|completed?|done|finished|begun)\b/, "not_started"],
  [
    /^(?:incomplete|to ?do|planned|planning|backlog|new|pending|ready(?! (?:for|to) (?:review|qa|test|testing|merge|ship|deploy|release)\b)|open|unblocked|available|proposed|queued|unclaimed|unassigned|upcoming|scheduled|tbd|draft)\b/,
    "not_started",
  ],
  [/^part(?:ial(?:ly)?|ly)\b(?: (?:completed?|done|implemented)\b)?/, "partial"],
  [
    /^(?:in ?progress|wip|started|active|working|ongoing|claimed|under ?way|doing|in review|review|in (?:dev|development|testing|qa)|ready|testing|implementing|developing|running)\b/,
    "in_progress",
  ],
  [/^(?:blocked|waiting|escalated|stuck)\b/, "blocked"],
  [/^(?:deferred|postponed|paused|on hold|parked|later|someday|future)\b/, "deferred"],
  [
    /^(?:cancel(?:l?ed)|rejected|abandoned|dropped|obsolete|superseded|won['’]?t (?:do|fix)|wontfix|withdrawn|banished|removed|duplicate)\b/,
    "cancelled",
  ],
  [
    /^(?:completed?|done|finished|shipped|landed|merged|implemented|closed|resolved|delivered|released|deployed|verified|fixed|archived)\b(?! +[a-z]+\b(?<! (?:and|in|on|by|with|at|see|as|for|via|per|to)))/,
    "complete",
  ],
];

/** `MVP COMPLETE`, `100% COMPLETE`: believed only beside a sign, which then decides. */
const QUALIFIED = /^[a-z0-9% .]{1,24}\bcompleted?\b/;

/** `Fully implemented`, `now done`: how it is done makes no difference. */
const ADVERB = /^(?:fully|successfully|already|now|currently) +(?=[a-z])/;

const PERCENT = /^(\d{1,3}) ?%(?: (?:complete|done)\b|(?=\W*$))/;
const NOTHING = /^[-–—.]*$/;
const JOINED = /(?<=[a-z])[_-](?=[a-z])/g;
const BETWEEN = /^[\s:;,.!\]–—-]+/;

/** Reads a status as written; null when nothing is written (`""`, `-`). */
export function readStatus(raw: string, dialect: Dialect): StatusReading | null {
  const marks: Mark[] = [];
  let at = 0;
  let strange = false;
  for (;;) {
    for (; at < raw.length && markAt(raw, at) === null; at++) {
      if (STRANGE.test(raw.charAt(at))) strange = true;
      else if (!isDecoration(raw, at)) break;
    }
    const struck = raw.startsWith("~~", at) ? raw.indexOf("~~", at + 2) : -1;
    const mark = markAt(raw, at);
    if (mark === null && struck === -1) break;
    if (mark !== null) marks.push(mark);
    at = mark === null ? struck + 2 : at + mark.spelling.length;
  }
  const words = plainText(
    raw
      .slice(at, at + 400)
      .replace(ADDRESS, "")
      .replace(TAG, ""),
  );
  if (marks.length === 0 && !strange && NOTHING.test(words)) return null;
  const phrase = words.toLowerCase().replace(JOINED, " ");
  const adverb = ADVERB.exec(phrase)?.[0].length ?? 0;
  const spoken = speak(phrase.slice(adverb), marks, dialect);
  const signed = marks[0]?.status ?? "unknown";
  return {
    status: spoken?.status ?? signed,
    worded: spoken !== null,
    marks,
    rest: words.slice(spoken === null ? 0 : adverb + spoken.length).replace(BETWEEN, ""),
  };
}

/** A sign that means no status, `🎉` or `⚠️`, leaves the word beside it the say; alone it says nothing. */
const STRANGE = /[\u203c\u2049\u2190-\u21ff\u2300-\u2bff\u200d\ufe0f\ud83c-\ud83e\udc00-\udfff]/;

/** `<b>Done</b>` */
const TAG = /<\/?[a-z][^<>]*>/gi;

/** What a link or a badge points to: `[Blocked](https://…)` says `Blocked`. */
const ADDRESS = /(?<=\])\([^()\s]*\)/g;

function isDecoration(text: string, at: number): boolean {
  return (
    isSpace(text.charCodeAt(at)) || "*_{}[]:`".includes(text[at] ?? "") || text.startsWith("![", at)
  );
}

function speak(
  phrase: string,
  marks: readonly Mark[],
  dialect: Dialect,
): { status: StreamStatus; length: number } | null {
  // In the requirement backlogs a rejection is a review verdict: the work starts again.
  const review = dialect === "requirement" || dialect === "json";
  for (const [pattern, status] of WORDS) {
    const match = pattern.exec(phrase);
    if (match === null) continue;
    const rejected = review && match[0] === "rejected";
    return { status: rejected ? "not_started" : status, length: match[0].length };
  }
  const foreign = foreignStatus(phrase);
  if (foreign !== null) return foreign;
  const percent = PERCENT.exec(phrase);
  if (percent !== null && marks.length === 0) {
    return {
      status: statusOfPercent(Number(percent[1])),
      length: percent[0].length,
    };
  }
  const qualified = QUALIFIED.exec(phrase);
  if (qualified === null) return null;
  const sign = marks[0];
  if (sign !== undefined) return { status: sign.status, length: qualified[0].length };
  const nearly = /^(?:mostly|almost|nearly)\b/.test(phrase);
  return nearly ? { status: "partial", length: qualified[0].length } : null;
}

/** Work that a blocked status names: `Blocked by REQ-3`. */
export function blockersIn(reading: StatusReading | null): readonly DependencyText[] {
  const named = /^by:? +(.+)$/i.exec(reading?.rest ?? "")?.[1];
  return reading?.status !== "blocked" || named === undefined
    ? []
    : [{ text: named, kind: "field" }];
}

/** Why it is blocked, in words of a person's own: `Blocked: legal has to say yes`. */
export function reasonIn(reading: StatusReading | null): string | null {
  const rest = reading?.status === "blocked" ? plainText(reading.rest) : "";
  return rest === "" || /^by\b/i.test(rest) ? null : rest;
}

/** That nobody knows by the words of its status how a work stream stands. */
export function unreadableStatus({ id, line, statusText }: RawStream): Diagnostic {
  const message = `the status of ${id} says neither that it is open nor that it is done: “${statusText.slice(0, 120)}”`;
  return { severity: "warning", code: "unreadable-status", line, message, ids: [id] };
}

function statusOfPercent(percent: number): StreamStatus {
  if (percent === 0) return "not_started";
  return percent >= 100 ? "complete" : "partial";
}
