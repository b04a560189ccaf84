import { type Effort, ok, type Priority, type Result, type StreamId } from "../../model/index.ts";
import { applyEdits } from "./edits.ts";
import { fieldKey, type FieldKey } from "../reading/fields.ts";
import { nextId } from "../ids.ts";
import { newItem } from "../lists/append-item.ts";
import { type JsonNode, memberOf, parseJson } from "../reading/json-text.ts";
import { findEol } from "../reading/lines.ts";
import { LISTS } from "../reading/requirements.ts";
import { type ParseOptions, parseRoadmap } from "../parse.ts";
import { cutAt, plainText } from "../prose.ts";
import { DEFAULT_SHAPE, fieldShape, writeStatus } from "./style.ts";
import type { Dialect, ParsedStream, Roadmap, TextEdit } from "../types.ts";
import { isVolume } from "../sources/volume.ts";
import { newRow } from "../tables/write-table.ts";
import { type EditRefusal, refuseEdit } from "./refusal.ts";

export interface NewWorkStream {
  /** Its own id; without it, the next of the roadmap's series. */
  readonly id?: StreamId;
  readonly title: string;
  /** Stands behind this one; without it, behind the last. */
  readonly after?: StreamId;
  readonly priority?: Priority;
  readonly effort?: Effort;
  readonly dependsOn?: readonly StreamId[];
  readonly files?: readonly string[];
  readonly acceptance?: readonly string[];
}

export interface Appended {
  readonly id: StreamId;
  readonly text: string;
  readonly edits: readonly TextEdit[];
}

/**
 * Adds a work stream behind the last one, in the roadmap's own manner, with the next id of its
 * series. An empty text becomes a small roadmap.
 */
export function appendWorkStream(
  text: string,
  work: NewWorkStream,
  options: ParseOptions = {},
): Result<Appended, EditRefusal> {
  const title = oneLine(work.title);
  if (title === "") return refuseEdit("a work stream needs a title");
  if (isVolume(text)) {
    return refuseEdit(
      "the work is kept by another tool: add it there; only its status is written here",
    );
  }
  const roadmap = parseRoadmap(text, options);
  const clean = cleaned(work);
  const json = roadmap.dialect === "json";
  if (clean.id !== undefined && roadmap.workStreams.some(({ id }) => id === clean.id)) {
    return refuseEdit(`there is a work stream ${clean.id} already`);
  }
  const made = json
    ? appendJson(text, roadmap, clean)
    : roadmap.dialect === "list"
      ? appendToList(text, roadmap, clean)
      : roadmap.dialect === "table"
        ? newRow(text, roadmap, clean)
        : appendMarkdown(text, roadmap, clean);
  if (!made.ok) return made;
  const { id, edit } = made.value;
  const changed = applyEdits(text, [edit]);
  // What does not read back as meant is not written at all.
  const again = parseRoadmap(changed, options);
  const read = again.workStreams.filter((stream) => stream.id === id);
  const grown = again.workStreams.length === roadmap.workStreams.length + 1;
  if (!grown || read.length !== 1 || read[0]?.title !== plainText(title)) {
    return refuseEdit(`“${title.slice(0, 120)}” cannot be written as ${placeIn(roadmap)}`);
  }
  const plain = roadmap.dialect === "list" || roadmap.dialect === "table";
  if (plain && read[0]?.status !== "not_started") {
    return refuseEdit("the list has no place for open work: give it a heading and an open item");
  }
  // In a list an item may become a part of the one before it, and change what that one says.
  const others = again.workStreams.filter((stream) => stream.id !== id);
  if (others.some(({ status }, place) => status !== roadmap.workStreams[place]?.status)) {
    return refuseEdit(`“${title.slice(0, 120)}” would change the status of other work`);
  }
  return ok({ id, text: changed, edits: [edit] });
}

function placeIn({ dialect }: Roadmap): string {
  if (dialect === "list") return "an item of this list";
  return dialect === "table" ? "a row of this table" : "a heading of this roadmap";
}

/** Everything on a line of its own, and none of it too long. */
export function cleaned(work: NewWorkStream): NewWorkStream {
  return {
    ...work,
    title: oneLine(work.title),
    ...(work.id === undefined ? {} : { id: oneLine(work.id) }),
    dependsOn: (work.dependsOn ?? []).map(oneLine),
    files: (work.files ?? []).map(oneLine),
    acceptance: (work.acceptance ?? []).map(oneLine),
  };
}

type Made = Result<{ readonly id: StreamId; readonly edit: TextEdit }, EditRefusal>;

function oneLine(text: string): string {
  return cutAt(text.replace(/\s+/g, " ").trim(), 500);
}

