import { join } from "node:path";
import type { ObjectId } from "../model/index.ts";
import { OrchestratorError } from "../model/index.ts";
import { statOrNull } from "../platform/index.ts";
import { filtersOf } from "./filters.ts";
import { operationIn } from "./landing/checkout.ts";
import { GitFailure } from "./git/git.ts";
import { readRefs } from "./git/refs.ts";
import type { TreeFile } from "./git/tree.ts";
import { GITLINK, listTree } from "./git/tree.ts";
import type { Identity } from "./identity.ts";
import type { Repository } from "./repository.ts";
import { readHeadBranch } from "./repository.ts";
import { isRoadmap } from "./roadmap-files.ts";

/** What a target's repository is like, found by looking only. */
export interface TargetFacts {
  readonly root: string;
  readonly gitDir: string;
  readonly bare: boolean;
  /** The branch that is checked out; null when HEAD is detached. */
  readonly currentBranch: string | null;
  /** Where landings go; null when that is undecided (detached, nothing configured). */
  readonly branch: string | null;
  /** The integration branch's commit; null when it has none. */
  readonly head: ObjectId | null;
  readonly identity: Identity | null;
  /** A shallow or partial clone: history or objects are missing. */
  readonly incomplete: "shallow" | "partial" | null;
  readonly operation: string | null;
  readonly gitVersion: string;
  readonly submodules: boolean;
  /** Names of filters (lfs, …) that files of the tree need. */
  readonly filters: readonly string[];
  readonly roadmap: "tracked" | "untracked" | "missing";
}

/** What git cannot read is a named state of the repository, and no mistake of ours. */
export async function inspect(repository: Repository): Promise<TargetFacts> {
  try {
    return await readTargetFacts(repository);
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
    const { root } = repository.found;
    throw new OrchestratorError("io-failed", `Git cannot read ${root}: ${error.message}`, {
      hint: "git fsck says what is missing. Are its objects borrowed from a place that is gone? See .git/objects/info/alternates",
      cause: error,
    });
  }
}

async function readTargetFacts(repository: Repository): Promise<TargetFacts> {
  const { found, config } = repository;
  const currentBranch = found.bare ? null : readHeadBranch(found.gitDir);
  const { branch } = repository;
  const ref = `refs/heads/${branch}`;
  const head = branch === null ? null : ((await readRefs(repository, [ref])).get(ref) ?? null);
  const tree = head === null ? NO_TREE : await inspectTree(repository, head);
  return {
    root: found.root,
    gitDir: found.gitDir,
    bare: found.bare,
    currentBranch,
    branch,
    head,
    identity: repository.identity,
    incomplete: found.shallow
      ? "shallow"
      : (await lacksObjects(repository, head))
        ? "partial"
        : null,
    operation: found.bare ? null : operationIn(found.gitDir),
    gitVersion: found.gitVersion,
    submodules: tree.submodules,
    filters: tree.filters,
    roadmap: tree.files.some(({ path }) => isRoadmap(repository, path))
      ? "tracked"
      : statOrNull(join(found.root, config.roadmap)) === null
        ? "missing"
        : "untracked",
  };
}

/**
 * A clone that fetches what it needs only when it needs it (`--filter`): we ask nobody for objects, so
 * that all of the branch's tree has to be there. In a full checkout it is; in a sparse one it is not.
 */
async function lacksObjects(repository: Repository, head: ObjectId | null): Promise<boolean> {
  const keys = [...repository.found.config.keys()];
  const promised = keys.some((key) =>
    /^(?:remote\..*\.promisor|extensions\.partialclone)$/.test(key),
  );
  if (!promised || head === null) return false;
  const args = ["rev-list", "--objects", "--missing=print", "--no-walk", head];
  const listed = await repository.git.run(repository.vault, args);
  return /^\?/m.test(listed.toString("latin1"));
}

