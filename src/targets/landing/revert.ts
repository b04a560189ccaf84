import type { Candidate, ObjectId } from "../../model/index.ts";
import { diffTrees } from "../git/diff.ts";
import { shownPath } from "../git/git.ts";
import { mergeTrees } from "../git/merge.ts";
import { requireIdentity } from "../identity.ts";
import { REVERTING_REF, plainLine } from "../names.ts";
import type { CommitPlan, TreeEdit } from "../git/objects.ts";
import { lookUp, readObjects, rememberTree, treePath, writeCommits } from "../git/objects.ts";
import type { CandidateOutcome } from "./candidate.ts";
import { headOf, readBranch } from "../git/refs.ts";
import { folderOf, modeIn, nameIn } from "../git/tree.ts";
import type { Repository } from "../repository.ts";
import { isRoadmap } from "../roadmap-files.ts";

export interface RevertRequest {
  /** Newest first; each from `onto` to `commit`. */
  readonly changes: readonly {
    readonly onto: ObjectId;
    readonly commit: ObjectId;
    readonly what: string;
  }[];
  readonly by: string;
  readonly why: string;
  /** The time in the commits: the same for every try. */
  readonly atMs: number;
  /** The roadmap as it shall be, from its bytes on the integration head; null leaves it. */
  readonly roadmap: (base: Uint8Array | null, path: string) => Uint8Array | null;
  /** The files that state the statuses; without it, the roadmap's. */
  readonly roadmapFiles?: readonly string[];
}

const WHAT_CHARS_MAX = 100;

/**
 * Builds commits on the present integration head that undo these changes, one each: a three-way
 * merge of what is there with what was there before. Nothing that came later is touched; where it
 * touches the same lines, that is a conflict. The roadmap follows by its statuses alone (law I11).
 */
export async function buildRevert(
  repository: Repository,
  request: RevertRequest,
): Promise<CandidateOutcome> {
  const identity = requireIdentity(repository);
  const { state } = await readBranch(repository);
  const onto = headOf(state);
  const plans: CommitPlan[] = [];
  let head = onto;
  for (const [index, change] of request.changes.entries()) {
    const headTree = await treeBefore(repository, change);
    const sides = { base: change.commit, onto: head, head: change.commit, headTree };
    const merged = await mergeTrees(repository, sides);
    if (merged.kind === "conflicted") return { kind: "conflicted", onto, files: merged.files };
    const last = index === request.changes.length - 1;
    plans.push({
      ref: REVERTING_REF,
      author: identity,
      committer: identity,
      atMs: request.atMs,
      message: messageOf(request, change),
      parents: [index === 0 ? onto : `:${index}`],
      tree: merged.tree,
      edits: last ? await statusEdits(repository, request, onto) : [],
    });
    // The next merge needs a commit to merge with; the same plans make the same commits again.
    head = (await writeCommits(repository, plans)).at(-1)?.commit ?? head;
  }
  const [before, after] = await lookUp(repository, [`${onto}^{tree}`, `${head}^{tree}`]);
  if (head === onto || before?.oid === after?.oid) return { kind: "nothing-to-land" };
  const tree = after?.oid ?? repository.emptyTree;
  rememberTree(repository, head, tree);
  const changed = await diffTrees(repository, onto, head);
  const files = changed.map((one) => shownPath(one.path));
  const candidate: Candidate = { commit: head, tree, onto, files };
  return { kind: "candidate-built", candidate };
}

/** The tree before a change, with the roadmap as the change left it: that goes back by itself. */
async function treeBefore(
  repository: Repository,
  { onto, commit }: { readonly onto: ObjectId; readonly commit: ObjectId },
): Promise<ObjectId> {
  const [[tree], changed] = await Promise.all([
    lookUp(repository, [`${onto}^{tree}`]),
    diffTrees(repository, onto, commit),
  ]);
  const whole = tree?.oid ?? repository.emptyTree;
  const edits = changed
    .filter((one) => isRoadmap(repository, one.path))
    .map(({ path, to }): TreeEdit => {
      return to === null ? { kind: "remove", path } : { kind: "set", path, ...to };
    });
  if (edits.length === 0) return whole;
  const identity = requireIdentity(repository);
  const [written] = await writeCommits(repository, [
    {
      ref: REVERTING_REF,
      author: identity,
      committer: identity,
      atMs: 0,
      message: "What was there before, with the roadmap of now\n",
      parents: [onto],
      tree: whole,
      edits,
    },
  ]);
  return written?.tree ?? whole;
}

async function statusEdits(
  repository: Repository,
  request: RevertRequest,
  onto: ObjectId,
): Promise<TreeEdit[]> {
  const edits: TreeEdit[] = [];
  for (const path of request.roadmapFiles ?? [repository.config.roadmap]) {
    const raw = treePath(path);
    const names = [nameIn(repository, onto, path), folderOf(repository, onto, raw)];
    const [file, folder] = await readObjects(repository, names);
    const bytes = request.roadmap(file?.type === "blob" ? file.bytes : null, path);
    if (bytes === null || file?.type !== "blob") continue;
    const mode = modeIn(folder, raw) === "100755" ? "100755" : "100644";
    edits.push({ kind: "write", path: raw, mode, bytes });
  }
  return edits;
}

function messageOf(request: RevertRequest, change: RevertRequest["changes"][number]): string {
  const what = plainLine(change.what, WHAT_CHARS_MAX);
  return [
    `Revert ${what}`,
    "",
    `This reverts commit ${change.commit}.`,
    `Rolled back by ${plainLine(request.by, WHAT_CHARS_MAX)}: ${plainLine(request.why, WHAT_CHARS_MAX)}`,
    "",
    `Reverts: ${what}`,
    "",
  ].join("\n");
}
