import type { Dialect } from "../types.ts";
import { readHeading } from "./headings.ts";
import type { Lines } from "./lines.ts";
import type { HeadingLine } from "./outline.ts";

const FAMILIES: ReadonlyMap<string, Dialect> = new Map<string, Dialect>([
  ["PHASE", "phase"],
  ["WORK STREAM", "work-stream"],
  ["WORKSTREAM", "work-stream"],
  ["STREAM", "work-stream"],
  ["REQ", "requirement"],
  ["WP", "work-package"],
  ["BUG", "work-package"],
  ["PRIORITY", "priority"],
  ["US", "priority"],
]);

/** All headings in their order, with what names work in them, and the dialect they were read in. */
export function readHeadings(
  text: string,
  lines: Lines,
  wanted: Dialect | undefined,
): { readonly dialect: Dialect; readonly headings: readonly HeadingLine[] } {
  const found: number[] = [];
  for (let index = 0; index < lines.length; index++) if (lines.isHeading(index)) found.push(index);
  const read = (dialect: Dialect): readonly HeadingLine[] =>
    found.map((index) => ({
      index,
      heading: readHeading(text, lines.bodyAt(index), lines.endAt(index), dialect),
    }));
  if (wanted !== undefined) return { dialect: wanted, headings: read(wanted) };
  const headings = read("generic");
  const dialect = detectDialect(text, lines, headings);
  // Only these two read signs and words in headings differently.
  const differs = dialect === "priority" || dialect === "requirement";
  return { dialect, headings: differs ? read(dialect) : headings };
}

/** The family most headings belong to; the first of equals. */
function detectDialect(text: string, lines: Lines, headings: readonly HeadingLine[]): Dialect {
  const votes = new Map<Dialect, number>();
  for (const { heading } of headings) {
    const family = heading === null ? undefined : FAMILIES.get(heading.namespace);
    if (family !== undefined && heading?.strong) votes.set(family, (votes.get(family) ?? 0) + 1);
  }
  let best: Dialect = "generic";
  for (const [dialect, count] of votes) if (count > (votes.get(best) ?? 0)) best = dialect;
  return best === "generic" && oneLinersOf(text, lines) ? "requirement" : best;
}

function oneLinersOf(text: string, lines: Lines): boolean {
  for (let index = 0; index < lines.length; index++) {
    const body = lines.bodyAt(index);
    const signed = text.charCodeAt(body) >= 0x80 && !lines.isHeading(index);
    if (signed && /REQ-\d/.test(text.slice(body, body + 16))) return true;
  }
  return false;
}
