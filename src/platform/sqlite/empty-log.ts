import { OrchestratorError } from "../../model/index.ts";
import { openFixedFile } from "../files/fixed-file.ts";
import { statOrNull } from "../files/look.ts";
import { type Database, openDatabase } from "./sqlite.ts";

const TRIES_MAX = 3;

/**
 * Brings the write-ahead log of a database into the database and empties it, as far as nobody reads
 * from it. Only for the database's one writer, outside of transactions.
 *
 * The driver (libsql 0.5.29) does not hear it when a page of the log cannot be read: it puts in its
 * place whatever its memory held, and throws the log away. So the log is read here first, and what
 * has come of it is compared; a page that is not as it was written is written again. Throws
 * `io-failed` where the log cannot be read: nothing was done then, and the database must not be
 * closed either, because that does the same.
 */
export function emptyLog(database: Database, path: string): void {
  for (let tries = 1; ; tries++) {
    const log = readLog(`${path}-wal`);
    if (log.length === 0) return;
    const done = database.prepare("PRAGMA wal_checkpoint(PASSIVE)").get();
    const frames = Number(done?.["checkpointed"] ?? 0);
    const torn = tornPages(path, pagesOf(log, frames));
    if (torn.size === 0) {
      if (frames === Number(done?.["log"] ?? -1)) {
        database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get();
      }
      return;
    }
    if (tries === TRIES_MAX) {
      throw new OrchestratorError("io-failed", `The log of ${path} cannot be brought into it.`, {
        hint: "Its disk may be failing: make a backup.",
      });
    }
    rewrite(database, torn);
  }
}

/** The driver closes what is left open when the process ends: not this time. */
export function leaveOpenAtExit(): void {
  process.once("exit", (code) => process.exit(code));
}

function readLog(path: string): Buffer {
  const size = statOrNull(path)?.size ?? 0;
  if (size === 0) return Buffer.alloc(0);
  const file = openFixedFile(path, { mode: "read", create: false });
  try {
    return file.read(0, size);
  } finally {
    file.close();
  }
}

type Pages = ReadonlyMap<number, Buffer>;

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;

/** The newest content of each page that is not in a later frame than `frames`. */
function pagesOf(log: Buffer, frames: number): Pages {
  if (log.length < HEADER_BYTES) return new Map();
  const pageBytes = log.readUInt32BE(8);
  const salts = log.subarray(16, 24);
  const pages = new Map<number, Buffer>();
  let pagesMax = 0;
  let at = HEADER_BYTES;
  for (let frame = 1; at + FRAME_HEADER_BYTES + pageBytes <= log.length; frame++) {
    // What follows is left of an earlier use of the file.
    if (!log.subarray(at + 8, at + 16).equals(salts)) break;
    const page = log.readUInt32BE(at);
    const start = at + FRAME_HEADER_BYTES;
    if (frame <= frames) pages.set(page, log.subarray(start, start + pageBytes));
    else pages.delete(page);
    // Given where a transaction ends: how many pages the database has by then.
    pagesMax = log.readUInt32BE(at + 4) || pagesMax;
    at = start + pageBytes;
  }
  for (const page of pages.keys()) if (page > pagesMax) pages.delete(page);
  return pages;
}

/** Those that the file has not as they are here, seen by somebody who remembers nothing of it. */
function tornPages(path: string, pages: Pages): Pages {
  const torn = new Map<number, Buffer>();
  const database = openDatabase(path, { readonly: true });
  try {
    const select = database.prepare(
      "SELECT CAST(data AS BLOB) AS data FROM sqlite_dbpage WHERE pgno = ?",
    );
    for (const [page, content] of pages) {
      const data = select.get(page)?.["data"];
      if (!Buffer.isBuffer(data) || !data.equals(content)) torn.set(page, content);
    }
  } catch (error) {
    // Its first page is one of them: nothing in it can be looked at.
    if (!(error instanceof OrchestratorError) || error.code !== "journal-corrupt") throw error;
    return pages;
  } finally {
    database.close();
  }
  return torn;
}

function rewrite(database: Database, pages: Pages): void {
  const update = database.prepare("UPDATE sqlite_dbpage SET data = ? WHERE pgno = ?");
  database.transaction(() => {
    for (const [page, content] of pages) update.run(content, page);
  });
}
