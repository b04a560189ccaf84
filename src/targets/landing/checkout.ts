import { basename, dirname, join } from "node:path";
import type { ObjectId } from "../../model/index.ts";
import {
  gitObjectId,
  isDirectory,
  listDir,
  pathExists,
  readTextIfExists,
} from "../../platform/index.ts";
import type { Place } from "../git/git.ts";
import { quotePath, rawPath, shownPath, splitRaw } from "../git/git.ts";
import type { TreeChange, TreeEntry } from "../git/diff.ts";
import { diffTrees } from "../git/diff.ts";
import type { FileStamp } from "../workspace/raw-files.ts";
import { readLinkRaw, readRaw, stampOf } from "../workspace/raw-files.ts";
import type { Repository } from "../repository.ts";
import { readHeadBranch } from "../repository.ts";
import { sparseRule } from "../workspace/sparse.ts";
import { walkSmallTree } from "../workspace/walk.ts";
import { isRoadmap } from "../roadmap-files.ts";

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
    const dotGit = readTextIfExists(join(linked, name, "gitdir"))?.trim() ?? "";
    if (dotGit !== "") all.push(checkoutAt(dirname(dotGit), join(linked, name)));
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
    readFiles(repository, checkout, changes),
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

interface FileFact {
  readonly entry: TreeEntry | null;
  readonly plain: boolean;
  readonly stamp: string | null;
}

async function readFiles(
  repository: Repository,
  checkout: Checkout,
  changes: readonly TreeChange[],
): Promise<Map<string, FileFact>> {
  const facts = new Map<string, FileFact>();
  const root = rawPath(checkout.root);
  const removed = new Set(changes.filter((one) => one.to === null).map((one) => one.path));
  const hashed: LookedAt[] = [];
  for (const change of changes) {
    const { path, to } = change;
    const blocker = findBlocker(root, path);
    // What blocks the way is judged under its own name, when the landing itself takes it away; and
    // a path that the landing removes is gone wherever something else stands in its place.
    const plain = to === null || blocker === null || removed.has(blocker);
    const absent = { entry: null, plain, stamp: null };
    const stamp = blocker === null ? stampOf(`${root}/${path}`) : null;
    if (stamp === null) facts.set(path, absent);
    else if (stamp.kind === "file" || stamp.kind === "symlink")
      hashed.push({ path, stamp, change });
    else if (to === null && stamp.kind === "directory") facts.set(path, absent);
    else facts.set(path, { ...absent, plain: isEmptiedBy(root, path, removed, stamp) });
  }
  const oids = await hashFiles(repository, checkout, hashed);
  for (const [index, { path, stamp }] of hashed.entries()) {
    const mode = stamp.kind === "symlink" ? "120000" : stamp.executable ? "100755" : "100644";
    const oid = oids[index];
    facts.set(path, {
      entry: oid === undefined ? null : { mode, oid },
      plain: oid !== undefined,
      stamp: stamp.stamp,
    });
  }
  return facts;
}

/** Every directory above the path is a directory or not there: never a link to somewhere else. */
export function isReachable(root: string, path: string): boolean {
  return findBlocker(root, path) === null;
}

/** The file or link that stands where a directory above `path` should be. */
function findBlocker(root: string, path: string): string | null {
  for (let end = path.indexOf("/"); end > 0; end = path.indexOf("/", end + 1)) {
    const above = path.slice(0, end);
    const kind = stampOf(`${root}/${above}`)?.kind;
    if (kind === undefined) return null;
    if (kind !== "directory") return above;
  }
  return null;
}

/** A directory stands where a file will be, and all that is in it goes with this very landing. */
function isEmptiedBy(
  root: string,
  path: string,
  removed: ReadonlySet<string>,
  stamp: FileStamp,
): boolean {
  if (stamp.kind !== "directory") return false;
  const { found, unreadable } = walkSmallTree(`${root}/${path}`);
  return unreadable.length === 0 && found.every((one) => removed.has(`${path}/${one.path}`));
}

interface LookedAt {
  readonly path: string;
  readonly stamp: FileStamp;
  readonly change: TreeChange;
}

/** Larger files are left to git, which need not hold them whole. */
const HASHED_BYTES_MAX = 1024 * 1024;

/** The id of a file that is, byte for byte, one of the two that a landing knows; null otherwise. */
function knownId(repository: Repository, root: string, file: LookedAt): ObjectId | null {
  const { path, stamp, change } = file;
  const bytes = stamp.kind === "file" ? readRaw(`${root}/${path}`, HASHED_BYTES_MAX) : null;
  if (bytes === null) return null;
  const oid = gitObjectId(repository.found.objectFormat, "blob", bytes);
  return oid === change.from?.oid || oid === change.to?.oid ? oid : null;
}

/** Ids that the person's own git would give: their line endings converted, no filter ever run. */
async function hashFiles(
  repository: Repository,
  checkout: Checkout,
  files: readonly LookedAt[],
): Promise<(ObjectId | undefined)[]> {
  const root = rawPath(checkout.root);
  const place = { ...repository.mirror, workTree: checkout.root };
  const known = files.map((one) => knownId(repository, root, one));
  const plain = files.filter((one, at) => one.stamp.kind === "file" && known[at] === null);
  const stdin = plain.map((one) => `${quotePath(one.path)}\n`).join("");
  const listed =
    plain.length === 0
      ? []
      : (
          await repository.git.run(place, ["hash-object", "--stdin-paths"], {
            stdin: Buffer.from(stdin, "latin1"),
          })
        )
          .toString("utf8")
          .split("\n");
  const oids = new Map(plain.map((one, index) => [one.path, listed[index]]));
  for (const { path, stamp } of files) {
    if (stamp.kind !== "symlink") continue;
    const target = readLinkRaw(`${root}/${path}`);
    if (target === null) continue;
    const oid = await repository.git.line(place, ["hash-object", "--stdin"], {
      stdin: Buffer.from(target, "latin1"),
    });
    oids.set(path, oid);
  }
  return files.map((one, at) => known[at] ?? oids.get(one.path));
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
