import type { JsonNode } from "../reading/json-text.ts";
import { memberOf } from "../reading/json-text.ts";
import type { SourceFile } from "./reader.ts";

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

/** 1-based line of a place in a file; where its lines begin is looked for once. */
export function lineOf(file: SourceFile, at: number): number {
  const known = STARTS.get(file);
  const starts = known ?? lineStarts(file.text);
  if (known === undefined) STARTS.set(file, starts);
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

const STARTS = new WeakMap<SourceFile, readonly number[]>();

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let next = text.indexOf("\n"); next !== -1; next = text.indexOf("\n", next + 1)) {
    starts.push(next + 1);
  }
  return starts;
}

/** The same value where it stands in the file. */
export function moved(node: JsonNode, by: number): JsonNode {
  const span = { start: node.span.start + by, end: node.span.end + by };
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
