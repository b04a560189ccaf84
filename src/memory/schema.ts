import { dirname } from "node:path";
import { OrchestratorError } from "../model/index.ts";
import type { Database } from "../platform/index.ts";
import {
  acquireLock,
  createExclusive,
  ensurePrivateDir,
  openDatabase,
  pathExists,
  statOrNull,
} from "../platform/index.ts";

/** The tables' version; a memory of a newer one is not touched. */
const VERSION = 1;

/** Somebody else's transaction is a few milliseconds; a slow disk makes it a second. */
const BUSY_MS = 15_000;

/** Records are only ever added; `key` makes one that is told again the one that is there. */
const TABLES = `
CREATE TABLE records (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, body TEXT NOT NULL
);
CREATE TABLE places (
  name TEXT PRIMARY KEY, seq INTEGER NOT NULL, mark TEXT NOT NULL
) WITHOUT ROWID;
`;

/**
 * Opens a memory and makes it where there is none. Every write is one transaction that is on the
 * disk when it returns; whoever is killed in the middle leaves what was before it.
 */
export function openMemoryFile(path: string): Database {
  refuseOddFile(path);
  ensurePrivateDir(dirname(path));
  if (!pathExists(path)) createExclusive(path, "", { mode: 0o600 });
  const database = openDatabase(path, { busyTimeoutMs: BUSY_MS });
  try {
    if (versionOf(database) === 0) create(database, path);
    requireKnown(database, path);
    database.exec("PRAGMA synchronous = FULL");
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** To look at one that is there, without changing anything; null where nothing was ever kept. */
export function openMemoryReader(path: string): Database | null {
  refuseOddFile(path);
  if ((statOrNull(path)?.size ?? 0) === 0) return null;
  let database = openDatabase(path, { readonly: true, busyTimeoutMs: BUSY_MS });
  try {
    if (isUnopenable(database)) {
      database.close();
      database = openDatabase(path, { immutable: true });
    }
    if (versionOf(database) === 0) {
      database.close();
      return null;
    }
    requireKnown(database, path);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** A write-ahead log needs a writable directory even to be read; on a still disk there is none. */
function isUnopenable(database: Database): boolean {
  try {
    versionOf(database);
    return false;
  } catch (error) {
    const code = error instanceof OrchestratorError ? error.details["sqlite"] : null;
    if (typeof code === "string" && /^SQLITE_(CANTOPEN|READONLY)/.test(code)) return true;
    throw error;
  }
}

/** A link could lead anywhere, and a repository may contain one (law I14). */
function refuseOddFile(path: string): void {
  const found = statOrNull(path);
  if (found === null || found.kind === "file") return;
  throw new OrchestratorError("io-failed", `${path} is a ${found.kind}, not a file`, {
    hint: "Look at it and move it away.",
  });
}

/** Changing to a write-ahead log waits for nobody, so one process at a time does it. */
function create(database: Database, path: string): void {
  const lock = acquireLock(`${path}.lock`, { waitMs: BUSY_MS, note: "makes the memory" });
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

function requireKnown(database: Database, path: string): void {
  const version = versionOf(database);
  if (version === VERSION) return;
  throw new OrchestratorError("io-failed", `${path} is of a newer version (${version})`, {
    hint: "Use the newest orchestrator that is installed here.",
  });
}

function versionOf(database: Database): number {
  return Number(database.prepare("PRAGMA user_version").get()?.["user_version"] ?? 0);
}
