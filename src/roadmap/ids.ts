import { compareText } from "../model/index.ts";
import type { StreamId } from "../model/index.ts";

/**
 * The form ids are compared in: upper case, NFC, spaces and underscores as hyphens. Two ids with
 * the same form are twins: a reference cannot tell them apart.
 */
export function canonicalId(id: string): string {
  if (/^[A-Z0-9.-]*$/.test(id)) return id;
  return id
    .normalize("NFC")
    .toUpperCase()
    .trim()
    .replace(/[\s_\u00a0]+/g, "-");
}

/** Words before a number that are decoration: `Phase 1.2` is `1.2`, `Work Stream C1` is `C1`. */
const DECORATION = /^(?:PHASES?|WORK-?STREAMS?|STREAMS?|WS)-+(?=.)/;

export function bareId(canonical: string): string {
  return canonical.replace(DECORATION, "");
}

/** What is an id wherever it stands, with a number behind it: `REQ-042`. */
export const ID_PREFIXES: readonly string[] =
  "REQ US WP BUG FEAT TASK STORY EPIC ISSUE TICKET WS SEC OPS QA DOC PERF".split(" ");

/** Runs of digits by value, everything else by code unit: 2.2 < 2.10, REQ-9 < REQ-10. */
export function compareIds(a: StreamId, b: StreamId): number {
  const left = a.match(/\d+|\D+/g) ?? [];
  const right = b.match(/\d+|\D+/g) ?? [];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const order = compareParts(left[i] ?? "", right[i] ?? "");
    if (order !== 0) return order;
  }
  return left.length - right.length || compareText(a, b);
}

function compareParts(a: string, b: string): number {
  if (!/^\d/.test(a) || !/^\d/.test(b)) return compareText(a, b);
  const left = a.replace(/^0+/, "");
  const right = b.replace(/^0+/, "");
  return left.length - right.length || compareText(left, right);
}

/** How many members a range may have; a longer one is no range anybody wrote on purpose. */
const RANGE_MAX = 500;

/**
 * The members of `from`–`to` when both count in their last number: `1.1`–`1.4`, `REQ-297`–`306`.
 * Null when it is no ascending range.
 */
export function expandRange(from: string, to: string): readonly string[] | null {
  const first = /^(.*?)(\d+)$/.exec(from);
  const last = /^(.*?)(\d+)$/.exec(to);
  if (first === null || last === null) return null;
  const [, prefix = "", low = ""] = first;
  const [, otherPrefix = "", high = ""] = last;
  if (!repeats(canonicalId(prefix), canonicalId(otherPrefix))) return null;
  if (low.length > 15 || high.length > 15) return null;
  const count = Number(high) - Number(low) + 1;
  if (count < 2 || count > RANGE_MAX) return null;
  return Array.from({ length: count }, (_, i) => {
    return prefix + String(Number(low) + i).padStart(low.length, "0");
  });
}

/** `REQ-1`–`REQ-4`, `REQ-1`–`4`, `WP-3.1`–`3.4`: the second says as much of the first as it likes. */
function repeats(prefix: string, other: string): boolean {
  if (other === "" || other === prefix) return true;
  return prefix.endsWith(other) && prefix.charAt(prefix.length - other.length - 1) === "-";
}

/**
 * The id after the largest one of the series the last numbered id belongs to: `1.4` → `1.5`,
 * `REQ-041` → `REQ-042`, of single letters the next letter. With neither, `fallback`.
 */
export function nextId(ids: readonly StreamId[], fallback: StreamId = "REQ-001"): StreamId {
  const numbered = ids.filter((id) => /\d$/.test(id));
  const last = numbered.at(-1);
  const letter = ids.at(-1) ?? "";
  if (last === undefined && /^[A-Y]$/.test(letter)) {
    return String.fromCharCode(letter.charCodeAt(0) + 1);
  }
  if (last === undefined) return ids.includes(fallback) ? `${fallback}-2` : fallback;
  const prefix = last.replace(/\d+$/, "");
  const series = numbered.filter((id) => id.replace(/\d+$/, "") === prefix).sort(compareIds);
  const digits = (series.at(-1) ?? last).slice(prefix.length);
  return prefix + String(BigInt(digits) + 1n).padStart(digits.length, "0");
}
