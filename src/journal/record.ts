import type { Event, Input } from "../model/index.ts";
import { LIMITS, OrchestratorError } from "../model/index.ts";
import type { Database, SqlRow, SqlValue, Statement } from "../platform/index.ts";
import { type ChainedFields, chainHash } from "./chain.ts";
import { corrupt } from "./corrupt.ts";

interface RecordPlace {
  readonly seq: number;
  readonly atMs: number;
  readonly type: string;
  /** The input that caused it; an input is its own cause. */
  readonly cause: number;
}

/** One line of the journal: what was seen, or what was decided because of it. */
export type JournalRecord =
  | (RecordPlace & { readonly kind: "input"; readonly body: Input })
  | (RecordPlace & { readonly kind: "event"; readonly body: Event });

export type RecordKind = JournalRecord["kind"];

/** A record as stored: its bytes are what the chain is about. */
export interface StoredRecord extends ChainedFields {
  readonly hash: Buffer;
}

const KIND_NUMBERS: Readonly<Record<RecordKind, number>> = { input: 1, event: 2 };

/** Rows fetched at a time: no statement stays open between them, so nobody is ever held up. */
const ROWS_AT_A_TIME = 256;

/** Casts, because a flipped bit can turn a blob into text or a number into a blob. */
const COLUMNS = `seq, CAST(at_ms AS REAL) AS at_ms, CAST(kind AS INTEGER) AS kind,
  CAST(cause AS INTEGER) AS cause, CAST(type AS BLOB) AS type, CAST(body AS BLOB) AS body,
  CAST(hash AS BLOB) AS hash`;

export function encodeRecord(
  previous: Uint8Array,
  place: { readonly seq: number; readonly kind: RecordKind; readonly cause: number },
  body: Input | Event,
): StoredRecord {
  const bytes = Buffer.from(JSON.stringify(body));
  if (bytes.length > LIMITS.journalRecordBytesMax) {
    throw new OrchestratorError(
      "bug",
      `A ${body.type} record of ${bytes.length} bytes is too large for the journal.`,
    );
  }
  const fields: ChainedFields = {
    seq: place.seq,
    atMs: body.atMs,
    kind: KIND_NUMBERS[place.kind],
    cause: place.cause,
    type: nameOf(body.type),
    body: bytes,
  };
  return { ...fields, hash: chainHash(previous, fields) };
}

/** The bytes of each type: there are a hundred of them, in every record one. */
const names = new Map<string, Buffer>();

function nameOf(type: string): Buffer {
  const known = names.get(type);
  if (known !== undefined) return known;
  const bytes = Buffer.from(type);
  names.set(type, bytes);
  return bytes;
}

export function decodeRecord(stored: StoredRecord): JournalRecord {
  const place = {
    seq: stored.seq,
    atMs: stored.atMs,
    type: Buffer.from(stored.type).toString("utf8"),
    cause: stored.cause,
  };
  const body: unknown = JSON.parse(Buffer.from(stored.body).toString("utf8"));
  // The chain vouches for the bytes, and only `encodeRecord` writes them.
  return stored.kind === KIND_NUMBERS.input
    ? { ...place, kind: "input", body: body as Input }
    : { ...place, kind: "event", body: body as Event };
}

export function storedKind(stored: StoredRecord): RecordKind {
  return stored.kind === KIND_NUMBERS.input ? "input" : "event";
}

/** Records written by one statement. */
const ROWS_AT_ONCE_MAX = 32;

/** The statements that records are written and read with, prepared once. */
export class RecordTable {
  readonly #database: Database;
  readonly #mode: "read" | "write";
  /** By how many records they write: each costs as much as the writing of five. */
  readonly #inserts = new Map<number, Statement>();
  readonly #from: Statement;
  readonly #at: Statement;
  readonly #last: Statement;

  constructor(database: Database, mode: "read" | "write") {
    this.#database = database;
    this.#mode = mode;
    this.#from = database.prepare(
      `SELECT ${COLUMNS} FROM record WHERE seq >= ? ORDER BY seq LIMIT ?`,
    );
    this.#at = database.prepare(`SELECT ${COLUMNS} FROM record WHERE seq = ?`);
    this.#last = database.prepare(`SELECT ${COLUMNS} FROM record ORDER BY seq DESC LIMIT 1`);
  }

  /** All of them or none. */
  insert(records: readonly StoredRecord[]): void {
    if (this.#mode === "read") throw new OrchestratorError("bug", "The journal is open to read.");
    // A statement is a transaction of its own.
    if (records.length <= ROWS_AT_ONCE_MAX) return this.#insertAtOnce(records);
    this.#database.transaction(() => {
      for (let at = 0; at < records.length; at += ROWS_AT_ONCE_MAX) {
        this.#insertAtOnce(records.slice(at, at + ROWS_AT_ONCE_MAX));
      }
    });
  }

  #insertAtOnce(records: readonly StoredRecord[]): void {
    const values: SqlValue[] = [];
    for (const one of records) {
      values.push(one.seq, one.atMs, one.kind, one.cause, one.type, one.body, one.hash);
    }
    this.#insertOf(records.length).run(...values);
  }

  #insertOf(count: number): Statement {
    const known = this.#inserts.get(count);
    if (known !== undefined) return known;
    const rows = Array.from({ length: count }, () => "(?,?,?,?,?,?,?)").join(",");
    const made = this.#database.prepare(
      `INSERT INTO record (seq, at_ms, kind, cause, type, body, hash) VALUES ${rows}`,
    );
    this.#inserts.set(count, made);
    return made;
  }

  at(seq: number): StoredRecord | null {
    const row = this.#at.get(seq);
    return row === null ? null : fromRow(row);
  }

  last(): StoredRecord | null {
    const row = this.#last.get();
    return row === null ? null : fromRow(row);
  }

  /**
   * Records from `fromSeq` on, each checked against the one before it. Throws `journal-corrupt`
   * at the first that is missing or was changed.
   */
  *verified(fromSeq: number, previous: Uint8Array, path: string): Generator<StoredRecord> {
    let hash = previous;
    let next = fromSeq;
    for (;;) {
      const rows = this.#from.all(next, ROWS_AT_A_TIME);
      for (const row of rows) {
        const record = fromRow(row);
        if (record.seq !== next) throw corrupt(path, next - 1, `record ${next} is missing`);
        if (!chainHash(hash, record).equals(record.hash)) {
          throw corrupt(path, next - 1, `record ${next} is not what was written`);
        }
        yield record;
        hash = record.hash;
        next += 1;
      }
      if (rows.length < ROWS_AT_A_TIME) return;
    }
  }
}

function fromRow(row: SqlRow): StoredRecord {
  return {
    seq: Number(row["seq"]),
    atMs: Number(row["at_ms"]),
    kind: Number(row["kind"]),
    cause: Number(row["cause"]),
    type: bytesOf(row["type"]),
    body: bytesOf(row["body"]),
    hash: bytesOf(row["hash"]),
  };
}

function bytesOf(value: SqlRow[string] | undefined): Buffer {
  return Buffer.isBuffer(value) ? value : Buffer.alloc(0);
}
