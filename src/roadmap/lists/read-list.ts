import type { ChecklistItem, Diagnostic, StreamStatus } from "../../model/index.ts";
import { LIMITS } from "../../model/index.ts";
import { readBody } from "../reading/body.ts";
import {
  filesIn,
  readAssignee,
  readDeadline,
  readEffort,
  readPath,
  readPriority,
} from "../reading/facets.ts";
import type { Field, FieldKey } from "../reading/fields.ts";
import type { Lines, Scan } from "../reading/lines.ts";
import { blockersIn, readStatus, reasonIn } from "../reading/status.ts";
import { shorten, skipSpaces } from "../prose.ts";
import type { Group, RawStream, Reading, StatusSlot } from "../types.ts";
import { identify } from "./identity.ts";
import { findItems, type Item, itemEnd } from "./items.ts";
import { dependenciesOf, fieldsOf, notesOf } from "./notes.ts";
import { type Legend, readLegend, statusOfSign } from "./signs.ts";
import { type ItemWords, readWords } from "./words.ts";

interface Context {
  readonly text: string;
  readonly lines: Lines;
  readonly eol: Scan["eol"];
  readonly groups: readonly Group[];
  readonly legend: Legend;
  /** The file writes both what is begun and `-`: then `-` is what nobody wants any more. */
  readonly dashCancels: boolean;
}

/** Reads a text as a check list: every item that is no part of another is a work stream. */
export function readList(text: string, lines: Lines, eol: Scan["eol"]): Reading {
  const found = findItems(text, lines);
  const items = found.items.filter(({ chapter }) => !chapter.aside);
  const signs = new Set(items.map(({ box }) => box.sign));
  const shown = found.items.filter(({ chapter }) => chapter.aside);
  const legend = readLegend(
    text,
    shown.map(({ box, line }) => [
      box.sign,
      text.slice(box.words, Math.min(line.end, box.words + 60)),
    ]),
  );
  const context: Context = {
    text,
    lines,
    eol,
    groups: found.groups,
    legend,
    dashCancels: signs.has("/") || signs.has("~"),
  };
  const any = items.some(
    ({ box: { sign } }) => sign === "-" || statusOfSign(sign, legend) !== "unknown",
  );
  if (!any) return { streams: [], groups: [], diagnostics: [] };
  const words = items.map(({ line, box }) => readWords(text, box.words, line.end));
  const ids = identify(
    items.map((item, place) => ({
      name: words[place]?.name ?? null,
      title: words[place]?.title ?? "",
      batch: batchOf(item, found.groups),
    })),
  );
  const aliases = ordinalsOf(items, words);
  const diagnostics: Diagnostic[] = [];
  const streams = items.flatMap((item, place) => {
    const said = words[place];
    const id = ids[place];
    if (said === undefined || id === undefined) return [];
    const stop = items[place + 1]?.line.start ?? text.length;
    const alias = aliases[place] ?? null;
    return [streamOf({ item, words: said, id, alias, stop }, context, diagnostics)];
  });
  return { streams, groups: found.groups, diagnostics };
}

function batchOf({ groups }: Item, all: readonly Group[]): string | null {
  return all[groups.at(-1) ?? -1]?.label || null;
}

/** The numbers of a numbered list are names, where no two items have one and no id says otherwise. */
function ordinalsOf(
  items: readonly Item[],
  words: readonly ItemWords[],
): readonly (string | null)[] {
  const numbers = items.flatMap(({ ordinal }) => ordinal ?? []);
  const issues = words.some(({ aliases }) => aliases.length > 0);
  if (issues || new Set(numbers).size < numbers.length) return items.map(() => null);
  return items.map(({ ordinal }) => ordinal);
}

interface Found {
  readonly item: Item;
  readonly words: ItemWords;
  readonly id: string;
  readonly alias: string | null;
  /** Where the next item begins. */
  readonly stop: number;
}

