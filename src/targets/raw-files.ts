/**
 * Files whose names and contents an agent chose. Paths are raw bytes as latin1 text, because a name
 * need not be UTF-8, and no link is ever followed. Only what platform does not offer is here.
 */
import {
  type BigIntStats,
  type Dirent,
  chmodSync,
  closeSync,
  constants,
  fstatSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeSync,
} from "node:fs";
import { copyFileSyncTo } from "../platform/index.ts";
import { rawPath, shownPath } from "./git/git.ts";

const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;

export type EntryKind = "file" | "directory" | "symlink" | "other";

/** Where a file is and which it was; equal stamps mean that nobody touched it in between. */
export interface FileStamp {
  readonly kind: EntryKind;
  readonly executable: boolean;
  readonly size: number;
  readonly stamp: string;
}

function bytesPath(raw: string): Buffer {
  return Buffer.from(raw, "latin1");
}

export function stampOf(raw: string): FileStamp | null {
  try {
    const found = lstatSync(bytesPath(raw), { bigint: true });
    return {
      kind: kindOf(found),
      executable: (found.mode & 0o100n) !== 0n,
      size: Number(found.size),
      stamp: `${found.dev}:${found.ino}:${found.size}:${found.mtimeNs}:${found.ctimeNs}`,
    };
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** ENAMETOOLONG counts as gone: what git and we cannot name, we cannot look at. */
function isGone(error: unknown): boolean {
  const code = errorCode(error);
  return code === "ENOENT" || code === "ENOTDIR" || code === "ENAMETOOLONG" || code === "ELOOP";
}

export function errorCode(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : null;
}

export interface Entry {
  readonly name: string;
  readonly kind: EntryKind;
}

/**
 * What is in a directory, opening it up when the agent took our permission away; null when it
 * cannot be listed at all. `onOpened`: it had been closed.
 */
export function listRaw(raw: string, onOpened?: () => void): Entry[] | null {
  for (const attempt of [0, 1]) {
    try {
      const found = readdirSync(bytesPath(raw), { withFileTypes: true, encoding: "buffer" });
      return found.map((entry) => ({ name: entry.name.toString("latin1"), kind: kindOf(entry) }));
    } catch (error) {
      if (attempt === 1 || errorCode(error) !== "EACCES" || !openUp(raw, 0o700)) return null;
      onOpened?.();
    }
  }
  return null;
}

function kindOf(entry: Dirent<Buffer> | BigIntStats): EntryKind {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "directory";
  return entry.isSymbolicLink() ? "symlink" : "other";
}

/** Adds owner permissions to something of ours that an agent closed; never through a link. */
export function openUp(raw: string, mode: number): boolean {
  try {
    const found = lstatSync(bytesPath(raw));
    if (found.isSymbolicLink()) return false;
    chmodSync(bytesPath(raw), (found.mode & 0o7777) | mode);
    return true;
  } catch {
    return false;
  }
}

export interface Permitted {
  /** Set-ID and sticky bits included. */
  readonly mode: number;
  readonly directory: boolean;
}

/** Of a file or directory; null of anything else, or when it is gone. */
export function permissionsOf(raw: string): Permitted | null {
  try {
    const found = lstatSync(bytesPath(raw));
    const directory = found.isDirectory();
    return directory || found.isFile() ? { mode: found.mode & 0o7777, directory } : null;
  } catch {
    return null;
  }
}

/** Of something of ours that is no link; what cannot be changed stays as it is. */
export function setPermissions(raw: string, mode: number): void {
  try {
    chmodSync(bytesPath(raw), mode);
  } catch {
    return;
  }
}

/** At most `bytesMax` bytes of a regular file, or null: absent, a link, another kind, too large. */
export function readRaw(raw: string, bytesMax: number): Buffer | null {
  let fd: number;
  try {
    // O_NONBLOCK: a FIFO planted under this name must not hold us up.
    fd = openSync(bytesPath(raw), constants.O_RDONLY | NO_FOLLOW | (constants.O_NONBLOCK ?? 0));
  } catch {
    return null;
  }
  try {
    const found = fstatSync(fd);
    if (!found.isFile() || found.size > bytesMax) return null;
    const bytes = Buffer.alloc(found.size);
    let read = 0;
    while (read < bytes.length) {
      const count = readSync(fd, bytes, read, bytes.length - read, read);
      if (count === 0) break;
      read += count;
    }
    return bytes.subarray(0, read);
  } catch {
    return null;
  } finally {
    closeSync(fd);
  }
}

/** The target of a link as raw bytes, or null when there is no link. */
export function readLinkRaw(raw: string): string | null {
  try {
    return readlinkSync(bytesPath(raw), { encoding: "buffer" }).toString("latin1");
  } catch {
    return null;
  }
}

export function readLink(path: string): string | null {
  const found = readLinkRaw(rawPath(path));
  return found === null ? null : shownPath(found);
}

/** Puts a link at `at`, in the place of whatever link was there. */
export function makeLink(to: string, at: string): void {
  try {
    unlinkSync(at);
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
  }
  symlinkSync(to, at);
}

export function makeLinkRaw(target: string, raw: string): void {
  symlinkSync(bytesPath(target), bytesPath(raw));
}

/** Creates a file that must not exist yet. */
export function createRaw(raw: string, data: Uint8Array, mode: number): void {
  const fd = openSync(
    bytesPath(raw),
    constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | NO_FOLLOW,
    mode,
  );
  try {
    let written = 0;
    while (written < data.length) written += writeSync(fd, data, written);
  } finally {
    closeSync(fd);
  }
}

/** Makes a directory with everything above it; false when something else is in the way. */
export function makeDirs(raw: string): boolean {
  try {
    mkdirSync(bytesPath(raw), { recursive: true });
    return true;
  } catch (error) {
    const code = errorCode(error);
    if (code === "EEXIST" || code === "ENOTDIR") return false;
    throw error;
  }
}

export function renameRaw(from: string, to: string): void {
  renameSync(bytesPath(from), bytesPath(to));
}

/** Renames; false when the source is gone or the destination is taken. */
export function renameIfFree(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT" || code === "ENOTEMPTY" || code === "EEXIST") return false;
    throw error;
  }
}

export function unlinkRaw(raw: string): void {
  try {
    unlinkSync(bytesPath(raw));
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

/** Removes a directory if it is empty; whether it is gone now. */
export function removeEmptyDir(raw: string): boolean {
  try {
    rmdirSync(bytesPath(raw));
    return true;
  } catch (error) {
    return isGone(error);
  }
}

/** A second name for a file; false when the name is taken. */
export function linkIfFree(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  }
}

/**
 * Copies an index with its times: git takes a file as unchanged when its recorded time is older
 * than the index file itself, so a copy that looks younger would hide a change.
 */
export function copyIndex(from: string, to: string): void {
  copyFileSyncTo(from, to);
  const seconds = Math.floor(statSync(from).mtimeMs / 1000);
  utimesSync(to, seconds, seconds);
}
