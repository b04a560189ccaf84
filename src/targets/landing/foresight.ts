import { join } from "node:path";
import type { AttemptId, ObjectId } from "../../model/index.ts";
import { ensureDir, removeTree } from "../../platform/index.ts";
import type { GitInput, Place } from "../git/git.ts";
import { GitFailure, rawPath, splitRaw } from "../git/git.ts";
import { SCAFFOLD_ENV } from "../identity.ts";
import { mergeTree } from "../git/merge.ts";
import { copyIndex, stampOf } from "../workspace/raw-files.ts";
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
  const look = new Look(repository, scratch, { GIT_OBJECT_DIRECTORY: objects });
  try {
    const head = headOf((await readBranch(repository)).state);
    const sketches: Sketch[] = [];
    for (const attempt of attempts) {
      const sketch = await look.sketch(attempt);
      if (sketch !== null && sketch.changed.size > 0) sketches.push(sketch);
    }
    return await look.compare(sketches, head);
  } finally {
    await removeTree(scratch);
  }
}

class Look {
  readonly #repository: Repository;
  readonly #scratch: string;
  readonly #place: Place;
  readonly #env: Readonly<Record<string, string>>;

  constructor(repository: Repository, scratch: string, env: Readonly<Record<string, string>>) {
    this.#repository = repository;
    this.#scratch = scratch;
    this.#place = { ...repository.vault, alternate: repository.objects };
    this.#env = env;
  }

  /** Null: it cannot be seen now, or is being written to. */
  async sketch(attempt: AttemptId): Promise<Sketch | null> {
    const dir = slotDir(this.#repository, attempt);
    const slot = slotAt(dir);
    const note = readNote(dir);
    if (note === null || stampOf(rawPath(slot.tree))?.kind !== "directory") return null;
    try {
      const index = join(this.#scratch, "index");
      copyIndex(slot.index, index);
      const place = { ...this.#place, workTree: slot.tree, index };
      await this.#run(place, ["-c", "core.fsync=none", "add", "--all", "."]);
      const tree = await this.#line(place, ["write-tree"]);
      const diff = ["diff-tree", "-r", "-z", "--name-only", "--no-renames", note.base, tree];
      const changed = new Set(splitRaw(await this.#run(this.#place, diff)));
      const commit = await this.#line(this.#place, ["commit-tree", tree, "-p", note.base], {
        stdin: "",
        env: SCAFFOLD_ENV,
      });
      return { attempt, base: note.base, commit, changed };
    } catch (error) {
      if (error instanceof GitFailure) return null;
      throw error;
    }
  }

  async compare(sketches: readonly Sketch[], head: ObjectId): Promise<readonly Foresight[]> {
    const found: Foresight[] = [];
    for (const [at, one] of sketches.entries()) {
      const { attempt } = one;
      if (one.base !== head) {
        const files = await this.#conflicts(head, one.commit);
        if (files.length > 0) found.push({ attempt, with: null, head, files });
      }
      for (const other of sketches.slice(at + 1)) {
        // What is not changed on both sides cannot be in conflict.
        if (![...one.changed].some((path) => other.changed.has(path))) continue;
        const files = await this.#conflicts(other.commit, one.commit);
        if (files.length > 0) found.push({ attempt, with: other.attempt, head, files });
      }
    }
    return found;
  }

  /** Edits of the roadmap are dropped before a merge. */
  async #conflicts(ours: ObjectId, theirs: ObjectId): Promise<readonly string[]> {
    const repository = { ...this.#repository, vault: this.#place };
    const { clean, files } = await mergeTree(repository, ours, theirs, this.#env);
    if (clean) return [];
    return files.filter((file) => file !== this.#repository.config.roadmap).slice(0, FILES_MAX);
  }

  #run(place: Place, args: readonly string[], input: GitInput = {}): Promise<Buffer> {
    return this.#repository.git.run(place, args, { ...input, env: { ...input.env, ...this.#env } });
  }

  #line(place: Place, args: readonly string[], input: GitInput = {}): Promise<string> {
    return this.#repository.git.line(place, args, {
      ...input,
      env: { ...input.env, ...this.#env },
    });
  }
}
