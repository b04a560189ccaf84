import type { Amount, BudgetScope } from "../model/index.ts";
import { displayKey, unreachable } from "../model/index.ts";
import type { Database, SqlValue } from "../platform/index.ts";
import type { CalendarPlace } from "./calendar.ts";
import type { Place, Use } from "./types.ts";

/** Which rows a scope is about, as SQL of ours and values of theirs. */
function rowsOf(scope: BudgetScope, place: Place): [string, readonly SqlValue[]] {
  switch (scope) {
    case "attempt":
      return ["id = ?", [place.id ?? ""]];
    case "stream":
      return ["repo = ? AND stream = ?", [place.repo, place.stream ?? ""]];
    case "run":
      return ["repo = ? AND run = ?", [place.repo, place.run]];
    case "role":
      return ["day = ? AND role = ?", [place.day, place.role ?? ""]];
    case "target":
      return ["day = ? AND repo = ? AND target = ?", [place.day, place.repo, place.target ?? ""]];
    case "repository":
      return ["day = ? AND repo = ?", [place.day, place.repo]];
    case "account":
      return ["day = ? AND account = ?", [place.day, place.account ?? ""]];
    case "day":
      return ["day = ?", [place.day]];
    case "month":
      return ["month = ?", [place.month]];
    default:
      return unreachable(scope);
  }
}

const SUMS = `SELECT COUNT(*) AS attempts,
  COALESCE(SUM(spent_micro), 0) AS spent_micro, COALESCE(SUM(spent_tokens), 0) AS spent_tokens,
  COALESCE(SUM(held_micro), 0) AS held_micro, COALESCE(SUM(held_tokens), 0) AS held_tokens
  FROM attempts WHERE state <> 'released' AND `;

export function useOf(database: Database, scope: BudgetScope, place: Place): Use {
  const [rows, values] = rowsOf(scope, place);
  const row = database.prepare(SUMS + rows).get(...values) ?? {};
  const sum = (name: string): number => Number(row[name] ?? 0);
  const used: Amount = { microUsd: sum("spent_micro"), tokens: sum("spent_tokens") };
  const reserved: Amount = { microUsd: sum("held_micro"), tokens: sum("held_tokens") };
  return { used, reserved, attempts: sum("attempts") };
}

/** As people read it after "for". */
export function nameOf(scope: BudgetScope, place: Place): string {
  switch (scope) {
    case "attempt":
      return "one attempt";
    case "stream":
      return `the work stream ${displayKey(place.stream ?? "")}`;
    case "run":
      return "this run";
    case "role":
      return `the role ${place.role ?? ""} on ${place.day}`;
    case "target":
      return `the target ${place.target ?? ""} on ${place.day}`;
    case "repository":
      return `this repository on ${place.day}`;
    case "account":
      return `the account ${place.account ?? ""} on ${place.day}`;
    case "day":
      return `the day ${place.day}`;
    case "month":
      return `the month ${place.month}`;
    default:
      return unreachable(scope);
  }
}

/** When its counters begin anew; null: never by themselves. */
export function renewalOf(scope: BudgetScope, calendar: CalendarPlace): number | null {
  switch (scope) {
    case "attempt":
    case "stream":
    case "run":
      return null;
    case "role":
    case "target":
    case "repository":
    case "account":
    case "day":
      return calendar.dayEndsMs;
    case "month":
      return calendar.monthEndsMs;
    default:
      return unreachable(scope);
  }
}
