import type { Workshop } from "./workshop.ts";

/** One line of the table: a thing measured, what it is held against, and the goal. */
export interface Row {
  readonly what: string;
  /** Median with its unit, e.g. `52.1 ms`. */
  readonly measured: string;
  /** The floor or the peer of the same run, e.g. `node -e 0: 44.0 ms`; empty for absolute goals. */
  readonly against: string;
  /** What the goal speaks of: a ratio (`1.21×`) or the figure itself. */
  readonly result: string;
  readonly goal: string;
  readonly verdict: Verdict;
  readonly note?: string;
}

/** `skipped`: the peer could not be had, or there is no goal and the line is for comparison. */
export type Verdict = "ok" | "missed" | "skipped" | "shown";

/** A figure of the table: measures subject and floor side by side, in one run. */
export interface Figure {
  readonly name: string;
  readonly title: string;
  readonly measure: (workshop: Workshop) => Promise<readonly Row[]>;
}

/** `value` may be at most `max`. */
export function atMost(value: number, max: number): Verdict {
  return value <= max ? "ok" : "missed";
}

export function atLeast(value: number, min: number): Verdict {
  return value >= min ? "ok" : "missed";
}

/** A row that compares two medians of the same unit and run. */
export function ratioRow(row: {
  readonly what: string;
  readonly subject: number;
  readonly floor: number;
  readonly floorName: string;
  readonly unit: string;
  readonly max: number;
  readonly note?: string;
}): Row {
  const ratio = row.subject / row.floor;
  return {
    what: row.what,
    measured: amount(row.subject, row.unit),
    against: `${row.floorName}: ${amount(row.floor, row.unit)}`,
    result: `${ratio.toFixed(2)}×`,
    goal: `≤ ${row.max}×`,
    verdict: atMost(ratio, row.max),
    ...(row.note === undefined ? {} : { note: row.note }),
  };
}

/** A row of a figure that is held to a goal itself, in its own unit. */
export function goalRow(
  row: {
    readonly what: string;
    readonly value: number;
    readonly unit: string;
    readonly against?: string;
    readonly note?: string;
  } & ({ readonly max: number } | { readonly min: number }),
): Row {
  const said = amount(row.value, row.unit);
  const isMost = "max" in row;
  return {
    what: row.what,
    measured: said,
    against: row.against ?? "",
    result: said,
    goal: `${isMost ? `≤ ${row.max}` : `≥ ${row.min}`} ${row.unit}`,
    verdict: isMost ? atMost(row.value, row.max) : atLeast(row.value, row.min),
    ...(row.note === undefined ? {} : { note: row.note }),
  };
}

export function skippedRow(what: string, goal: string, why: string): Row {
  return { what, measured: "–", against: "", result: "–", goal, verdict: "skipped", note: why };
}

export function amount(value: number, unit: string): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toFixed(digits)} ${unit}`;
}
