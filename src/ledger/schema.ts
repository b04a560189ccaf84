import type { TableFile } from "../platform/index.ts";

/**
 * One row an attempt, and what it spent as its sources told it: `spent` and `held` follow from the
 * charges and the reservation, and are kept beside them so that a sum is one look at an index.
 */
export const LEDGER_FILE: TableFile = {
  name: "the ledger",
  version: 1,
  lost: "What was spent until then counts against no limit any more.",
  tables: `
CREATE TABLE attempts (
  id TEXT PRIMARY KEY, repo TEXT NOT NULL, attempt TEXT NOT NULL, run TEXT NOT NULL,
  target TEXT NOT NULL, stream TEXT NOT NULL, role TEXT NOT NULL, agent TEXT NOT NULL,
  account TEXT NOT NULL, model TEXT, day TEXT NOT NULL, month TEXT NOT NULL,
  at_ms INTEGER NOT NULL, state TEXT NOT NULL, basis TEXT NOT NULL,
  reserved_micro INTEGER NOT NULL, reserved_tokens INTEGER NOT NULL,
  held_micro INTEGER NOT NULL, held_tokens INTEGER NOT NULL,
  spent_micro INTEGER NOT NULL, spent_tokens INTEGER NOT NULL,
  input INTEGER NOT NULL, cache_read INTEGER NOT NULL, cache_write INTEGER NOT NULL,
  output INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX attempts_by_day ON attempts (day);
CREATE INDEX attempts_by_month ON attempts (month);
CREATE INDEX attempts_by_stream ON attempts (repo, stream);
CREATE INDEX attempts_by_run ON attempts (repo, run);
CREATE INDEX attempts_by_state ON attempts (repo, state);
CREATE TABLE charges (
  id TEXT NOT NULL, source TEXT NOT NULL, sequence TEXT NOT NULL,
  micro INTEGER NOT NULL, input INTEGER NOT NULL, cache_read INTEGER NOT NULL,
  cache_write INTEGER NOT NULL, output INTEGER NOT NULL, model TEXT, basis TEXT NOT NULL,
  PRIMARY KEY (id, source, sequence)
) WITHOUT ROWID;
CREATE TABLE pace (bucket INTEGER PRIMARY KEY, micro INTEGER NOT NULL, tokens INTEGER NOT NULL);
CREATE TABLE acts (name TEXT PRIMARY KEY, at_ms INTEGER NOT NULL) WITHOUT ROWID;
`,
};
