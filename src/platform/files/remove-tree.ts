import { rmSync } from "node:fs";
import { chmod, lstat, readdir, rename, rmdir, unlink } from "node:fs/promises";
import { join } from "node:path";
import { errnoOf, explainIo } from "../io-error.ts";
import { randomId } from "../random.ts";

/** Paths of the system end at 4,096 bytes; deeper directories are brought up to the top first. */
const PATH_BYTES_MAX = 3_000;
/** How often something may appear in a directory that is being removed. */
const ROUNDS_MAX = 1_000;

/**
 * Removes a file or a whole directory. Links are removed, never followed; directories without
 * write permission are opened up first; depth does not matter. Nothing at `path` is fine.
 */
export async function removeTree(path: string): Promise<void> {
  try {
    await removeAt(path, path);
  } catch (error) {
    throw explainIo(error, "remove", path);
  }
}

async function removeAt(path: string, root: string): Promise<void> {
  try {
    const found = await lstat(path);
    if (!found.isDirectory()) {
      await unlink(path);
    } else if (path !== root && Buffer.byteLength(path) > PATH_BYTES_MAX) {
      await rename(path, join(root, `.deep-${randomId()}`));
    } else {
      if ((found.mode & 0o700) !== 0o700) await chmod(path, 0o700);
      await emptyAndRemove(path, root);
    }
  } catch (error) {
    if (errnoOf(error) !== "ENOENT") throw error;
  }
}

async function emptyAndRemove(path: string, root: string): Promise<void> {
  for (let round = 1; ; round++) {
    for (const name of await readdir(path)) await removeAt(join(path, name), root);
    try {
      await rmdir(path);
      return;
    } catch (error) {
      if (errnoOf(error) !== "ENOTEMPTY" || round === ROUNDS_MAX) throw error;
    }
  }
}

/** Removes a file or directory of our own making, small and without hostile content. */
export function removeTreeSync(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch (error) {
    throw explainIo(error, "remove", path);
  }
}
