import type { ChecklistItem, Priority, StreamStatus } from "../../model/index.ts";
import { type Body, readBody } from "./body.ts";
import {
  priorityInRemark,
  readAssignee,
  readDeadline,
  readEffort,
  readPriority,
} from "./facets.ts";
import type { Field, FieldKey } from "./fields.ts";
import type { Heading } from "./headings.ts";
import { afterLine, type Lines, type Scan } from "./lines.ts";
import type { Section } from "./outline.ts";
import { shorten, trimmedEnd } from "../prose.ts";
import { blockersIn, readStatus, reasonIn, type StatusReading } from "./status.ts";
import type { DependencyText, Dialect, Group, RawStream, StatusSlot } from "../types.ts";
import { wrappedValue } from "./wrapped.ts";

export interface SectionContext {
  readonly text: string;
  readonly lines: Lines;
  readonly eol: Scan["eol"];
  readonly dialect: Dialect;
  readonly groups: readonly Group[];
  /** What {@link readBody} gathers boxes in. */
  readonly boxes: ChecklistItem[];
}

/** One section of the outline as a work stream, not yet judged against the others. */
export function readSection(section: Section, context: SectionContext): RawStream {
  return section.oneLiner ? readOneLiner(section, context) : readBlock(section, context);
}

function readBlock(section: Section, context: SectionContext): RawStream {
  const { text, dialect, lines } = context;
  const { heading, line } = section;
  const body = readBody(text, lines, section, context.boxes);
  const field = (key: FieldKey) => pickField(body.fields, key);
  const slots = slotsOf(field("status"), heading, dialect);
  const first = slots[0];
  const reading = first === undefined ? null : readStatus(first.text, dialect);
  // Without any status written, boxes that are all ticked say the work is done.
  const ticked =
    body.tasks.length + body.acceptance.length > 0 &&
    body.tasks.every(({ done }) => done) &&
    body.acceptance.every(({ done }) => done);
  const over = ticked || isOver(section, body, context);
  const unsaid = over ? "complete" : heading.struck ? "cancelled" : "not_started";
  const status = first?.status ?? unsaid;
  const assignee = field("assignee");
  return {
    id: heading.id,
    title: shorten(heading.title),
    status,
    statusText: first?.text ?? "",
    priority: priorityOf(field("priority"), first, heading, dialect),
    effort:
      readEffort(field("effort")?.value ?? "") ?? readEffort(field("complexity")?.value ?? ""),
    assignee: readAssignee(assignee?.value ?? ""),
    batch: batchOf(section, context),
    line: line.number,
    tasks: body.tasks,
    files: body.files,
    acceptance: body.acceptance,
    fields: recordOf(body.fields),
    spans: {
      heading: { start: line.start, end: line.end },
      block: { start: line.start, end: section.end },
      id: heading.idSpan,
      status: first?.span ?? null,
      insertion: insertionOf(section, body.fields, context),
      assignee: assignee?.span ?? null,
    },
    slots,
    aliases: heading.aliases,
    covers: heading.covers,
    namespace: heading.namespace,
    bootstrap: heading.tag === "bootstrap",
    ...(heading.tag === null ? {} : { tag: heading.tag }),
    deadline: readDeadline(field("deadline")?.value ?? ""),
    reason: reasonIn(reading),
    dependencyTexts: dependencyTexts(field("depends"), body.dependencyTexts, reading, context),
    groups: section.groups,
  };
}

/** `## ✅ Batch 1: COMPLETED` speaks for members that say nothing themselves and have no open box. */
function isOver(
  section: Section,
  { tasks, acceptance }: Body,
  { groups }: SectionContext,
): boolean {
  const boxes = [...tasks, ...acceptance];
  return section.groups.some((group) => groups[group]?.complete) && boxes.every(({ done }) => done);
}

function batchOf(section: Section, { groups }: SectionContext): string | null {
  return groups[section.groups.at(-1) ?? -1]?.label ?? null;
}

/** The part before any chapter wins over chapters, then the smaller indent, then the first. */
function pickField(fields: readonly Field[], key: FieldKey): Field | undefined {
  let best: Field | undefined;
  let rank = Number.POSITIVE_INFINITY;
  for (const field of fields) {
    if (field.key !== key) continue;
    const own = (field.head ? 0 : 2) + (field.line.indent > 1 ? 1 : 0);
    if (own < rank) {
      best = field;
      rank = own;
    }
  }
  // A status in a chapter is the chapter's: it says nothing of the whole.
  return key === "status" && rank > 1 ? undefined : best;
}

function slotsOf(
  field: Field | undefined,
  heading: Heading,
  dialect: Dialect,
): readonly StatusSlot[] {
  const slots: StatusSlot[] = [];
  if (field !== undefined) {
    const reading = readStatus(field.value, dialect);
    if (reading !== null || heading.marks.length === 0) {
      const status: StreamStatus = reading?.status ?? "not_started";
      slots.push({ form: "field", span: field.span, text: field.value, status });
    }
  }
  // The last mark of a heading is the freshest: `🔴 … ✅ COMPLETE`.
  for (let at = heading.marks.length - 1; at >= 0; at--) {
    const mark = heading.marks[at];
    if (mark !== undefined) slots.push(mark);
  }
  return slots;
}

