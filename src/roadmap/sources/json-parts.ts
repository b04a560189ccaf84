import type { JsonNode } from "../json-text.ts";
import { memberOf } from "../json-text.ts";

/** A member that is a text and not empty. */
export function textOf(node: JsonNode, key: string): string | null {
  const value = memberOf(node, key);
  return value?.kind === "string" && value.value.trim() !== "" ? value.value.trim() : null;
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

/** 1-based line of a place; places of one text mostly ascend, so the last one is remembered. */
export function lineOf(text: string, at: number): number {
  if (last.text !== text || at < last.at) last = { text, at: 0, line: 1 };
  let { line } = last;
  for (let next = text.indexOf("\n", last.at); next !== -1 && next < at; ) {
    line++;
    next = text.indexOf("\n", next + 1);
  }
  last = { text, at, line };
  return line;
}

let last = { text: "", at: 0, line: 1 };
