import type { Event, Input } from "../model/index.ts";
import { LIMITS, OrchestratorError } from "../model/index.ts";
import type { Database, FixedFile, Lock, Statement } from "../platform/index.ts";
import {
  emptyLog,
  leaveOpenAtExit,
  openFixedFile,
  statOrNull,
  syncFile,
} from "../platform/index.ts";
import { Anchor, type AnchorPoint } from "./anchor.ts";
import { GENESIS } from "./chain.ts";
import { corrupt } from "./corrupt.ts";
import type { JournalRecord, RecordKind, StoredRecord } from "./record.ts";
import { decodeRecord, encodeRecord, RecordTable, storedKind } from "./record.ts";
import { type Snapshot, SnapshotTable } from "./snapshot.ts";

/** How long another program's write lock is waited for. */
export const BUSY_MS_MAX = 2_000;

/** What keeps a log from being brought in, and harms nothing. */
const HINDRANCES: ReadonlySet<string> = new Set(["journal-locked", "disk-full", "read-only"]);

/** One input and everything that was decided because of it. */
export interface Turn {
  readonly input: Input;
  readonly events: readonly Event[];
}

export interface ReadOptions {
  /** 1 is the first record. */
  readonly fromSeq?: number;
  /** At most so many records are given (of the wanted kinds). */
  readonly limit?: number;
  readonly kinds?: readonly RecordKind[];
}

/** How far SQLite's log is made larger at once, beyond what is in it. */
const LOG_ROOM_BYTES_MAX = 1024 * 1024;

/** What {@link openJournal} has found sound and hands over. */
export interface JournalParts {
  readonly path: string;
  readonly mode: "read" | "write";
  readonly database: Database;
  /** How far the journal reached when it was opened. */
  readonly head: AnchorPoint;
  readonly anchor: Anchor | null;
  readonly lock: Lock | null;
  /** Runs last on close. */
  readonly onClose: () => void;
}

/**
 * The hash-chained record of everything seen and decided (laws I2, I12). One writer at a time;
 * any number of readers, which hold up nobody.
 */
export class Journal {
  readonly #parts: JournalParts;
  readonly #records: RecordTable;
  readonly #snapshots: SnapshotTable;
  readonly #version: Statement;
  #head: AnchorPoint;
  /** Which files are being written to; null before the first append. */
  #files: readonly string[] | null = null;
  /** SQLite's log, to sync it; opened by the first append. */
  #log: FixedFile | null = null;
  /** Its size at the last look, which is after each append. */
  #logBytes = 0;
  /** How far the log has been made to reach. */
  #logReach = 0;
  #logBytesMax = LIMITS.journalLogBytesMax;
  #failure: OrchestratorError | null = null;
  /** Records are committed and not yet acknowledged. */
  #busy = false;
  #closed = false;

  constructor(parts: JournalParts) {
    this.#parts = parts;
    this.#head = parts.head;
    this.#records = new RecordTable(parts.database, parts.mode);
    this.#snapshots = new SnapshotTable(parts.database, parts.mode, this.#records);
    this.#version = parts.database.prepare("PRAGMA data_version");
  }

