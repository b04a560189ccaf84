import { realpathSync, statSync, type Stats } from "node:fs";
import { dirname } from "node:path";
import { errnoOf, explainIo } from "../../io-error.ts";

/** What can be said of a settings file before it is opened. Links are followed. */
export interface FileLook {
  readonly kind: "file" | "other";
  readonly size: number;
  /** The file or its directory belongs neither to this user nor to root. */
  readonly foreign: boolean;
  readonly writableByOthers: boolean;
  /** The path the rights above were found on. */
  readonly writablePath: string;
}

/** Null when there is nothing at `path`. */
export function lookAtFile(path: string): FileLook | null {
  const file = statFollowing(path);
  if (file === null) return null;
  const directoryPath = dirname(realpathSync.native(path));
  const directory = statFollowing(directoryPath);
  const fileOpen = openToOthers(file);
  return {
    kind: file.isFile() ? "file" : "other",
    size: file.size,
    foreign: isForeign(file) || (directory !== null && isForeign(directory)),
    writableByOthers: fileOpen || (directory !== null && openToOthers(directory)),
    writablePath: fileOpen ? path : directoryPath,
  };
}

function statFollowing(path: string): Stats | null {
  try {
    return statSync(path);
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === "ENOENT" || errno === "ENOTDIR") return null;
    throw explainIo(error, "look at", path);
  }
}

function openToOthers(stat: Stats): boolean {
  return process.getuid !== undefined && (stat.mode & 0o022) !== 0;
}

function isForeign(stat: Stats): boolean {
  const self = process.getuid?.();
  return self !== undefined && stat.uid !== self && stat.uid !== 0;
}
