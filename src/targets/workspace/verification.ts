import { join, dirname } from "node:path";
import type { ObjectId, Workspace } from "../../model/index.ts";
import { slug } from "../../model/index.ts";
import { pathExists, randomId } from "../../platform/index.ts";
import { writeCloneDir } from "./clone-dir.ts";
import { treeOf } from "../git/objects.ts";
import type { Repository } from "../repository.ts";
import { discard, fillSlot, poolSlot, slotAt, takeSlot } from "./slot.ts";
import { copyIncluded } from "./include.ts";
import { renameIfFree } from "../raw-files.ts";
import { readRefs } from "../git/refs.ts";
import { together } from "../together.ts";

export interface VerificationRequest {
  /** What it is for; one tree per id. */
  readonly id: string;
  readonly commit: ObjectId;
}

/**
 * A work tree that is exactly `commit`, for gates alone; made anew every time, so nothing that an
 * earlier gate or an agent left can turn a verdict (law I3).
 */
export async function verificationTree(
  repository: Repository,
  request: VerificationRequest,
): Promise<Workspace> {
  const dir = join(repository.places.verification, slug(request.id));
  if (pathExists(dir)) await discard(repository, dir);
  const slot = takeSlot(repository, dir);
  const [refs] = await together([
    readRefs(repository, ["refs/tags"]),
    treeOf(repository, request.commit).then((tree) => fillSlot(repository, slot, tree)),
  ]);
  writeCloneDir(repository, { tree: slot.tree, index: slot.index, head: request.commit, refs });
  await copyIncluded(repository, slot.tree);
  return { path: slot.tree, base: request.commit };
}

/**
 * Gates leave nothing worth keeping: their output is evidence, their files are not. It is out of the
 * way at once; nobody waits until it is clean. What a failure leaves of it is for the next sweep.
 */
export async function dropVerificationTree(
  repository: Repository,
  workspace: Workspace,
): Promise<void> {
  const dir = dirname(workspace.path);
  if (dirname(dir) !== repository.places.verification || slotAt(dir).tree !== workspace.path)
    return;
  const away = join(repository.places.verification, randomId());
  if (!renameIfFree(dir, away)) return;
  const chore = poolSlot(repository, away)
    .catch(() => undefined)
    .finally(() => repository.chores.delete(chore));
  repository.chores.add(chore);
}
