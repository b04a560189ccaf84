import { join, resolve } from "node:path";
import { isDirectory, readTextIfExists } from "../platform/index.ts";

/**
 * The git directory of the checkout whose root is `dir`, found without starting git; null when it is
 * no such root. Of a linked work tree or a submodule `.git` is a file that says where it lies; a link
 * is followed, as git does.
 */
export function gitDirOf(dir: string): string | null {
  const dotGit = join(dir, ".git");
  if (isDirectory(dotGit)) return dotGit;
  const named = /^gitdir: (.+?)\s*$/m.exec(readTextIfExists(dotGit) ?? "")?.[1];
  return named === undefined ? null : resolve(dir, named);
}
