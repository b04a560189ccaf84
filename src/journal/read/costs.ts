import type { AttemptRecord, State, StreamState } from "../../model/index.ts";
import { displayKey, compareText } from "../../model/index.ts";

export const COST_GROUPS = ["agent", "stream", "model", "day", "role", "target"] as const;
export type CostGroup = (typeof COST_GROUPS)[number];

/** What attempts cost, in whole millionths of a US dollar, tokens apart by kind. */
export interface CostRow {
  readonly name: string;
  readonly attempts: number;
  readonly landed: number;
  readonly microUsd: number;
  /** Of it what attempts cost that are over and landed nothing. */
  readonly withoutLandingMicroUsd: number;
  readonly tokens: {
    readonly input: number;
    readonly cacheRead: number;
    readonly cacheWrite: number;
    readonly output: number;
  };
  /** Attempts that nobody knows the cost of. */
  readonly unknown: number;
  /** Some of it is not by the price table: as the dearest of a family, or as a whole reservation. */
  readonly isEstimate: boolean;
}

export interface CostsView {
  readonly by: CostGroup;
  readonly rows: readonly CostRow[];
  readonly total: CostRow;
}

/** What was spent here: a fold of the journal, dearest first (days in their order). */
export function costsView(state: State, by: CostGroup, sinceMs: number): CostsView {
  const rows = new Map<string, CostRow>();
  let total = nothing("total");
  for (const stream of state.streams.values()) {
    for (const record of stream.attempts) {
      if (record.claimedAtMs < sinceMs || (record.cost === undefined && !hasRun(record))) continue;
      const name = nameOf(by, stream, record);
      rows.set(name, withAttempt(rows.get(name) ?? nothing(name), record));
      total = withAttempt(total, record);
    }
  }
  const sorted = [...rows.values()].sort((a, b) =>
    by === "day"
      ? compareText(a.name, b.name)
      : b.microUsd - a.microUsd || b.tokens.output - a.tokens.output || compareText(a.name, b.name),
  );
  return { by, rows: sorted, total };
}

function hasRun({ startedAtMs, outcome }: AttemptRecord): boolean {
  return startedAtMs !== null && outcome !== "active";
}

function nameOf(by: CostGroup, { facts }: StreamState, record: AttemptRecord): string {
  switch (by) {
    case "agent":
      return record.agent.name;
    case "role":
      return record.agent.role;
    case "stream":
      return displayKey(facts.key);
    case "target":
      return facts.target;
    case "model":
      return record.cost?.model ?? "unknown model";
    case "day":
      return localDay(record.claimedAtMs);
  }
}

function localDay(atMs: number): string {
  const at = new Date(atMs);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

function nothing(name: string): CostRow {
  const tokens = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0 };
  const counts = { attempts: 0, landed: 0, microUsd: 0, withoutLandingMicroUsd: 0, unknown: 0 };
  return { name, ...counts, tokens, isEstimate: false };
}

function withAttempt(row: CostRow, { cost, outcome }: AttemptRecord): CostRow {
  const microUsd = cost?.microUsd ?? 0;
  const isLost = outcome !== "landed" && outcome !== "active";
  const { basis } = cost ?? { basis: "table" };
  const sum = (kind: keyof CostRow["tokens"]) => row.tokens[kind] + (cost?.tokens[kind] ?? 0);
  return {
    ...row,
    attempts: row.attempts + 1,
    landed: row.landed + (outcome === "landed" ? 1 : 0),
    microUsd: row.microUsd + microUsd,
    withoutLandingMicroUsd: row.withoutLandingMicroUsd + (isLost ? microUsd : 0),
    tokens: {
      input: sum("input"),
      cacheRead: sum("cacheRead"),
      cacheWrite: sum("cacheWrite"),
      output: sum("output"),
    },
    unknown: row.unknown + (cost === undefined ? 1 : 0),
    isEstimate: row.isEstimate || basis === "dearest" || basis === "reservation",
  };
}
