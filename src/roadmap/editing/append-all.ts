import { ok, type Result, type StreamId, pushTo } from "../../model/index.ts";
import { plainText } from "../prose.ts";
import { type ParseOptions, parseRoadmap } from "../parse.ts";
import {
  type Appended,
  appendWorkStream,
  cleaned,
  insertBlocks,
  type NewWorkStream,
} from "./append.ts";
import { applyEdits } from "./edits.ts";
import type { EditRefusal } from "./refusal.ts";

type NamedWork = NewWorkStream & { readonly id: StreamId };

export interface AppendedAll {
  readonly ids: readonly StreamId[];
  readonly text: string;
}

/**
 * Adds work streams with ids of their own behind the last one, one behind the other in the manner
 * of the first; what cannot be written refuses all of them.
 */
export function appendWorkStreams(
  text: string,
  works: readonly NamedWork[],
  options: ParseOptions = {},
): Result<AppendedAll, EditRefusal> {
  const [first, ...rest] = works;
  if (first === undefined) return ok({ ids: [], text });
  const begun = appendWorkStream(text, first, options);
  if (!begun.ok) return begun;
  const ids = [begun.value.id];
  const together = appendTogether(begun.value, rest, options);
  if (together !== null) return ok({ ids: [...ids, ...together.ids], text: together.text });
  let edited = begun.value.text;
  for (const work of rest) {
    const appended = appendWorkStream(edited, work, options);
    if (!appended.ok) return appended;
    edited = appended.value.text;
    ids.push(appended.value.id);
  }
  return ok({ ids, text: edited });
}

/**
 * Behind the one just added, in its manner and with one edit: to read the roadmap again for each
 * would take the square of their number. Null where that does not read back as meant.
 */
function appendTogether(
  { text, id: after }: Appended,
  works: readonly NamedWork[],
  options: ParseOptions,
): AppendedAll | null {
  const roadmap = parseRoadmap(text, options);
  const model = roadmap.workStreams.find(({ id }) => id === after);
  const isWritten = roadmap.dialect === "json" || roadmap.dialect === "list";
  if (isWritten || model === undefined || model.spans.insertion === -1) return null;
  const clean = works.map((work) => ({ id: work.id, ...cleaned(work) }));
  const changed = applyEdits(text, [insertBlocks(text, roadmap, model, clean)]);
  const again = parseRoadmap(changed, options).workStreams;
  const titles = new Map<StreamId, string[]>();
  for (const { id, title } of again) pushTo(titles, id, title);
  const isRead = clean.every(({ id, title }) => {
    const read = titles.get(id) ?? [];
    return title !== "" && read.length === 1 && read[0] === plainText(title);
  });
  const isWhole = again.length === roadmap.workStreams.length + works.length;
  return isRead && isWhole ? { ids: clean.map(({ id }) => id), text: changed } : null;
}