interface TreeFacts {
  readonly files: readonly TreeFile[];
  readonly submodules: boolean;
  readonly filters: readonly string[];
}

const NO_TREE: TreeFacts = { files: [], submodules: false, filters: [] };

async function inspectTree(repository: Repository, head: ObjectId): Promise<TreeFacts> {
  const files = await listTree(repository, ["-r", head]);
  const used = await filtersOf(repository, {
    commit: head,
    attributes: files
      .filter(({ path }) => /(^|\/)\.gitattributes$/.test(path))
      .map(({ oid }) => oid),
    paths: files.map(({ path }) => path),
  });
  const submodules = files.some(({ mode }) => mode === GITLINK);
  return { files, submodules, filters: [...new Set(used.values())].sort() };
}

/** The first git with `merge-tree --write-tree`. */
const GIT_VERSION_MIN = [2, 38] as const;

function isOlder(version: string, [major, minor]: readonly [number, number]): boolean {
  const [first = 0, second = 0] = version.split(".").map(Number);
  return first < major || (first === major && second < minor);
}

const IN_BARE = "Run it in a work tree of it (git worktree add DIR BRANCH), or in a clone.";

function wayOut(operation: string): string {
  return operation === "bisect"
    ? "End it: git bisect reset"
    : `Finish it (git ${operation} --continue) or give it up: git ${operation} --abort`;
}

/** Everything that keeps agents from working here, each under its name; empty when all is well. */
export function findProblems(repository: Repository, facts: TargetFacts): OrchestratorError[] {
  const problems: OrchestratorError[] = [];
  const add = (
    code: ConstructorParameters<typeof OrchestratorError>[0],
    message: string,
    hint: string,
  ): void => void problems.push(new OrchestratorError(code, message, { hint }));
  const { root } = facts;
  if (facts.bare) {
    add("not-a-repository", `${root} is bare: it has no files to work on.`, IN_BARE);
  }
  // It is why no branch is checked out, or not the configured one: to switch would be refused.
  if (facts.operation !== null) {
    add(
      "operation-in-progress",
      `A ${facts.operation} is in progress in ${root}.`,
      wayOut(facts.operation),
    );
    return problems;
  }
  if (facts.branch === null) {
    const hint = "git switch <branch>, or `branch:` in orchestrator.yaml";
    add("detached-head", `${root} is on no branch, so nothing could land.`, hint);
  } else if (facts.head === null) {
    const hint = "git add -A && git commit -m 'First commit'";
    add("no-commits", `The branch ${facts.branch} of ${root} has no commit yet.`, hint);
  }
  const configured = repository.config.branch;
  if (configured !== null && facts.currentBranch !== configured) {
    const on = facts.currentBranch ?? "no branch";
    const message = `Work lands on ${configured}, but ${root} is on ${on}.`;
    add("wrong-branch", message, `git switch ${configured}`);
  }
  if (facts.identity === null) {
    const hint = 'git config --global user.name "…" && git config --global user.email …';
    add("no-identity", "git does not know who commits here.", hint);
  }
  if (facts.incomplete !== null) {
    const [what, fetch] =
      facts.incomplete === "shallow"
        ? ["a shallow clone", "--unshallow"]
        : ["a partial clone, and files of its branch are not here", "--refetch --no-filter"];
    add("shallow-repository", `${root} is ${what}.`, `git fetch ${fetch}, or clone it whole`);
  }
  if (isOlder(facts.gitVersion, GIT_VERSION_MIN)) {
    const hint = "It merges without a work tree since then; install a newer git.";
    const least = GIT_VERSION_MIN.join(".");
    add("bad-config", `git ${facts.gitVersion} is too old: ${least} is needed.`, hint);
  }
  if (facts.filters.length > 0) {
    const names = facts.filters.join(", ");
    const hint = "Filters never run in the orchestrator's name; such files need another branch.";
    add("needs-filters", `Files of ${root} need a filter (${names}).`, hint);
  }
  return problems;
}
