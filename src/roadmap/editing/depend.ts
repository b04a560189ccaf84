import { ok, type Result, type StreamId } from "../../model/index.ts";
import { decorate, nameOf } from "./append.ts";
import { applyEdits } from "./edits.ts";
import { dependencySpans, releasingEdits, waitingEdit } from "../lists/depend-item.ts";
import { splitParts } from "../judging/references.ts";
import { readField } from "../reading/fields.ts";
import { afterLine, findEol, type Lines, scanLines } from "../reading/lines.ts";
import { type ParseOptions, parseRoadmap } from "../parse.ts";
import { dependencyCells, nothingWords } from "../tables/write-table.ts";
import { fieldShape } from "./style.ts";
import type { ParsedStream, Roadmap, Span, TextEdit } from "../types.ts";
import { type EditRefusal, refuseEdit } from "./refusal.ts";

/**
 * Lets a work stream wait for others besides what it waits for: in its own field where it has one,
 * else in a new one, and nothing else changes (law I11).
 */
export function addDependencies(
  text: string,
  id: StreamId,
  on: readonly StreamId[],
  options: ParseOptions = {},
): Result<string, EditRefusal> {
  const roadmap = parseRoadmap(text, options);
  const only = onlyStream(roadmap, id);
  if (!only.ok) return only;
  const stream = only.value;
  const missing = on.filter((each) => !stream.dependsOn.includes(each));
  if (missing.length === 0) return ok(text);
  const edit = roadmap.dialect === "json" ? null : editOf(text, roadmap, stream, missing);
  if (edit === null) return refuseEdit(`what ${id} depends on cannot be written in this roadmap`);
  const changed = applyEdits(text, [edit]);
  const wanted = [...stream.dependsOn, ...missing];
  if (
    !readsAs(
      roadmap,
      parseRoadmap(changed, { ...options, dialect: roadmap.dialect }),
      stream,
      wanted,
    )
  ) {
    return refuseEdit(`what ${id} depends on cannot be written where the roadmap has it`);
  }
  return ok(changed);
}

/**
 * Lets a work stream no longer wait for another: its name is taken out of where it is written, and
 * nothing else changes (law I11). Refused where no such edit reads back as exactly that: a range, a
 * sentence about several, what is said of a whole batch.
 */
export function dropDependency(
  text: string,
  id: StreamId,
  on: StreamId,
  options: ParseOptions = {},
): Result<string, EditRefusal> {
  const roadmap = parseRoadmap(text, options);
  const only = onlyStream(roadmap, id);
  if (!only.ok) return only;
  const stream = only.value;
  const wanted = stream.dependsOn.filter((each) => each !== on);
  for (const edit of droppingEdits(text, roadmap, stream, wanted.length === 0)) {
    const changed = applyEdits(text, [edit]);
    const again = parseRoadmap(changed, { ...options, dialect: roadmap.dialect });
    const gone = again.workStreams[roadmap.workStreams.indexOf(stream)]?.dependencies ?? [];
    if (gone.some((each) => each.id === on)) continue;
    if (readsAs(roadmap, again, stream, wanted)) return ok(changed);
  }
  return refuseEdit(`that ${id} waits for ${on} is not written so that it can be taken out alone`);
}

/** The work stream that alone has this very id. */
export function onlyStream(
  { workStreams }: Roadmap,
  id: StreamId,
): Result<ParsedStream, EditRefusal> {
  const [stream, twin] = workStreams.filter((each) => each.id === id);
  if (stream === undefined) return refuseEdit(`there is no work stream ${id} in the roadmap`);
  return twin === undefined ? ok(stream) : refuseEdit(`${id} is the id of several work streams`);
}

/** What does not read back as meant is not written at all. */
function readsAs(
  roadmap: Roadmap,
  again: Roadmap,
  changed: ParsedStream,
  dependsOn: readonly StreamId[],
): boolean {
  const sorted = (ids: readonly StreamId[]) => [...ids].sort().join("\n");
  return (
    again.workStreams.length === roadmap.workStreams.length &&
    roadmap.workStreams.every((before, place) => {
      const after = again.workStreams[place];
      if (after?.id !== before.id || after.status !== before.status) return false;
      return sorted(after.dependsOn) === sorted(before === changed ? dependsOn : before.dependsOn);
    })
  );
}

