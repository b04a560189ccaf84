import { join } from "node:path";
import type { ObjectId } from "../model/index.ts";
import { ensureDir, randomId, removeFile } from "../platform/index.ts";
import { splitRaw } from "./git/git.ts";
import { readObjects } from "./git/objects.ts";
import type { Repository } from "./repository.ts";

/** Blobs of attributes files, and the paths whose filters are asked for. */
export interface FilterRequest {
  readonly commit: ObjectId;
  readonly attributes: readonly ObjectId[];
  readonly paths: readonly string[];
}

/** The filter (lfs, …) of each path that has one, in `commit`. Paths are raw, as git has them. */
export async function filtersOf(
  repository: Repository,
  request: FilterRequest,
): Promise<ReadonlyMap<string, string>> {
  const blobs = await readObjects(repository, request.attributes);
  // Whether any of them speaks of a filter at all; almost none does.
  const spoken = blobs.some((blob) => /(^|\s)filter=/m.test(blob?.bytes.toString("latin1") ?? ""));
  return spoken ? askGit(repository, request) : new Map();
}

/** Asked of git through an index of ours, one for each question. */
async function askGit(
  repository: Repository,
  { commit, paths }: FilterRequest,
): Promise<ReadonlyMap<string, string>> {
  const index = join(repository.places.root, `filters-index-${randomId()}`);
  const workTree = join(repository.places.root, "empty");
  ensureDir(workTree);
  const place = { ...repository.mirror, workTree, index };
  try {
    await repository.git.run(place, ["read-tree", "--reset", commit]);
    const stdout = await repository.git.run(
      place,
      ["check-attr", "--cached", "-z", "--stdin", "filter"],
      { stdin: Buffer.from(paths.map((path) => `${path}\0`).join(""), "latin1") },
    );
    return readAnswer(stdout);
  } finally {
    removeFile(index);
    removeFile(`${index}.lock`);
  }
}

/** `path\0filter\0value\0`, over and over. */
function readAnswer(stdout: Buffer): ReadonlyMap<string, string> {
  const parts = splitRaw(stdout);
  const used = new Map<string, string>();
  for (let i = 2; i < parts.length; i += 3) {
    const value = parts[i] ?? "";
    if (value === "unspecified" || value === "unset" || value === "set") continue;
    used.set(parts[i - 2] ?? "", value);
  }
  return used;
}
