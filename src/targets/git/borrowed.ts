import { join, resolve } from "node:path";
import { readTextIfExists } from "../../platform/index.ts";

const ALTERNATES_MAX = 20;

/**
 * The object directories that a clone of ours reads from: the repository's own and those it borrows
 * from in turn (`git clone --shared`, `--reference`). What else is in `.git` is nothing for an agent:
 * its `config` may hold the token of a remote.
 */
export function objectDirs(objects: string): string[] {
  const found = [objects];
  for (const dir of found) {
    if (found.length >= ALTERNATES_MAX) break;
    found.push(...alternatesOf(dir).filter((one) => !found.includes(one)));
  }
  return found;
}

function alternatesOf(dir: string): string[] {
  try {
    const text = readTextIfExists(join(dir, "info", "alternates")) ?? "";
    const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    return [...new Set(lines.map((line) => resolve(dir, line)))];
  } catch {
    // Not ours to read: git will say the same, and louder.
    return [];
  }
}
