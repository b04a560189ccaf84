import type { ObjectId } from "../../model/index.ts";
import { shownPath, splitRaw } from "./git.ts";
import type { ReadObject } from "./objects.ts";
import type { Repository } from "../repository.ts";

/** What a tree holds under a name. Modes are six digits, as git shows them. */
export interface TreeEntry {
  readonly mode: string;
  readonly oid: ObjectId;
}

export interface TreeFile extends TreeEntry {
  /** Raw bytes as latin1, from the root. */
  readonly path: string;
}

/** The mode of a submodule's commit. */
export const GITLINK = "160000";
export const SYMLINK = "120000";

/** What `git ls-tree` lists by these arguments: a tree or commit, options, paths. */
export async function listTree(
  repository: Repository,
  args: readonly string[],
): Promise<TreeFile[]> {
  const listed = await repository.git.run(repository.vault, ["ls-tree", "-z", ...args]);
  return splitRaw(listed).map((line) => {
    const tab = line.indexOf("\t");
    const [mode = "", , oid = ""] = line.slice(0, tab).split(" ");
    return { mode, oid, path: line.slice(tab + 1) };
  });
}

/**
 * The name by which git is asked for a file of a commit, its path as people write it. One that is empty,
 * outside the tree or has a line break cannot be asked for: the name is then of something that never is.
 */
export function nameIn({ zero }: Repository, commit: ObjectId, path: string): string {
  return path === "" || /[\n\r]|^(?:\.\/+)*\.\.|^\//.test(path) ? zero : `${commit}:${path}`;
}

/** The name of the folder of a commit that lists a file, for {@link modeIn}; `path` is raw. */
export function folderOf(repository: Repository, commit: ObjectId, path: string): string {
  const folder = shownPath(path.slice(0, Math.max(0, path.lastIndexOf("/"))));
  return folder === "" ? `${commit}^{tree}` : nameIn(repository, commit, folder);
}

/** The mode that a folder's own bytes give the file at `path`, which is raw; null when not in it. */
export function modeIn(folder: ReadObject | null | undefined, path: string): string | null {
  if (folder?.type !== "tree") return null;
  const name = path.slice(path.lastIndexOf("/") + 1);
  const text = folder.bytes.toString("latin1");
  const oidBytes = folder.oid.length / 2;
  for (let at = 0; at < text.length; ) {
    const space = text.indexOf(" ", at);
    const end = text.indexOf("\0", space);
    if (space < 0 || end < 0) return null;
    if (text.slice(space + 1, end) === name) return text.slice(at, space).padStart(6, "0");
    at = end + 1 + oidBytes;
  }
  return null;
}