  /**
   * Writes whole turns as one transaction and returns the newest seq. Durable when it returns:
   * the database's log is synced, then the anchor. After `disk-full` or `journal-locked` nothing was
   * written and it may be tried again; after any other failure the disk cannot be trusted and
   * every further append is refused.
   */
  append(turns: readonly Turn[]): { readonly seq: number } {
    const last = this.#commit(turns);
    if (last === null) return { seq: this.#head.seq };
    try {
      this.#openLog().sync();
      this.#refuseIfReplaced();
      this.#parts.anchor?.move(last);
    } catch (error) {
      throw this.#failed(error, true);
    }
    return this.#acknowledge(last);
  }

  /**
   * The same, durable when it resolves: the process goes on while the disk is at work. Readers may
   * see the records a moment earlier. One at a time: the next append waits for this one. The anchor
   * is moved by then and synced while the caller goes on; a sync that fails fails a later append.
   */
  async appendSoon(turns: readonly Turn[]): Promise<{ readonly seq: number }> {
    const last = this.#commit(turns);
    if (last === null) return { seq: this.#head.seq };
    this.#busy = true;
    try {
      await Promise.all([this.#openLog().syncSoon(), this.#lookMeanwhile()]);
      this.#parts.anchor?.moveSoon(last);
    } catch (error) {
      throw this.#failed(error, true);
    } finally {
      this.#busy = false;
    }
    return this.#acknowledge(last);
  }

  /** Visible to readers and safe from a kill, not yet from a power cut. The newest record. */
  #commit(turns: readonly Turn[]): StoredRecord | null {
    if (this.#failure !== null) throw this.#failure;
    if (this.#busy) throw new OrchestratorError("bug", "The journal is still being appended to.");
    const records = this.#encode(turns);
    const last = records.at(-1);
    if (last === undefined) return null;
    this.#shortenLog();
    this.#makeRoom();
    try {
      this.#records.insert(records);
    } catch (error) {
      throw this.#failed(error, false);
    }
    return last;
  }

  #openLog(): FixedFile {
    this.#log ??= openFixedFile(`${this.#parts.path}-wal`, { mode: "write", create: false });
    return this.#log;
  }

  /**
   * Lets the log grow by as much again before SQLite needs it. A file that does not grow is synced
   * in half the time, on a busy disk in a tenth; what is behind the last commit SQLite takes for the
   * rest of an older log. Somebody may have added to it since the last look.
   */
  #makeRoom(): void {
    if (this.#log === null || this.#logBytes <= this.#logReach) return;
    const size = this.#logSize();
    this.#logReach = size + Math.min(size, LOG_ROOM_BYTES_MAX);
    try {
      this.#log.write(size, Buffer.alloc(this.#logReach - size));
    } catch {
      // There is no room: then it grows as it must, or says so.
    }
  }

  #logSize(): number {
    return statOrNull(`${this.#parts.path}-wal`)?.size ?? 0;
  }

  #acknowledge({ seq, hash }: StoredRecord): { readonly seq: number } {
    this.#head = { seq, hash };
    return { seq };
  }

  /**
   * A cleaning of the repository can take the files away under an open journal. The disk would go
   * on accepting records that nobody can ever read (law I2): none of those is acknowledged.
   */
  #refuseIfReplaced(): void {
    const { path } = this.#parts;
    const log = statOrNull(`${path}-wal`);
    const seen = [statOrNull(path), log].map((one) =>
      one === null ? "none" : `${one.dev}/${one.ino}`,
    );
    this.#files ??= seen;
    const areThere = log !== null && !seen.includes("none");
    if (areThere && seen.every((one, index) => one === this.#files?.[index])) {
      this.#logBytes = log.size;
      return;
    }
    this.#failure = new OrchestratorError(
      "journal-corrupt",
      `${path} was removed or replaced while it was being written to.`,
      { hint: "Put it back from a backup, or run again to begin a new one.", details: { path } },
    );
    throw this.#failure;
  }

  /** The disk is at work, and this costs nobody anything. */
  async #lookMeanwhile(): Promise<void> {
    this.#refuseIfReplaced();
  }

