import { accessSync, constants } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { type ErrorCode, OrchestratorError } from "../../model/index.ts";
import { errnoOf } from "../io-error.ts";

/** What a column can hold; integers beyond 2^53 are not used here. */
export type SqlValue = number | string | Uint8Array | null;
export type SqlRow = Readonly<Record<string, number | string | Buffer | null>>;

export interface Statement {
  /** Rows changed. */
  run(...values: readonly SqlValue[]): number;
  get(...values: readonly SqlValue[]): SqlRow | null;
  all(...values: readonly SqlValue[]): SqlRow[];
}

export interface DatabaseOptions {
  readonly readonly?: boolean;
  /** The file never changes while it is open: no locks, no side files. For read-only disks. */
  readonly immutable?: boolean;
  readonly busyTimeoutMs?: number;
  /** What it is when the file is no sound database; `journal-corrupt` unless it is said. */
  readonly damaged?: Damaged;
}

export interface Damaged {
  readonly code: ErrorCode;
  /** What to do then. */
  readonly hint: string;
}

/** The driver's own shapes, as far as they are used. */
interface NativeStatement {
  run(values: readonly SqlValue[]): { readonly changes: number };
  get(values: readonly SqlValue[]): Record<string, unknown> | undefined;
  all(values: readonly SqlValue[]): Record<string, unknown>[];
}
interface NativeDatabase {
  exec(sql: string): void;
  prepare(sql: string): NativeStatement;
  close(): void;
}
type NativeConstructor = new (path: string, options: { timeout: number }) => NativeDatabase;

let driver: NativeConstructor | null = null;

/** Loaded when first used: it costs 20 ms that most commands need not pay. */
function loadDriver(): NativeConstructor {
  driver ??= createRequire(import.meta.url)("libsql") as NativeConstructor;
  return driver;
}

/**
 * Opens (and, unless `readonly`, makes) a database. Failures are `OrchestratorError`s:
 * `journal-locked`, `journal-corrupt`, `disk-full`, `read-only` or `io-failed`.
 */
export function openDatabase(path: string, options: DatabaseOptions = {}): Database {
  return new Database(path, options);
}

/**
 * One connection. It hides what libsql does differently from better-sqlite3: a lone object is
 * taken for named parameters, blobs come back as `ArrayBuffer`, single rows carry `_metadata`, and
 * a boolean or ill-formed UTF-8 in a text column ends the whole process (so: blobs for the latter).
 * There is no iterating: a statement left half way keeps the log from ever being emptied, and it
 * cannot be ended. For the same reason files stay open after `close` until statements are collected
 * as garbage: keep one connection rather than opening many.
 */
export class Database {
  readonly #path: string;
  readonly #damaged: Damaged | undefined;
  readonly #native: NativeDatabase;
  #open = true;

  constructor(path: string, options: DatabaseOptions) {
    this.#path = path;
    this.#damaged = options.damaged;
    const name =
      options.readonly || options.immutable
        ? `${fileUri(path)}?mode=ro${options.immutable ? "&immutable=1" : ""}`
        : path;
    const Native = loadDriver();
    this.#native = this.#guard("open", () => {
      return new Native(name, { timeout: options.busyTimeoutMs ?? 0 });
    });
  }

  exec(sql: string): void {
    this.#guard("use", () => this.#native.exec(sql));
  }

  prepare(sql: string): Statement {
    const native = this.#guard("use", () => this.#native.prepare(sql));
    return {
      run: (...values) => this.#guard("write", () => native.run(bind(values)).changes),
      get: (...values) => {
        const row = this.#guard("read", () => native.get(bind(values)));
        return row === undefined ? null : tidy(row);
      },
      all: (...values) => this.#guard("read", () => native.all(bind(values)).map(tidy)),
    };
  }

  /** Runs `work` in BEGIN IMMEDIATE … COMMIT; whatever it throws undoes everything. */
  transaction<T>(work: () => T): T {
    this.exec("BEGIN IMMEDIATE");
    let result: T;
    try {
      result = work();
      this.exec("COMMIT");
    } catch (error) {
      this.#rollback();
      throw error;
    }
    return result;
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#native.close();
  }

  /** SQLite has rolled back by itself after a full disk or an I/O error; then this says so. */
  #rollback(): void {
    try {
      this.#native.exec("ROLLBACK");
    } catch {
      return;
    }
  }

  #guard<T>(action: string, work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw explainSqlite(error, action, this.#path, this.#damaged);
    }
  }
}

