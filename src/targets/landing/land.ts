import { join } from "node:path";
import type { Candidate, ObjectId } from "../../model/index.ts";
import { OrchestratorError } from "../../model/index.ts";
import { readTextIfExists, writeDurable } from "../../platform/index.ts";
import type { Checkout } from "./checkout.ts";
import { compareCheckout, findCheckout, operationIn, pathsInTheWay } from "./checkout.ts";
import { GitFailure } from "../git/git.ts";
import { mergeRoadmap } from "./merge-file.ts";
import type { MoveAnswer } from "./move.ts";
import { moveCheckout } from "./move.ts";
import { landedRef, movingRef, plainLine } from "../names.ts";
import type { BranchState, RefChange } from "../git/refs.ts";
import { changeRefs, deleteRefs, headOf, isAncestor, readBranch, readRefs } from "../git/refs.ts";
import type { Repository } from "../repository.ts";

export interface LandRequest {
  readonly candidate: Candidate;
  /** For the branch's log: `1.2 (attempt 3)`. */
  readonly what: string;
}

const WHAT_CHARS_MAX = 120;

export type LandOutcome =
  | { readonly kind: "landed"; readonly commit: ObjectId; readonly diverted: boolean }
  | { readonly kind: "head-moved"; readonly head: ObjectId };

/**
 * Moves the integration ref from `candidate.onto` to `candidate.commit`, or nothing at all (laws I3,
 * I4). A checkout with changes in the way is not touched: the landing goes beside the branch and
 * waits there. Killed after the swap and called again, it answers as it would have.
 */
export async function land(repository: Repository, request: LandRequest): Promise<LandOutcome> {
  const { candidate } = request;
  const { state } = await readBranch(repository);
  // What the head is built on cannot be in it yet; only another head has to be asked.
  if ((state.landed ?? state.tip) !== candidate.onto) {
    const done = await alreadyLanded(repository, state, candidate.commit);
    return done ?? { kind: "head-moved", head: headOf(state) };
  }
  const diverted = await mustDivert(repository, state, candidate);
  const message = `orchestrator: land ${plainLine(request.what, WHAT_CHARS_MAX)}`;
  writeHeadOfView(repository, state.branch);
  const swapped = await changeRefs(
    repository,
    diverted ? divertedSwap(repository, state, candidate) : directSwap(state, candidate),
    message,
  );
  if (swapped) return { kind: "landed", commit: candidate.commit, diverted };
  const { state: now } = await readBranch(repository);
  return { kind: "head-moved", head: headOf(now) };
}

async function alreadyLanded(
  repository: Repository,
  state: BranchState,
  commit: ObjectId,
): Promise<LandOutcome | null> {
  if (state.tip !== null && (await isAncestor(repository, commit, state.tip))) {
    return { kind: "landed", commit, diverted: false };
  }
  if (state.landed !== null && (await isAncestor(repository, commit, state.landed))) {
    return { kind: "landed", commit, diverted: true };
  }
  return null;
}

/** Once something waits beside the branch, what is built on it waits there too. */
async function mustDivert(
  repository: Repository,
  state: BranchState,
  candidate: Candidate,
): Promise<boolean> {
  if (state.landed !== null) return true;
  const checkout = findCheckout(repository, state.branch);
  if (checkout === null) return false;
  return (await obstacles(repository, checkout, candidate.onto, candidate.commit)) !== null;
}

/** Why the checkout cannot follow, in words, or null when it can. */
async function obstacles(
  repository: Repository,
  checkout: Checkout,
  from: ObjectId,
  to: ObjectId,
): Promise<string | null> {
  const operation = operationIn(checkout.gitDir);
  if (operation !== null) return `a ${operation} is in progress in ${checkout.root}`;
  try {
    const states = await compareCheckout(repository, checkout, from, to);
    const files = pathsInTheWay(repository, states);
    return files.length === 0 ? null : `changes are in the way: ${files.slice(0, 10).join(", ")}`;
  } catch (error) {
    // Without an answer from git nothing is known: a failed look, and looked again.
    if (!(error instanceof GitFailure) || error.code === null) throw error;
    // A checkout that cannot be read is never touched, and the landing need not wait for it.
    return `the checkout could not be read (${error.message})`;
  }
}

