import { err, ok, type Result, type StreamId, type StreamStatus } from "../../model/index.ts";
import { canonicalId } from "../ids.ts";
import { itemEdits } from "../lists/write-list.ts";
import { findEol } from "../reading/lines.ts";
import { type ParseOptions, parseRoadmap } from "../parse.ts";
import { plainText } from "../prose.ts";
import { readAssignee, priorityInRemark } from "../reading/facets.ts";
import { readStatus } from "../reading/status.ts";
import { volumeEdits } from "../sources/readers.ts";
import { isVolume } from "../sources/volume.ts";
import { type EditRefusal, refuseEdit } from "./refusal.ts";
import { fieldShape, writeStatus } from "./style.ts";
import type {
  ParsedStream,
  Roadmap,
  SettableStatus,
  Span,
  StatusForm,
  StatusSlot,
  TextEdit,
} from "../types.ts";

/** Which of a work stream's places an edit fills. */
export type EditPlace = StatusForm | "insertion" | "assignee" | "source";

/** An edit that says what it means, so that it can be made again on another text. */
export interface StreamEdit extends TextEdit {
  readonly id: StreamId;
  /** 1-based line of the work stream's heading in the text the edit was made for. */
  readonly line: number;
  readonly place: EditPlace;
  readonly status: SettableStatus;
}

/** Applies edits that do not overlap; every byte outside their spans stays as it is. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const sorted = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  let result = "";
  let at = 0;
  for (const { span, replacement } of sorted) {
    if (span.start < at || span.end < span.start || span.end > text.length) {
      throw new RangeError(`edits overlap or leave the text at ${span.start}`);
    }
    result += text.slice(at, span.start) + replacement;
    at = span.end;
  }
  return result + text.slice(at);
}

export interface StatusOptions extends ParseOptions {
  /** Of the heading, 1-based: tells apart work streams with one id. */
  readonly line?: number;
  /** Written into an assignee field that names nobody; no field is added for it. */
  readonly by?: string;
  /** Why it is blocked: written behind the status, and gardening then leaves it alone. */
  readonly reason?: string;
}

export interface StatusChange {
  readonly text: string;
  readonly edits: readonly StreamEdit[];
}

/** Sets a status in the roadmap's own manner and touches nothing else (law I11). */
export function setStatus(
  text: string,
  id: StreamId,
  status: StreamStatus,
  options: StatusOptions = {},
): Result<StatusChange, EditRefusal> {
  if (status === "unknown") {
    return refuseEdit("“unknown” is no status to write");
  }
  const roadmap = parseRoadmap(text, options);
  const found = findOne(roadmap, id, options.line);
  if (!found.ok) return found;
  const edits = statusEdits(text, roadmap, found.value, status, options);
  const changed = applyEdits(text, edits);
  // What does not read back as meant is not written at all.
  const again = parseRoadmap(changed, { ...options, dialect: roadmap.dialect });
  const place = roadmap.workStreams.indexOf(found.value);
  const read = again.workStreams[place];
  const same = again.workStreams.length === roadmap.workStreams.length;
  if (!same || read?.id !== found.value.id || read.status !== status) {
    const message = `the status of ${id} cannot be written where the roadmap has it`;
    return refuseEdit(message, found.value.line);
  }
  return ok({ text: changed, edits });
}

/** Finds work streams by id as people type it: `1.2`, `phase 1.2`, `priority-28`. */
export function findStreams(roadmap: Roadmap, id: string): readonly ParsedStream[] {
  const exact = roadmap.workStreams.filter((stream) => stream.id === id);
  if (exact.length > 0) return exact;
  const wanted = canonicalId(id);
  const bare = wanted.replace(/^(?:PHASE|WORK-?STREAM|STREAM)-+/, "");
  const twins = roadmap.workStreams.filter((stream) => {
    const own = canonicalId(stream.id);
    return own === wanted || own === bare;
  });
  if (twins.length > 0) return twins;
  return roadmap.workStreams.filter(({ aliases }) =>
    aliases.some((a) => canonicalId(a) === wanted),
  );
}

