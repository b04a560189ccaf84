import { type Diagnostic, LIMITS, type StreamId } from "../../model/index.ts";
import type { Registry } from "./registry.ts";
import type { RawStream } from "../types.ts";

/** Signs that cannot be seen or that turn the text around them: no id may hold one. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const INVISIBLE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

function describeUnusable(id: StreamId): string | null {
  if (id.length > LIMITS.streamIdCharsMax) {
    return `its id has ${id.length} characters, more than ${LIMITS.streamIdCharsMax}`;
  }
  return INVISIBLE.test(id) ? "its id holds invisible characters" : null;
}

/** Signs that are not seen are shown as their code points. */
function shortId(id: StreamId): string {
  const shown = id
    .slice(0, ID_SHOWN)
    .replace(new RegExp(INVISIBLE.source, "gu"), (sign) => `<U+${codeOf(sign)}>`);
  return `${shown}${id.length > ID_SHOWN ? "…" : ""}`;
}

function codeOf(sign: string): string {
  return (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
}

const ID_SHOWN = 40;

/** Ids nobody could type or tell apart. Law I14: any other id is shown as written, never a path. */
export function judgeIds(
  streams: readonly RawStream[],
  registry: Registry,
  defects: Map<number, string>,
  diagnostics: Diagnostic[],
): void {
  streams.forEach((stream, index) => {
    const defect = describeUnusable(stream.id);
    if (defect === null) return;
    defects.set(index, defect);
    diagnostics.push({
      severity: "error",
      code: "unusable-id",
      line: stream.line,
      message: `${shortId(stream.id)} cannot start: ${defect}`,
      ids: [stream.id],
    });
  });
  for (const places of registry.byId.values()) {
    if (places.length < 2) continue;
    const twins = places.flatMap((place) => streams[place] ?? []);
    const ids = [...new Set(twins.map(({ id }) => id))];
    const lines = listLines(twins.map(({ line }) => line));
    const same = ids.length < twins.length;
    diagnostics.push({
      severity: same ? "error" : "warning",
      code: "duplicate-id",
      line: twins[1]?.line ?? 0,
      message: same
        ? `${ids[0]} is the id of ${twins.length} work streams (lines ${lines})`
        : `${ids.join(" and ")} differ only in how they are written (lines ${lines})`,
      ids,
    });
    const counts = new Map<StreamId, number>();
    for (const { id } of twins) counts.set(id, (counts.get(id) ?? 0) + 1);
    for (const place of places) {
      if ((counts.get(streams[place]?.id ?? "") ?? 0) < 2) continue;
      if (!defects.has(place)) defects.set(place, `its id stands on lines ${lines}`);
    }
  }
}

/** Of very many only the first are named: the message goes into every journal record. */
function listLines(lines: readonly number[]): string {
  return lines.length > 12 ? `${lines.slice(0, 12).join(", ")}, …` : lines.join(", ");
}
