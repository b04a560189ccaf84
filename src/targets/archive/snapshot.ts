import type { ObjectId } from "../../model/index.ts";
import { LIMITS } from "../../model/index.ts";
import { sleep } from "../../platform/index.ts";
import type { Place } from "../git/git.ts";
import { quotePath, rawPath, shownPath } from "../git/git.ts";
import type { OddFile, OmittedFile } from "./manifest.ts";
import type { TreeEdit } from "../git/objects.ts";
import { diffTrees } from "../git/diff.ts";
import { treePath } from "../git/objects.ts";
import { GITLINK } from "../git/tree.ts";
import type { History } from "./history.ts";
import { cutShort } from "./torn.ts";
import { openUp, readLinkRaw, stampOf } from "../raw-files.ts";
import type { Repository } from "../repository.ts";
import type { Known, TreeLook } from "./look.ts";
import { isAsCommitted, isForward, listKnown, withCommitted } from "./look.ts";
import type { SlotNote } from "../workspace/slot.ts";
import type { Found } from "../workspace/walk.ts";
import { walkTree } from "../workspace/walk.ts";

/** A work tree to the byte, as git trees. */
export interface Snapshot {
  /** Tracked and untracked files: what a commit of everything would hold. */
  readonly leftTree: ObjectId;
  /** With ignored files and nested repositories as well. */
  readonly wholeTree: ObjectId;
  readonly odd: readonly OddFile[];
  readonly oddEdits: readonly TreeEdit[];
  readonly omitted: readonly OmittedFile[];
  readonly notes: readonly string[];
}

interface Sorted {
  readonly removed: string[];
  readonly changed: string[];
  /** Ignored files and those of nested repositories. */
  readonly besides: Found[];
  readonly odd: Found[];
  readonly special: Found[];
  /** Directories with something that is setup's, not the attempt's. */
  readonly filled: ReadonlySet<string>;
}

/** A work tree that is just this tree; `notes`: what else is to be said of it. */
export function plainSnapshot(tree: ObjectId, notes: readonly string[] = []): Snapshot {
  return { leftTree: tree, wholeTree: tree, odd: [], oddEdits: [], omitted: [], notes };
}

/** What was looked at, as trees beside those of the attempt's head. */
export async function takeSnapshot(
  repository: Repository,
  look: TreeLook | null,
  note: SlotNote,
  head: Pick<History, "headTree" | "keepGitDir">,
): Promise<Snapshot> {
  if (look === null) return plainSnapshot(head.headTree, ["the work tree is gone"]);
  const { root, place, walk, known } = look;
  const ahead = await diffTrees(repository, note.tree, head.headTree);
  const forward = !look.isDoubtful && isForward(root, ahead);
  const sorted = sortFound(
    forward
      ? withCommitted(known, ahead)
      : await knownFrom(repository, place, note.tree, head.headTree),
    walk.found,
    filledBy(repository),
  );
  const { removed } = sorted;
  const torn = look.isDoubtful
    ? await cutShort(repository, root, head.headTree, sorted.changed)
    : [];
  const changed = sorted.changed.filter((path) => !torn.includes(path));
  const asCommitted = forward
    ? await isAsCommitted(repository, look, { removed, changed }, ahead)
    : removed.length + changed.length === 0;
  const later = sorted.besides.length > 0;
  if (!asCommitted || later) await stage(repository, place, removed, changed);
  const leftTree = asCommitted ? head.headTree : await repository.git.line(place, ["write-tree"]);
  const gitDir = head.keepGitDir ? await walkGitDir(root) : [];
  const kept = await withinBudget(root, sorted.besides, [...sorted.odd, ...gitDir]);
  await stage(
    repository,
    place,
    [],
    kept.plain.map((one) => one.path),
  );
  const wholeTree =
    kept.plain.length === 0 ? leftTree : await repository.git.line(place, ["write-tree"]);
  const odd = await keepOdd(repository, root, kept.odd);
  const special = sorted.special.map((one) => omit(one.path, "special", 0));
  const filled = [...sorted.filled].map((path) => omit(path, "setup", 0));
  const unreadable = walk.unreadable.map((path) => omit(path, "unreadable", 0));
  return {
    leftTree,
    wholeTree,
    ...odd,
    omitted: [...special, ...filled, ...unreadable, ...kept.omitted],
    notes: torn.map((path) => `cut short when the machine stopped: ${shownPath(path)}`),
  };
}

function omit(path: string, reason: OmittedFile["reason"], bytes: number): OmittedFile {
  return { path: shownPath(path), reason, bytes };
}

async function knownFrom(
  repository: Repository,
  place: Place,
  from: ObjectId,
  to: ObjectId,
): Promise<Known> {
  await repository.git.run(place, ["read-tree", "-i", "-m", from, to]);
  return listKnown(repository, place);
}

/** Which of the directories that setup fills a path lies in; setup can fill them again. */
function filledBy(repository: Repository): (path: string) => string | null {
  const dirs = repository.config.setup.flatMap((step) => step.cachePaths.map(treePath));
  return (path) => dirs.find((dir) => path.startsWith(`${dir}/`)) ?? null;
}

