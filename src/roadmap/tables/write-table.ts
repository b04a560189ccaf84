import { ok, type Result, type StreamId } from "../../model/index.ts";
import type { NewWorkStream } from "../editing/append.ts";
import { nextId } from "../ids.ts";
import { modelFor } from "../lists/append-item.ts";
import { idFromTitle } from "../lists/identity.ts";
import { findEol } from "../reading/lines.ts";
import type { ParsedStream, Roadmap, Span, TextEdit } from "../types.ts";
import { cellWords } from "./cell-words.ts";
import { type Columns, readColumns, type Role } from "./columns.ts";
import { findTables, type Row } from "./rows.ts";
import { type EditRefusal, refuseEdit } from "../editing/refusal.ts";

interface Found {
  readonly columns: Columns;
  readonly row: Row;
  readonly rows: readonly Row[];
}

function tableOf(text: string, { spans }: ParsedStream): Found | null {
  for (const table of findTables(text)) {
    const row = table.rows.find(({ line }) => line.start === spans.heading.start);
    const columns = row === undefined ? null : readColumns(table);
    if (row !== undefined && columns !== null) return { columns, row, rows: table.rows };
  }
  return null;
}

/** The cell that says what a row waits for; empty where there is no such column. */
export function dependencyCells(text: string, stream: ParsedStream): readonly Span[] {
  const found = tableOf(text, stream);
  const cell = found?.row.cells[found.columns.place("depends")];
  return cell === undefined ? [] : [cell.span];
}

/** What a cell says that nothing is to be waited for: as the others of its column say it. */
export function nothingWords(text: string, stream: ParsedStream): string {
  const found = tableOf(text, stream);
  const place = found?.columns.place("depends") ?? -1;
  const said = found?.rows.flatMap(({ cells }) => cells[place]?.text ?? []) ?? [];
  return said.find((words) => /^(?:[-–—]|none|n\/a|)$/i.test(words)) ?? "-";
}

/** A row for new work at the end of a table; refused where a column for what is said is missing. */
export function newRow(
  text: string,
  roadmap: Roadmap,
  work: NewWorkStream,
): Result<{ readonly id: StreamId; readonly edit: TextEdit }, EditRefusal> {
  const { workStreams } = roadmap;
  const model = modelFor(roadmap, work.after);
  const found = model === null ? null : tableOf(text, model);
  if (model === null || found === null) return refuseEdit("there is no table to add a row to");
  const { columns } = found;
  const written = workStreams.flatMap(({ id, spans }) => (spans.id === null ? [] : [id]));
  const id = work.id ?? (columns.place("id") === -1 ? idFromTitle(work.title) : nextId(written));
  const said = sayings(roadmap, work, id);
  const missing = [...said].find(([role]) => columns.place(role) === -1 && !OPTIONAL.has(role));
  if (missing !== undefined) return refuseEdit(`the table has no column for ${NAMES[missing[0]]}`);
  const cells = columns.roles.map((role, at) => {
    const words = columns.place(role) === at ? (said.get(role) ?? "") : "";
    return words.replaceAll("|", "\\|");
  });
  const { text: line } = found.row.line;
  const bars = [/^\s*\|/.test(line) ? "| " : "", /\|\s*$/.test(line) ? " |" : ""];
  const row = `${/^\s*/.exec(line)?.[0] ?? ""}${bars[0]}${cells.join(" | ")}${bars[1]}`;
  const last = model.id === work.after ? found.row.line.end : (found.rows.at(-1)?.line.end ?? 0);
  return ok({ id, edit: { span: { start: last, end: last }, replacement: findEol(text) + row } });
}

/** These are left out where there is no column for them: nothing starts too early without. */
const OPTIONAL: ReadonlySet<Role> = new Set(["id", "status", "done"]);

const NAMES: Readonly<Partial<Record<Role, string>>> = {
  depends: "what it depends on",
  files: "its files",
  acceptance: "what must hold when it is done",
  priority: "how urgent it is",
  effort: "how much work it is",
};

function sayings(
  roadmap: Roadmap,
  { title, dependsOn = [], files = [], acceptance = [], priority, effort }: NewWorkStream,
  id: StreamId,
): ReadonlyMap<Role, string> {
  const said = new Map<Role, string>([
    ["id", id],
    ["title", title],
  ]);
  const fresh = cellWords(roadmap, "not_started", "");
  if (fresh !== null) said.set("status", fresh).set("done", fresh);
  if (dependsOn.length > 0) said.set("depends", dependsOn.join(", "));
  if (files.length > 0) said.set("files", files.join(", "));
  if (acceptance.length > 0) said.set("acceptance", acceptance.join("; "));
  if (priority !== undefined && priority !== "medium") said.set("priority", priority);
  if (effort !== undefined) said.set("effort", effort);
  return said;
}
