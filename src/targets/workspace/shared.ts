import { join } from "node:path";
import type { AttemptId, CollectedWork, ObjectId, Workspace } from "../../model/index.ts";
import { OrchestratorError } from "../../model/index.ts";
import { ensureDir, listDir, nowMs, removeTree } from "../../platform/index.ts";
import type { Checkout } from "../landing/checkout.ts";
import { copyPersonsIndex, findCheckout, placeOf } from "../landing/checkout.ts";
import type { CollectRequest } from "../archive/collect.ts";
import { workOf, writeArchive } from "../archive/collect.ts";
import { untouched } from "../archive/history.ts";
import { plainSnapshot } from "../archive/snapshot.ts";
import { shownPath, splitRaw } from "../git/git.ts";
import { readManifest } from "../archive/manifest.ts";
import { exchangeTrees } from "../landing/move.ts";
import { archiveRef } from "../names.ts";
import { treeOf } from "../git/objects.ts";
import { changeRefs, readBranch, readRefs } from "../git/refs.ts";
import type { Repository } from "../repository.ts";
import { readNote, slotAt, writeNote } from "./slot.ts";
import { chooseStart } from "./start.ts";
import { pin, slotDir, unpin } from "./workspace.ts";
import type { WorkspaceRequest } from "./workspace.ts";
import { isRoadmap } from "../roadmap-files.ts";

/**
 * `isolation: shared` (CFR-013): the agent works in the person's checkout itself, one at a time. The
 * checkout is borrowed clean and given back as it was; the work goes through the archive, the gates
 * and the landing like any other, so that the branch moves only by them (law I3).
 */
export async function borrowCheckout(
  repository: Repository,
  request: WorkspaceRequest,
): Promise<Workspace> {
  const dir = slotDir(repository, request.attempt);
  const checkout = await requireCheckout(repository);
  const note = readNote(dir);
  if (note !== null) {
    // Killed before the carried work was all there; the agent has not begun (law I2).
    if (request.carry !== null) {
      await exchangeTrees(repository, checkout, note.startTree, note.tree);
    }
    return { path: checkout.root, base: note.base };
  }
  await refuseSecond(repository, request.attempt);
  await refuseChanges(repository, checkout);
  const start = await chooseStart(repository, request.attempt, request.carry, nowMs());
  await pin(repository, request.attempt, start);
  await removeTree(dir);
  ensureDir(dir);
  const baseTree = await treeOf(repository, start.base);
  writeNote(slotAt(dir), {
    attempt: request.attempt,
    base: start.base,
    start: start.base,
    startTree: baseTree,
    tree: start.tree,
  });
  // Work carried over appears as changes; the branch is where the person has it.
  await exchangeTrees(repository, checkout, baseTree, start.tree);
  return { path: checkout.root, base: start.base };
}

async function requireCheckout(repository: Repository): Promise<Checkout> {
  const { state } = await readBranch(repository);
  const checkout = findCheckout(repository, state.branch);
  if (checkout !== null && state.landed === null) return checkout;
  throw new OrchestratorError(
    "wrong-branch",
    checkout === null
      ? `${state.branch} is not checked out, so no agent can work in its checkout.`
      : `Landings wait beside ${state.branch}, so its checkout is not where work goes on.`,
    { hint: checkout === null ? `git switch ${state.branch}` : "orchestrator land" },
  );
}

async function refuseSecond(repository: Repository, attempt: AttemptId): Promise<void> {
  for (const name of listDir(repository.places.workspaces)) {
    const other = readNote(join(repository.places.workspaces, name))?.attempt ?? attempt;
    if (other === attempt) continue;
    const archive = archiveRef(other);
    if ((await readRefs(repository, [archive])).has(archive)) continue;
    throw new OrchestratorError("already-running", `${other} works in the checkout right now.`, {
      hint: "isolation: shared takes one attempt at a time; set the concurrency to 1.",
    });
  }
}

/** Tracked files that were changed or deleted, and those that nobody tracks or ignores. */
const LIST_CHANGED = ["ls-files", "-z", "-m", "-d", "-o", "--exclude-standard"];