function fileUri(path: string): string {
  return `file:${path.replace(/[%?#]/g, (c) => `%${c.charCodeAt(0).toString(16).padStart(2, "0")}`)}`;
}

/** A boolean or an object would end the process inside the driver, so it is refused here. */
function bind(values: readonly SqlValue[]): readonly SqlValue[] {
  for (const value of values) {
    const fine =
      value === null ||
      typeof value === "number" ||
      typeof value === "string" ||
      value instanceof Uint8Array;
    if (!fine) throw new OrchestratorError("bug", `A ${typeof value} cannot be stored in SQLite.`);
  }
  return values;
}

function tidy(row: Record<string, unknown>): SqlRow {
  const result: Record<string, number | string | Buffer | null> = {};
  for (const name of Object.keys(row)) {
    if (name === "_metadata") continue;
    const value = row[name];
    if (value instanceof ArrayBuffer) result[name] = Buffer.from(value);
    else result[name] = value as number | string | Buffer | null;
  }
  return result;
}

function explainSqlite(
  error: unknown,
  action: string,
  path: string,
  damaged: Damaged | undefined,
): OrchestratorError {
  if (error instanceof OrchestratorError) return error;
  const text = error instanceof Error ? error.message : String(error);
  const code = sqliteCode(error, text);
  const message = `Could not ${action} ${path}`;
  const more = { cause: error, details: { path, sqlite: code } };
  if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED")) {
    return new OrchestratorError("journal-locked", `${message}: another program holds it.`, {
      ...more,
      hint: `See who has it open: lsof ${path}`,
    });
  }
  if (code.startsWith("SQLITE_CORRUPT") || code === "SQLITE_NOTADB") {
    return new OrchestratorError(
      damaged?.code ?? "journal-corrupt",
      `${message}: it is damaged (${text}).`,
      { ...more, ...(damaged === undefined ? {} : { hint: damaged.hint }) },
    );
  }
  if (code === "SQLITE_FULL") {
    return new OrchestratorError("disk-full", `${message}: the disk is full.`, {
      ...more,
      hint: "Free some space on that file system and try again; nothing was changed.",
    });
  }
  if (
    code.startsWith("SQLITE_READONLY") ||
    code === "SQLITE_PERM" ||
    (code.startsWith("SQLITE_CANTOPEN") && isUnwritable(dirname(path)))
  ) {
    return new OrchestratorError("read-only", `${message}: it is read-only.`, {
      ...more,
      hint: `Check who owns it, its mode, and how its disk is mounted: ls -ld ${path}`,
    });
  }
  return new OrchestratorError("io-failed", `${message}: ${text} (${code}).`, more);
}

/** SQLite says only that it cannot open; a directory it may not write in is the usual reason. */
function isUnwritable(dir: string): boolean {
  try {
    accessSync(dir, constants.W_OK);
    return false;
  } catch (error) {
    return errnoOf(error) !== "ENOENT";
  }
}

/** A failed open has no code but ends in SQLite's number: 14 is SQLITE_CANTOPEN. */
function sqliteCode(error: unknown, text: string): string {
  const given = errnoOf(error);
  if (given !== null && given !== "") return given;
  return /: 14"?\)?$/.test(text) ? "SQLITE_CANTOPEN" : "SQLITE_ERROR";
}
