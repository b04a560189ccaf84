import { dirname } from "node:path";
import { OrchestratorError } from "../../model/index.ts";
import { pathExists, statOrNull } from "../files/look.ts";
import { createExclusive, ensurePrivateDir } from "../files/write.ts";
import { type Database, type DatabaseOptions, openDatabase } from "./sqlite.ts";

/** Somebody else's transaction is a few milliseconds; a slow disk makes it a second. */
const BUSY_MS = 15_000;

/** What a file of tables holds. `name` is what a person calls it: "the ledger". */
export interface TableFile {
  readonly name: string;
  /** Of the tables, from 1; a file of another one is not touched. */
  readonly version: number;
  /** Statements that make them all. */
  readonly tables: string;
  /** What becomes of what was in it when it has to be begun anew: a sentence. */
  readonly lost: string;
}

/**
 * Opens a file that several processes keep tables in, and makes it where there is none. Every write
 * is one transaction that is on the disk when it returns; whoever is killed in the middle leaves
 * what was before it. Errors: `io-failed` for no file or an unknown version, and those of
 * {@link openDatabase}.
 *
 * There is no write-ahead log: somebody has to bring it in, and the driver does not hear it when
 * that cannot be read (`empty-log.ts`). What is compared with would move under several writers,
 * and whoever closes last brings it in unasked. A rollback file costs a commit twice the time.
 */
export function openTableFile(path: string, file: TableFile): Database {
  refuseOddFiles(path);
  ensurePrivateDir(dirname(path));
  if (!pathExists(path)) createExclusive(path, "", { mode: 0o600 });
  const database = openDatabase(path, optionsOf(file));
  try {
    keepNoLog(database);
    database.exec("PRAGMA synchronous = FULL");
    if (versionOf(database) === 0) create(database, file);
    requireKnown(database, path, file);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** To look at one that is there, without changing anything; null where nothing was ever kept. */
export function openTableReader(path: string, file: TableFile): Database | null {
  refuseOddFiles(path);
  if ((statOrNull(path)?.size ?? 0) === 0) return null;
  const database = openAsItIs(path, optionsOf(file));
  try {
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

/** SQLite would follow what lies beside a file as well. */
function refuseOddFiles(path: string): void {
  for (const name of [path, `${path}-journal`, `${path}-wal`]) refuseOddFile(name);
}

function optionsOf({ lost }: TableFile): DatabaseOptions {
  const hint = `Move it away, and it is begun anew. ${lost}`;
  return { busyTimeoutMs: BUSY_MS, damaged: { code: "io-failed", hint } };
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
function openAsItIs(path: string, options: DatabaseOptions): Database {
  const database = openDatabase(path, { ...options, readonly: true });
  try {
    versionOf(database);
    return database;
  } catch (error) {
    database.close();
    if (!isUnopenable(error)) throw error;
    if (!isCutShort(error)) return openDatabase(path, { ...options, immutable: true });
    takeBack(path, options);
    return openDatabase(path, { ...options, readonly: true });
  }
}

function isCutShort(error: unknown): boolean {
  return (
    error instanceof OrchestratorError && error.details["sqlite"] === "SQLITE_READONLY_ROLLBACK"
  );
}

/** Whoever was killed while writing left half of it in the file, and beside it what was before. */
function takeBack(path: string, options: DatabaseOptions): void {
  const database = openDatabase(path, options);
  try {
    versionOf(database);
  } finally {
    database.close();
  }
}

function create(database: Database, file: TableFile): void {
  database.transaction(() => {
    if (versionOf(database) !== 0) return;
    database.exec(file.tables);
    database.exec(`PRAGMA user_version = ${file.version}`);
  });
}

/**
 * The rollback file is emptied and synced at a commit: one that is only deleted may be there again
 * when the power has failed, and take the commit back.
 */
function keepNoLog(database: Database): void {
  try {
    database.exec("PRAGMA journal_mode = TRUNCATE");
  } catch (error) {
    // An earlier version kept a log, which stays for as long as somebody else has it open.
    if (!(error instanceof OrchestratorError) || error.code !== "journal-locked") throw error;
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