function directSwap(state: BranchState, candidate: Candidate): RefChange[] {
  const swap: RefChange = {
    kind: "swap",
    ref: state.ref,
    from: candidate.onto,
    to: candidate.commit,
  };
  // A landed ref that the branch has overtaken is history.
  const stale = state.landedRefAt;
  return stale === null
    ? [swap]
    : [swap, { kind: "delete", ref: landedRef(state.branch), from: stale }];
}

function divertedSwap(
  repository: Repository,
  state: BranchState,
  candidate: Candidate,
): RefChange[] {
  return [
    {
      kind: "swap",
      ref: landedRef(state.branch),
      from: state.landedRefAt ?? repository.zero,
      to: candidate.commit,
    },
    // The branch itself must be where the candidate was judged to belong.
    ...(state.tip === null ? [] : [{ kind: "verify", ref: state.ref, at: state.tip } as const]),
  ];
}

/** While HEAD of our view names the branch, git writes HEAD's log along with the branch's. */
function writeHeadOfView(repository: Repository, branch: string): void {
  const { found, vault } = repository;
  if (found.bare || found.gitDir !== found.commonDir) return;
  const head = readTextIfExists(join(found.gitDir, "HEAD")) ?? "";
  const path = join(vault.gitDir, "HEAD");
  const wanted =
    head.trim() === `ref: refs/heads/${branch}` ? head : "ref: refs/orchestrator/nowhere\n";
  if (readTextIfExists(path) !== wanted) writeDurable(path, wanted);
}

export interface LandDivertedAnswer extends MoveAnswer {
  /** Null when nothing was waiting. */
  readonly commit: ObjectId | null;
  readonly from: ObjectId | null;
}

/**
 * `orchestrator land`: brings the branch and the checkout up to what waits beside them. Throws
 * `pending` with what is in the way, and `merge-conflict` when a person has committed meanwhile:
 * bringing two histories together is theirs. Killed in the middle, the next call completes it.
 */
export async function landDiverted(repository: Repository): Promise<LandDivertedAnswer> {
  const { state } = await readBranch(repository);
  const unfinished = await finishMove(repository, state.branch);
  if (state.landed === null || state.tip === null) {
    return { commit: null, from: null, leftAlone: unfinished };
  }
  if (!(await isAncestor(repository, state.tip, state.landed))) throw divergence(state);
  const checkout = findCheckout(repository, state.branch);
  const why =
    checkout === null ? null : await obstacles(repository, checkout, state.tip, state.landed);
  if (why !== null) {
    throw new OrchestratorError("pending", `The landings cannot join ${state.branch}: ${why}.`, {
      hint: "Commit, stash or finish that, then: orchestrator land",
    });
  }
  writeHeadOfView(repository, state.branch);
  const swapped = await changeRefs(
    repository,
    [
      { kind: "swap", ref: state.ref, from: state.tip, to: state.landed },
      { kind: "delete", ref: landedRef(state.branch), from: state.landed },
      { kind: "set", ref: movingRef(state.branch, "from"), to: state.tip },
      { kind: "set", ref: movingRef(state.branch, "to"), to: state.landed },
    ],
    "orchestrator: land what was waiting",
  );
  if (!swapped) {
    throw new OrchestratorError("pending", `${state.branch} moved in this moment.`, {
      hint: "Try again: orchestrator land",
    });
  }
  const leftAlone = await finishMove(repository, state.branch);
  return { commit: state.landed, from: state.tip, leftAlone };
}

function divergence(state: BranchState): OrchestratorError {
  return new OrchestratorError(
    "merge-conflict",
    `${state.branch} has commits that the waiting landings do not have.`,
    { hint: `Merge them yourself: git merge ${landedRef(state.branch)}` },
  );
}

/** Completes a checkout move that `landDiverted` began; what was left alone. */
async function finishMove(repository: Repository, branch: string): Promise<readonly string[]> {
  const ends = [movingRef(branch, "from"), movingRef(branch, "to")] as const;
  const refs = await readRefs(repository, ends);
  const [from, to] = [refs.get(ends[0]), refs.get(ends[1])];
  if (from === undefined || to === undefined) return [];
  const roadmap = await mergeRoadmap(repository, from, to);
  const moved = await moveCheckout(repository, { from, to, roadmap });
  await deleteRefs(repository, ends, "orchestrator: the checkout has followed");
  return moved.leftAlone;
}
