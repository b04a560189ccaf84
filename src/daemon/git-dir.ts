import { join, resolve } from "node:path";
import { readTextIfExists, statOrNull } from "../platform/index.ts";

/**
 * The git directory of the checkout whose root is `dir`, found without starting git; null when it is
 * no such root. Of a linked work tree or a submodule `.git` is a file that says where it lies.
 */
export function gitDirOf(dir: string): string | null {
  const dotGit = join(dir, ".git");
  const kind = statOrNull(dotGit)?.kind;
  if (kind !== "file") return kind === "directory" ? dotGit : null;
  const named = /^gitdir: (.+?)\s*$/m.exec(readTextIfExists(dotGit) ?? "")?.[1];
  return named === undefined ? null : resolve(dir, named);
}
