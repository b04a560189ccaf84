import { bareId, canonicalId } from "../ids.ts";
import { plainText } from "../prose.ts";
import type { DependencyText, Dialect, Group } from "../types.ts";
import { readField } from "./fields.ts";
import type { Line } from "./lines.ts";
import { readStatus } from "./status.ts";

export type Writable<T> = { -readonly [K in keyof T]: T[K] };

const GROUP_NAME =
  /^((?:parallel |dependency )?(?:batch|phase|stage|level|group|sprint|milestone|wave|tier|iteration|week|epic))[ -]+(\d+(?:\.\d+)*)/i;

/** What a heading above work says of all of it. */
export function readGroup(text: string, line: Line, dialect: Dialect): Writable<Group> {
  const words = text.slice(line.body, Math.min(line.end, line.body + 400));
  const plain = plainText(words);
  const label = plain.replace(/^[^\p{L}\p{N}]+/u, "").replace(/ *#+$/, "");
  const name = GROUP_NAME.exec(label);
  const key = name === null ? null : canonicalId(`${name[1]} ${name[2]}`);
  const after = name === null ? "" : label.slice(name[0].length).replace(/^[\s:(-]+/, "");
  const status = readStatus(plain, dialect);
  const complete =
    (status?.marks.length === 0 ? null : status?.status) === "complete" ||
    readStatus(after, dialect)?.status === "complete";
  const depends = /[([]\s*depends(?: on)?:? +([^)\]]+)[)\]]/i.exec(plain)?.[1];
  const dependencyTexts: DependencyText[] = [];
  if (depends !== undefined) dependencyTexts.push({ text: depends, kind: "field" });
  return { key, label: (name?.[0] ?? label).slice(0, 120), complete, dependencyTexts };
}

/**
 * `**Dependencies:** Batch 1` right below a batch's heading: all of it waits, though no work stream
 * lists it. What such a line says in words (“MVP validated”) holds nobody up.
 */
export function takeGroupField(text: string, line: Line, group: Writable<Group>): void {
  if (line.indent > 1) return;
  const field = readField(text, line, true);
  if (field?.key !== "depends" || field.value === "") return;
  group.dependencyTexts = [...group.dependencyTexts, { text: field.value, kind: "inherited" }];
}

/** The forms group names are looked up in: `PHASE-2` also as `2`, `DEPENDENCY-LEVEL-1` as `LEVEL-1`. */
export function groupKeys({ key }: Group): readonly string[] {
  if (key === null) return [];
  const plain = key.replace(/^(?:PARALLEL|DEPENDENCY)-/, "");
  return plain === key ? [key, bareId(key)] : [key, plain];
}