/** Others keep their names: two items with one title would both be called otherwise. */
function appendToList(text: string, roadmap: Roadmap, work: NewWorkStream): Made {
  const made = newItem(text, roadmap, work);
  if (made === null) return refuseEdit("there is no item in this list that a new one could follow");
  if (roadmap.workStreams.some(({ id }) => id === made.id || id.endsWith(`/${made.id}`))) {
    return refuseEdit(`there is an item ${made.id} already: say what is different about this one`);
  }
  return ok(made);
}

function appendMarkdown(text: string, roadmap: Roadmap, work: NewWorkStream): Made {
  const model = modelFor(roadmap, work.after);
  const ids = roadmap.workStreams.map((stream) => stream.id);
  const next = () => nextId(model === null ? ids : [...ids, model.id], firstId(roadmap.dialect));
  const id = work.id ?? next();
  return ok({ id, edit: insertBlocks(text, roadmap, model, [{ ...work, id }]) });
}

/** The work behind its model, one behind the other, each as the model is written. */
export function insertBlocks(
  text: string,
  roadmap: Roadmap,
  model: ParsedStream | null,
  works: readonly (NewWorkStream & { readonly id: StreamId })[],
): TextEdit {
  const eol = findEol(text);
  const blocks = works.map((work) =>
    [
      headingLine(text, roadmap, model, work.id, work.title),
      ...bodyLines(text, roadmap, model, work),
    ].join(eol),
  );
  const at = model?.spans.block.end ?? text.length;
  const before = text.slice(Math.max(0, at - 4), at);
  const lead = leadFor(text, at, before, eol);
  const last = at === text.length;
  const open = last && text !== "" && !/[\r\n]$/.test(text);
  const tail = open ? "" : last ? eol : eol + eol;
  return { span: { start: at, end: at }, replacement: lead + blocks.join(eol + eol) + tail };
}

/** The last section still meant to be done: new work does not go under “Deferred”. */
function modelFor({ workStreams }: Roadmap, after: StreamId | undefined): ParsedStream | null {
  const sections = workStreams.filter(({ spans }) => spans.insertion !== -1);
  const named = sections.find(({ id }) => id === after);
  if (named !== undefined) return named;
  const shelved = ({ status }: ParsedStream) => status === "deferred" || status === "cancelled";
  return sections.findLast((stream) => !shelved(stream)) ?? sections.at(-1) ?? null;
}

function leadFor(text: string, at: number, before: string, eol: string): string {
  if (text.replace(/^\ufeff/, "") === "") return `# Roadmap${eol}${eol}`;
  if (at === 0 || /(?:\r?\n\r?\n|\r\r)$/.test(before)) return "";
  return /[\r\n]$/.test(before) ? eol : eol + eol;
}

function firstId(dialect: Dialect): StreamId {
  switch (dialect) {
    case "phase":
    case "generic":
      return "1.1";
    case "work-stream":
      return "1";
    case "work-package":
      return "WP-1";
    case "priority":
      return "PRIORITY 1";
    case "requirement":
    case "json":
      return "REQ-001";
    default:
      return "1";
  }
}

const KEYWORD = /((?:phase|work ?stream|stream) +)$/i;

