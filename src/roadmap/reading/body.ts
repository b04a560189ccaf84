import { type ChecklistItem, LIMITS } from "../../model/index.ts";
import { readPath } from "./facets.ts";
import { type Field, type FieldKey, fieldKey, mayBeField, readField } from "./fields.ts";
import type { Line, Lines } from "./lines.ts";
import { hasTick, markAt } from "./marks.ts";
import type { Section as Outlined } from "./outline.ts";
import { plainText, skipSpaces } from "../prose.ts";
import type { DependencyText } from "../types.ts";

/** What stands below a work stream's heading. */
export interface Body {
  readonly fields: readonly Field[];
  readonly tasks: readonly ChecklistItem[];
  readonly acceptance: readonly ChecklistItem[];
  readonly files: readonly string[];
  readonly dependencyTexts: readonly DependencyText[];
}

/** What the lines below a field or a heading belong to. */
interface Section {
  key: FieldKey | null;
  indent: number;
  bulleted: boolean;
  /** Indent of its first bullet: deeper ones are details. */
  itemIndent: number | null;
}

/**
 * Reads the lines of one work stream, given as runs; those before `headEnd` have no heading above.
 * `boxes` is used again for every one: a list that grows throws away as much as it keeps.
 */
export function readBody(
  text: string,
  table: Lines,
  { runs, headEnd }: Pick<Outlined, "runs" | "headEnd">,
  boxes: ChecklistItem[],
): Body {
  const fields: Field[] = [];
  let tasks = 0;
  const acceptance: ChecklistItem[] = [];
  const files = new Set<string>();
  const dependencyTexts: DependencyText[] = [];
  const section: Section = { key: null, indent: -1, bulleted: false, itemIndent: null };

  for (let run = 0; run < runs.length; run += 2) {
    const end = runs[run + 1] ?? 0;
    for (let index = runs[run] ?? 0; index < end; index++) {
      // Most lines of a long roadmap are boxes: no object is made for looking at them.
      const box = table.isItem(index) ? readBox(text, table, index) : null;
      if (box !== null) {
        const mine = section.key === "acceptance" && belongs(section, table.indentAt(index));
        if (mine) acceptance.push(box);
        else boxes[tasks++] = box;
        continue;
      }
      const words = table.bodyAt(index);
      if (table.isHeading(index)) {
        const key = headingKey(text.slice(words, Math.min(table.endAt(index), words + 120)));
        enter(section, key, -1, false);
        continue;
      }
      if (!mayBeField(text, words, table.endAt(index))) {
        if (!table.isItem(index) || !belongs(section, table.indentAt(index))) continue;
        collect(section, text, table.at(index), { acceptance, files, dependencyTexts });
        continue;
      }
      const line = table.at(index);
      const field = readField(text, line, index < headEnd);
      if (field !== null) {
        fields.push(field);
        const part = section.key !== null && line.kind === "item" && !section.bulleted;
        if (part && field.key === null && section.indent <= line.indent) {
          collect(section, text, line, { acceptance, files, dependencyTexts });
          continue;
        }
        enterField(section, field);
        takeInline(field, { acceptance, files });
        for (let next = field.next; next !== null; ) {
          const more = readField(text, next, index < headEnd);
          if (more !== null) fields.push(more);
          next = more?.next ?? null;
        }
      } else if (line.kind === "item" && belongs(section, line.indent)) {
        collect(section, text, line, { acceptance, files, dependencyTexts });
      } else if (line.kind === "bold") {
        enter(section, null, line.indent, false);
      }
    }
  }
  return {
    fields,
    tasks: boxes.slice(0, tasks),
    acceptance,
    files: [...files],
    dependencyTexts,
  };
}

/** One object for all: a roadmap has as many parts as it has headings and fields. */
function enter(section: Section, key: FieldKey | null, indent: number, bulleted: boolean): void {
  section.key = key;
  section.indent = indent;
  section.bulleted = bulleted;
  section.itemIndent = null;
}

function enterField(section: Section, field: Field): void {
  const bulleted = field.line.kind === "item";
  // A dependency list below its field counts only when nothing stands on the field's own line.
  const key = field.key === "depends" && (field.value !== "" || !field.head) ? null : field.key;
  enter(section, key, field.line.indent, bulleted);
}

function belongs(section: Section, indent: number): boolean {
  return section.bulleted ? indent > section.indent : indent >= section.indent;
}

function headingKey(words: string): FieldKey | null {
  const key = fieldKey(plainText(words).replace(/^[^A-Za-z]+|[^A-Za-z]+$/g, ""));
  return key === "acceptance" || key === "files" ? key : null;
}

interface Collected {
  readonly acceptance: ChecklistItem[];
  readonly files: Set<string>;
  readonly dependencyTexts: DependencyText[];
}

function collect(section: Section, text: string, line: Line, into: Collected): void {
  section.itemIndent ??= line.indent;
  if (line.indent > section.itemIndent) return;
  const words = text.slice(line.body, line.end).trim();
  if (section.key === "acceptance") {
    into.acceptance.push({ text: words, done: hasTick(words.slice(-8)), line: line.number });
  } else if (section.key === "depends") {
    into.dependencyTexts.push({ text: words, kind: "field" });
  } else if (section.key === "files" && into.files.size < LIMITS.filesPerStreamMax) {
    const path = readPath(words);
    if (path !== null) into.files.add(path);
  }
}

function takeInline(field: Field, into: Pick<Collected, "acceptance" | "files">): void {
  if (field.value === "") return;
  if (field.key === "acceptance") {
    into.acceptance.push({ text: field.value, done: false, line: field.line.number });
  }
  if (field.key !== "files") return;
  for (const part of field.value.slice(0, 20_000).split(",")) {
    const path = readPath(part.trim());
    if (path !== null && into.files.size < LIMITS.filesPerStreamMax) into.files.add(path);
  }
}

const BOX_CHARS_MAX = 8;

/** `[ ]`, `[x]`, `[✅]`, `[~]`, with any one sign between the brackets; a link is no box. */
function readBox(text: string, table: Lines, index: number): ChecklistItem | null {
  const body = table.bodyAt(index);
  if (text.charCodeAt(body) !== 0x5b) return null;
  let close = 1;
  while (close < BOX_CHARS_MAX && text.charCodeAt(body + close) !== 0x5d) close++;
  if (close === BOX_CHARS_MAX) return null;
  const inside = text.slice(body + 1, body + close).trim();
  const mark = inside.charCodeAt(0) < 0x80 ? null : markAt(inside, 0);
  const single = inside.length <= 1 || mark?.spelling === inside || isOneSign(inside);
  const after = text[body + close + 1];
  if (!single || (after !== undefined && "([:".includes(after))) return null;
  const end = table.endAt(index);
  const start = skipSpaces(text, body + close + 1);
  const words = text.slice(Math.min(start, end), end).trim();
  const done = inside === "x" || inside === "X" || mark?.status === "complete";
  const plain = words.charCodeAt(0) === 0x2a ? words.replace(/^\* +/, "") : words;
  return { text: plain, done, line: table.numberAt(index) };
}

function isOneSign(text: string): boolean {
  return text.length <= 3 && [...text.replace("\ufe0f", "")].length === 1;
}
