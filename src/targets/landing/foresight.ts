import { join } from "node:path";
import type { AttemptId, ObjectId } from "../../model/index.ts";
import { ensureDir, removeTree } from "../../platform/index.ts";
import { GitFailure, rawPath, splitRaw } from "../git/git.ts";
import { SCAFFOLD_ENV } from "../identity.ts";
import { mergeTree } from "../git/merge.ts";
import { copyIndex, stampOf } from "../raw-files.ts";
import { headOf, readBranch } from "../git/refs.ts";
import type { Repository } from "../repository.ts";
import { readNote, slotAt } from "../workspace/slot.ts";
import { slotDir } from "../workspace/workspace.ts";

/** What an attempt has changed so far, and cannot be merged with. */
export interface Foresight {
  readonly attempt: AttemptId;
  /** Null: with what is on the branch, whose head this is. */
  readonly with: AttemptId | null;
  readonly head: ObjectId;
  readonly files: readonly string[];
}

interface Sketch {
  readonly attempt: AttemptId;
  readonly base: ObjectId;
  readonly commit: ObjectId;
  /** Raw paths. */
  readonly changed: ReadonlySet<string>;
}

/** Beyond these the files of a conflict are not named. */
const FILES_MAX = 20;

/**
 * Merges what running attempts have in their work trees now, committed or not, with the branch and
 * with one another, as if they were done. It is a look: everything it writes goes to a place of its
 * own and away again, and an attempt that cannot be seen just now is left out.
 */
export async function foreseeConflicts(
  repository: Repository,
  attempts: readonly AttemptId[],
): Promise<readonly Foresight[]> {
  const scratch = join(repository.places.root, "foresight");
  await removeTree(scratch);
  const objects = join(scratch, "objects");
  ensureDir(objects);
  const vault = { ...repository.vault, objects, alternate: repository.objects };
  const apart: Repository = { ...repository, vault };
  try {
    const head = headOf((await readBranch(repository)).state);
    const sketches: Sketch[] = [];
    for (const attempt of attempts) {
      const one = await sketch(apart, scratch, attempt);
      if (one !== null && one.changed.size > 0) sketches.push(one);
    }
    return await compare(apart, sketches, head);
  } finally {
    await removeTree(scratch);
  }
}

/** Null: it cannot be seen now, or is being written to. */
async function sketch(
  repository: Repository,
  scratch: string,
  attempt: AttemptId,
): Promise<Sketch | null> {
  const { git, vault } = repository;
  const dir = slotDir(repository, attempt);
  const slot = slotAt(dir);
  const note = readNote(dir);
  if (note === null || stampOf(rawPath(slot.tree))?.kind !== "directory") return null;
  try {
    const index = join(scratch, "index");
    copyIndex(slot.index, index);
    const place = { ...vault, workTree: slot.tree, index };
    await git.run(place, ["-c", "core.fsync=none", "add", "--all", "."]);
    const tree = await git.line(place, ["write-tree"]);
    const diff = ["diff-tree", "-r", "-z", "--name-only", "--no-renames", note.base, tree];
    const changed = new Set(splitRaw(await git.run(vault, diff)));
    const commit = await git.line(vault, ["commit-tree", tree, "-p", note.base], {
      stdin: "",
      env: SCAFFOLD_ENV,
    });
    return { attempt, base: note.base, commit, changed };
  } catch (error) {
    if (error instanceof GitFailure) return null;
    throw error;
  }
}

async function compare(
  repository: Repository,
  sketches: readonly Sketch[],
  head: ObjectId,
): Promise<readonly Foresight[]> {
  const found: Foresight[] = [];
  for (const [at, one] of sketches.entries()) {
    const { attempt } = one;
    if (one.base !== head) {
      const files = await conflicts(repository, head, one.commit);
      if (files.length > 0) found.push({ attempt, with: null, head, files });
    }
    for (const other of sketches.slice(at + 1)) {
      // What is not changed on both sides cannot be in conflict.
      if (![...one.changed].some((path) => other.changed.has(path))) continue;
      const files = await conflicts(repository, other.commit, one.commit);
      if (files.length > 0) found.push({ attempt, with: other.attempt, head, files });
    }
  }
  return found;
}

/** Edits of the roadmap are dropped before a merge. */
async function conflicts(
  repository: Repository,
  ours: ObjectId,
  theirs: ObjectId,
): Promise<readonly string[]> {
  const { clean, files } = await mergeTree(repository, ours, theirs);
  if (clean) return [];
  return files.filter((file) => file !== repository.config.roadmap).slice(0, FILES_MAX);
}
