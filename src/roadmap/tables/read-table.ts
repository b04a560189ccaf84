import type { Diagnostic } from "../../model/index.ts";
import { LIMITS } from "../../model/index.ts";
import { type Chapter, NO_CHAPTER, readChapter } from "../lists/chapters.ts";
import { identify } from "../lists/identity.ts";
import { type Name, readName } from "../lists/names.ts";
import { plainSpaces, plainText, shift, shorten } from "../prose.ts";
import {
  readAssignee,
  readDeadline,
  readEffort,
  readPath,
  readPriority,
} from "../reading/facets.ts";
import type { Group, RawStream, Reading } from "../types.ts";
import { plainCell, statusOf, type Stated } from "./cell-status.ts";
import { type Columns, readColumns, type Role } from "./columns.ts";
import { type Cell, findTables, type Row } from "./rows.ts";
import type { TextLine } from "../reading/text-lines.ts";
import { readGroup } from "../reading/groups.ts";

interface Entry extends Stated {
  readonly name: Name | null;
  readonly title: string;
  readonly batch: string | null;
  readonly groups: readonly number[];
}

/** Reads every table that has a title, and a status or an id: each row is a work stream. */
export function readTables(text: string): Reading {
  const groups: Group[] = [];
  const entries: Entry[] = [];
  const diagnostics: Diagnostic[] = [];
  const grouped = new Map<string, number>();
  for (const table of findTables(text)) {
    const columns = readColumns(table);
    if (columns === null) continue;
    const above = table.headings.map((line) => groupOf(text, line, groups, grouped));
    const chapter = table.headings.reduce(
      (outer, { text: words }) => readChapter(plainText(words.replace(/^[\s#]+/, "")), outer),
      NO_CHAPTER,
    );
    if (chapter.aside) continue;
    const found = table.rows.flatMap((row) =>
      entryOf(text, row, columns, { above, groups, grouped, chapter }),
    );
    entries.push(...found);
    const writable = columns.place("status") !== -1 || columns.place("done") !== -1;
    if (found.length > 0 && !writable) diagnostics.push(unwritable(table.header.line));
  }
  const ids = identify(entries);
  const streams = entries.map((entry, place) => streamOf(entry, ids[place] ?? "", text));
  for (const stream of streams) {
    if (stream.status === "unknown" && stream.statusText === "") diagnostics.push(unsaid(stream));
  }
  return { streams, groups, diagnostics };
}

function unwritable(header: TextLine): Diagnostic {
  const message = "this table has no column for a status: what is done cannot be written into it";
  return { severity: "warning", code: "unreadable-status", line: header.number, message, ids: [] };
}

function unsaid({ id, line }: RawStream): Diagnostic {
  const message = `${id} stands under a heading that says done, and has no status of its own`;
  return { severity: "warning", code: "unreadable-status", line, message, ids: [id] };
}

/** One group for each heading, and for each name in a column of phases. */
function groupOf(
  text: string,
  { start, end, number }: Pick<TextLine, "start" | "end" | "number">,
  groups: Group[],
  known: Map<string, number>,
): number {
  const words = text.slice(start, end);
  const place = known.get(words);
  if (place !== undefined) return place;
  const lead = /^[\s#]*/.exec(words)?.[0].length ?? 0;
  const line = {
    kind: "text",
    number,
    start,
    end,
    indent: 0,
    level: 0,
    body: start + lead,
  } as const;
  groups.push(readGroup(text, line, "table"));
  known.set(words, groups.length - 1);
  return groups.length - 1;
}

interface Surroundings {
  readonly above: readonly number[];
  readonly groups: Group[];
  readonly grouped: Map<string, number>;
  readonly chapter: Chapter;
}

function entryOf(
  text: string,
  row: Row,
  columns: Columns,
  { above, groups, grouped, chapter }: Surroundings,
): readonly Entry[] {
  const cell = (role: Role) => row.cells[columns.place(role)];
  const words = plainSpaces(cell("title")?.text ?? "");
  const id = cell("id");
  const written = id === undefined ? null : writtenName(id);
  const own = id === undefined ? readName(words, 0) : null;
  const bare = own === null || own.counted ? words : words.slice(own.titleAt);
  const title = plainCell(bare.replace(/^\[[^\]]{0,2}\] +/, ""));
  if (title === "" && written === null && own === null) return [];
  const name =
    written ??
    (own === null || own.counted
      ? null
      : { ...own, span: shift(own.span, cell("title")?.span.start ?? 0) });
  const phase = cell("chapter");
  const inner =
    phase === undefined || phase.text === "" || !/[\p{L}\p{N}]/u.test(phase.text)
      ? []
      : [groupOf(text, { ...phase.span, number: row.line.number }, groups, grouped)];
  const all = [...above, ...inner];
  return [
    {
      row,
      columns,
      name,
      title: title === "" ? (name?.id ?? "") : title,
      struck: /^\W*~~.+~~\W*$/.test(words),
      batch: groups[all.at(-1) ?? -1]?.label || null,
      groups: all,
      chapter,
    },
  ];
}

/** `T1`, `**T1**`, `[T1](…)`, `#12`; a dash and its like are no id. */
function writtenName({ text, span }: Cell): Name | null {
  const id = plainCell(text).replace(/^#(?=\d)/, "");
  if (!/[\p{L}\p{N}]/u.test(id)) return null;
  const at = text.indexOf(id);
  const start = span.start + Math.max(0, at);
  const end = at === -1 ? span.end : start + id.length;
  return { id, span: { start, end }, titleAt: 0, counted: false, bold: false, namespace: "" };
}

function streamOf(entry: Entry, id: string, text: string): RawStream {
  const { row, columns, chapter, groups, batch, name } = entry;
  const cell = (role: Role) => row.cells[columns.place(role)]?.text ?? "";
  const status = statusOf(entry);
  const { start, end } = row.line;
  const paths = cell("files").split(/<br ?\/?>|,|;|\s+/i);
  const depends = cell("depends")
    .replace(/<br ?\/?>/gi, ", ")
    .replaceAll("\\|", "|");
  const priority = readPriority(cell("priority"));
  return {
    id,
    title: shorten(entry.title),
    status: status.status,
    statusText: status.slot?.text ?? "",
    priority: priority ?? chapter.priority ?? "medium",
    effort: effortOf(cell("effort") || cell("complexity"), columns),
    assignee: readAssignee(plainCell(cell("assignee")).replace(/^@/, "")),
    batch,
    line: row.line.number,
    tasks: [],
    files: [...new Set(paths.flatMap((path) => (path === "" ? [] : (readPath(path) ?? []))))].slice(
      0,
      LIMITS.filesPerStreamMax,
    ),
    acceptance: criteriaOf(cell("acceptance"), row.line.number),
    fields: fieldsOf(entry),
    spans: {
      heading: { start, end },
      block: { start, end: lineEnd(text, end) },
      id: name?.id === id ? name.span : null,
      status: status.slot?.span ?? null,
      insertion: -1,
      assignee: null,
    },
    slots: status.slot === null ? [] : [status.slot],
    aliases: [],
    covers: [],
    namespace: "",
    bootstrap: false,
    deadline: readDeadline(cell("deadline")),
    reason: status.reason,
    dependencyTexts: [
      ...(/^[-–—]*$/.test(depends) ? [] : [{ text: depends, kind: "field" as const }]),
      ...status.waits,
    ],
    groups,
  };
}

function lineEnd(text: string, end: number): number {
  const next = text.indexOf("\n", end);
  return next === -1 ? text.length : next + 1;
}

/** A bare number below `Hours`, `Days` or `Points` is one of those. */
function effortOf(words: string, { names, roles }: Columns) {
  const unit = /hours|days|points/i.exec(names[roles.indexOf("effort")] ?? "")?.[0] ?? "";
  const bare = /^\d+(?:\.\d+)?$/.test(words.trim());
  return readEffort(bare && unit !== "" ? `${words} ${unit}` : plainCell(words));
}

function criteriaOf(words: string, line: number) {
  return words
    .split(/<br ?\/?>|;/i)
    .map(plainCell)
    .filter((text) => /[\p{L}\p{N}]/u.test(text))
    .map((text) => ({ text, done: false, line }));
}

function fieldsOf({ row, columns }: Entry): Readonly<Record<string, string>> {
  const entries = columns.names.flatMap((name, at): [string, string][] => {
    const words = row.cells[at]?.text ?? "";
    const own = ["id", "title"].includes(columns.roles[at] ?? "");
    return own || words === "" || name === "" ? [] : [[name, plainCell(words)]];
  });
  return Object.fromEntries(entries.reverse());
}
