import { LIMITS, OrchestratorError } from "../model/index.ts";
import type { Database } from "../platform/index.ts";
import {
  createExclusive,
  openTableFile,
  openTableReader,
  randomId,
  sha256,
  syncFile,
} from "../platform/index.ts";
import { entryId, foldMemory } from "./fold.ts";
import { MEMORY_FILE } from "./schema.ts";
import type { MemoryRecord, MemoryTier } from "./types.ts";

/** A record with the name it has wherever it comes from: told again, it is there once. */
export interface Keyed {
  readonly key: string;
  readonly record: MemoryRecord;
}

/** How far a journal is in it; `mark` tells that journal from another one of its length. */
export interface JournalPlace {
  readonly seq: number;
  readonly mark: string;
}

export interface Kept {
  readonly records: readonly MemoryRecord[];
  readonly place: JournalPlace;
}

const BEFORE_ALL: JournalPlace = { seq: 0, mark: "" };
const JOURNAL = "journal";

/** Opens a repository's memory to add to it; ends with {@link MemoryStore.close}. */
export function openMemory(path: string): MemoryStore {
  return new MemoryStore(openTableFile(path, MEMORY_FILE));
}

/** What is kept at a path, without changing anything there. */
export function readMemory(path: string): Kept {
  const database = openTableReader(path, MEMORY_FILE);
  if (database === null) return { records: [], place: BEFORE_ALL };
  try {
    return keptIn(database);
  } finally {
    database.close();
  }
}

/**
 * Copies what is kept at a path into a new file, whole as of one moment, also while others add to
 * it; the number of its records, or null where nothing was ever kept.
 */
export function copyMemory(path: string, to: string): number | null {
  const database = openTableReader(path, MEMORY_FILE);
  if (database === null) return null;
  try {
    createExclusive(to, "", { mode: 0o600 });
    database.prepare("VACUUM INTO ?").run(to);
  } finally {
    database.close();
  }
  syncFile(to);
  return readMemory(to).records.length;
}

/** Puts a copy where there is none; false where nothing is in it. */
export function restoreMemory(copy: string, path: string): boolean {
  return copyMemory(copy, path) !== null;
}

/** The name of a record that comes from nowhere else. */
export function newKey(): string {
  return `own/${randomId(12)}`;
}

/**
 * A repository's memory: records that are only ever added, by as many processes as like. A call is
 * one transaction: when it returns its records are on the disk, and when it does not none is.
 */
export class MemoryStore {
  readonly #database: Database;
  /** What was read last; another process's writing makes SQLite's version another one. */
  #seen: { readonly version: number; readonly kept: Kept } | null = null;

  constructor(database: Database) {
    this.#database = database;
  }

  kept(): Kept {
    const version = Number(this.#database.prepare("PRAGMA data_version").get()?.["data_version"]);
    if (this.#seen?.version !== version) this.#seen = { version, kept: keptIn(this.#database) };
    return this.#seen.kept;
  }

  place(): JournalPlace {
    return placeIn(this.#database);
  }

  /** Adds what is not there yet; the number of those. */
  add(records: readonly Keyed[]): number {
    return this.#database.transaction(() => this.#add(records));
  }

  /** Adds what a journal told, together with how far that is: neither is ever there alone. */
  addFromJournal(records: readonly Keyed[], { seq, mark }: JournalPlace): number {
    return this.#database.transaction(() => {
      this.#database
        .prepare(
          `INSERT INTO places (name, seq, mark) VALUES (?, ?, ?) ON CONFLICT (name)
           DO UPDATE SET seq = excluded.seq, mark = excluded.mark`,
        )
        .run(JOURNAL, seq, mark);
      return this.#add(records);
    });
  }

  close(): void {
    this.#database.close();
  }

  #add(records: readonly Keyed[]): number {
    this.#seen = null;
    const insert = this.#database.prepare(
      "INSERT INTO records (key, body) VALUES (?, ?) ON CONFLICT (key) DO NOTHING",
    );
    let added = 0;
    let newestMs = 0;
    for (const { key, record } of records) {
      added += insert.run(key, JSON.stringify(record));
      newestMs = Math.max(newestMs, record.atMs);
    }
    if (added > 0) this.#makeRoom(newestMs);
    return added;
  }

  /** What went longest without being said, of what was taken back or given up, goes first. */
  #makeRoom(nowMs: number): void {
    const count = Number(
      this.#database.prepare("SELECT COUNT(*) AS n FROM records").get()?.["n"] ?? 0,
    );
    if (count <= LIMITS.memoryRecordsMax) return;
    const rows = this.#database.prepare("SELECT seq, body FROM records ORDER BY seq").all();
    const records = rows.map((row) => ({ seq: Number(row["seq"]), record: recordIn(row) }));
    const entries = foldMemory(
      records.map(({ record }) => record),
      { nowMs, hasLanded: () => true },
    );
    const worth = new Map(
      entries.map(({ id, tier, revoked, saidAtMs }) => [
        id,
        { rank: revoked === null ? WORTH[tier] : 0, saidAtMs },
      ]),
    );
    const least = records
      .map(({ seq, record }) => {
        const { rank, saidAtMs } = (record.kind === "said"
          ? worth.get(entryId(record))
          : undefined) ?? { rank: WORTH_OF_WORDS, saidAtMs: record.atMs };
        return { seq, rank, saidAtMs };
      })
      .sort((a, b) => a.rank - b.rank || a.saidAtMs - b.saidAtMs || a.seq - b.seq)
      .slice(0, count - LIMITS.memoryRecordsMax * KEPT_SHARE);
    const remove = this.#database.prepare("DELETE FROM records WHERE seq = ?");
    for (const { seq } of least) remove.run(seq);
  }
}

/** So much is left when room was made, so that it need not be made each time. */
const KEPT_SHARE = 0.9;

const WORTH: Readonly<Record<MemoryTier, number>> = {
  compost: 1,
  recent: 2,
  medium: 3,
  long: 5,
  core: 6,
};

/** Of revocations: what they are about may be said again. */
const WORTH_OF_WORDS = 4;

function keptIn(database: Database): Kept {
  // One statement would do for one look; two see the same only within a transaction.
  database.exec("BEGIN");
  try {
    const rows = database.prepare("SELECT body FROM records ORDER BY seq").all();
    return { records: rows.map(recordIn), place: placeIn(database) };
  } finally {
    database.exec("COMMIT");
  }
}

function placeIn(database: Database): JournalPlace {
  const row = database.prepare("SELECT seq, mark FROM places WHERE name = ?").get(JOURNAL);
  return row === null ? BEFORE_ALL : { seq: Number(row["seq"]), mark: String(row["mark"]) };
}

function recordIn(row: Readonly<Record<string, unknown>>): MemoryRecord {
  try {
    return JSON.parse(String(row["body"])) as MemoryRecord;
  } catch (cause) {
    throw new OrchestratorError("io-failed", "the memory holds a record that is none", {
      hint: "memory.db in .orchestrator is damaged: move it away; agents' notes come back from the journal.",
      cause,
    });
  }
}

/** The name of what an attempt noted: its place and its words, so that no other takes it. */
export function attemptKey(attempt: string, index: number, text: string): string {
  return `said/${attempt}/${index}/${sha256(text).slice(0, 12)}`;
}
