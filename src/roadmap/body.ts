import { type ChecklistItem, LIMITS } from "../model/index.ts";
import { readPath } from "./facets.ts";
import { type Field, type FieldKey, fieldKey, readField } from "./fields.ts";
import type { Line, Lines } from "./lines.ts";
import { hasTick, markAt } from "./marks.ts";
import { plainText, skipSpaces } from "./prose.ts";
import type { DependencyText } from "./types.ts";

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
  readonly key: FieldKey | null;
  readonly indent: number;
  readonly bulleted: boolean;
  /** Indent of its first bullet: deeper ones are details. */
  itemIndent: number | null;
}

/** Reads the lines of one work stream. `heads` of them come before its first own heading. */
export function readBody(
  text: string,
  table: Lines,
  lines: readonly number[],
  heads: number,
): Body {
  const fields: Field[] = [];
  const tasks: ChecklistItem[] = [];
  const acceptance: ChecklistItem[] = [];
  const files = new Set<string>();
  const dependencyTexts: DependencyText[] = [];
  let section: Section = { key: null, indent: -1, bulleted: false, itemIndent: null };

  for (let i = 0; i < lines.length; i++) {
    const line = table.at(lines[i] ?? 0);
    if (line.kind === "heading") {
      const key = headingKey(text.slice(line.body, Math.min(line.end, line.body + 120)));
      section = { key, indent: -1, bulleted: false, itemIndent: null };
      continue;
    }
    const box = line.kind === "item" ? readBox(text, line) : null;
    if (box !== null) {
      const mine = section.key === "acceptance" && belongs(section, line);
      (mine ? acceptance : tasks).push(box);
      continue;
    }
    const field = readField(text, line, i < heads);
    if (field !== null) {
      fields.push(field);
      const part = section.key !== null && line.kind === "item" && !section.bulleted;
      if (part && field.key === null && section.indent <= line.indent) {
        collect(section, text, line, { acceptance, files, dependencyTexts });
        continue;
      }
      section = open(field);
      takeInline(field, { acceptance, files });
      for (let next = field.next; next !== null; ) {
        const more = readField(text, next, i < heads);
        if (more !== null) fields.push(more);
        next = more?.next ?? null;
      }
    } else if (line.kind === "item" && belongs(section, line)) {
      collect(section, text, line, { acceptance, files, dependencyTexts });
    } else if (line.kind === "bold") {
      section = { key: null, indent: line.indent, bulleted: false, itemIndent: null };
    }
  }
  return { fields, tasks, acceptance, files: [...files], dependencyTexts };
}

function open(field: Field): Section {
  const bulleted = field.line.kind === "item";
  // A dependency list below its field counts only when nothing stands on the field's own line.
  const key = field.key === "depends" && (field.value !== "" || !field.head) ? null : field.key;
  return { key, indent: field.line.indent, bulleted, itemIndent: null };
}

function belongs(section: Section, line: Line): boolean {
  return section.bulleted ? line.indent > section.indent : line.indent >= section.indent;
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
function readBox(text: string, line: Line): ChecklistItem | null {
  if (text.charCodeAt(line.body) !== 0x5b) return null;
  let close = 1;
  while (close < BOX_CHARS_MAX && text.charCodeAt(line.body + close) !== 0x5d) close++;
  if (close === BOX_CHARS_MAX) return null;
  const inside = text.slice(line.body + 1, line.body + close).trim();
  const mark = inside.charCodeAt(0) < 0x80 ? null : markAt(inside, 0);
  const single = inside.length <= 1 || mark?.spelling === inside || isOneSign(inside);
  const after = text[line.body + close + 1];
  if (!single || (after !== undefined && "([:".includes(after))) return null;
  const start = skipSpaces(text, line.body + close + 1);
  const words = text.slice(Math.min(start, line.end), line.end).trim();
  const done = inside === "x" || inside === "X" || mark?.status === "complete";
  const plain = words.charCodeAt(0) === 0x2a ? words.replace(/^\* +/, "") : words;
  return { text: plain, done, line: line.number };
}

function isOneSign(text: string): boolean {
  return text.length <= 3 && [...text.replace("\ufe0f", "")].length === 1;
}