function findOne(
  roadmap: Roadmap,
  id: StreamId,
  line: number | undefined,
): Result<ParsedStream, EditRefusal> {
  const found = findStreams(roadmap, id).filter((s) => line === undefined || s.line === line);
  const [only] = found;
  if (only === undefined) {
    const where = line === undefined ? "" : ` on line ${line}`;
    return err({ reason: "not-found", message: `no work stream ${id}${where}`, lines: [] });
  }
  if (found.length === 1) return ok(only);
  const lines = found.map((stream) => stream.line);
  const message = `${id} is the id of ${found.length} work streams; say which line: ${lines.join(", ")}`;
  return err({ reason: "ambiguous", message, lines });
}

/** The edits of a format that says itself how a status is written; null when it cannot say this one. */
export function ownEdits(
  text: string,
  roadmap: Roadmap,
  stream: ParsedStream,
  status: SettableStatus,
  options: Pick<StatusOptions, "at" | "reason">,
): readonly StreamEdit[] | null {
  if (isVolume(text)) return volumeEdits(text, roadmap, stream, status, options.at ?? null);
  const hold = holdWords(status, options.reason);
  const reason = hold === "" ? null : hold.replace(/^, /, "");
  const common = { id: stream.id, line: stream.line, status, place: "source" as const };
  const edits = itemEdits(text, roadmap, stream, status, reason);
  return edits?.map((edit) => ({ ...common, ...edit })) ?? null;
}

/** The edits for one work stream; all spans belong to `text`. */
export function statusEdits(
  text: string,
  roadmap: Roadmap,
  stream: ParsedStream,
  status: SettableStatus,
  options: Pick<StatusOptions, "by" | "at" | "reason"> = {},
): readonly StreamEdit[] {
  if (isVolume(text) || roadmap.dialect === "list") {
    return ownEdits(text, roadmap, stream, status, options) ?? [];
  }
  const [first, ...others] = stream.slots;
  const common = { id: stream.id, line: stream.line, status };
  const edits: StreamEdit[] = [];
  if (first === undefined && stream.spans.insertion < 0) return [];
  if (first === undefined)
    edits.push({ ...common, ...insertStatus(text, roadmap, stream, status, options) });
  else if (
    first.status !== status ||
    options.reason !== undefined ||
    readStatus(first.text, roadmap.dialect) === null
  ) {
    const replacement = apart(text, first.span, slotText(roadmap, first, status, options));
    edits.push({ ...common, place: first.form, span: first.span, replacement });
    // A second mark is kept in step when it was in step; a stale one is the author's affair.
    for (const other of others) {
      if (other.status !== first.status) continue;
      const replacement = slotText(roadmap, other, status, {});
      edits.push({ ...common, place: other.form, span: other.span, replacement });
    }
  }
  const holder = stream.spans.assignee;
  if (options.by !== undefined && holder !== null) {
    const value = text.slice(holder.start, holder.end);
    const name = oneLine(options.by);
    if (readAssignee(value) === null && name !== "") {
      const replacement = apart(text, holder, name);
      edits.push({ ...common, place: "assignee", span: holder, replacement });
    }
  }
  return edits;
}

/** An empty field may end right at its colon. */
function apart(text: string, { start, end }: Span, words: string): string {
  return start === end && "*:_：".includes(text[start - 1] ?? " ") ? ` ${words}` : words;
}