function sortFound(
  known: Known,
  found: readonly Found[],
  filledBy: (path: string) => string | null,
): Sorted {
  const filled = new Set<string>();
  const sorted: Sorted = { removed: [], changed: [], besides: [], odd: [], special: [], filled };
  const present = new Set<string>();
  for (const one of found) {
    const dir = known.tracked.has(one.path) ? null : filledBy(one.path);
    if (dir !== null) {
      filled.add(dir);
      continue;
    }
    if (one.kind === "other") {
      sorted.special.push(one);
      continue;
    }
    const mode = known.tracked.get(one.path);
    if (mode !== undefined && mode !== GITLINK) {
      present.add(one.path);
      if (known.modified.has(one.path)) sorted.changed.push(one.path);
    } else if (one.odd) sorted.odd.push(one);
    else if (mode === undefined && !one.nested && known.untracked.has(one.path)) {
      sorted.changed.push(one.path);
    } else sorted.besides.push(one);
  }
  for (const [path, mode] of known.tracked) {
    // A submodule's directory is empty in a clone; only its own commit could change it.
    if (mode !== GITLINK && !present.has(path)) sorted.removed.push(path);
  }
  return sorted;
}

const BATCH_FLUSH_FROM = 60;

async function stage(
  repository: Repository,
  place: Place,
  removed: readonly string[],
  changed: readonly string[],
): Promise<void> {
  if (removed.length > 0) {
    const lines = removed.map((path) => `0 ${repository.zero}\t${path}\0`).join("");
    await repository.git.run(place, ["update-index", "-z", "--index-info"], {
      stdin: Buffer.from(lines, "latin1"),
    });
  }
  if (changed.length === 0) return;
  const stdin = Buffer.from(`${changed.join("\0")}\0`, "latin1");
  // One flush for many objects is dear, one flush each for a few is cheap (measured: 40 ms to 0.5).
  const flush = changed.length > BATCH_FLUSH_FROM ? ["-c", "core.fsyncMethod=batch"] : [];
  const args = [...flush, "update-index", "-z", "--add", "--replace", "--stdin"];
  const answer = await repository.git.ask(place, args, { stdin });
  if (answer.code === 0) return;
  // An agent took our own permission to read away; it ended, so nothing is changed under it.
  const root = rawPath(place.workTree ?? "");
  for (const path of changed) openUp(`${root}/${path}`, 0o400);
  await repository.git.run(place, args, { stdin });
}

interface Kept {
  readonly plain: readonly Found[];
  readonly odd: readonly Found[];
  readonly omitted: readonly OmittedFile[];
}

const LOOKS_AT_ONCE = 2_000;

/** Ignored files up to the limit, small ones first; the others are named (decision 10). */
async function withinBudget(
  root: string,
  besides: readonly Found[],
  odd: readonly Found[],
): Promise<Kept> {
  const sized: { readonly one: Found; readonly bytes: number; readonly free: boolean }[] = [];
  for (const one of [...besides, ...odd]) {
    // A nested repository is work, not the litter of a build.
    const free = one.nested && !one.odd;
    sized.push({ one, bytes: stampOf(`${root}/${one.path}`)?.size ?? 0, free });
    if (sized.length % LOOKS_AT_ONCE === 0) await sleep(0);
  }
  sized.sort((a, b) => a.bytes - b.bytes);
  const taken = new Set<Found>();
  const omitted: OmittedFile[] = [];
  let left: number = LIMITS.ignoredFilesArchivedBytesMax;
  for (const { one, bytes, free } of sized) {
    if (!free && bytes > left) {
      omitted.push(omit(one.path, "too-large", bytes));
      continue;
    }
    if (!free) left -= bytes;
    taken.add(one);
  }
  return {
    plain: besides.filter((one) => taken.has(one)),
    odd: odd.filter((one) => taken.has(one)),
    omitted,
  };
}

/** The clone's own `.git` as plain files, for when git cannot read it as a clone. */
async function walkGitDir(root: string): Promise<Found[]> {
  const kind = stampOf(`${root}/.git`)?.kind;
  if (kind === undefined || kind === "other") return [];
  if (kind !== "directory") return [{ path: ".git", kind, nested: false, odd: true }];
  return (await walkTree(`${root}/.git`)).found.flatMap((one) =>
    one.kind === "other" ? [] : [{ ...one, path: `.git/${one.path}`, odd: true }],
  );
}

async function keepOdd(
  repository: Repository,
  root: string,
  found: readonly Found[],
): Promise<Pick<Snapshot, "odd" | "oddEdits">> {
  const files = found.filter((one) => one.kind === "file");
  for (const one of files) openUp(`${root}/${one.path}`, 0o400);
  const stdin = files.map((one) => `${quotePath(`${root}/${one.path}`)}\n`).join("");
  const oids =
    files.length === 0
      ? []
      : (
          await repository.git.run(
            repository.vault,
            ["hash-object", "-w", "--no-filters", "--stdin-paths"],
            { stdin: Buffer.from(stdin, "latin1") },
          )
        )
          .toString("utf8")
          .split("\n");
  const oidOf = new Map(files.map((one, index) => [one, oids[index] ?? ""]));
  const odd: OddFile[] = [];
  const oddEdits: TreeEdit[] = [];
  for (const [index, one] of found.entries()) {
    const at = `odd/${index}`;
    const path = Buffer.from(one.path, "latin1").toString("base64");
    const oid = oidOf.get(one);
    const stamp = stampOf(`${root}/${one.path}`);
    if (oid !== undefined) {
      const mode = stamp?.executable === true ? "100755" : "100644";
      odd.push({ path, mode, at });
      oddEdits.push({ kind: "set", path: at, mode, oid });
    } else {
      // A link's text is kept as a plain file: fsck takes links with such names for an attack.
      const bytes = Buffer.from(readLinkRaw(`${root}/${one.path}`) ?? "", "latin1");
      odd.push({ path, mode: "120000", at });
      oddEdits.push({ kind: "write", path: at, mode: "100644", bytes });
    }
  }
  return { odd, oddEdits };
}
