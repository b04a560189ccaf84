import type { ObjectId } from "../../model/index.ts";
import { gitObjectId } from "../../platform/index.ts";
import type { TreeChange } from "../git/diff.ts";
import { quotePath, rawPath } from "../git/git.ts";
import type { TreeEntry } from "../git/tree.ts";
import { GITLINK, SYMLINK } from "../git/tree.ts";
import type { Repository } from "../repository.ts";
import type { FileStamp } from "../raw-files.ts";
import { listRaw, readLinkRaw, readRaw, stampOf } from "../raw-files.ts";
import { walkSmallTree } from "../workspace/walk.ts";

/** What the work tree holds at one path, as an entry of git's. */
export interface FileFact {
  readonly entry: TreeEntry | null;
  /** False where something stands in the way that no entry of git's describes. */
  readonly plain: boolean;
  readonly stamp: string | null;
}

/** What is in a person's work tree at the paths of a landing. Reads only. */
export async function readFiles(
  repository: Repository,
  checkoutRoot: string,
  changes: readonly TreeChange[],
): Promise<Map<string, FileFact>> {
  const facts = new Map<string, FileFact>();
  const root = rawPath(checkoutRoot);
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
    else {
      const entry = submoduleAt(`${root}/${path}`, stamp, change);
      const isFree = entry === null && isEmptiedBy(root, path, removed, stamp);
      facts.set(path, { entry, plain: entry !== null || isFree, stamp: null });
    }
  }
  const oids = await hashFiles(repository, checkoutRoot, hashed);
  for (const [index, looked] of hashed.entries()) {
    const { path, stamp } = looked;
    const oid = oids[index];
    facts.set(path, {
      entry: oid === undefined ? null : { mode: modeOf(repository, looked, oid), oid },
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

/**
 * The end of a landing that a submodule's folder is. Git brings along which commit it is to have, and
 * leaves what is in the folder to `git submodule update`: in one that is filled, nothing is to do.
 */
function submoduleAt(
  path: string,
  { kind }: FileStamp,
  { from, to }: TreeChange,
): TreeEntry | null {
  const isEmpty = kind === "directory" && listRaw(path)?.length === 0;
  if (!isEmpty && stampOf(`${path}/.git`) === null) return null;
  if (to?.mode === GITLINK) return to;
  return isEmpty && from?.mode === GITLINK ? from : null;
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

/** As git reads a setting that is no. */
const OFF = /^(?:false|no|off|0*)$/i;

/**
 * The mode that the person's own git would give. On disks that keep no permissions, or no links, a file's
 * own says nothing, and its content is what tells which end of the landing it is.
 */
function modeOf(repository: Repository, { stamp, change }: LookedAt, oid: ObjectId): string {
  if (stamp.kind === "symlink") return SYMLINK;
  const isOff = (key: string): boolean => OFF.test(repository.found.config.get(key) ?? "true");
  const alike = [change.to, change.from].find((end) => end?.oid === oid)?.mode;
  if (alike === SYMLINK && isOff("core.symlinks")) return alike;
  if (alike?.startsWith("100") === true && isOff("core.filemode")) return alike;
  return stamp.executable ? "100755" : "100644";
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
  checkoutRoot: string,
  files: readonly LookedAt[],
): Promise<(ObjectId | undefined)[]> {
  const root = rawPath(checkoutRoot);
  const place = { ...repository.mirror, workTree: checkoutRoot };
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
