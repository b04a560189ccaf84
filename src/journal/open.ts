import { join } from "node:path";
import { LIMITS, OrchestratorError } from "../model/index.ts";
import type { Database, Lock } from "../platform/index.ts";
import {
  acquireLock,
  copyFileSyncTo,
  createExclusive,
  ensureDir,
  isUnopenable,
  openDatabase,
  pathExists,
  refuseOddFile,
  removeFile,
  removeTreeSync,
  statOrNull,
  temporaryDir,
} from "../platform/index.ts";
import { Anchor, type AnchorFound, type AnchorPoint, readAnchor } from "./anchor.ts";
import { GENESIS } from "./chain.ts";
import { corrupt, DAMAGED } from "./corrupt.ts";
import { anchorPathOf, BUSY_MS_MAX, Journal } from "./journal.ts";
import { decodeRecord, type JournalRecord, RecordTable } from "./record.ts";
import { migrate, refuseNewer, schemaVersion } from "./schema.ts";
import { type Snapshot, SnapshotTable } from "./snapshot.ts";

const READING = { readonly: true, busyTimeoutMs: BUSY_MS_MAX, damaged: DAMAGED } as const;
const EMPTY: AnchorPoint = { seq: 0, hash: GENESIS };

/**
 * Opens the journal in `dir` (`.orchestrator`). Everything after the newest snapshot and its link
 * to the anchor is checked first, through a connection that cannot write: a damaged journal is
 * refused and left as it is. `write` makes it when there is none and refuses a second writer.
 * `hearer` is told what is checked on the way, so that whoever folds the journal need not read it
 * again; what it has heard counts only once this returns.
 *
 * Errors: `journal-corrupt`, `journal-newer`, `journal-locked`, `read-only`, `disk-full`,
 * `not-found` (to read one that was never made), `io-failed`.
 */
export function openJournal(dir: string, options: OpenOptions): Journal {
  const path = join(dir, "journal.db");
  if (options.mode === "read") return openToRead(path);
  return openToWrite(dir, path, options.hearer ?? DEAF);
}

export type OpenOptions =
  | { readonly mode: "read" }
  | { readonly mode: "write"; readonly hearer?: JournalHearer };

/** Hears the newest sound snapshot (null: there is none), and then every record after it. */
export interface JournalHearer {
  begin(snapshot: Snapshot | null): void;
  add(record: JournalRecord): void;
}

const DEAF: JournalHearer = { begin: () => undefined, add: () => undefined };

/**
 * How far the journal in `dir` is acknowledged, without opening it: whether anything is new is
 * cheap to ask often. Null when it cannot be told: then it has to be read.
 */
export function acknowledgedSeq(dir: string): number | null {
  const anchor = readAnchor(anchorPathOf(join(dir, "journal.db")));
  return anchor.kind === "found" ? anchor.point.seq : null;
}

function openToWrite(dir: string, path: string, hearer: JournalHearer): Journal {
  ensureDir(dir);
  refuseOddFile(path);
  const lock = lockWriter(join(dir, "journal.lock"), path);
  let database: Database | null = null;
  let anchor: Anchor | null = null;
  try {
    const head = inspect(path, hearer);
    if (!pathExists(path)) createExclusive(path, "", { mode: 0o600 });
    database = openDatabase(path, { busyTimeoutMs: BUSY_MS_MAX, damaged: DAMAGED });
    database.exec("PRAGMA journal_mode = WAL");
    // The log is synced by the journal itself, after each append (law I2). FULL would sync it as
    // well, but in the middle of a commit and with the process standing still.
    database.exec("PRAGMA synchronous = NORMAL");
    // The driver would bring the log in without hearing that it cannot be read: the journal does.
    database.exec("PRAGMA wal_autocheckpoint = 0");
    migrate(database);
    anchor = Anchor.open(anchorPathOf(path));
    // Also for an empty journal: from now on a database without an anchor has lost it.
    anchor.move(head);
    return new Journal({ path, mode: "write", database, head, anchor, lock, onClose: () => {} });
  } catch (error) {
    anchor?.close();
    database?.close();
    lock.release();
    throw error;
  }
}

