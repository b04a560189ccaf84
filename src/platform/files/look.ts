import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  readdirSync,
  realpathSync,
  statfsSync,
  statSync,
  type Stats,
} from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { OrchestratorError } from "../../model/index.ts";
import { errnoOf, explainIo } from "../io-error.ts";

/** What a look at a path found; times in epoch milliseconds. Links are not followed. */
export interface FileStat {
  readonly kind: "file" | "directory" | "symlink" | "other";
  readonly size: number;
  readonly mtimeMs: number;
  /** Permission bits only. */
  readonly mode: number;
  readonly uid: number;
  /** Inode and device: the same pair is the same file. */
  readonly ino: number;
  readonly dev: number;
}

/** Why a look failed: nothing is there, or nothing can be, under so long a name. */
export function isAbsent(error: unknown): boolean {
  const errno = errnoOf(error);
  return errno === "ENOENT" || errno === "ENOTDIR" || errno === "ENAMETOOLONG";
}

/**
 * The whole file, or null when there is none; any other failure throws. What is no file, or a link
 * to something that is none, is not read: a pipe would be waited for, and some devices never end.
 * What a person names in `/dev` (`<(command)`) is.
 */
export function readIfExists(path: string): Buffer | null {
  try {
    if (path.startsWith("/dev/")) return readFileSync(path);
    const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const found = fstatSync(file);
      if (kindOf(found) === "other") throw noFile(path);
      return readFileSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (isAbsent(error)) return null;
    throw explainIo(error, "read", path);
  }
}

function noFile(path: string): OrchestratorError {
  return new OrchestratorError("io-failed", `Could not read ${path}: it is a pipe or a device.`, {
    hint: "Put a file there.",
    details: { path },
  });
}

/** As {@link readIfExists}, decoded as UTF-8 (ill-formed bytes become U+FFFD). */
export function readTextIfExists(path: string): string | null {
  return readIfExists(path)?.toString("utf8") ?? null;
}

/**
 * What a JSON file says; null where there is none, or none that can be read. For what is worth
 * nothing unless it is whole: a note that only spares work, or says a little more.
 */
export function readJsonOrNull(path: string): unknown {
  try {
    return JSON.parse(readTextIfExists(path) ?? "null") as unknown;
  } catch {
    return null;
  }
}

/** Whether we may run what is at `path`. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether a directory, or a link to one, is at `path`. */
export function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    if (isAbsent(error)) return false;
    throw explainIo(error, "look at", path);
  }
}

/** Whether a file of bytes, or a link to one, is at `path`: reading a pipe would wait for its writer. */
export function isRegularFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch (error) {
    if (isAbsent(error)) return false;
    throw explainIo(error, "look at", path);
  }
}

/**
 * The same, and what is read lies in the tree: a link that a repository brings along may lead to
 * whatever its user can read.
 */
export function isFileWithin(root: string, path: string): boolean {
  return isRegularFile(path) && isWithin(root, path);
}

/** Whether something is at `path` that, with every link followed, is the folder `root` or lies in it. */
export function isWithin(root: string, path: string): boolean {
  const real = realPathOrNull(path);
  if (real === null) return false;
  const top = realPath(root);
  return real === top || real.startsWith(`${top}/`.replace(/\/+$/, "/"));
}

/** Whether anything, even a dangling link, is at `path`. */
export function pathExists(path: string): boolean {
  return statOrNull(path) !== null;
}

/** A look at `path` itself; null when nothing is there. */
export function statOrNull(path: string): FileStat | null {
  let found: Stats;
  try {
    found = lstatSync(path);
  } catch (error) {
    if (isAbsent(error)) return null;
    throw explainIo(error, "look at", path);
  }
  return {
    kind: kindOf(found),
    size: found.size,
    mtimeMs: found.mtimeMs,
    mode: found.mode & 0o7777,
    uid: found.uid,
    ino: found.ino,
    dev: found.dev,
  };
}

function kindOf(found: Stats): FileStat["kind"] {
  if (found.isFile()) return "file";
  if (found.isDirectory()) return "directory";
  return found.isSymbolicLink() ? "symlink" : "other";
}

/** The absolute path with every link in it resolved. */
export function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch (error) {
    throw explainIo(error, "resolve", path);
  }
}

/** The same; null where nothing is, where a link leads nowhere, and in folders closed to this user. */
export function realPathOrNull(path: string): string | null {
  try {
    return realpathSync.native(path);
  } catch {
    return null;
  }
}

/** Names in a directory in code-unit order; empty when there is no such directory. */
export function listDir(path: string): string[] {
  try {
    return readdirSync(path).sort();
  } catch (error) {
    if (isAbsent(error)) return [];
    throw explainIo(error, "list", path);
  }
}

/** Bytes a person without privileges can still write on the file system of `path`. */
export function freeBytes(path: string): number {
  try {
    const found = statfsSync(path);
    return found.bavail * found.bsize;
  } catch (error) {
    throw explainIo(error, "look at the free space of", path);
  }
}

/** Bytes that the files below a directory take on disk; links are not followed, gaps not counted. */
export async function diskUsage(path: string): Promise<number> {
  let bytes = 0;
  const waiting = [path];
  for (let dir = waiting.pop(); dir !== undefined; dir = waiting.pop()) {
    for (const name of await listNames(dir)) {
      const full = `${dir}/${name}`;
      const found = await lstat(full).catch(() => null);
      if (found === null) continue;
      bytes += found.blocks * 512;
      if (found.isDirectory()) waiting.push(full);
    }
  }
  return bytes;
}

/** What can be listed: a directory that vanished or is closed to us counts as empty. */
async function listNames(path: string): Promise<readonly string[]> {
  return readdir(path).catch(() => []);
}
