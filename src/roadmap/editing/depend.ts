import { err, ok, type Result, type StreamId } from "../../model/index.ts";
import { decorate, nameOf } from "./append.ts";
import { applyEdits, type EditRefusal, type TextEdit } from "./edits.ts";
import { readField } from "../reading/fields.ts";
import { findEol, type Lines, scanLines } from "../reading/lines.ts";
import { type ParseOptions, parseRoadmap } from "../reading/parse.ts";
import { fieldShape } from "./style.ts";
import type { ParsedStream, Roadmap } from "../types.ts";

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
  const found = roadmap.workStreams.filter((stream) => stream.id === id);
  const [stream] = found;
  if (stream === undefined || found.length > 1) {
    return refuse(`the roadmap has ${found.length} work streams ${id}`);
  }
  const missing = on.filter((each) => !stream.dependsOn.includes(each));
  if (missing.length === 0) return ok(text);
  const edit = roadmap.dialect === "json" ? null : editOf(text, roadmap, stream, missing);
  if (edit === null) return refuse(`what ${id} depends on cannot be written in this roadmap`);
  const changed = applyEdits(text, [edit]);
  // What does not read back as meant is not written at all.
  const again = parseRoadmap(changed, { ...options, dialect: roadmap.dialect });
  const wanted = [...stream.dependsOn, ...missing].sort().join("\n");
  const same = roadmap.workStreams.every((before, place) => {
    const after = again.workStreams[place];
    if (after?.id !== before.id || after.status !== before.status) return false;
    const own = [...after.dependsOn].sort().join("\n");
    return own === (before === stream ? wanted : [...before.dependsOn].sort().join("\n"));
  });
  if (!same || again.workStreams.length !== roadmap.workStreams.length) {
    return refuse(`what ${id} depends on cannot be written where the roadmap has it`);
  }
  return ok(changed);
}

function refuse(message: string): { readonly ok: false; readonly error: EditRefusal } {
  return err({ reason: "unwritable", message, lines: [] });
}

/** Words that stand for no dependency at all. */
const NONE = /^(?:none|nothing|n\/a|[-–—])\.?$/i;

function editOf(
  text: string,
  roadmap: Roadmap,
  stream: ParsedStream,
  on: readonly StreamId[],
): TextEdit | null {
  const names = on.map(decorate(text, stream)).join(", ");
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
  const first = fields[0];
  if (first === undefined) return null;
  const shape = fieldShape(text, roadmap, stream);
  const line = `${shape.before}${nameOf(roadmap, "depends") ?? "Depends On"}${shape.after}${names}`;
  // Behind the status, or whatever stands first: the place a person would look in.
  const { end } = first.line;
  return { span: { start: end, end }, replacement: findEol(text) + line };
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
