import type { AttemptId, CollectedWork, ObjectId } from "../../model/index.ts";
import { elsewhereBranch } from "../../model/index.ts";
import { readManifest } from "../archive/manifest.ts";
import { mergeTrees } from "../git/merge.ts";
import { requireIdentity } from "../identity.ts";
import { pinRef } from "../names.ts";
import { lookUp, treeOf, writeCommits } from "../git/objects.ts";
import { headOf, readBranch } from "../git/refs.ts";
import type { Repository } from "../repository.ts";

export type Carry = { readonly work: CollectedWork; readonly rebase: boolean };

/** Where an attempt starts. */
export interface Start {
  readonly base: ObjectId;
  readonly head: ObjectId;
  readonly headTree: ObjectId;
  /** What is checked out; `head`'s tree unless uncommitted work is carried over. */
  readonly tree: ObjectId;
  /** Work that does not fit the new base, to look back at. */
  readonly previous: ObjectId | null;
  /** Refs the clone shows: the integration branch and the tags. */
  readonly refs: ReadonlyMap<string, ObjectId>;
}

/**
 * Rejected work goes on where it was; after a conflict on top of what landed meanwhile, merged by us
 * when that is clean, and otherwise from the new base with the old work on the branch `previous`.
 */
export async function chooseStart(
  repository: Repository,
  attempt: AttemptId,
  carry: Carry | null,
  atMs: number,
): Promise<Start> {
  const { state, refs: listed } = await readBranch(repository, ["refs/tags"]);
  const integration = headOf(state);
  const refs = new Map([...listed].filter(([name]) => name.startsWith("refs/tags/")));
  refs.set(`refs/remotes/origin/${state.branch}`, integration);
  if (carry === null) return startAt(repository, integration, integration, refs);
  const { work, rebase } = carry;
  for (const [at, { commit }] of (work.elsewhere ?? []).entries()) {
    refs.set(`refs/heads/${elsewhereBranch(at)}`, commit);
  }
  if (!rebase || work.base === integration) return goOn(repository, work, refs);
  const merged = await mergeTrees(repository, {
    base: work.base,
    onto: integration,
    head: work.head,
  });
  if (merged.kind === "conflicted") {
    refs.set("refs/heads/previous", work.head);
    const start = await startAt(repository, integration, integration, refs);
    return { ...start, previous: work.head };
  }
  const identity = requireIdentity(repository);
  const [written] = await writeCommits(repository, [
    {
      ref: pinRef(attempt, "start"),
      author: identity,
      committer: identity,
      atMs,
      message: `Bring the work up to ${state.branch}\n`,
      parents: [work.head, integration],
      tree: merged.tree,
      edits: [],
    },
  ]);
  return startAt(repository, integration, written?.commit ?? integration, refs);
}

async function startAt(
  repository: Repository,
  base: ObjectId,
  head: ObjectId,
  refs: Start["refs"],
): Promise<Start> {
  const tree = await treeOf(repository, head);
  return { base, head, headTree: tree, tree, previous: null, refs };
}

/** Same base, same commits, and what was left uncommitted as well. */
async function goOn(
  repository: Repository,
  work: CollectedWork,
  refs: Start["refs"],
): Promise<Start> {
  const start = await startAt(repository, work.base, work.head, refs);
  if (work.uncommitted.length === 0) return start;
  const manifest = await readManifest(repository, work.archiveRef);
  const [left] = manifest === null ? [] : await lookUp(repository, [manifest.leftTree]);
  return left?.type === "tree" ? { ...start, tree: left.oid } : start;
}
