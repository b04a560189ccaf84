import type { ObjectId } from "../../model/index.ts";
import { OrchestratorError } from "../../model/index.ts";
import { GitFailure } from "./git.ts";
import { writeRefs } from "./locks.ts";
import { anyIdentity, identityEnv } from "../identity.ts";
import { landedRef } from "../names.ts";
import { readRefFiles } from "./ref-files.ts";
import type { Repository } from "../repository.ts";

/** Refs below the given names, by full name and in their order. */
export async function readRefs(
  repository: Repository,
  patterns: readonly string[],
): Promise<Map<string, ObjectId>> {
  return readRefFiles(repository.found.commonDir, patterns) ?? askForRefs(repository, patterns);
}

async function askForRefs(
  repository: Repository,
  patterns: readonly string[],
): Promise<Map<string, ObjectId>> {
  const stdout = await repository.git.run(repository.vault, [
    "for-each-ref",
    "--format=%(objectname) %(refname)",
    ...patterns,
  ]);
  const refs = new Map<string, ObjectId>();
  for (const line of stdout.toString("utf8").split("\n")) {
    const space = line.indexOf(" ");
    if (space > 0) refs.set(line.slice(space + 1), line.slice(0, space));
  }
  return refs;
}

export type RefChange =
  | { readonly kind: "set"; readonly ref: string; readonly to: ObjectId }
  /** Only from `from`; a zero id means that it must not exist yet. */
  | {
      readonly kind: "swap";
      readonly ref: string;
      readonly from: ObjectId;
      readonly to: ObjectId;
    }
  | { readonly kind: "verify"; readonly ref: string; readonly at: ObjectId }
  | { readonly kind: "delete"; readonly ref: string; readonly from?: ObjectId };

/** All or none. False when a compare-and-swap lost; throws when refs could not be written. */
export async function changeRefs(
  repository: Repository,
  changes: readonly RefChange[],
  message: string,
): Promise<boolean> {
  if (changes.length === 0) return true;
  const lines = changes.map((change) => {
    switch (change.kind) {
      case "set":
        return `update ${change.ref}\0${change.to}\0\0`;
      case "swap":
        return `update ${change.ref}\0${change.to}\0${change.from}\0`;
      case "verify":
        return `verify ${change.ref}\0${change.at}\0`;
      case "delete":
        return `delete ${change.ref}\0${change.from ?? ""}\0`;
    }
  });
  const args = ["update-ref", "-m", message, "--stdin", "-z"];
  const input = {
    stdin: `start\0${lines.join("")}prepare\0commit\0`,
    env: identityEnv(anyIdentity(repository)),
  };
  return writeRefs(repository, async () => {
    const answer = await repository.git.ask(repository.vault, args, input);
    if (answer.code === 0) return true;
    if (/but expected|reference already exists|unable to resolve reference/.test(answer.stderr)) {
      return false;
    }
    throw new GitFailure("update-ref", answer.code, answer.stderr);
  });
}

/** Takes refs away, wherever they are by now. */
export async function deleteRefs(
  repository: Repository,
  refs: readonly string[],
  message: string,
): Promise<void> {
  await changeRefs(
    repository,
    refs.map((ref) => ({ kind: "delete", ref })),
    message,
  );
}

export async function isAncestor(
  repository: Repository,
  ancestor: ObjectId,
  of: ObjectId,
): Promise<boolean> {
  if (ancestor === of) return true;
  const answer = await repository.git.ask(repository.vault, [
    "merge-base",
    "--is-ancestor",
    ancestor,
    of,
  ]);
  if (answer.code === 0 || answer.code === 1) return answer.code === 0;
  throw new GitFailure("merge-base", answer.code, answer.stderr);
}

/** Where the branch and what landed beside it stand. */
export interface BranchState {
  readonly branch: string;
  readonly ref: string;
  /** Null while the branch has no commit, or after a person deleted it. */
  readonly tip: ObjectId | null;
  /** Landings waiting beside the branch; null when there are none or the branch has them all. */
  readonly landed: ObjectId | null;
  /** What `refs/orchestrator/landed/<branch>` says, needed or not. */
  readonly landedRefAt: ObjectId | null;
}

/** The integration branch by name; throws `detached-head` when there is none. */
function integrationBranch(repository: Repository): string {
  if (repository.branch !== null) return repository.branch;
  throw new OrchestratorError("detached-head", `${repository.found.root} is on no branch.`, {
    hint: "Check a branch out (git switch <branch>) or name one: `branch:` in orchestrator.yaml.",
  });
}

export async function readBranch(
  repository: Repository,
  extra: readonly string[] = [],
): Promise<{ readonly state: BranchState; readonly refs: Map<string, ObjectId> }> {
  const branch = integrationBranch(repository);
  const ref = `refs/heads/${branch}`;
  const refs = await readRefs(repository, [ref, landedRef(branch), ...extra]);
  const tip = refs.get(ref) ?? null;
  const landedRefAt = refs.get(landedRef(branch)) ?? null;
  const contained =
    landedRefAt !== null && tip !== null && (await isAncestor(repository, landedRefAt, tip));
  const landed = contained ? null : landedRefAt;
  return { state: { branch, ref, tip, landed, landedRefAt }, refs };
}

/**
 * The commit that new work starts from and landings are built on: what waits beside the branch when
 * there is such, else the branch itself.
 *
 * A person may move the branch as they like: past the waiting landings (they merged them), and the
 * branch counts again; aside from them, and work goes on upon the waiting landings until
 * `orchestrator land` or a merge by the person brings the two together.
 */
export function headOf(state: BranchState): ObjectId {
  const head = state.landed ?? state.tip;
  if (head !== null) return head;
  throw new OrchestratorError("no-commits", `The branch ${state.branch} has no commit.`, {
    hint: "Make a first commit: git add -A && git commit -m 'First commit'",
  });
}
