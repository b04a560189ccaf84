import { createRequire } from "node:module";
import type * as Yaml from "yaml";

/** A YAML text as plain data, with the lines its keys are on. */
export interface YamlText {
  /** Plain data; null for an empty file. */
  readonly data: unknown;
  /** 1-based line of the deepest part of `path` that is written; 1 when none is. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

export interface YamlFailure {
  readonly line: number;
  readonly message: string;
}

/** Aliases may repeat a few nodes, not blow a small file up to gigabytes. */
const ALIASES_MAX = 100;

/** Reads one YAML document. Loads the parser on the first call (20 ms), hence not at import. */
export function readYaml(text: string): YamlText | YamlFailure {
  const yaml = createRequire(import.meta.url)("yaml") as typeof Yaml;
  const lines = new yaml.LineCounter();
  const documents = yaml.parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
    logLevel: "silent",
  });
  if (!Array.isArray(documents) || documents.length === 0) return { data: null, lineOf: () => 1 };
  const document = documents[0] as Yaml.Document.Parsed;
  const lineAt = (offset: number) => Math.max(1, lines.linePos(offset).line);
  for (const each of documents) {
    const error = each.errors[0];
    if (error !== undefined) return { line: lineAt(error.pos[0]), message: error.message };
  }
  const second = documents[1];
  if (second !== undefined) {
    return { line: lineAt(second.range[0]), message: "a second document; one is allowed" };
  }
  try {
    const data: unknown = document.toJS({ maxAliasCount: ALIASES_MAX });
    if (holdsItself(data))
      return { line: 1, message: "an alias (*) stands inside its own anchor (&)" };
    return { data, lineOf: (path) => lineAt(offsetOf(yaml, document, path)) };
  } catch (error) {
    return { line: 1, message: error instanceof Error ? error.message : String(error) };
  }
}

/** `&a [*a]`: no JSON could say it, and whoever walks through it never ends. */
function holdsItself(
  value: unknown,
  around: Set<unknown> = new Set(),
  done: Set<unknown> = new Set(),
): boolean {
  if (typeof value !== "object" || value === null || done.has(value)) return false;
  if (around.has(value)) return true;
  around.add(value);
  const found = Object.values(value).some((part) => holdsItself(part, around, done));
  around.delete(value);
  done.add(value);
  return found;
}

function offsetOf(
  yaml: typeof Yaml,
  document: Yaml.Document.Parsed,
  path: readonly PropertyKey[],
): number {
  let node: unknown = document.contents;
  let offset = document.contents?.range[0] ?? 0;
  for (const step of path) {
    const next = stepInto(yaml, node, step);
    if (next === null) break;
    node = next.node;
    offset = next.offset;
  }
  return offset;
}

function stepInto(
  yaml: typeof Yaml,
  node: unknown,
  step: PropertyKey,
): { readonly node: unknown; readonly offset: number } | null {
  if (yaml.isMap(node)) {
    const pair = node.items.find(
      (item) => yaml.isScalar(item.key) && String(item.key.value) === String(step),
    );
    if (pair === undefined || !yaml.isScalar(pair.key)) return null;
    return { node: pair.value, offset: pair.key.range?.[0] ?? 0 };
  }
  if (yaml.isSeq(node) && typeof step === "number") {
    const item = node.items[step];
    if (!yaml.isNode(item)) return null;
    return { node: item, offset: item.range?.[0] ?? 0 };
  }
  return null;
}