function priorityOf(
  field: Field | undefined,
  slot: StatusSlot | undefined,
  heading: Heading,
  dialect: Dialect,
): Priority {
  const stated = field === undefined ? null : readPriority(field.value);
  if (stated !== null) return stated;
  if (dialect === "priority" && slot !== undefined) {
    const remark = readStatus(slot.text, dialect)?.rest ?? "";
    const said = priorityInRemark(remark);
    if (said !== null) return said;
  }
  return heading.tag === "priority" ? "high" : "medium";
}

/** A status may carry its own: `Blocked by REQ-3`, `Planned - CRITICAL (Depends on PRIORITY-28)`. */
function dependencyTexts(
  field: Field | undefined,
  listed: readonly DependencyText[],
  reading: StatusReading | null,
  { text, eol }: SectionContext,
): readonly DependencyText[] {
  const texts: DependencyText[] = [];
  if (field !== undefined && field.value !== "") {
    const words = wrappedValue(text, field, eol);
    texts.push({ text: words.slice(0, 100_000), kind: "field" });
  }
  if (field?.head || field === undefined) texts.push(...listed);
  texts.push(...blockersIn(reading));
  const depends = /\((?:depends on|blocked by|requires):? +([^()]+)\)/i.exec(
    reading?.rest ?? "",
  )?.[1];
  if (depends !== undefined) texts.push({ text: depends, kind: "remark" });
  return texts;
}

/** Every field by its name as written; of two with one name the first. */
function recordOf(fields: readonly Field[]): Readonly<Record<string, string>> {
  const record: Record<string, string> = {};
  for (const { name, value } of fields) {
    if (name in record && Object.hasOwn(record, name)) continue;
    // A name like `__proto__` would set something else by assignment.
    if (name in record || name === "__proto__") {
      Object.defineProperty(record, name, { value, enumerable: true });
    } else record[name] = value;
  }
  return record;
}

/** Before the first field; without one, after the heading's line. */
function insertionOf(
  section: Section,
  fields: readonly Field[],
  { text, eol }: SectionContext,
): number {
  const first = fields.find(({ head, line }) => head && line.indent <= 1);
  if (first !== undefined) return first.line.start;
  const after = afterLine(text, section.line.end, eol);
  const underline = text.startsWith("#", section.line.start + section.line.indent)
    ? null
    : /^ {0,3}(?:-{3,}|={3,})[ \t]*(?=[\r\n]|$)/.exec(text.slice(after, after + 300));
  return underline === null ? after : afterLine(text, after + underline[0].length, eol);
}

/** What an arrow behind a title says; null: there is none. */
export function remarkIn(title: string): string | null {
  const arrow = title.indexOf("←");
  const remark = arrow === -1 ? "" : title.slice(arrow + 1).trim();
  return remark === "" ? null : shorten(remark);
}

/** The parenthesis a title ends in, an arrow with a remark behind it or not. */
function closingNote(title: string): { before: string; words: string } | null {
  const arrow = title.indexOf("←");
  const end = trimmedEnd(title, 0, arrow === -1 ? title.length : arrow);
  const start = title.lastIndexOf("(", end);
  if (start === -1 || title.indexOf(")", start) !== end - 1) return null;
  return { before: title.slice(0, start).trimEnd(), words: title.slice(start + 1, end - 1) };
}

const SIZE = /^(?:XS|S|M|L|XL|SPLIT)$/;

/** `⚪ REQ-232: t (Agent: Dev, S, blocked by REQ-231)`. */
function readOneLiner(section: Section, context: SectionContext): RawStream {
  const { heading, line } = section;
  const note = closingNote(heading.title);
  const parts = (note?.words ?? "").split(",").map((part) => part.trim());
  const blocked = parts.findIndex((part) => /^blocked by\b/i.test(part));
  const own = blocked === -1 ? parts : parts.slice(0, blocked);
  const agent = own.find((part) => /^(?:agent|owner|assigned to):/i.test(part));
  const size = own.find((part) => SIZE.test(part.toUpperCase()));
  const known = blocked !== -1 || agent !== undefined || size !== undefined;
  const blockers =
    blocked === -1
      ? ""
      : parts
          .slice(blocked)
          .join(", ")
          .replace(/^blocked by:? */i, "");
  const remark = remarkIn(heading.title);
  const first = heading.marks[0];
  const span = { start: line.start, end: line.end };
  return {
    id: heading.id,
    title: shorten(known ? (note?.before ?? heading.title) : heading.title),
    status: first?.status ?? "not_started",
    statusText: first?.text ?? "",
    priority: "medium",
    effort: readEffort(size ?? ""),
    assignee: readAssignee(agent?.replace(/^[^:]*:/, "") ?? ""),
    batch: batchOf(section, context),
    line: line.number,
    tasks: [],
    files: [],
    acceptance: [],
    fields: {},
    spans: {
      heading: span,
      block: span,
      id: heading.idSpan,
      status: first?.span ?? null,
      insertion: -1,
      assignee: null,
    },
    slots: heading.marks,
    aliases: heading.aliases,
    covers: heading.covers,
    namespace: heading.namespace,
    bootstrap: heading.tag === "bootstrap",
    ...(heading.tag === null ? {} : { tag: heading.tag }),
    ...(remark === null ? {} : { remark }),
    deadline: null,
    reason: null,
    dependencyTexts: blockers === "" ? [] : [{ text: blockers, kind: "field" }],
    groups: section.groups,
  };
}
