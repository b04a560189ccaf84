import type { Span } from "../types.ts";
import { type TextLine, textLines } from "../reading/text-lines.ts";

/** One cell: the place of its words, without the spaces around them. */
export interface Cell {
  readonly span: Span;
  /** As written, escapes included. */
  readonly text: string;
}

export interface Row {
  readonly line: TextLine;
  readonly cells: readonly Cell[];
}

export interface Table {
  readonly header: Row;
  readonly rows: readonly Row[];
  /** Headings above it, outermost first, as lines. */
  readonly headings: readonly TextLine[];
}

const RULE = /^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
const ANY_RULE = /^[ \t]*\|?[ \t]*:?-+:?[ \t]*\|[ \t|:-]*\r?$/m;
const HEADING = /^ {0,3}(#{1,6})\s+\S/;

/** Every table outside fences and comments: a row, a rule with as many cells, and what follows. */
export function findTables(text: string): readonly Table[] {
  if (!ANY_RULE.test(text)) return [];
  const lines = textLines(text);
  const tables: Table[] = [];
  const headings: { readonly level: number; readonly line: TextLine }[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    if (line === undefined) break;
    const level = HEADING.exec(line.text)?.[1]?.length ?? 0;
    if (level > 0) {
      while ((headings.at(-1)?.level ?? 0) >= level) headings.pop();
      headings.push({ level, line });
      continue;
    }
    const header = headerAt(lines, at);
    if (header === null) continue;
    const rows: Row[] = [];
    let next = at + 2;
    for (; follows(lines, next); next++) {
      const row = lines[next];
      if (row !== undefined) rows.push({ line: row, cells: cellsOf(row) });
    }
    tables.push({ header, rows, headings: headings.map((heading) => heading.line) });
    at = next - 1;
  }
  return tables;
}

function headerAt(lines: readonly TextLine[], at: number): Row | null {
  const [line, rule] = [lines[at], lines[at + 1]];
  if (line === undefined || rule === undefined || rule.number !== line.number + 1) return null;
  if (!line.text.includes("|") || !rule.text.includes("-") || !RULE.test(rule.text)) return null;
  const cells = cellsOf(line);
  return cells.length >= 2 && cellsOf(rule).length === cells.length ? { line, cells } : null;
}

function follows(lines: readonly TextLine[], at: number): boolean {
  const [before, line] = [lines[at - 1], lines[at]];
  if (before === undefined || line === undefined || line.number !== before.number + 1) return false;
  return line.text.includes("|") && !HEADING.test(line.text);
}

/** What stands behind so many is nobody's table. */
const CELLS_MAX = 100;

/** Cells between bars; a bar behind a backslash is a sign like any other. */
function cellsOf(line: Pick<TextLine, "text" | "start">): readonly Cell[] {
  const { text } = line;
  const cells: Cell[] = [];
  let from = 0;
  const push = (to: number) => {
    let start = from;
    let end = to;
    while (start < end && isBlank(text[start])) start++;
    while (end > start && isBlank(text[end - 1])) end--;
    // An empty cell is filled one space behind its bar.
    if (start === end) start = end = Math.min(from + 1, to);
    const span = { start: line.start + start, end: line.start + end };
    cells.push({ span, text: text.slice(start, end) });
  };
  let escaped = false;
  let opened = false;
  for (let at = 0; at < text.length && cells.length < CELLS_MAX; at++) {
    const sign = text[at];
    if (sign === "|" && !escaped) {
      // The first bar of a line opens it, unless words stand before it.
      if (cells.length > 0 || text.slice(0, at).trim() !== "" || opened) push(at);
      opened = true;
      from = at + 1;
    }
    escaped = sign === "\\" && !escaped;
  }
  if (text.slice(from).trim() !== "") push(text.length);
  return cells;
}

function isBlank(sign: string | undefined): boolean {
  return sign === " " || sign === "\t" || sign === "\u00a0";
}
