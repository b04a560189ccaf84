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
  for (let start = inner.start; start < inner.end; ) {
    const next = text.indexOf("\n", start);
    const stop = next === -1 || next > inner.end ? inner.end : next;
    const line = text.slice(start, stop).replace(/\r$/, "");
    const pair = /^([A-Za-z_][\w-]*)[ \t]*:(?:[ \t]+|$)/.exec(line);
    const item = /^[ \t]*-[ \t]+(?=\S)/.exec(line);
    if (pair?.[1] !== undefined) {
      key = pair[1];
      const value = readValue(line.slice(pair[0].length), start + pair[0].length);
      if (!entries.has(key)) entries.set(key, value);
    } else if (item !== null && key !== null) {
      const list = entries.get(key);
      const value = scalarOf(line.slice(item[0].length), 0);
      if (list !== undefined && (list.isList || list.values.length === 0)) {
        entries.set(key, { ...list, isList: true, values: [...list.values, value.text] });
      }
    }
    start = stop + 1;
  }
  return entries;
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
