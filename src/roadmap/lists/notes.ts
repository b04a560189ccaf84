import { plainText } from "../prose.ts";
import { type Field, type FieldKey, mayBeField, readField } from "../reading/fields.ts";
import type { Lines } from "../reading/lines.ts";
import type { DependencyText } from "../types.ts";
import type { Item } from "./items.ts";
import { boxAt } from "./signs.ts";
import { WAITS } from "./tags.ts";
import type { ItemWords } from "./words.ts";

const SECTIONS: ReadonlySet<FieldKey> = new Set(["acceptance", "files", "depends", "tasks"]);

/** Bullets without a box and without a field's name: what a person wants known. */
export function notesOf({ runs }: Item, text: string, lines: Lines): readonly string[] {
  const notes: string[] = [];
  let listed = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs.length; run += 2) {
    for (let index = runs[run] ?? 0; index < (runs[run + 1] ?? 0); index++) {
      const line = lines.at(index);
      if (line.indent > listed) continue;
      listed = Number.POSITIVE_INFINITY;
      const field = mayBeField(text, line.body, line.end) ? readField(text, line, true) : null;
      if (field !== null && field.key !== null) {
        if (SECTIONS.has(field.key) && field.value === "") listed = line.indent;
      } else if (
        field === null &&
        line.kind === "item" &&
        boxAt(text, line.body, line.end) === null
      ) {
        notes.push(plainText(text.slice(line.body, Math.min(line.end, line.body + 1000))));
      }
    }
  }
  return notes;
}

const NOTED = new RegExp(`^(?:(${WAITS})|requires|needs|after):? +(.{1,1000})$`, "i");

export function dependenciesOf(
  field: Field | undefined,
  body: { readonly dependencyTexts: readonly DependencyText[] },
  notes: readonly string[],
): readonly DependencyText[] {
  const stated: DependencyText[] =
    field === undefined || field.value === "" ? [] : [{ text: field.value, kind: "field" }];
  const noted = notes.flatMap((note): DependencyText[] => {
    const match = NOTED.exec(note);
    if (match?.[2] === undefined) return [];
    return [{ text: match[2], kind: match[1] === undefined ? "remark" : "field" }];
  });
  return [...stated, ...body.dependencyTexts, ...noted];
}

/** What is said of an item, by name; of two with one name the first. */
export function fieldsOf(
  { fields, description }: ItemWords,
  nested: readonly Field[],
  notes: readonly string[],
): Readonly<Record<string, string>> {
  const entries: [string, string][] = nested.map(({ name, value }) => [name, value]);
  entries.push(...fields);
  if (description !== "") entries.push(["Description", description.slice(0, 2000)]);
  if (notes.length > 0) entries.push(["Notes", notes.join("; ").slice(0, 4000)]);
  return Object.fromEntries(entries.reverse());
}
