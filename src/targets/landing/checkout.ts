import { basename, dirname, join, resolve } from "node:path";
import type { ObjectId } from "../../model/index.ts";
import { isDirectory, listDir, pathExists, readTextIfExists } from "../../platform/index.ts";
import type { Place } from "../git/git.ts";
import { rawPath, shownPath, splitRaw } from "../git/git.ts";
import type { TreeChange } from "../git/diff.ts";
import { diffTrees } from "../git/diff.ts";
import type { TreeEntry } from "../git/tree.ts";
import { copyIndex, makeLink } from "../raw-files.ts";
import type { Repository } from "../repository.ts";
import { readHeadBranch } from "../repository.ts";
import { sparseRule } from "./sparse.ts";
import { isRoadmap } from "../roadmap-files.ts";
import { readFiles } from "./work-files.ts";

/** A work tree of a person's on the integration branch. */
export interface Checkout {
  readonly root: string;
  readonly gitDir: string;
  /** The person's own index; written only by exchanging the whole file. */
  readonly index: string;
}

/** The work tree in which `branch` is checked out, main or linked; null when there is none. */
export function findCheckout(repository: Repository, branch: string): Checkout | null {
  const { found } = repository;
  const all: Checkout[] = found.bare ? [] : [checkoutAt(found.root, found.gitDir)];
  if (basename(found.commonDir) === ".git") {
    all.push(checkoutAt(dirname(found.commonDir), found.commonDir));
  }
  const linked = join(found.commonDir, "worktrees");
  for (const name of listDir(linked)) {
    const gitDir = join(linked, name);
    const dotGit = readTextIfExists(join(gitDir, "gitdir"))?.trim() ?? "";
    // Newer gits may write it relative to where it is written.
    if (dotGit !== "") all.push(checkoutAt(dirname(resolve(gitDir, dotGit)), gitDir));
  }
  const on = all.find((one) => isDirectory(one.root) && readHeadBranch(one.gitDir) === branch);
  return on ?? null;
}

function checkoutAt(root: string, gitDir: string): Checkout {
  return { root, gitDir, index: join(gitDir, "index") };
}

const OPERATIONS: Readonly<Record<string, string>> = {
  MERGE_HEAD: "merge",
  "rebase-merge": "rebase",
  "rebase-apply/applying": "am",
  "rebase-apply": "rebase",
  CHERRY_PICK_HEAD: "cherry-pick",
  REVERT_HEAD: "revert",
  BISECT_LOG: "bisect",
};

/** What a person is in the middle of, or null. */
export function operationIn(gitDir: string): string | null {
  for (const [name, operation] of Object.entries(OPERATIONS)) {
    if (pathExists(join(gitDir, name))) return operation;
  }
  return null;
}

/** How one path of a landing stands in the person's checkout. */
export interface PathState {
  /** Raw bytes as latin1. */
  readonly path: string;
  readonly change: TreeChange;
  readonly staged: "old" | "new" | "other";
  /** What the index holds, when it is one plain entry. */
  readonly stagedEntry: TreeEntry | null;
  readonly skipped: boolean;
  readonly file: "old" | "new" | "other";
  /** Which file was looked at: if it differs later, a person has been there. */
  readonly stamp: string | null;
}

export function placeOf(repository: Repository, checkout: Checkout): Place {
  return { ...repository.mirror, workTree: checkout.root, index: checkout.index };
}

/** A copy of the person's index; the other half of one that is split is beside it, where git looks. */
export function copyPersonsIndex({ gitDir, index }: Checkout, to: string): void {
  for (const name of listDir(gitDir)) {
    if (name.startsWith("sharedindex.")) makeLink(join(gitDir, name), join(dirname(to), name));
  }
  copyIndex(index, to);
}

/** Compares the person's index and files with both ends of a landing (decision 8). Reads only. */
export async function compareCheckout(
  repository: Repository,
  checkout: Checkout,
  from: ObjectId,
  to: ObjectId,
): Promise<PathState[]> {
  const changes = await diffTrees(repository, from, to);
  if (changes.length === 0) return [];
  const paths = new Set(changes.map((change) => change.path));
  const [index, files] = await Promise.all([
    readIndex(repository, checkout, paths),
    readFiles(repository, checkout.root, changes),
  ]);
  const isSparse = sparseRule(repository, checkout.gitDir);
  return changes.map((change) => {
    const unknown = { entry: null, plain: true, skipped: isSparse(change.path) };
    const entry = index.get(change.path) ?? unknown;
    const file = files.get(change.path) ?? { entry: null, plain: true, stamp: null };
    return {
      path: change.path,
      change,
      staged: entry.plain ? endOf(change, entry.entry) : "other",
      stagedEntry: entry.plain ? entry.entry : null,
      skipped: entry.skipped,
      file: file.plain ? endOf(change, file.entry) : "other",
      stamp: file.stamp,
    };
  });
}

function endOf(change: TreeChange, entry: TreeEntry | null): "old" | "new" | "other" {
  if (sameEntry(entry, change.to)) return "new";
  return sameEntry(entry, change.from) ? "old" : "other";
}

function sameEntry(one: TreeEntry | null, other: TreeEntry | null): boolean {
  if (one === null || other === null) return one === other;
  return one.oid === other.oid && one.mode === other.mode;
}

interface IndexFact {
  readonly entry: TreeEntry | null;
  /** False for a conflict: several stages under one name. */
  readonly plain: boolean;
  readonly skipped: boolean;
}

/** Beyond this many paths the whole index is listed and filtered: an argument list has its limit. */
const NAMED_PATHS_MAX = 200;

async function readIndex(
  repository: Repository,
  checkout: Checkout,
  paths: ReadonlySet<string>,
): Promise<Map<string, IndexFact>> {
  const facts = new Map<string, IndexFact>();
  if (!pathExists(checkout.index)) return facts;
  const named = paths.size <= NAMED_PATHS_MAX ? [...paths].map(shownPath) : [];
  const lossless = named.every((path) => paths.has(rawPath(path)));
  const args = ["ls-files", "-z", "-s", "-t", ...(lossless ? ["--", ...named] : [])];
  const listed = await repository.git.run(placeOf(repository, checkout), args);
  for (const line of splitRaw(listed)) {
    const tab = line.indexOf("\t");
    const path = line.slice(tab + 1);
    if (!paths.has(path)) continue;
    const [tag = "", mode = "", oid = "", stage = ""] = line.slice(0, tab).split(" ");
    const plain = stage === "0" && !facts.has(path);
    facts.set(path, { entry: { mode, oid }, plain, skipped: tag === "S" });
  }
  return facts;
}

/**
 * The paths of a landing that the person is using: staged, changed, or untracked in the way. The
 * roadmap never counts (decision 6). Display text.
 */
export function pathsInTheWay(repository: Repository, states: readonly PathState[]): string[] {
  return states
    .filter((state) => !isRoadmap(repository, state.path))
    .filter((state) => {
      if (state.skipped) return state.staged === "other";
      return state.staged === "other" || state.file === "other";
    })
    .map((state) => shownPath(state.path));
}
