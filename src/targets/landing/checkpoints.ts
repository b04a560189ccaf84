import { join } from "node:path";
import type { CheckpointPlace, ObjectId } from "../../model/index.ts";
import { slug, LIMITS } from "../../model/index.ts";
import { readIfExists, sha256, statOrNull } from "../../platform/index.ts";
import { diffTrees } from "../git/diff.ts";
import { shownPath } from "../git/git.ts";
import { anyIdentity } from "../identity.ts";
import { CHECKPOINT_ROOT } from "../names.ts";
import { readObjects, writeCommits } from "../git/objects.ts";
import { deleteRefs, headOf, readBranch } from "../git/refs.ts";
import type { Repository } from "../repository.ts";

export interface CheckpointRequest {
  readonly name: string;
  readonly number: number;
  readonly atMs: number;
  readonly why: string;
}

/**
 * Pins the integration branch, what waits beside it and the roadmap's bytes under one ref. The
 * commit is no part of any branch: its parents are the refs as they were, its tree is the roadmap
 * as the person has it. Called again, it is looked at anew: nothing can have been restored to yet.
 */
export async function keepCheckpoint(
  repository: Repository,
  request: CheckpointRequest,
): Promise<CheckpointPlace> {
  const { state } = await readBranch(repository);
  const head = headOf(state);
  const bytes = readRoadmap(repository);
  const by = anyIdentity(repository);
  const ref = refOf(repository, request);
  const parents = [...new Set([head, state.tip, state.landed])].filter((one) => one !== null);
  const [written] = await writeCommits(repository, [
    {
      ref,
      author: by,
      committer: by,
      atMs: request.atMs,
      message: `Checkpoint ${request.name}: ${request.why}\n`,
      parents,
      tree: null,
      edits: bytes === null ? [] : [{ kind: "write", path: "roadmap", mode: "100644", bytes }],
    },
  ]);
  return {
    target: repository.config.id,
    ref,
    commit: written?.commit ?? head,
    head,
    tip: state.tip,
    landed: state.landed,
    roadmapDigest: bytes === null ? null : sha256(bytes),
  };
}

export async function dropCheckpoint(
  repository: Repository,
  request: Pick<CheckpointRequest, "name" | "number">,
): Promise<void> {
  const ref = refOf(repository, request);
  await deleteRefs(repository, [ref], "orchestrator: a checkpoint is let go");
}

/** The roadmap's bytes as a checkpoint holds them; null when it holds none. */
export async function checkpointRoadmap(
  repository: Repository,
  commit: ObjectId,
): Promise<Uint8Array | null> {
  const [found] = await readObjects(repository, [`${commit}:roadmap`]);
  return found?.type === "blob" ? found.bytes : null;
}

export interface ChangedFile {
  /** As people write it, from the root. */
  readonly path: string;
  readonly change: "added" | "removed" | "changed";
}

/** What differs between two commits. */
export async function changedFiles(
  repository: Repository,
  from: ObjectId,
  to: ObjectId,
): Promise<readonly ChangedFile[]> {
  return (await diffTrees(repository, from, to)).map((one) => ({
    path: shownPath(one.path),
    change: one.from === null ? "added" : one.to === null ? "removed" : "changed",
  }));
}

function refOf(
  repository: Repository,
  { name, number }: Pick<CheckpointRequest, "name" | "number">,
) {
  return `${CHECKPOINT_ROOT}/${slug(repository.config.id)}/${number}-${slug(name)}`;
}

function readRoadmap(repository: Repository): Buffer | null {
  const path = join(repository.config.path, repository.config.roadmap);
  const found = statOrNull(path);
  // A folder of several files is in the branch that the checkpoint pins, and only there.
  if (found === null || found.kind === "directory") return null;
  return found.size > LIMITS.roadmapBytesMax ? null : readIfExists(path);
}