/** Places the name may stand alone in: a part of a field's list, or a line of its own below it. */
function* droppingEdits(
  text: string,
  roadmap: Roadmap,
  stream: ParsedStream,
  last: boolean,
): Generator<TextEdit> {
  const list = roadmap.dialect === "list";
  const cells = roadmap.dialect === "table" ? dependencyCells(text, stream) : [];
  if (last) {
    for (const span of cells) {
      yield { span, replacement: nothingWords(text, stream) };
    }
  }
  for (const span of list ? dependencySpans(text, stream) : cells) {
    for (const part of partsOf(text.slice(span.start, span.end))) {
      const start = span.start + part.start;
      yield { span: { start, end: span.start + part.end }, replacement: "" };
    }
  }
  if (list && last) yield* releasingEdits(text, stream);
  const { lines } = scanLines(text);
  for (const { key, span, value } of fieldsIn(text, lines, stream)) {
    if (key !== "depends" && key !== "status") continue;
    if (key === "depends" && last) yield { span, replacement: "None" };
    for (const part of partsOf(value)) {
      const start = span.start + part.start;
      yield { span: { start, end: span.start + part.end }, replacement: "" };
    }
  }
  for (let at = 0; at < lines.length; at++) {
    const { kind, start, end } = lines.at(at);
    if (kind !== "item" || start < stream.spans.heading.end || end > stream.spans.block.end)
      continue;
    yield { span: { start, end: afterLine(text, end, findEol(text)) }, replacement: "" };
  }
}

/** The parts of a list, each with the separator before it, the first with the one behind it. */
function* partsOf(value: string): Generator<Span> {
  const parts = splitParts(value);
  for (const [at, { end }] of parts.entries()) {
    const [before, after] = [parts[at - 1], parts[at + 1]];
    if (before !== undefined) yield { start: before.end, end };
    else if (after !== undefined) yield { start: 0, end: firstWord(value, after.start) };
  }
  const remark = / *\([^()]*\)/.exec(value);
  if (remark !== null) yield { start: remark.index, end: remark.index + remark[0].length };
}

/** Words that stand for no dependency at all. */
const NONE = /^(?:none|nothing|n\/a|[-–—])\.?$/i;

function editOf(
  text: string,
  roadmap: Roadmap,
  stream: ParsedStream,
  on: readonly StreamId[],
): TextEdit | null {
  const list = roadmap.dialect === "list";
  const table = roadmap.dialect === "table";
  const names = on.map(list || table ? String : decorate(text, stream)).join(", ");
  const fields = fieldsIn(text, scanLines(text).lines, stream);
  const own = fields.find(({ key }) => key === "depends");
  if (own !== undefined) {
    const { start, end } = own.span;
    if (own.value === "" || NONE.test(own.value)) {
      const gap = start === end && !/\s/.test(text[start - 1] ?? " ") ? " " : "";
      return { span: { start, end }, replacement: gap + names };
    }
    return { span: { start: end, end }, replacement: `, ${names}` };
  }
  if (list) return waitingEdit(text, stream, on);
  if (table) {
    const [cell] = dependencyCells(text, stream);
    if (cell === undefined) return null;
    const empty = NONE.test(text.slice(cell.start, cell.end)) || cell.start === cell.end;
    return {
      span: empty ? cell : { start: cell.end, end: cell.end },
      replacement: empty ? names : `, ${names}`,
    };
  }
  const first = fields[0];
  if (first === undefined) return null;
  const shape = fieldShape(text, roadmap, stream);
  const line = `${shape.before}${nameOf(roadmap, "depends") ?? "Depends On"}${shape.after}${names}`;
  // Behind the status, or whatever stands first: the place a person would look in.
  const { end } = first.line;
  return { span: { start: end, end }, replacement: findEol(text) + line };
}

/** Behind the spaces and the `and` that a list goes on with: `1.1, and 1.2`. */
function firstWord(value: string, from: number): number {
  const lead = /^ *(?:and +)?/i.exec(value.slice(from))?.[0] ?? "";
  return from + lead.length;
}

function fieldsIn(text: string, lines: Lines, { spans }: ParsedStream) {
  const fields = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines.at(at);
    if (line.start < spans.heading.end) continue;
    if (line.start >= spans.block.end || line.kind === "heading") break;
    for (let rest = readField(text, line, true); rest !== null; ) {
      fields.push(rest);
      rest = rest.next === null ? null : readField(text, rest.next, true);
    }
  }
  return fields;
}