  #encode(turns: readonly Turn[]): StoredRecord[] {
    const records: StoredRecord[] = [];
    let { seq, hash } = this.#head;
    const add = (kind: RecordKind, cause: number, body: Input | Event): void => {
      seq += 1;
      const record = encodeRecord(hash, { seq, kind, cause: kind === "input" ? seq : cause }, body);
      hash = record.hash;
      records.push(record);
    };
    for (const { input, events } of turns) {
      add("input", 0, input);
      const cause = seq;
      for (const event of events) add("event", cause, event);
    }
    return records;
  }

  /** What is committed but not anchored is neither acknowledged nor undone: no second try. */
  #failed(error: unknown, committed: boolean): unknown {
    if (!(error instanceof OrchestratorError)) return error;
    const undone = error.code === "journal-locked" || error.code === "disk-full";
    if (committed || !undone) this.#failure = error;
    return error;
  }

  /**
   * Records in order, each checked against the chain. Throws `journal-corrupt` where the journal
   * is not what was acknowledged; what was given before that is sound.
   */
  *read(options: ReadOptions = {}): Generator<JournalRecord, void, undefined> {
    const fromSeq = Math.max(1, options.fromSeq ?? 1);
    const { path } = this.#parts;
    const reach = this.head().seq;
    if (fromSeq > reach) return;
    const before = fromSeq === 1 ? GENESIS : this.#records.at(fromSeq - 1)?.hash;
    if (before === undefined) throw corrupt(path, 0, `record ${fromSeq - 1} is missing`);
    let seen = fromSeq - 1;
    let given = 0;
    for (const stored of this.#records.verified(fromSeq, before, path)) {
      seen = stored.seq;
      if (options.kinds !== undefined && !options.kinds.includes(storedKind(stored))) continue;
      if (options.limit !== undefined && given >= options.limit) return;
      given += 1;
      yield decodeRecord(stored);
    }
    if (seen < reach) throw corrupt(path, seen, `record ${seen + 1} is missing`);
  }

  /** The newest record; seq 0 for an empty journal. Readers see what the writer has added. */
  head(): { readonly seq: number; readonly hash: string } {
    const last = this.#parts.mode === "read" ? this.#records.last() : null;
    const head = last !== null && last.seq > this.#head.seq ? last : this.#head;
    return { seq: head.seq, hash: head.hash.toString("hex") };
  }

  /** Changes whenever another connection has written: cheap to poll (0.002 ms). */
  dataVersion(): number {
    return Number(this.#version.get()?.["data_version"]);
  }

  /**
   * Walks the whole chain, for `doctor` and before anything destructive. Throws `journal-corrupt`
   * with the last good seq in `details.lastGoodSeq`.
   */
  verifyAll(): { readonly records: number } {
    const { path } = this.#parts;
    const { seq: reach, hash } = this.#head;
    let seen = 0;
    for (const record of this.#records.verified(1, GENESIS, path)) {
      seen = record.seq;
      if (seen === reach && !record.hash.equals(hash)) {
        throw corrupt(path, seen - 1, "its chain is not the one that was acknowledged");
      }
    }
    if (seen < reach) throw corrupt(path, seen, `record ${seen + 1} is missing`);
    return { records: seen };
  }

  /** Keeps a fold of everything up to `seq`, which must have been appended. */
  saveSnapshot(seq: number, bytes: Uint8Array): void {
    const chained = this.#records.at(seq)?.hash;
    if (chained === undefined) {
      throw new OrchestratorError("bug", `There is no record ${seq} to keep a snapshot of.`);
    }
    this.#snapshots.save(seq, chained, bytes);
  }

  /** The newest sound snapshot of this version of the product; null when there is none. */
  newestSnapshot(): Snapshot | null {
    return this.#snapshots.newest();
  }

  /**
   * Writes a copy that can be opened: the database at `path`, which must end in `.db` and not
   * exist, and its anchor beside it. Copying the files by hand would copy them torn.
   */
  backup(path: string): void {
    this.#parts.database.prepare("VACUUM INTO ?").run(path);
    syncFile(path);
    const anchor = Anchor.open(anchorPathOf(path));
    try {
      const last = this.#records.last();
      if (last !== null) anchor.move(last);
    } finally {
      anchor.close();
    }
  }

  /**
   * Brings the log into the database, so that what lies about is one file. Only tidiness: a reader
   * in the way or a full disk leaves it for the next time. False when it cannot be read, or what
   * came of it is not right.
   */
  #emptyLog(): boolean {
    const { database, path } = this.#parts;
    try {
      database.prepare("PRAGMA busy_timeout = 0").get();
      emptyLog(database, path);
      database.prepare(`PRAGMA busy_timeout = ${BUSY_MS_MAX}`).get();
      return true;
    } catch (error) {
      if (!(error instanceof OrchestratorError)) throw error;
      return HINDRANCES.has(error.code);
    }
  }

  /** Now and then, so that the log stays short enough to be read quickly by whoever opens it. */
  #shortenLog(): void {
    if (this.#logBytes < this.#logBytesMax) return;
    this.#emptyLog();
    this.#logReach = 0;
    this.#logBytes = this.#logSize();
    this.#logBytesMax = this.#logBytes + LIMITS.journalLogBytesMax;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    // A log that cannot be read stays as it is: closing would bring it in all the same.
    if (this.#parts.mode === "read" || this.#emptyLog()) this.#parts.database.close();
    else leaveOpenAtExit();
    this.#log?.close();
    this.#parts.anchor?.close();
    this.#parts.lock?.release();
    this.#parts.onClose();
  }
}

/** The anchor lies beside its database: `journal.db` and `journal.anchor`. */
export function anchorPathOf(databasePath: string): string {
  return databasePath.replace(/\.db$/, "") + ".anchor";
}
