import { basename, dirname, join } from "node:path";
import { listDir, statOrNull } from "./look.ts";
import { removeFile } from "./write.ts";

/** A write takes milliseconds: what is older belongs to a process that was killed in the middle. */
const OLD_MS = 60_000;

/**
 * Takes away what a killed `writeDurable` of this file left beside it, and nothing else: plain files
 * with its own kind of name that nobody has touched for a while.
 */
export function sweepLeftovers(path: string, nowMs: number): void {
  const folder = dirname(path);
  const name = basename(path);
  for (const other of listDir(folder)) {
    if (!other.startsWith(`${name}.`) || !TAIL.test(other.slice(name.length))) continue;
    const found = statOrNull(join(folder, other));
    if (found?.kind === "file" && nowMs - found.mtimeMs > OLD_MS) removeFile(join(folder, other));
  }
}

const TAIL = /^\.[0-9a-f]{12}\.tmp$/;
