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
    title = `${title.slice(0, trailing.start)} ${title.slice(trailing.end)}`;
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
  return null;
}