function headingLine(
  text: string,
  roadmap: Roadmap,
  model: ParsedStream | null,
  id: StreamId,
  title: string,
): string {
  const { start } = model?.spans.heading ?? { start: 0 };
  const lead = text.slice(start, model?.spans.id?.start ?? start);
  const hashes = /^ {0,3}(#+)/.exec(lead)?.[1] ?? "###";
  // An id of another series (`REQ-042` among phases) stands without the series' word.
  const keyword = /^\d/.test(id) || !/-/.test(id) ? (KEYWORD.exec(lead)?.[1] ?? "") : "";
  const word = keyword === "" && /^\d/.test(id) ? "Phase " : keyword;
  const icon = model?.slots.some(({ form }) => form === "icon") ?? false;
  const sign = icon ? writeStatus(roadmap, "icon", "not_started", "") : "";
  const braced = /\{\S+\}\s*$/.test(lead.replace(KEYWORD, ""));
  const mark = sign === "" ? "" : braced ? `{${sign}} ` : `${sign} `;
  return `${hashes} ${mark}${word}${id}: ${title}`;
}

function bodyLines(
  text: string,
  roadmap: Roadmap,
  model: ParsedStream | null,
  work: NewWorkStream,
): readonly string[] {
  const shape = model === null ? DEFAULT_SHAPE : fieldShape(text, roadmap, model);
  const bulleted = /[-*+] /.test(shape.before);
  const field = (name: string, value: string) =>
    `${shape.before}${name}${shape.after}${value}`.trimEnd();
  const name = (key: FieldKey, fallback: string) => nameOf(roadmap, key) ?? fallback;
  const lines: string[] = bulleted ? [] : [""];
  const icon = model?.slots.every(({ form }) => form === "icon") && model.slots.length > 0;
  if (!icon) lines.push(field("Status", writeStatus(roadmap, "field", "not_started", "")));
  if (work.priority !== undefined) {
    lines.push(field("Priority", priorityWord(roadmap, work.priority)));
  }
  const depends = work.dependsOn ?? [];
  if (depends.length > 0) {
    lines.push(field(name("depends", "Depends On"), depends.map(decorate(text, model)).join(", ")));
  }
  if (work.effort !== undefined) lines.push(field(name("effort", "Effort"), work.effort));
  const list = (title: string, items: readonly string[]) => {
    if (items.length === 0) return;
    const indent = bulleted ? "  " : "";
    lines.push(...(bulleted ? [] : [""]), field(title, ""));
    lines.push(...items.map((item) => `${indent}- ${item}`));
  };
  list(
    name("files", "Files"),
    (work.files ?? []).map((path) => `\`${path.replaceAll("`", "")}\``),
  );
  list(name("acceptance", "Done When"), work.acceptance ?? []);
  return lines;
}

/** The name this roadmap uses for a field; the first it uses. */
export function nameOf({ workStreams }: Roadmap, key: FieldKey): string | null {
  for (const { fields } of workStreams) {
    const name = Object.keys(fields).find((candidate) => fieldKey(candidate) === key);
    if (name !== undefined) return name;
  }
  return null;
}

/** `1.2` as `Phase 1.2` where headings say so. */
export function decorate(text: string, model: ParsedStream | null): (id: StreamId) => string {
  const lead = model === null ? "" : text.slice(model.spans.heading.start, model.spans.id?.start);
  const keyword = KEYWORD.exec(lead)?.[1] ?? (model === null ? "Phase " : "");
  return (id) => (/^[\dA-Z][\w.-]*$/.test(id) && keyword !== "" ? keyword + id : id);
}

const LEVELS: Readonly<Record<Priority, string>> = {
  critical: "P0",
  high: "P1",
  medium: "P2",
  low: "P3",
};

function priorityWord({ workStreams }: Roadmap, priority: Priority): string {
  const used = workStreams.flatMap(({ fields }) => fields["Priority"] ?? fields["priority"] ?? []);
  if (used.some((text) => /^P\d/.test(text))) return LEVELS[priority];
  if (used.some((text) => /^[A-Z]{3}/.test(text))) return priority.toUpperCase();
  return priority.charAt(0).toUpperCase() + priority.slice(1);
}

function appendJson(text: string, roadmap: Roadmap, work: NewWorkStream): Made {
  const parsed = parseJson(text);
  const list = parsed.ok ? listIn(parsed.value) : null;
  if (list === null) return refuseEdit("a single requirement is no list to add to");
  const id = work.id ?? nextId(roadmap.workStreams.map((stream) => stream.id));
  const value = {
    id,
    title: work.title,
    status: writeStatus(roadmap, "json", "not_started", ""),
    priority: (work.priority ?? "medium").toUpperCase(),
    ...(work.effort === undefined ? {} : { effort: work.effort }),
    dependencies: work.dependsOn ?? [],
    acceptanceCriteria: work.acceptance ?? [],
    files: work.files ?? [],
  };
  const eol = findEol(text);
  const last = list.items.at(-1);
  const gap = last === undefined ? `${eol}  ` : gapBefore(text, last.span.start);
  const indent = gap.replace(/^.*[\r\n]/s, "");
  const pretty = JSON.stringify(value, null, 2).replaceAll("\n", `${eol}${indent}`);
  const at = last?.span.end ?? list.span.start + 1;
  const replacement = last === undefined ? `${gap}${pretty}${eol}` : `,${gap}${pretty}`;
  return ok({ id, edit: { span: { start: at, end: at }, replacement } });
}

function listIn(root: JsonNode): (JsonNode & { readonly kind: "array" }) | null {
  if (root.kind === "array") return root;
  for (const name of [...LISTS, "medium"]) {
    const list = memberOf(root, name);
    if (list?.kind === "array") return list;
  }
  return null;
}

/** The white space before a place. */
function gapBefore(text: string, at: number): string {
  let start = at;
  while (start > 0 && /\s/.test(text[start - 1] ?? "")) start--;
  return text.slice(start, at) || " ";
}
