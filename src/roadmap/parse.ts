import { type Diagnostic, LIMITS } from "../model/index.ts";
import { readHeadings } from "./reading/dialect.ts";
import { archivedIn } from "./judging/archived.ts";
import { type Archived, judge } from "./judging/judge.ts";
import { looksLikeJson, readJsonRoadmap } from "./reading/json-roadmap.ts";
import { scanLines } from "./reading/lines.ts";
import { readList } from "./lists/read-list.ts";
import { outline, type Section } from "./reading/outline.ts";
import { readSection, remarkIn, type SectionContext } from "./reading/section.ts";
import { unreadableStatus } from "./reading/status.ts";
import { readVolume } from "./sources/readers.ts";
import { isVolume } from "./sources/volume.ts";
import { readTables } from "./tables/read-table.ts";
import type { Dialect, RawStream, Reading, Roadmap } from "./types.ts";

export interface ParseOptions {
  /** Shown in the result; a name ending in `.json` is read as JSON. */
  readonly file?: string;
  /** Overrules the family the text itself suggests. */
  readonly dialect?: Dialect;
  /**
   * Now, as an ISO date-time: for formats that put work off to a time (without it none is), and for
   * those that date a status that is set.
   */
  readonly at?: string;
}

/**
 * Reads a roadmap: its work streams in the order of the text, each with the spans that editing it
 * takes, and what is wrong with it. Never throws; time is linear in the text.
 */
export function parseRoadmap(text: string, options: ParseOptions = {}): Roadmap {
  const file = options.file ?? "";
  if (text.length > LIMITS.roadmapBytesMax) {
    return { file, dialect: "generic", workStreams: [], diagnostics: [tooLarge(text.length)] };
  }
  if (isVolume(text)) return parseVolume(text, file, options.at);
  if (options.dialect === "json" || looksLikeJson(text, file)) {
    return finish(file, "json", readJsonRoadmap(text));
  }
  const { lines, eol } = scanLines(text);
  if (options.dialect === "list") return finish(file, "list", readList(text, lines, eol));
  if (options.dialect === "table") return finish(file, "table", readTables(text));
  const { dialect, headings } = readHeadings(text, lines, options.dialect);
  const { sections, groups } = outline(text, lines, dialect, headings);
  const streams = readAll(sections, { text, lines, eol, dialect, groups, boxes: [] });
  // Only a text in which no dialect finds any work is looked at as a list, then as tables.
  if (streams.length === 0 && options.dialect === undefined) {
    const list = readList(text, lines, eol);
    if (list.streams.length > 0) return finish(file, "list", list);
    const tables = readTables(text);
    if (tables.streams.length > 0) return finish(file, "table", tables);
  }
  const archived = (ids: ReadonlySet<string>) => archivedIn(text, lines, ids);
  return finish(file, dialect, { streams, groups, diagnostics: [] }, archived);
}

/** The files of another tool's format, read together. */
function parseVolume(text: string, file: string, at: string | undefined): Roadmap {
  const reading = readVolume(text, at);
  if (reading === null)
    return finish(file, "generic", { streams: [], groups: [], diagnostics: [] });
  const { kind, paths } = reading;
  const roadmap = finish(file, kind, reading);
  const diagnostics = roadmap.diagnostics.map((each) => {
    const path = paths.get(each.ids[0] ?? "");
    return each.file !== undefined || path === undefined ? each : { ...each, file: path };
  });
  return { ...roadmap, diagnostics };
}

function finish(
  file: string,
  dialect: Dialect,
  { streams, groups, diagnostics }: Reading,
  archived?: Archived,
): Roadmap {
  const kept = streams.slice(0, LIMITS.roadmapStreamsMax);
  const judged = judge(kept, groups, archived);
  const all = [...judged.diagnostics, ...diagnostics, ...unreadable(kept, diagnostics)];
  if (kept.length < streams.length) all.push(tooMany(streams.length));
  if (streams.length === 0 && diagnostics.length === 0) {
    all.push({
      severity: "error",
      code: "no-work-streams",
      line: 0,
      message:
        "no work streams found: a heading like “### Phase 1.1: Title” or “### REQ-1: Title” starts one, and so does a tick box, “- [ ] Title”, or a table with columns for a title and a status in a file without such headings; bullets and numbers alone are none",
      ids: [],
    });
  }
  all.sort((a, b) => a.line - b.line);
  return { file, dialect, workStreams: judged.workStreams, diagnostics: all };
}

/**
 * A one-liner whose work stream has a section of its own is only an entry of an index; its remark
 * is one of that work stream.
 */
function readAll(sections: readonly Section[], context: SectionContext): readonly RawStream[] {
  const headed = new Set<string>();
  for (const { heading, oneLiner } of sections) if (!oneLiner) headed.add(heading.id);
  const remarks = new Map<string, string>();
  const own = sections.filter(({ heading, oneLiner }) => {
    if (!oneLiner) return true;
    const remark = remarkIn(heading.title);
    if (remark !== null && headed.has(heading.id)) remarks.set(heading.id, remark);
    return !headed.has(heading.id) && !heading.covers.some((id) => headed.has(id));
  });
  return own.map((section) => {
    const stream = readSection(section, context);
    const remark = remarks.get(stream.id);
    return remark === undefined ? stream : { ...stream, remark };
  });
}

/** Of statuses that nobody knows, where their reader has not said more of it. */
function unreadable(
  streams: readonly RawStream[],
  said: readonly Diagnostic[],
): readonly Diagnostic[] {
  const told = new Set(said.flatMap(({ code, ids }) => (code === "unreadable-status" ? ids : [])));
  return streams
    .filter(({ id, status }) => status === "unknown" && !told.has(id))
    .map(unreadableStatus);
}

function tooLarge(units: number): Diagnostic {
  const limit = LIMITS.roadmapBytesMax;
  const message = `the file is too large to be a roadmap: ${units} characters, at most ${limit} bytes`;
  return { severity: "error", code: "too-large", line: 0, message, ids: [] };
}

function tooMany(count: number): Diagnostic {
  const limit = LIMITS.roadmapStreamsMax;
  const message = `${count} work streams are too many: only the first ${limit} are read`;
  return { severity: "error", code: "too-large", line: 0, message, ids: [] };
}