function lockWriter(lockPath: string, path: string): Lock {
  const lock = acquireLock(lockPath, { waitMs: LIMITS.leaderWaitMs, note: "journal" });
  if (!("heldBy" in lock)) return lock;
  const holder = lock.heldBy;
  const by = holder === null ? "another process" : `process ${holder.identity.pid}`;
  throw new OrchestratorError("journal-locked", `${path} is being written by ${by}.`, {
    hint: "See what runs here: orchestrator status",
    details: { holder },
  });
}

/** Looks at an existing journal without being able to change it; its head when it is sound. */
function inspect(path: string, hearer: JournalHearer): AnchorPoint {
  const anchor = readAnchor(anchorPathOf(path));
  if (anchor.kind === "absent") discardUnborn(path);
  const size = statOrNull(path)?.size ?? 0;
  if (size === 0) return emptyHead(path, anchor);
  const database = openDatabase(path, READING);
  try {
    return examine(database, path, anchor, hearer);
  } finally {
    database.close();
  }
}

/**
 * A kill while the journal was being made leaves SQLite's own rollback file beside it, which only a
 * connection that may write can play back. Until the anchor is there nothing was acknowledged, so
 * such a journal is made again; one without that file may have lost its anchor, and stays.
 */
function discardUnborn(path: string): void {
  const rollback = `${path}-journal`;
  if (!pathExists(rollback)) return;
  removeFile(path);
  removeFile(rollback);
}

function emptyHead(path: string, anchor: AnchorFound): AnchorPoint {
  if (anchor.kind === "found" && anchor.point.seq > 0) {
    throw corrupt(path, 0, `it is empty or gone, and ${anchor.point.seq} records were in it`);
  }
  return EMPTY;
}

function openToRead(path: string): Journal {
  refuseOddFile(path);
  if (!pathExists(path)) {
    emptyHead(path, readAnchor(anchorPathOf(path)));
    throw new OrchestratorError("not-found", `There is no journal at ${path}.`, {
      hint: "Nothing was ever run here: orchestrator run",
    });
  }
  try {
    return openReader(path, path, () => {});
  } catch (error) {
    if (!isUnopenable(error)) throw error;
    return openCopy(path);
  }
}

