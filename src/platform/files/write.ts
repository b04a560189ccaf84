import {
  closeSync,
  constants,
  copyFileSync,
  chmodSync,
  fchmodSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  renameSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { copyFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { OrchestratorError } from "../../model/index.ts";
import { errnoOf, explainIo } from "../io-error.ts";
import { randomId } from "../random.ts";
import { isAbsent, isDirectory, statOrNull } from "./look.ts";

/**
 * Makes a directory and what is missing above it; what exists keeps its mode. Step by step, because
 * Node's own recursion reports a read-only disk as "no such file".
 */
export function ensureDir(path: string, mode = 0o700): void {
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === "ENOENT" && dirname(path) !== path) {
      ensureDir(dirname(path), mode);
      ensureDir(path, mode);
      return;
    }
    // Above the root of a read-only disk the kernel may not say EEXIST: what counts is what is there.
    if (isDirectory(path)) return;
    throw explainIo(error, "make the directory", path);
  }
}

/**
 * As {@link ensureDir}, for us alone: a directory that others may look into is closed to them. A
 * link is refused: a repository can contain one that leads anywhere.
 */
export function ensurePrivateDir(path: string): void {
  ensureDir(path);
  const found = statOrNull(path);
  if (found?.kind !== "directory") {
    throw new OrchestratorError("io-failed", `${path} is a ${found?.kind}, not a directory.`, {
      hint: "Look at it and move it away.",
    });
  }
  if ((found.mode & 0o077) === 0) return;
  try {
    chmodSync(path, 0o700);
  } catch (error) {
    throw explainIo(error, "close to other users", path);
  }
}

/** What is written: at once, or part after part when it need not be in memory as a whole. */
export type FileData = string | Uint8Array | Iterable<Uint8Array>;

/**
 * Replaces a file as a whole: afterwards, and after a power cut, it holds either the old bytes or
 * the new ones. A link at `path` is replaced, never followed. `mode` defaults to the mode of the
 * file that is replaced, else 0644 less the umask. `when` is asked at the last moment, after the
 * sync: false there, and nothing is changed. Returns whether it was written.
 */
export function writeDurable(
  path: string,
  data: FileData,
  { mode, when }: { readonly mode?: number; readonly when?: () => boolean } = {},
): boolean {
  const before = statOrNull(path);
  const kept = mode ?? (before?.kind === "file" ? before.mode : null);
  const temporary = `${path}.${randomId(6)}.tmp`;
  try {
    writeNew(temporary, data, kept);
    if (when?.() === false) {
      removeFile(temporary);
      return false;
    }
    renameSync(temporary, path);
    syncDir(dirname(path));
    return true;
  } catch (error) {
    removeFile(temporary);
    throw explainIo(error, "write", path);
  }
}

/**
 * Creates a file durably (`mode` 0644 less the umask when not given); false, and nothing changed,
 * when something is at `path` already.
 */
export function createExclusive(
  path: string,
  data: string | Uint8Array,
  { mode }: { readonly mode?: number } = {},
): boolean {
  const temporary = `${path}.${randomId(6)}.tmp`;
  try {
    writeNew(temporary, data, mode ?? null);
    // A link, not a rename: it fails when the name is taken, and the file appears whole.
    linkSync(temporary, path);
    syncDir(dirname(path));
    return true;
  } catch (error) {
    if (errnoOf(error) === "EEXIST") return false;
    throw explainIo(error, "create", path);
  } finally {
    removeFile(temporary);
  }
}

/** Renames on one file system; what is at `to` is replaced. Not synced. */
export function moveFile(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    throw explainIo(error, `move ${from} to`, to);
  }
}

/** Appends to a file, which is made (0600) when missing; not synced: for logs and spools. */
export function appendText(path: string, text: string): void {
  const flags =
    constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | (constants.O_NOFOLLOW ?? 0);
  let fd: number | null = null;
  try {
    fd = openSync(path, flags, 0o600);
    writeAll(fd, Buffer.from(text));
  } catch (error) {
    throw explainIo(error, "append to", path);
  } finally {
    if (fd !== null) closeSync(fd);
  }
}

/** Copies bytes and mode, sharing blocks where the file system can. An existing file is replaced. */
export async function copyFileTo(from: string, to: string): Promise<void> {
  try {
    await copyFile(from, to, constants.COPYFILE_FICLONE);
  } catch (error) {
    throw explainIo(error, `copy ${from} to`, to);
  }
}

/** As {@link copyFileTo}, for where waiting is not possible: small files only. */
export function copyFileSyncTo(from: string, to: string): void {
  try {
    copyFileSync(from, to, constants.COPYFILE_FICLONE);
  } catch (error) {
    throw explainIo(error, `copy ${from} to`, to);
  }
}

/** Makes the bytes of a file that others wrote, and its name, durable. */
export function syncFile(path: string): void {
  try {
    const fd = openSync(path, constants.O_RDWR);
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    syncDir(dirname(path));
  } catch (error) {
    throw explainIo(error, "sync", path);
  }
}

/** A new, empty 0700 directory below the system's directory for temporary files. */
export function temporaryDir(prefix: string): string {
  const start = join(tmpdir(), prefix);
  try {
    return mkdtempSync(start);
  } catch (error) {
    throw explainIo(error, "make a directory like", start);
  }
}

/** Makes the names in a directory durable. Windows has no such call and needs none. */
export function syncDir(path: string): void {
  if (process.platform === "win32") return;
  const fd = openSync(path, constants.O_RDONLY);
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function writeNew(path: string, data: FileData, mode: number | null): void {
  const flags =
    constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
  const fd = openSync(path, flags, mode ?? 0o644);
  try {
    for (const part of partsOf(data)) writeAll(fd, part);
    if (mode !== null) fchmodSync(fd, mode);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function partsOf(data: FileData): Iterable<Uint8Array> {
  if (typeof data === "string") return [Buffer.from(data)];
  return data instanceof Uint8Array ? [data] : data;
}

function writeAll(fd: number, data: Uint8Array): void {
  let written = 0;
  while (written < data.length) written += writeSync(fd, data, written);
}

/** Removes a file or link; nothing there, or a disk that cannot even remove, is no failure. */
export function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    // What led here is the failure to tell, and a file that stays is found by its name again.
    if (!isAbsent(error)) return;
  }
}
