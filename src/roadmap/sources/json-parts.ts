import { shift } from "../prose.ts";
import type { JsonNode } from "../reading/json-text.ts";
import { memberOf, parseJson } from "../reading/json-text.ts";
import { lineNumbers } from "../reading/line-numbers.ts";
import type { Span, TextEdit } from "../types.ts";
import type { SourceFile } from "./reader.ts";

/** A member that is a text and not empty. */
export function textOf(node: JsonNode, key: string): string | null {
  const value = memberOf(node, key);
  return value?.kind === "string" && value.value.trim() !== "" ? value.value.trim() : null;
}

/** The members of these names that are texts and not empty. */
export function textsOf(node: JsonNode, keys: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    keys.flatMap((key) => {
      const text = textOf(node, key);
      return text === null ? [] : [[key, text]];
    }),
  );
}

/** A text or a number as text. */
export function textIn(node: JsonNode): string | null {
  if (node.kind === "string") return node.value.trim() === "" ? null : node.value.trim();
  return node.kind === "other" && typeof node.value === "number" ? String(node.value) : null;
}

/** A member that is an id: ids are numbers in some files and texts in others. */
export function idTextOf(node: JsonNode, key: string): string | null {
  const value = memberOf(node, key);
  return value === null ? null : textIn(value);
}

/** 1-based line of a place in a file. */
export function lineOf(file: SourceFile, at: number): number {
  const lineAt = LINES.get(file) ?? lineNumbers(file.text);
  LINES.set(file, lineAt);
  return lineAt(at);
}

const LINES = new WeakMap<SourceFile, (at: number) => number>();

/** The same value where it stands in the file. */
export function moved(node: JsonNode, by: number): JsonNode {
  const span = shift(node.span, by);
  switch (node.kind) {
    case "object":
      return {
        ...node,
        span,
        members: node.members.map(({ key, value }) => ({ key, value: moved(value, by) })),
      };
    case "array":
      return { ...node, span, items: node.items.map((item) => moved(item, by)) };
    case "string":
    case "other":
      return { ...node, span };
  }
}

export function present<T>(value: T | null): readonly T[] {
  return value === null ? [] : [value];
}

/** What gives an object a text where it has none: in the place of another value, else in front. */
export function textEdit(text: string, block: Span, key: string, value: string): TextEdit | null {
  const parsed = parseJson(text.slice(block.start, block.end));
  if (!parsed.ok || parsed.value.kind !== "object") return null;
  const known = memberOf(parsed.value, key);
  if (known !== null) {
    return { span: shift(known.span, block.start), replacement: JSON.stringify(value) };
  }
  const at = block.start + 1;
  const lead = /^\r?\n[ \t]*/.exec(text.slice(at, block.end))?.[0] ?? "";
  const isWide = /^[^:]*:\s/.test(text.slice(at, block.end));
  const pair = `${JSON.stringify(key)}:${isWide ? " " : ""}${JSON.stringify(value)}`;
  const apart = lead === "" && isWide ? " " : "";
  return { span: { start: at, end: at }, replacement: `${lead}${pair},${apart}` };
}
