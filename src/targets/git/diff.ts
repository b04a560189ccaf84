import type { ObjectId } from "../../model/index.ts";
import { splitRaw } from "./git.ts";
import type { Repository } from "../repository.ts";
import type { TreeEntry } from "./tree.ts";

/** A file at both ends of a difference; null: it is not there. The path is raw bytes as latin1. */
export interface TreeChange {
  readonly path: string;
  readonly from: TreeEntry | null;
  readonly to: TreeEntry | null;
}

/** Of two ids the difference is for ever; a landing's is asked for by everybody who looks at it. */
const diffs = new WeakMap<Repository, Map<string, readonly TreeChange[]>>();
const DIFFS_KNOWN_MAX = 16;
const KNOWN_CHANGES_MAX = 1_000;

/** What differs between two trees or commits, given by their ids, file by file. */
export async function diffTrees(
  repository: Repository,
  from: ObjectId,
  to: ObjectId,
): Promise<readonly TreeChange[]> {
  if (from === to) return [];
  const name = `${from} ${to}`;
  const known = diffs.get(repository) ?? new Map<string, readonly TreeChange[]>();
  diffs.set(repository, known);
  const before = known.get(name);
  if (before !== undefined) return before;
  const changes = await readDiff(repository, from, to);
  if (changes.length <= KNOWN_CHANGES_MAX) {
    const [oldest] = known.keys();
    if (known.size >= DIFFS_KNOWN_MAX && oldest !== undefined) known.delete(oldest);
    known.set(name, changes);
  }
  return changes;
}

async function readDiff(
  repository: Repository,
  from: ObjectId,
  to: ObjectId,
): Promise<TreeChange[]> {
  const stdout = await repository.git.run(repository.vault, [
    "diff-tree",
    "-r",
    "-z",
    "--raw",
    "--no-renames",
    "--no-abbrev",
    "--no-ext-diff",
    from,
    to,
  ]);
  const parts = splitRaw(stdout);
  const changes: TreeChange[] = [];
  for (let i = 0; i + 1 < parts.length; i += 2) {
    const [fromMode, toMode, fromOid, toOid] = (parts[i] ?? "").slice(1).split(" ");
    const path = parts[i + 1] ?? "";
    changes.push({ path, from: entryOf(fromMode, fromOid), to: entryOf(toMode, toOid) });
  }
  return changes;
}

function entryOf(mode: string | undefined, oid: string | undefined): TreeEntry | null {
  return mode === undefined || oid === undefined || mode === "000000" ? null : { mode, oid };
}
