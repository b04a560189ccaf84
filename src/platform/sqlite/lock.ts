import { hostname } from "node:os";
import { OrchestratorError, type ProcessIdentity } from "../../model/index.ts";
import { nowMs } from "../clock.ts";
import { userName } from "../environment.ts";
import { pathExists, readTextIfExists } from "../files/look.ts";
import { createExclusive, removeFile, writeDurable } from "../files/write.ts";
import { liveness, selfIdentity } from "../processes/processes.ts";
import { type Database, openDatabase } from "./sqlite.ts";

/** Who holds a lock, for the one who did not get it. */
export interface LockHolder {
  readonly identity: ProcessIdentity;
  readonly host: string;
  readonly user: string;
  readonly sinceMs: number;
  readonly purpose: string;
}

export interface Lock {
  release(): void;
}

/**
 * Takes an exclusive lock that the kernel frees when this process dies, however it dies (law I1).
 * It is SQLite's EXCLUSIVE lock on a file of its own, which nothing else may open: closing any
 * other descriptor of it would drop the lock. Blocks up to `waitMs`. `heldBy` is null when the
 * holder has not written its note yet. Shape of the note: {@link LockHolder}, in `<path>.holder`.
 */
export function acquireLock(
  path: string,
  { waitMs, note }: { readonly waitMs: number; readonly note: string },
): Lock | { readonly heldBy: LockHolder | null } {
  // Ours alone: whoever can open the file can hold up everybody.
  if (!pathExists(path)) createExclusive(path, "", { mode: 0o600 });
  const database = openDatabase(path, { busyTimeoutMs: waitMs });
  try {
    // Nothing is ever written, so no rollback journal needs to be on disk.
    database.exec("PRAGMA journal_mode = MEMORY");
    database.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (error instanceof OrchestratorError && error.code === "journal-locked") {
      return { heldBy: readLockHolder(path) };
    }
    throw error;
  }
  return holdLock(database, path, note);
}

function holdLock(database: Database, path: string, note: string): Lock {
  const holder: LockHolder = {
    identity: selfIdentity(),
    host: hostname(),
    user: userName(),
    sinceMs: nowMs(),
    purpose: note,
  };
  try {
    writeDurable(`${path}.holder`, `${JSON.stringify(holder)}\n`, { mode: 0o600 });
  } catch (error) {
    database.close();
    throw error;
  }
  let held = true;
  return {
    release() {
      if (!held) return;
      held = false;
      // While the lock is still ours: a note never outlives its holder's claim.
      removeFile(`${path}.holder`);
      database.close();
    },
  };
}

/** The note of the holder; null when there is none, or the one found is of a process gone. */
export function readLockHolder(path: string): LockHolder | null {
  const text = readTextIfExists(`${path}.holder`);
  if (text === null) return null;
  try {
    const holder = JSON.parse(text) as LockHolder;
    return liveness(holder.identity) === "dead" ? null : holder;
  } catch {
    return null;
  }
}