function oneLine(text: string): string {
  return plainText(text.replace(/[\r\n"\\]+/g, " ")).slice(0, 200);
}

function slotText(
  roadmap: Roadmap,
  slot: StatusSlot,
  status: SettableStatus,
  options: Pick<StatusOptions, "at" | "reason">,
): string {
  const core = writeStatus(roadmap, slot.form, status, slot.text);
  const dated = slot.form === "field" && options.at !== undefined && datesStatus(roadmap, status);
  const date = dated ? ` (${(options.at ?? "").slice(0, 10)})` : "";
  const words = slot.form === "field" ? holdWords(status, options.reason) : "";
  const hold = roadmap.dialect === "table" ? words.replaceAll("|", "/") : words;
  return core + date + hold + keptRemark(slot, roadmap);
}

/** What {@link isOnHold} reads back: a person's word that no dependency can lift. */
function holdWords(status: SettableStatus, reason: string | undefined): string {
  if (status !== "blocked" || reason === undefined) return "";
  const words = oneLine(reason);
  return `, on hold${words === "" ? "" : `: ${words}`}`;
}

/** A remark that says the priority outlives the status: `✅ Complete - CRITICAL (Role Boundaries)`. */
function keptRemark(slot: StatusSlot, { dialect }: Roadmap): string {
  if (slot.form !== "field" || dialect !== "priority") return "";
  const dash = slot.text.search(/ [-–—] /);
  if (dash === -1) return "";
  const remark = slot.text.slice(dash);
  return priorityInRemark(remark.slice(3)) === null ? "" : remark;
}

const DATED = /\(\d{4}-\d{2}-\d{2}\)$/;

/** Does this roadmap put a date behind the status? */
function datesStatus({ workStreams }: Roadmap, status: SettableStatus): boolean {
  const alike = workStreams.filter(
    (stream) => stream.status === status && stream.statusText !== "",
  );
  const dated = alike.filter(({ statusText }) => DATED.test(statusText));
  return dated.length * 2 > alike.length;
}

/** A status where none is written: an icon where the others have icons, else a line of its own. */
function insertStatus(
  text: string,
  roadmap: Roadmap,
  stream: ParsedStream,
  status: SettableStatus,
  options: Pick<StatusOptions, "at" | "reason">,
): Pick<StreamEdit, "span" | "replacement" | "place"> {
  const { insertion, id } = stream.spans;
  const at = { start: insertion, end: insertion };
  if (roadmap.dialect === "json") {
    const value = writeStatus(roadmap, "json", status, "");
    const gap = /^\s*/.exec(text.slice(insertion, insertion + 400))?.[0] ?? "";
    return { place: "insertion", span: at, replacement: `${gap}"status": "${value}",` };
  }
  const forms = roadmap.workStreams.flatMap(({ slots }) => slots[0]?.form ?? []);
  const icons = forms.filter((form) => form === "icon").length;
  if (icons > 0 && icons === forms.length && id !== null) {
    const start = /^#+\s+/.exec(text.slice(stream.spans.heading.start, id.start))?.[0].length ?? 0;
    const place = stream.spans.heading.start + start;
    const sign = writeStatus(roadmap, "icon", status, "");
    return { place: "insertion", span: { start: place, end: place }, replacement: `${sign} ` };
  }
  const { before, after } = fieldShape(text, roadmap, stream);
  const date =
    options.at !== undefined && datesStatus(roadmap, status) ? ` (${options.at.slice(0, 10)})` : "";
  const line = `${before}Status${after}${writeStatus(roadmap, "field", status, "")}${date}${holdWords(status, options.reason)}`;
  return {
    place: "insertion",
    span: at,
    replacement: placeLine(text, stream, line, findEol(text)),
  };
}

/** The line with the line endings its place needs: none is added to a file without a last one. */
function placeLine(text: string, stream: ParsedStream, line: string, eol: string): string {
  const { insertion, heading } = stream.spans;
  if (insertion >= text.length && insertion === heading.end) return eol + line;
  const next = text.slice(insertion, insertion + 4);
  const field = /^\s*(?:[-*+] +)?(?:\*\*|__)/.test(text.slice(insertion, insertion + 60));
  const apart = next === "" || /^\s*[\r\n]/.test(next) || next.startsWith("#") || field;
  return line + eol + (apart ? "" : eol);
}
