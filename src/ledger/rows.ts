import type { Amount, Spending } from "../model/index.ts";
import type { Database, SqlRow } from "../platform/index.ts";
import { placeInCalendar } from "./calendar.ts";
import type { Entry, LedgerAttempt } from "./types.ts";

export function rowOf(database: Database, id: string): SqlRow | null {
  return database.prepare("SELECT * FROM attempts WHERE id = ?").get(id);
}

/** A row for an attempt that has none, or whose earlier one was given back unused. */
export function insertAttempt(database: Database, attempt: LedgerAttempt, amount: Amount): void {
  const { day, month } = placeInCalendar(attempt.atMs);
  const { microUsd, tokens } = amount;
  database
    .prepare(
      `INSERT OR REPLACE INTO attempts (id, repo, attempt, run, target, stream, role, agent,
       account, model, day, month, at_ms, state, basis, reserved_micro, reserved_tokens,
       held_micro, held_tokens, spent_micro, spent_tokens, input, cache_read, cache_write, output)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', 'free', ?, ?, ?, ?,
       0, 0, 0, 0, 0, 0)`,
    )
    .run(
      attempt.id,
      attempt.repo,
      attempt.attempt,
      attempt.run,
      attempt.target,
      attempt.stream,
      attempt.role,
      attempt.agent,
      attempt.account,
      attempt.model,
      day,
      month,
      attempt.atMs,
      microUsd,
      tokens,
      microUsd,
      tokens,
    );
}

export function entryOf(row: SqlRow): Entry {
  const text = (name: string): string => String(row[name] ?? "");
  const count = (name: string): number => Number(row[name] ?? 0);
  const model = row["model"] === null ? null : text("model");
  return {
    attempt: {
      id: text("id"),
      repo: text("repo"),
      attempt: text("attempt"),
      run: text("run"),
      target: text("target"),
      stream: text("stream"),
      role: text("role"),
      agent: text("agent"),
      account: text("account"),
      model,
      atMs: count("at_ms"),
    },
    state: text("state") as Entry["state"],
    reserved: { microUsd: count("reserved_micro"), tokens: count("reserved_tokens") },
    spent: {
      microUsd: count("spent_micro"),
      tokens: {
        input: count("input"),
        cacheRead: count("cache_read"),
        cacheWrite: count("cache_write"),
        output: count("output"),
      },
      model,
      basis: text("basis") as Spending["basis"],
    },
    spentTokens: count("spent_tokens"),
  };
}
