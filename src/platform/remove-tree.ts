import { rmSync } from "node:fs";
import { chmod, lstat, readdir, rmdir, unlink } from "node:fs/promises";
import { join } from "node:path";
import { errnoOf, explainIo } from "./io-error.ts";

/**
 * Removes a file or a whole directory. Links are removed, never followed; directories without
 * write permission are opened up first. Nothing at `path` is fine.
 */
export async function removeTree(path: string): Promise<void> {
  try {
    await removeAt(path);
  } catch (error) {
    throw explainIo(error, "remove", path);
  }
}

async function removeAt(path: string): Promise<void> {
  try {
    const found = await lstat(path);
    if (!found.isDirectory()) {
      await unlink(path);
      return;
    }
    if ((found.mode & 0o700) !== 0o700) await chmod(path, 0o700);
    for (const name of await readdir(path)) await removeAt(join(path, name));
    await rmdir(path);
  } catch (error) {
    if (errnoOf(error) !== "ENOENT") throw error;
  }
}

/** Removes a directory of our own making, small and without hostile content. */
export function removeTreeSync(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch (error) {
    throw explainIo(error, "remove", path);
  }
}
