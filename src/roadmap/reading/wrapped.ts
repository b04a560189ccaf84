import { type Field, mayBeField, readField } from "./fields.ts";
import { afterLine, type Scan } from "./lines.ts";
import { skipSpaces } from "../prose.ts";

/** How many lines a list may be wrapped over. */
const LINES_MAX = 50;

/** What cannot be the middle of a sentence: a rule, a quote, a table, a comment, a fence. */
const OTHER = /^(?:[-=*_]{3,}\s*$|[>|#<]|`{3}|~{3})/;
const UNFINISHED = /(?:[,;&+]|\b(?:and|or|und|y|et))$/i;

/**
 * The words of a field that goes on in the next lines: indented below its bullet, or where its own
 * line ends in a comma or an `and`. Without them work would start before what it waits for.
 */
export function wrappedValue(text: string, field: Field, eol: Scan["eol"]): string {
  let words = field.value;
  if (field.next !== null) return words;
  let at = afterLine(text, field.line.end, eol);
  for (let count = 0; count < LINES_MAX && at < text.length; count++) {
    const next = afterLine(text, at, eol);
    const raw = text.slice(at, next).replace(/[\r\n]+$/, "");
    const first = skipSpaces(raw, 0);
    const deeper = field.line.kind === "item" && first > field.line.indent + 1;
    if (first === raw.length || !(deeper || UNFINISHED.test(words))) break;
    if (OTHER.test(raw.slice(first)) || isOther(raw, first)) break;
    words = `${words} ${raw.slice(first).trimEnd()}`;
    at = next;
  }
  return words;
}

const ITEM_OR_HEADING = /^(?:[-*+•‣◦▪–—]|\d{1,9}[.)]|#{1,6})(?:\s|$)/;

function isOther(raw: string, first: number): boolean {
  if (ITEM_OR_HEADING.test(raw.slice(first))) return true;
  if (!mayBeField(raw, first, raw.length)) return false;
  const place = { kind: "text", number: 0, start: 0, indent: first, level: 0 } as const;
  return readField(raw, { ...place, body: first, end: raw.length }, true) !== null;
}
