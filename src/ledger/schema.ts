import { dirname } from "node:path";
import { OrchestratorError } from "../model/index.ts";
import type { Database } from "../platform/index.ts";
import {
  acquireLock,
  createExclusive,
  ensurePrivateDir,
  openDatabase,
  pathExists,
} from "../platform/index.ts";

/** The tables' version; a ledger of a newer one is not touched. */
const VERSION = 1;

/** Somebody else's transaction is a few milliseconds; a slow disk makes it a second. */
const BUSY_MS = 15_000;

/**
 * One row an attempt, and what it spent as its sources told it: `spent` and `held` follow from the
 * charges and the reservation, and are kept beside them so that a sum is one look at an index.
 */
const TABLES = `
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
`;

/**
 * Opens the user's ledger and makes it where there is none. Every write is one transaction that is
 * on the disk when it returns; whoever is killed in the middle leaves what was before it.
 */
export function openLedgerFile(path: string): Database {
  ensurePrivateDir(dirname(path));
  if (!pathExists(path)) createExclusive(path, "", { mode: 0o600 });
  const database = openDatabase(path, { busyTimeoutMs: BUSY_MS });
  try {
    if (versionOf(database) === 0) create(database, path);
    const version = versionOf(database);
    if (version !== VERSION) throw newer(path, version);
    database.exec("PRAGMA synchronous = FULL");
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Changing to a write-ahead log waits for nobody, so one process at a time does it. */
function create(database: Database, path: string): void {
  const lock = acquireLock(`${path}.lock`, { waitMs: BUSY_MS, note: "makes the ledger" });
  if ("heldBy" in lock) {
    throw new OrchestratorError("io-failed", `${path} is being made by another process`);
  }
  try {
    if (versionOf(database) !== 0) return;
    database.exec("PRAGMA journal_mode = WAL");
    database.transaction(() => {
      database.exec(TABLES);
      database.exec(`PRAGMA user_version = ${VERSION}`);
    });
  } finally {
    lock.release();
  }
}

function versionOf(database: Database): number {
  return Number(database.prepare("PRAGMA user_version").get()?.["user_version"] ?? 0);
}

function newer(path: string, version: number): OrchestratorError {
  return new OrchestratorError("io-failed", `${path} is of a newer version (${version})`, {
    hint: "Use the newest orchestrator that is installed here.",
  });
}