function streamOf(found: Found, context: Context, diagnostics: Diagnostic[]): RawStream {
  const { item, words, id } = found;
  const { text, lines, eol, groups } = context;
  const { line } = item;
  const body = readBody(text, lines, { runs: item.runs, headEnd: Number.POSITIVE_INFINITY }, []);
  const notes = notesOf(item, text, lines);
  const field = (key: FieldKey) => body.fields.find((each) => each.key === key);
  const slots = slotsOf(found, field("status"), body.tasks, context);
  const [first] = slots;
  const standing = statusOf(found, slots, context);
  if (standing.complaint !== null) {
    const message = `${id}: ${standing.complaint}`;
    const code = "unreadable-status" as const;
    diagnostics.push({ severity: "warning", code, line: line.number, message, ids: [id] });
  }
  const files = new Set([...words.files.flatMap((each) => readPath(each) ?? []), ...body.files]);
  const mentioned =
    files.size > 0
      ? [...files]
      : filesIn([lineText(item, text), ...notes, ...body.tasks.map((task) => task.text)]);
  return {
    id,
    title: shorten(words.title),
    status: standing.status,
    statusText: first?.text ?? "",
    priority:
      readPriority(field("priority")?.value ?? "") ??
      words.priority ??
      item.chapter.priority ??
      "medium",
    effort: readEffort(field("effort")?.value ?? "") ?? words.effort,
    assignee: readAssignee(field("assignee")?.value ?? words.assignee ?? ""),
    batch: batchOf(item, groups),
    line: line.number,
    tasks: body.tasks,
    files: mentioned.slice(0, LIMITS.filesPerStreamMax),
    acceptance: body.acceptance,
    fields: fieldsOf(words, body.fields, notes),
    spans: {
      heading: { start: line.start, end: line.end },
      block: { start: line.start, end: itemEnd(text, item, found.stop, eol) },
      id: words.name?.id === id ? words.name.span : null,
      status: first?.span ?? null,
      insertion: -1,
      assignee: null,
    },
    slots,
    aliases: [
      ...words.aliases,
      ...(found.alias === null || found.alias === id ? [] : [found.alias]),
    ],
    covers: [],
    namespace: words.name?.namespace ?? "",
    bootstrap: false,
    deadline: words.deadline ?? readDeadline(field("deadline")?.value ?? ""),
    reason: standing.reason,
    dependencyTexts: [
      ...words.dependencies,
      ...dependenciesOf(field("depends"), body, notes),
      ...blockersIn(readStatus(field("status")?.value ?? "", "list")),
    ],
    groups: item.groups,
  };
}

function lineText({ line }: Item, text: string): string {
  return text.slice(line.start, Math.min(line.end, line.start + 2000));
}

/** The places that say the status, the one that decides first. */
function slotsOf(
  { item, words }: Found,
  field: Field | undefined,
  tasks: readonly ChecklistItem[],
  context: Context,
): readonly StatusSlot[] {
  const { text } = context;
  const { span, sign } = item.box;
  const status = boxStatus(sign, words.struck, tasks, context);
  const box: StatusSlot = { form: "box", span, text: text.slice(span.start, span.end), status };
  const slots: StatusSlot[] = [];
  const { suffix, suffixSpan: at } = words;
  if (suffix !== null && at !== null) {
    const start = skipSpaces(text, at.start);
    const written = text.slice(start, at.end);
    const place = { start, end: at.end };
    slots.push({ form: "trailing", span: place, text: written, status: suffix.status });
  }
  const reading = field === undefined ? null : readStatus(field.value, "list");
  if (field !== undefined && reading !== null) {
    const { value, span: place } = field;
    slots.push({ form: "field", span: place, text: value, status: reading.status });
  }
  const decides = status === "complete" || words.struck || slots.length === 0;
  return decides ? [box, ...slots] : [...slots, box];
}

function boxStatus(
  sign: string,
  struck: boolean,
  tasks: readonly ChecklistItem[],
  { legend, dashCancels }: Context,
): StreamStatus {
  const status = statusOfSign(sign, legend);
  if (status !== "complete" && struck) return "cancelled";
  if (status !== "unknown" || sign !== "-") return status;
  // Where its own boxes are ticked in part, `-` is how outlines show that of the whole.
  const ticked = tasks.filter(({ done }) => done).length;
  if (ticked > 0 && ticked < tasks.length) return "partial";
  return dashCancels ? "cancelled" : "unknown";
}

interface Standing {
  readonly status: StreamStatus;
  /** Why it is blocked, when only a person knows when that ends. */
  readonly reason: string | null;
  readonly complaint: string | null;
}

/** An open box that says nothing else has the status of the heading it stands below. */
function statusOf(
  { item, words }: Found,
  slots: readonly StatusSlot[],
  { groups }: Context,
): Standing {
  const [first] = slots;
  const status = first?.status ?? "not_started";
  const chapter = item.chapter.status;
  const silent = slots.length === 1 && status === "not_started" && chapter !== null;
  if (!silent) {
    const reading = first?.form === "field" ? readStatus(first.text, "list") : null;
    const said = first?.form === "trailing" ? words.suffix?.reason : reasonIn(reading);
    const reason = status === "blocked" ? said || null : null;
    return { status, reason, complaint: complaintOf(status, first) };
  }
  const under = batchOf(item, groups) ?? "a heading that says so";
  if (chapter === "complete") {
    const complaint = `its box is open, and it stands under “${under}”: tick it, or move it`;
    return { status: "unknown", reason: null, complaint };
  }
  const reason = chapter === "blocked" ? `on hold: it stands under “${under}”` : null;
  return { status: chapter, reason, complaint: null };
}

function complaintOf(status: StreamStatus, first: StatusSlot | undefined): string | null {
  if (status !== "unknown" || first === undefined) return null;
  if (first.text.replace(/\s/g, "") === "[-]") {
    return "“[-]” is begun to some and cancelled to others: write “[/]”, strike the words out, or explain it (“Legend: [-] cancelled”)";
  }
  return `its status says neither that it is open nor that it is done: “${first.text.slice(0, 120)}”`;
}
