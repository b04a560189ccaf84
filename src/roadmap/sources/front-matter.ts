import type { Span } from "../types.ts";

/** A value of YAML front matter: a scalar without its quotes, or a list of such. */
export interface FrontValue {
  readonly values: readonly string[];
  /** Of a scalar, inside its quotes; empty lists and nested maps have the rest of their line. */
  readonly span: Span;
  readonly isList: boolean;
  /** `'` or `"`; empty for a plain scalar. */
  readonly quote: string;
}

export interface FrontMatter {
  readonly entries: ReadonlyMap<string, FrontValue>;
  /** Where the lines between the two rules begin and end. */
  readonly inner: Span;
}

/** The part between the first two `---`; null when the text does not begin with one. */
export function readFrontMatter(text: string): FrontMatter | null {
  const open = /^\ufeff?---[ \t]*\r?\n/.exec(text.slice(0, 200))?.[0];
  if (open === undefined) return null;
  const close = /^---[ \t]*(?:\r?\n|$)/m;
  const found = close.exec(text.slice(open.length));
  if (found === null) return null;
  const inner = { start: open.length, end: open.length + found.index };
  return { entries: readEntries(text, inner), inner };
}

/** The same of a file that is YAML as a whole, as far as flat settings go. */
export function readFlatYaml(text: string): ReadonlyMap<string, FrontValue> {
  return readEntries(text, { start: text.charCodeAt(0) === 0xfeff ? 1 : 0, end: text.length });
}

function readEntries(text: string, inner: Span): ReadonlyMap<string, FrontValue> {
  const entries = new Map<string, FrontValue>();
  let key: string | null = null;
  let open: OpenValue | null = null;
  for (let start = inner.start; start < inner.end; ) {
    const next = text.indexOf("\n", start);
    const stop = next === -1 || next > inner.end ? inner.end : next;
    const line = text.slice(start, stop).replace(/\r$/, "");
    const pair = /^([A-Za-z_][\w-]*)[ \t]*:(?:[ \t]+|$)/.exec(line);
    const item = /^[ \t]*-[ \t]+(?=\S)/.exec(line);
    if (pair?.[1] !== undefined) {
      closeValue(entries, open);
      key = pair[1];
      const written = line.slice(pair[0].length);
      const isFirst = !entries.has(key);
      open = isFirst ? { key, written, start: start + pair[0].length, lines: [] } : null;
      if (isFirst) entries.set(key, readValue(written, start + pair[0].length));
    } else if (open !== null && goesOn(open, line, item !== null)) {
      open.lines.push(line.trim());
    } else if (item !== null && key !== null) {
      const list = entries.get(key);
      const value = scalarOf(line.slice(item[0].length), 0);
      if (list !== undefined && (list.isList || list.values.length === 0)) {
        entries.set(key, { ...list, isList: true, values: [...list.values, value.text] });
      }
    }
    start = stop + 1;
  }
  closeValue(entries, open);
  return entries;
}

/** A value that may go on in the lines below it: long titles are written so. */
interface OpenValue {
  readonly key: string;
  readonly written: string;
  readonly start: number;
  readonly lines: string[];
}

const BLOCK_MARK = /^([>|])[-+1-9]*[ \t]*(?:#.*)?$/;

function goesOn({ written, lines }: OpenValue, line: string, isItem: boolean): boolean {
  const first = written.trim();
  const isIndented = /^[ \t]/.test(line);
  if (BLOCK_MARK.test(first)) return isIndented || line === "";
  const begun = first === "" && lines.length === 0 ? line.trim() : first || (lines[0] ?? "");
  if (begun.startsWith("[")) {
    const isClosed = first.includes("]") || lines.some((each) => each.includes("]"));
    return !isClosed && (isIndented || line.startsWith("]"));
  }
  return first !== "" && isIndented && !isItem && line.trim() !== "";
}

/** Line ends within a value are blanks, in a text that keeps its lines they stay. */
function closeValue(entries: Map<string, FrontValue>, open: OpenValue | null): void {
  const value = open === null ? undefined : entries.get(open.key);
  if (open === null || value === undefined || open.lines.length === 0) return;
  const mark = BLOCK_MARK.exec(open.written.trim())?.[1];
  if (mark !== undefined) {
    const whole = open.lines.join(mark === "|" ? "\n" : " ").trim();
    entries.set(open.key, { ...value, values: whole === "" ? [] : [whole] });
    return;
  }
  const { values, isList } = readValue([open.written.trim(), ...open.lines].join(" ").trim(), 0);
  entries.set(open.key, { ...value, values, isList });
}

function readValue(written: string, start: number): FrontValue {
  const trimmed = written.trim();
  if (trimmed.startsWith("[")) {
    const inner = /^\[(.*)\]/.exec(trimmed)?.[1] ?? trimmed.slice(1);
    const values = splitFlow(inner).map((part) => scalarOf(part, 0).text);
    const span = { start, end: start + written.trimEnd().length };
    return { values: values.filter((one) => one !== ""), span, isList: true, quote: "" };
  }
  const scalar = scalarOf(written, start);
  const values = scalar.text === "" && scalar.quote === "" ? [] : [scalar.text];
  return { values, span: scalar.span, isList: false, quote: scalar.quote };
}

/** At commas outside quotes. */
function splitFlow(text: string): readonly string[] {
  return text.match(/(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,"'])+/g) ?? [];
}

function scalarOf(written: string, start: number) {
  const lead = /^[ \t]*/.exec(written)?.[0].length ?? 0;
  const rest = written.slice(lead);
  const quoted = /^"((?:[^"\\]|\\.)*)"|^'((?:[^']|'')*)'/.exec(rest);
  if (quoted !== null) {
    const quote = rest.slice(0, 1);
    const inner = quoted[1] ?? quoted[2] ?? "";
    const text = quote === "'" ? inner.replaceAll("''", "'") : inner.replace(/\\(.)/g, "$1");
    const from = start + lead + 1;
    return { text, span: { start: from, end: from + inner.length }, quote };
  }
  const text = rest.replace(/(?:^|[ \t]+)#.*$/, "").trimEnd();
  return { text, span: { start: start + lead, end: start + lead + text.length }, quote: "" };
}
