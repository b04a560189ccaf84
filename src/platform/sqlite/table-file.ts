import { dirname } from "node:path";
import { OrchestratorError } from "../../model/index.ts";
import { pathExists, statOrNull } from "../files/look.ts";
import { createExclusive, ensurePrivateDir } from "../files/write.ts";
import { acquireLock } from "./lock.ts";
import { type Database, openDatabase } from "./sqlite.ts";

/** Somebody else's transaction is a few milliseconds; a slow disk makes it a second. */
const BUSY_MS = 15_000;

/** What a file of tables holds. `name` is what a person calls it: "the ledger". */
export interface TableFile {
  readonly name: string;
  /** Of the tables, from 1; a file of another one is not touched. */
  readonly version: number;
  /** Statements that make them all. */
  readonly tables: string;
}

/**
 * Opens a file that several processes keep tables in, and makes it where there is none. Every write
 * is one transaction that is on the disk when it returns; whoever is killed in the middle leaves
 * what was before it. Errors: `io-failed` for no file or an unknown version, and those of
 * {@link openDatabase}.
 */
export function openTableFile(path: string, file: TableFile): Database {
  refuseOddFile(path);
  ensurePrivateDir(dirname(path));
  if (!pathExists(path)) createExclusive(path, "", { mode: 0o600 });
  const database = openDatabase(path, { busyTimeoutMs: BUSY_MS });
  try {
    if (versionOf(database) === 0) create(database, path, file);
    requireKnown(database, path, file);
    database.exec("PRAGMA synchronous = FULL");
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** To look at one that is there, without changing anything; null where nothing was ever kept. */
export function openTableReader(path: string, file: TableFile): Database | null {
  refuseOddFile(path);
  if ((statOrNull(path)?.size ?? 0) === 0) return null;
  let database = openDatabase(path, { readonly: true, busyTimeoutMs: BUSY_MS });
  try {
    if (isReadOnlyPlace(database)) {
      database.close();
      database = openDatabase(path, { immutable: true });
    }
    if (versionOf(database) === 0) {
      database.close();
      return null;
    }
    requireKnown(database, path, file);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** A link could lead anywhere, and a repository may contain one (law I14). */
export function refuseOddFile(path: string): void {
  const found = statOrNull(path);
  if (found === null || found.kind === "file") return;
  throw new OrchestratorError("io-failed", `${path} is a ${found.kind}, not a file.`, {
    hint: "Look at it and move it away.",
  });
}

/** A write-ahead log needs a writable directory even to be read; on a still disk there is none. */
export function isUnopenable(error: unknown): boolean {
  const code = error instanceof OrchestratorError ? error.details["sqlite"] : null;
  return typeof code === "string" && /^SQLITE_(CANTOPEN|READONLY)/.test(code);
}

/** SQLite opens a file when it is first asked for something. */
function isReadOnlyPlace(database: Database): boolean {
  try {
    versionOf(database);
    return false;
  } catch (error) {
    if (isUnopenable(error)) return true;
    throw error;
  }
}

/** Changing to a write-ahead log waits for nobody, so one process at a time does it. */
function create(database: Database, path: string, file: TableFile): void {
  const lock = acquireLock(`${path}.lock`, { waitMs: BUSY_MS, note: `makes ${file.name}` });
  if ("heldBy" in lock) {
    throw new OrchestratorError("io-failed", `${path} is being made by another process.`, {
      hint: "Try again when it is done.",
      details: { holder: lock.heldBy },
    });
  }
  try {
    if (versionOf(database) !== 0) return;
    database.exec("PRAGMA journal_mode = WAL");
    database.transaction(() => {
      database.exec(file.tables);
      database.exec(`PRAGMA user_version = ${file.version}`);
    });
  } finally {
    lock.release();
  }
}

function requireKnown(database: Database, path: string, file: TableFile): void {
  const version = versionOf(database);
  if (version === file.version) return;
  throw new OrchestratorError("io-failed", `${path} is of a newer version (${version}).`, {
    hint: "Use the newest orchestrator that is installed here.",
  });
}

function versionOf(database: Database): number {
  return Number(database.prepare("PRAGMA user_version").get()?.["user_version"] ?? 0);
}
