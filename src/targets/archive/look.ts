import { join } from "node:path";
import type { ObjectId } from "../../model/index.ts";
import { gitObjectId } from "../../platform/index.ts";
import type { TreeChange } from "../git/diff.ts";
import type { Place } from "../git/git.ts";
import { quotePath, rawPath, splitRaw } from "../git/git.ts";
import { copyIndex, readRaw, stampOf } from "../raw-files.ts";
import type { Repository } from "../repository.ts";
import type { Slot } from "../workspace/slot.ts";
import { together } from "../together.ts";
import { GITLINK } from "../git/tree.ts";
import type { Walk } from "../workspace/walk.ts";
import { walkTree } from "../workspace/walk.ts";

/** A work tree as it was found, before anybody knows what of it is committed. */
export interface TreeLook {
  readonly root: string;
  /** The work tree with an index of ours that still says how it began. */
  readonly place: Place;
  readonly walk: Walk;
  readonly known: Known;
  /** The machine was restarted since it was made. */
  readonly isDoubtful: boolean;
}

/**
 * Looks at the work tree through an index of ours, whose record of the files the agent could not
 * touch, with every conversion switched off (decision 10). git says what changed; our own walk says
 * what is there, because git looks past nested `.git`s and special files. Null: it is gone.
 * `doubtful`: the tree that it began with, where the machine was restarted since; our index is on the disk
 * no more surely than the files, so that each is read anew.
 */
export async function lookAtTree(
  repository: Repository,
  slot: Slot,
  scratch: string,
  doubtful: ObjectId | null,
): Promise<TreeLook | null> {
  const root = rawPath(slot.tree);
  if (stampOf(root)?.kind !== "directory") return null;
  const index = join(scratch, "left-index");
  const place: Place = { ...repository.vault, workTree: slot.tree, index };
  if (doubtful === null) copyIndex(slot.index, index);
  else await repository.git.run(place, ["read-tree", doubtful]);
  const [before, walk] = await together([listKnown(repository, place), walkTree(root)]);
  const known = walk.hasOpened ? await listKnown(repository, place) : before;
  return { root, place, walk, known, isDoubtful: doubtful !== null };
}

export interface Known {
  /** Tracked, with the mode. */
  readonly tracked: ReadonlyMap<string, string>;
  readonly modified: ReadonlySet<string>;
  readonly untracked: ReadonlySet<string>;
}

export async function listKnown(repository: Repository, place: Place): Promise<Known> {
  const args = ["ls-files", "-z", "-t", "-s", "-c", "-m", "-o", "--exclude-standard"];
  const tracked = new Map<string, string>();
  const modified = new Set<string>();
  const untracked = new Set<string>();
  for (const line of splitRaw(await repository.git.run(place, args))) {
    const tag = line[0];
    const rest = line.slice(2);
    if (tag === "?") {
      untracked.add(rest);
      continue;
    }
    const tab = rest.indexOf("\t");
    const path = rest.slice(tab + 1);
    if (tag === "C") modified.add(path);
    else tracked.set(path, rest.slice(0, "100644".length));
  }
  return { tracked, modified, untracked };
}

/**
 * Whether the commits only changed and added plain files. Then the index of the start still tells what
 * was left, and reading a second whole tree (7 ms for 1,000 files) is spared.
 */
export function isForward(root: string, ahead: readonly TreeChange[]): boolean {
  return ahead.every(({ path, from, to }) => {
    if (from?.mode === GITLINK || to?.mode === GITLINK) return false;
    return to !== null || stampOf(`${root}/${path}`) === null;
  });
}

/** What the agent committed is tracked, also where an ignore rule would hide it. */
export function withCommitted(known: Known, ahead: readonly TreeChange[]): Known {
  const tracked = new Map(known.tracked);
  const modified = new Set(known.modified);
  for (const { path, to } of ahead) {
    if (to === null) continue;
    tracked.set(path, to.mode);
    modified.add(path);
  }
  return { ...known, tracked, modified };
}

/**
 * Whether every file that differs from the start is just as it was committed: what nearly every agent
 * leaves, and one look at those files instead of an index and a tree of them.
 */
export async function isAsCommitted(
  repository: Repository,
  { root, place }: TreeLook,
  {
    removed,
    changed,
  }: { readonly removed: readonly string[]; readonly changed: readonly string[] },
  ahead: readonly TreeChange[],
): Promise<boolean> {
  const committed = new Map(ahead.map(({ path, to }) => [path, to]));
  if (removed.some((path) => committed.get(path) !== null)) return false;
  const isCandidate = (path: string): boolean => {
    const stamp = stampOf(`${root}/${path}`);
    const mode = stamp?.executable === true ? "100755" : "100644";
    return stamp?.kind === "file" && committed.get(path)?.mode === mode;
  };
  if (!changed.every(isCandidate)) return false;
  if (changed.length === 0) return true;
  const own = idsOfFew(repository, root, changed);
  if (own !== null) return changed.every((path, at) => committed.get(path)?.oid === own[at]);
  const answer = await repository.git.ask(place, ["hash-object", "--no-filters", "--stdin-paths"], {
    stdin: Buffer.from(changed.map((path) => `${quotePath(path)}\n`).join(""), "latin1"),
  });
  if (answer.code !== 0) return false;
  const oids = answer.stdout.toString("latin1").split("\n");
  return changed.every((path, at) => committed.get(path)?.oid === oids[at]);
}

const FEW_FILES_MAX = 100;
const FEW_BYTES_MAX = 1024 * 1024;

/** Ids of a few small files as they are, without a git; null when they are not few and small. */
function idsOfFew(
  repository: Repository,
  root: string,
  paths: readonly string[],
): ObjectId[] | null {
  if (paths.length > FEW_FILES_MAX) return null;
  const ids: ObjectId[] = [];
  for (const path of paths) {
    const bytes = readRaw(`${root}/${path}`, FEW_BYTES_MAX);
    if (bytes === null) return null;
    ids.push(gitObjectId(repository.found.objectFormat, "blob", bytes));
  }
  return ids;
}
