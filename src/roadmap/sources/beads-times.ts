import type { Effort } from "../../model/index.ts";
import type { JsonNode } from "../reading/json-text.ts";
import { idTextOf, textOf } from "./json-parts.ts";

/** Minutes up to which an effort goes: a medium is two hours. */
const MINUTES: readonly (readonly [Effort, number])[] = [
  ["XS", 30],
  ["S", 60],
  ["M", 120],
  ["L", 240],
];

export function effortOf(node: JsonNode): Effort | null {
  const minutes = Number(idTextOf(node, "estimated_minutes") ?? "");
  if (!(minutes > 0)) return null;
  return MINUTES.find(([, most]) => minutes <= most)?.[0] ?? "XL";
}

/**
 * Is an issue put off to a time after `at`, an ISO date-time? Without a clock it is as its status
 * says; a time that nobody can read has not come.
 */
export function isPutOff(node: JsonNode | undefined, at: string | undefined): boolean {
  const until = node === undefined ? null : textOf(node, "defer_until");
  if (until === null || at === undefined) return false;
  return !(Date.parse(until) <= Date.parse(at));
}

const BEGINNING = "1970-01-01T00:00:00.000Z";

/**
 * The last time up to now at which something that was put off came due, as an ISO date-time: the
 * list reads the same from one such time to the next. Undefined where nothing is put off.
 */
export function lastDueAt(kind: string, text: string, nowMs: number): string | undefined {
  if (kind !== "beads") return undefined;
  let last: number | null = null;
  for (const [, until = ""] of text.matchAll(/"defer_until"\s*:\s*"([^"\\]*)"/g)) {
    const dueMs = Date.parse(until);
    last = Math.max(last ?? 0, dueMs <= nowMs ? dueMs : 0);
  }
  if (last === null) return undefined;
  return last > 0 ? new Date(last).toISOString() : BEGINNING;
}