async function refuseChanges(repository: Repository, checkout: Checkout): Promise<void> {
  const place = placeOf(repository, checkout);
  const { state } = await readBranch(repository);
  const tip = state.tip ?? repository.emptyTree;
  const [unstaged, staged] = await Promise.all([
    repository.git.run(place, LIST_CHANGED),
    repository.git.run(place, ["diff-index", "-z", "--cached", "--name-only", tip]),
  ]);
  const changed = [...splitRaw(unstaged), ...splitRaw(staged)].filter(
    (path) => !isRoadmap(repository, path),
  );
  if (changed.length === 0) return;
  const files = [...new Set(changed)].slice(0, 10).map(shownPath).join(", ");
  throw new OrchestratorError("pending", `${checkout.root} has changes of your own: ${files}.`, {
    hint: "Commit or stash them, or leave out `isolation: shared`.",
  });
}

const MADE_HERE = "made in the checkout itself; ignored files were left where they are";

/** Archives what the agent left in the checkout, then gives the checkout back as it was. */
export async function collectShared(
  repository: Repository,
  request: CollectRequest,
): Promise<CollectedWork> {
  const archive = archiveRef(request.attempt);
  const dir = slotDir(repository, request.attempt);
  const note = readNote(dir);
  const before = await readManifest(repository, archive);
  if (note === null) {
    if (before !== null) return workOf(before, archive);
    throw new OrchestratorError("not-found", `${request.attempt} has not borrowed the checkout.`);
  }
  const checkout = await requireCheckout(repository);
  const { state } = await readBranch(repository);
  const head = state.tip ?? note.base;
  if (before === null) {
    const headTree = await treeOf(repository, head);
    const leftTree = await leftIn(repository, checkout, dir);
    await writeArchive(repository, request, note, {
      history: {
        ...untouched({ start: head, startTree: headTree }, [MADE_HERE]),
        refs: { [state.ref]: head },
      },
      snapshot: plainSnapshot(leftTree),
      isUnfinished: false,
      aside: null,
    });
  }
  const manifest = await readManifest(repository, archive);
  if (manifest === null) throw new OrchestratorError("bug", `${archive} cannot be read back`);
  await giveBack(repository, checkout, note.base, head, manifest.leftTree);
  return workOf(manifest, archive);
}

/** The agent's commits leave the branch, where nothing lands but what the gates have seen. */
async function giveBack(
  repository: Repository,
  checkout: Checkout,
  base: ObjectId,
  head: ObjectId,
  leftTree: ObjectId,
): Promise<void> {
  await exchangeTrees(repository, checkout, leftTree, await treeOf(repository, base));
  if (head === base) return;
  const { state } = await readBranch(repository);
  await changeRefs(
    repository,
    [{ kind: "swap", ref: state.ref, from: head, to: base }],
    "orchestrator: the work goes through the gates first",
  );
}

/** The checkout as a tree, tracked and untracked files, through a copy of its index. */
async function leftIn(repository: Repository, checkout: Checkout, dir: string): Promise<ObjectId> {
  const index = join(dir, "left-index");
  copyPersonsIndex(checkout, index);
  const place = { ...placeOf(repository, checkout), index };
  const changed = splitRaw(await repository.git.run(place, LIST_CHANGED)).filter(
    (one) => !one.endsWith("/"),
  );
  const stdin = Buffer.from(changed.map((path) => `${path}\0`).join(""), "latin1");
  await repository.git.run(
    place,
    ["update-index", "-z", "--add", "--remove", "--replace", "--stdin"],
    { stdin },
  );
  return repository.git.line(place, ["write-tree"]);
}

/** Nothing to clean: the checkout was given back when the work was archived. */
export async function returnCheckout(repository: Repository, attempt: AttemptId): Promise<void> {
  const archive = archiveRef(attempt);
  if (!(await readRefs(repository, [archive])).has(archive)) {
    throw new OrchestratorError("denied", `The work of ${attempt} is not archived yet.`);
  }
  await removeTree(slotDir(repository, attempt));
  await unpin(repository, attempt);
}
