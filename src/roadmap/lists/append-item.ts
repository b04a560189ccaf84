import type { StreamId } from "../../model/index.ts";
import type { NewWorkStream } from "../editing/append.ts";
import { nextId } from "../ids.ts";
import { findEol } from "../reading/lines.ts";
import type { ParsedStream, Roadmap, TextEdit } from "../types.ts";
import { idFromTitle } from "./identity.ts";
import { itemLine } from "./write-list.ts";

/** An item for new work, and what it will be called; null where there is no item to follow. */
export function newItem(
  text: string,
  roadmap: Roadmap,
  work: NewWorkStream,
): { readonly id: StreamId; readonly edit: TextEdit } | null {
  const model = modelFor(roadmap, work.after);
  const item = model === null ? null : itemLine(text, model);
  if (model === null || item === null) return null;
  const eol = findEol(text);
  const { start } = model.spans.heading;
  const lead = bulletBehind(text.slice(start, item.box.span.start));
  const ids = roadmap.workStreams.flatMap(({ id, spans }) => (spans.id === null ? [] : [id]));
  const own = model.spans.id;
  const unsaid = idFromTitle(work.title);
  const id = work.id ?? (own === null ? unsaid : nextId(ids));
  const named = item.words.titleAt;
  const name =
    id === unsaid
      ? ""
      : own === null
        ? `${id}: `
        : text.slice(item.box.words, own.start) + id + text.slice(own.end, named);
  const line = `${lead}[ ] ${name}${work.title}${tagsOf(work)}`;
  const at = model.spans.block.end;
  const open = at > 0 && !/[\r\n]/.test(text[at - 1] ?? "");
  const block = [line, ...nested(lead, text, work)].join(eol);
  return {
    id,
    edit: { span: { start: at, end: at }, replacement: open ? eol + block : block + eol },
  };
}

/** The last work that is still meant to be done: new work goes neither under “Later” nor under “Done”. */
export function modelFor(
  { workStreams }: Roadmap,
  after: StreamId | undefined,
): ParsedStream | null {
  const open = new Set(["not_started", "in_progress", "blocked", "partial"]);
  return (
    workStreams.find(({ id }) => id === after) ??
    workStreams.findLast(({ status }) => open.has(status)) ??
    workStreams.at(-1) ??
    null
  );
}

/** The bullet of the next item; a number that counts is counted on. */
function bulletBehind(lead: string): string {
  return lead
    .replace(/^\ufeff/, "")
    .replace(/\d{1,9}(?=[.)])/, (number) => String(Number(number) + 1));
}

/** ` (P1, S, depends on login-page)`. */
function tagsOf({ priority, effort, dependsOn = [] }: NewWorkStream): string {
  const tags = [
    ...(priority === undefined || priority === "medium" ? [] : [priority]),
    ...(effort === undefined ? [] : [effort]),
    ...(dependsOn.length === 0 ? [] : [`depends on ${dependsOn.join(", ")}`]),
  ];
  return tags.length === 0 ? "" : ` (${tags.join(", ")})`;
}

/** Files and criteria as bullets below the item. */
function nested(lead: string, text: string, work: NewWorkStream): readonly string[] {
  const { files = [], acceptance = [] } = work;
  const tabs = /\n\t+[-*+] /.test(text);
  const step = tabs ? "\t" : " ".repeat(Math.max(2, lead.trimStart().length));
  const indent = (/^\s*/.exec(lead)?.[0] ?? "") + step;
  const lines: string[] = [];
  if (files.length > 0) lines.push(`${indent}- Files: ${files.join(", ")}`);
  if (acceptance.length > 0) {
    lines.push(
      `${indent}- Done when:`,
      ...acceptance.map((each) => `${indent}${tabs ? "\t" : "  "}- ${each}`),
    );
  }
  return lines;
}
