import { join } from "node:path";
import type { AttemptId, ObjectId, Workspace } from "../../model/index.ts";
import { OrchestratorError } from "../../model/index.ts";
import { nowMs, pathExists, randomId } from "../../platform/index.ts";
import { writeCloneDir } from "./clone-dir.ts";
import { copyIncluded } from "./include.ts";
import { archiveRef, pinRef, workspaceName } from "../names.ts";
import { lookUp } from "../git/objects.ts";
import { copyIndex, renameIfFree } from "../raw-files.ts";
import { changeRefs, deleteRefs, readRefs } from "../git/refs.ts";
import type { Repository } from "../repository.ts";
import {
  discard,
  fillSlot,
  isOfEarlierBoot,
  poolSlot,
  readNote,
  slotAt,
  takeSlot,
  writeNote,
} from "./slot.ts";
import type { Slot } from "./slot.ts";
import type { Carry, Start } from "./start.ts";
import { chooseStart } from "./start.ts";
import { together } from "../together.ts";

export interface WorkspaceRequest {
  readonly attempt: AttemptId;
  readonly carry: Carry | null;
}

/**
 * The attempt's own clone, ready to work in. Asked again for the same attempt it is the same clone;
 * one that a crash left half made, or a restart of the machine made doubtful, is thrown away and made
 * anew: before the answer is journalled no agent works in it (law I2).
 */
export async function prepareWorkspace(
  repository: Repository,
  request: WorkspaceRequest,
): Promise<Workspace> {
  const dir = slotDir(repository, request.attempt);
  const note = readNote(dir);
  const isOurs = note !== null && (await isOfThis(repository, note.base));
  if (isOurs && note.attempt === request.attempt && !isOfEarlierBoot(note)) {
    return { path: slotAt(dir).tree, base: note.base };
  }
  // Another repository lay here before, and what its agent left is archived nowhere (law I8).
  if (note !== null && !isOurs) renameIfFree(dir, `${dir}.${randomId()}`);
  else if (pathExists(dir)) await discard(repository, dir);
  const start = await chooseStart(repository, request.attempt, request.carry, nowMs());
  const slot = takeSlot(repository, dir);
  await together([pin(repository, request.attempt, start), checkOut(repository, slot, start)]);
  await copyIncluded(repository, slot.tree);
  writeNote(slot, {
    attempt: request.attempt,
    base: start.base,
    start: start.head,
    startTree: start.headTree,
    tree: start.tree,
  });
  return { path: slot.tree, base: start.base };
}

async function isOfThis(repository: Repository, commit: ObjectId): Promise<boolean> {
  const [found] = await lookUp(repository, [commit]);
  return found?.type === "commit";
}

export function slotDir(repository: Repository, attempt: AttemptId): string {
  return join(repository.places.workspaces, workspaceName(attempt));
}

/** Until the attempt is over the user's `git gc` may not eat what it stands on (decision 10). */
export async function pin(repository: Repository, attempt: AttemptId, start: Start): Promise<void> {
  await changeRefs(
    repository,
    [
      { kind: "set", ref: pinRef(attempt, "base"), to: start.base },
      { kind: "set", ref: pinRef(attempt, "start"), to: start.head },
    ],
    "orchestrator: an attempt stands on this",
  );
}

async function checkOut(repository: Repository, slot: Slot, start: Start): Promise<void> {
  await fillSlot(repository, slot, start.tree);
  const { tree, index } = slot;
  const request = { tree, index, head: start.head, refs: start.refs };
  writeCloneDir(repository, request);
  if (start.tree === start.headTree) return;
  // The carried leftovers are to be seen as uncommitted: the agent's index is that of its commit.
  const own = join(slot.dir, "scratch-index");
  copyIndex(index, own);
  const place = { ...repository.vault, workTree: tree, index: own };
  await repository.git.run(place, ["read-tree", "-i", "-m", start.tree, start.head]);
  copyIndex(own, join(tree, ".git", "index"));
}

/**
 * Gives the workspace back to the pool. Refused while nothing of the attempt is archived: what an
 * agent wrote is never deleted before it is safe under a ref (law I8).
 */
export async function releaseWorkspace(
  repository: Repository,
  attempt: AttemptId,
  workspace: Workspace,
): Promise<void> {
  const dir = slotDir(repository, attempt);
  const archive = archiveRef(attempt);
  const pins = pinsOf(attempt);
  const refs = await readRefs(repository, [archive, ...pins]);
  const note = readNote(dir);
  if (note !== null && !refs.has(archive)) {
    throw new OrchestratorError(
      "denied",
      `The work in ${workspace.path} is not archived yet, so it is not cleaned.`,
      { details: { attempt, archive } },
    );
  }
  if (note !== null || pathExists(dir)) await poolSlot(repository, dir);
  const left = pins.filter((ref) => refs.has(ref));
  await deleteRefs(repository, left, ATTEMPT_IS_OVER);
}

const ATTEMPT_IS_OVER = "orchestrator: the attempt is over";

export async function unpin(repository: Repository, attempt: AttemptId): Promise<void> {
  const pins = await readRefs(repository, pinsOf(attempt));
  await deleteRefs(repository, [...pins.keys()], ATTEMPT_IS_OVER);
}

function pinsOf(attempt: AttemptId): string[] {
  return (["base", "start", "candidate"] as const).map((what) => pinRef(attempt, what));
}