/** The anchor is read before the database: whatever it promises must be there. */
function openReader(path: string, shownPath: string, onClose: () => void): Journal {
  const anchor = readAnchor(anchorPathOf(path));
  if (statOrNull(path)?.size === 0) {
    // SQLite throws the log of an empty database away, even when it may only read.
    emptyHead(shownPath, anchor);
    return emptyReader(shownPath, onClose);
  }
  const readonly = path === shownPath;
  const database = openDatabase(path, { ...READING, readonly });
  try {
    const head = examine(database, shownPath, anchor, null);
    if (isBlank(database)) {
      database.close();
      return emptyReader(shownPath, onClose);
    }
    return new Journal({
      path: shownPath,
      mode: "read",
      database,
      head,
      anchor: null,
      lock: null,
      onClose,
    });
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Its writer was killed before it made the tables: there is nothing to read, and no fault. */
function emptyReader(path: string, onClose: () => void): Journal {
  const database = openDatabase(":memory:");
  migrate(database);
  return new Journal({
    path,
    mode: "read",
    database,
    head: EMPTY,
    anchor: null,
    lock: null,
    onClose,
  });
}

/** Where a write-ahead log cannot be opened even to be read, a copy is. */
function openCopy(path: string): Journal {
  const dir = temporaryDir("orchestrator-journal-");
  const copy = join(dir, "journal.db");
  try {
    for (const [from, to] of [
      [anchorPathOf(path), anchorPathOf(copy)],
      [path, copy],
      [`${path}-wal`, `${copy}-wal`],
    ] as const) {
      if (pathExists(from)) copyFileSyncTo(from, to);
    }
    return openReader(copy, path, () => removeTreeSync(dir));
  } catch (error) {
    removeTreeSync(dir);
    throw error;
  }
}

/**
 * Checks the link to the anchor; gives the head. For a writer (with a `hearer`) every record after
 * the newest snapshot is checked before anything is written. A reader checks each record anyway when
 * it is read.
 */
function examine(
  database: Database,
  path: string,
  anchor: AnchorFound,
  hearer: JournalHearer | null,
): AnchorPoint {
  try {
    return examineChain(database, path, anchor, hearer);
  } catch (error) {
    throw asDamage(error, path);
  }
}

/** On an existing journal our own statements never fail to compile unless its schema is damaged. */
function asDamage(error: unknown, path: string): unknown {
  if (!(error instanceof OrchestratorError) || error.details["sqlite"] !== "SQLITE_ERROR") {
    return error;
  }
  return corrupt(path, 0, error.message);
}

function examineChain(
  database: Database,
  path: string,
  anchor: AnchorFound,
  hearer: JournalHearer | null,
): AnchorPoint {
  const version = schemaVersion(database);
  refuseNewer(version, path);
  if (isBlank(database)) return emptyHead(path, anchor);
  if (version < 1) throw corrupt(path, 0, "its format number is gone");
  const records = new RecordTable(database, "read");
  if (hearer === null) return examineLink(records, path, anchor);
  const snapshot = new SnapshotTable(database, "read", records).newest();
  const start = snapshot === null ? null : records.at(snapshot.seq);
  let head: AnchorPoint = start ?? EMPTY;
  const point = anchorPoint(anchor, path, records);
  checkAnchor(point, head, records, path);
  hearer.begin(snapshot);
  for (const record of records.verified(head.seq + 1, head.hash, path)) {
    if (record.seq === point.seq && !record.hash.equals(point.hash)) {
      throw corrupt(path, record.seq - 1, "its chain is not the one that was acknowledged");
    }
    head = { seq: record.seq, hash: record.hash };
    hearer.add(decodeRecord(record));
  }
  if (head.seq < point.seq) {
    throw corrupt(path, head.seq, `records ${head.seq + 1} to ${point.seq} are missing`);
  }
  return head;
}

function examineLink(records: RecordTable, path: string, anchor: AnchorFound): AnchorPoint {
  const point = anchorPoint(anchor, path, records);
  const head = records.last() ?? EMPTY;
  if (head.seq < point.seq) {
    throw corrupt(path, head.seq, `records ${head.seq + 1} to ${point.seq} are missing`);
  }
  checkAnchor(point, head, records, path);
  return { seq: head.seq, hash: head.hash };
}

/** Killed before its tables were made: a journal that nothing was ever written to. */
function isBlank(database: Database): boolean {
  return database.prepare("SELECT 1 AS one FROM sqlite_schema LIMIT 1").get() === null;
}

/** Without an anchor nobody can say that the tail is whole, so only an empty journal may lack it. */
function anchorPoint(anchor: AnchorFound, path: string, records: RecordTable): AnchorPoint {
  if (anchor.kind === "found") return anchor.point;
  const last = records.last();
  if (anchor.kind === "absent" && last === null) return EMPTY;
  throw corrupt(
    path,
    last?.seq ?? 0,
    `${anchorPathOf(path)} is ${anchor.kind}, so its end cannot be vouched for`,
  );
}

/** An anchor at or before the snapshot is not met on the walk, so it is looked up. */
function checkAnchor(
  point: AnchorPoint,
  head: AnchorPoint,
  records: RecordTable,
  path: string,
): void {
  if (point.seq === 0 || point.seq > head.seq) return;
  const record = records.at(point.seq);
  if (record === null || !record.hash.equals(point.hash)) {
    throw corrupt(path, 0, "its chain is not the one that was acknowledged");
  }
}
