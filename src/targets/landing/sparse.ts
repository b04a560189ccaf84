import { join } from "node:path";
import { readTextIfExists } from "../../platform/index.ts";
import { rawPath } from "../git/git.ts";
import type { Repository } from "../repository.ts";

/**
 * Which new paths a sparse checkout does not want on disk. Only cone patterns are understood; with
 * others every new path is wanted, as with no sparse checkout at all.
 */
export function sparseRule(repository: Repository, gitDir: string): (path: string) => boolean {
  const settings = [join(gitDir, "config.worktree"), join(repository.found.commonDir, "config")];
  const config = settings.map((file) => readTextIfExists(file) ?? "").join("\n");
  if (!/^\s*sparseCheckout\s*=\s*true/im.test(config)) return () => false;
  if (/^\s*sparseCheckoutCone\s*=\s*false/im.test(config)) return () => false;
  const patterns = readTextIfExists(join(gitDir, "info", "sparse-checkout"));
  if (patterns === null) return () => false;
  const lines = new Set(rawPath(patterns).split("\n"));
  const whole: string[] = [];
  const alone = new Set<string>();
  for (const line of lines) {
    if (!line.startsWith("/") || !line.endsWith("/")) continue;
    const dir = line.slice(1);
    // A parent of a wanted directory: its own files are wanted, its other directories are not.
    if (lines.has(`!${line}*/`)) alone.add(dir);
    else whole.push(dir);
  }
  return (path) => {
    const dir = path.slice(0, path.lastIndexOf("/") + 1);
    return dir !== "" && !alone.has(dir) && !whole.some((one) => dir.startsWith(one));
  };
}
