import type { ObjectId } from "../../model/index.ts";
import { GitFailure, shownPath, splitRaw } from "./git.ts";
import { SCAFFOLD_ENV } from "../identity.ts";
import { treeOf } from "./objects.ts";
import { isAncestor } from "./refs.ts";
import type { Repository } from "../repository.ts";

export interface MergeRequest {
  /** The commit the work started from; changes are counted from here and from nowhere else. */
  readonly base: ObjectId;
  readonly onto: ObjectId;
  readonly head: ObjectId;
  /** The work's tree where it is not `head`'s own (edits of ours were dropped from it). */
  readonly headTree?: ObjectId;
}

export type MergeAnswer =
  | {
      readonly kind: "clean";
      readonly tree: ObjectId;
      /** False when a person took the base out of the branch's history meanwhile. */
      readonly baseInOnto: boolean;
    }
  | { readonly kind: "conflicted"; readonly files: readonly string[] };

/**
 * A three-way merge in the object store: no work tree, no index. git before 2.40 cannot be told the
 * merge base, so where history would choose another one (the person rewound the branch, the agent
 * amended or replaced history) both sides are put on the true base as synthetic commits (decision 11).
 */
export async function mergeTrees(
  repository: Repository,
  request: MergeRequest,
): Promise<MergeAnswer> {
  const { base, onto, head } = request;
  const [bases, merged] = await Promise.allSettled([
    mergeBases(repository, onto, head),
    request.headTree === undefined ? mergeHere(repository, request) : null,
  ]);
  if (bases.status === "rejected") throw bases.reason;
  const natural = bases.value.length === 1 && bases.value[0] === base;
  if (natural && request.headTree === undefined) {
    if (merged.status === "rejected") throw merged.reason;
    if (merged.value !== null) return answerOf(merged.value, true);
  }
  const baseInOnto = natural || (await isAncestor(repository, base, onto));
  const theirs = await syntheticCommit(repository, request.headTree ?? `${head}^{tree}`, base);
  const ours = baseInOnto ? onto : await syntheticCommit(repository, `${onto}^{tree}`, base);
  return answerOf(await mergeTree(repository, ours, theirs), baseInOnto);
}

/** The merge by the base that history gives, begun while that base is still being looked for. */
async function mergeHere(
  repository: Repository,
  { base, onto, head }: MergeRequest,
): Promise<RawMerge> {
  if (onto !== base) return mergeTree(repository, onto, head);
  // Nobody else landed meanwhile: one side is the base itself, so the other is the whole answer.
  return { clean: true, tree: await treeOf(repository, head), files: [] };
}

async function mergeBases(
  repository: Repository,
  one: ObjectId,
  other: ObjectId,
): Promise<string[]> {
  const answer = await repository.git.ask(repository.vault, ["merge-base", "--all", one, other]);
  if (answer.code > 1) throw new GitFailure("merge-base", answer.code, answer.stderr);
  return answer.stdout
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "");
}

/** Same tree and base, same commit: a retry leaves nothing more behind. */
function syntheticCommit(repository: Repository, tree: string, base: ObjectId): Promise<string> {
  return repository.git.line(repository.vault, ["commit-tree", tree, "-p", base], {
    stdin: "",
    env: SCAFFOLD_ENV,
  });
}

interface RawMerge {
  readonly clean: boolean;
  readonly tree: ObjectId;
  readonly files: readonly string[];
}

/** By the base that history gives. */
export async function mergeTree(
  repository: Repository,
  ours: ObjectId,
  theirs: ObjectId,
): Promise<RawMerge> {
  const flags = ["--write-tree", "-z", "--name-only", "--no-messages"];
  const args = ["merge-tree", ...flags, "--allow-unrelated-histories", ours, theirs];
  const answer = await repository.git.ask(repository.vault, args);
  if (answer.code > 1) throw new GitFailure("merge-tree", answer.code, answer.stderr);
  const [tree = "", ...rest] = splitRaw(answer.stdout);
  const files = rest.filter((file) => file !== "").map(shownPath);
  return { clean: answer.code === 0, tree, files: [...new Set(files)] };
}

function answerOf(merge: RawMerge, baseInOnto: boolean): MergeAnswer {
  return merge.clean
    ? { kind: "clean", tree: merge.tree, baseInOnto }
    : { kind: "conflicted", files: merge.files };
}
