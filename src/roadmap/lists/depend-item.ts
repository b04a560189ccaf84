import type { StreamId } from "../../model/index.ts";
import type { ParsedStream, Span, TextEdit } from "../types.ts";
import { WAITS_IN_TAGS } from "./tags.ts";
import { itemLine } from "./write-list.ts";

/** Where an item's own line says what it waits for. */
export function dependencySpans(text: string, stream: ParsedStream): readonly Span[] {
  return itemLine(text, stream)?.words.dependencySpans ?? [];
}

/** Lets an item wait for more: in its own list of them, else in a parenthesis behind the title. */
export function waitingEdit(
  text: string,
  stream: ParsedStream,
  on: readonly StreamId[],
): TextEdit | null {
  const item = itemLine(text, stream);
  if (item === null) return null;
  const names = on.join(", ");
  const [own] = item.words.dependencySpans;
  const at = own?.end ?? item.words.end;
  const replacement = own === undefined ? ` (depends on ${names})` : `, ${names}`;
  return { span: { start: at, end: at }, replacement };
}

const KEY = `(?:${WAITS_IN_TAGS}):? *`;
const ALONE = new RegExp(` *[([]${KEY}$`, "i");
const BEHIND = new RegExp(`(?: +[-–—|·]+ +| *[;,.] +)${KEY}$`, "i");
const SIGNED = / *⛔ ?$/u;

/** Edits that take the only thing an item waits for out of its line, with the words around it. */
export function* releasingEdits(text: string, stream: ParsedStream): Generator<TextEdit> {
  const { start: from } = stream.spans.heading;
  for (const { start, end } of dependencySpans(text, stream)) {
    const lead = text.slice(from, start);
    const closed = /^\s*[)\]]/.exec(text.slice(end, end + 10))?.[0];
    const alone = closed === undefined ? null : ALONE.exec(lead);
    const behind = BEHIND.exec(lead) ?? SIGNED.exec(lead);
    if (alone !== null && closed !== undefined) {
      yield { span: { start: from + alone.index, end: end + closed.length }, replacement: "" };
    }
    if (behind !== null) yield { span: { start: from + behind.index, end }, replacement: "" };
  }
}
