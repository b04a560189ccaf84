import { dirname, join } from "node:path";
import type { ObjectId, Workspace } from "../../model/index.ts";
import { OrchestratorError } from "../../model/index.ts";
import { ensureDir, exec, minimalEnv, removeTree } from "../../platform/index.ts";
import { rawPath } from "../git/git.ts";
import type { LayerDir } from "./layers.ts";
import {
  cacheOf,
  isPlainDir,
  layerDir,
  makeCache,
  readLayer,
  readUse,
  writeUse,
} from "./layers.ts";
import { listRaw, stampOf } from "../raw-files.ts";
import type { Repository } from "../repository.ts";
import { readNote } from "./slot.ts";

/** The directory of ours that a work tree lies in; null for a person's checkout. */
function slotOf(repository: Repository, workspace: Workspace): string | null {
  const dir = dirname(workspace.path);
  const { workspaces, verification } = repository.places;
  return [workspaces, verification].includes(dirname(dir)) ? dir : null;
}

/** What a work tree of ours started as: a tree, or a commit. */
export function startOf(repository: Repository, workspace: Workspace): ObjectId {
  const dir = slotOf(repository, workspace);
  return (dir === null ? null : readNote(dir)?.tree) ?? workspace.base;
}

/**
 * Lets a work tree in which nobody has worked yet see layers; false when there is no such layer or
 * something of the tree is in the way. What a dead process left at those places is removed.
 */
export async function useLayers(
  repository: Repository,
  workspace: Workspace,
  keys: readonly string[],
): Promise<boolean> {
  const dir = slotOf(repository, workspace);
  if (dir === null) return false;
  for (const key of keys.filter((one) => !readUse(dir).includes(one))) {
    const layer = readLayer(repository, key);
    if (layer === null) return false;
    for (const each of layer.dirs) {
      if (!(await makePlace(workspace.path, join(layerDir(repository, key)), each))) return false;
    }
  }
  writeUse(dir, keys);
  return true;
}

async function makePlace(tree: string, layer: string, dir: LayerDir): Promise<boolean> {
  if (dir.stored === null) return true;
  const steps = dir.path.split("/");
  for (const index of steps.keys()) {
    const path = join(tree, ...steps.slice(0, index + 1));
    if (index === steps.length - 1) await removeTree(path);
    const found = stampOf(rawPath(path));
    if (found !== null && found.kind !== "directory") return false;
    if (found === null) ensureDir(path, 0o755);
  }
  for (const name of dir.scratch) {
    await copyDir(join(layer, dir.stored, name), join(tree, dir.path, name));
  }
  return true;
}

async function copyDir(from: string, to: string): Promise<void> {
  ensureDir(to, 0o755);
  if ((listRaw(rawPath(from)) ?? []).length === 0) return;
  // Links stay links, whatever they lead to.
  const ran = await exec(["cp", "-a", `${from}/.`, to], { cwd: to, env: minimalEnv() });
  if (ran.code === 0) return;
  throw new OrchestratorError("io-failed", `${from} could not be copied`, {
    details: { message: ran.stderr.toString("utf8").slice(0, 500) },
  });
}

export interface LayerPaths {
  readonly mounts: readonly { readonly from: string; readonly at: string }[];
  /** What may be written in and beside the work tree besides the tree itself. */
  readonly writable: readonly string[];
}

/**
 * What a sandbox around a work tree of ours is given in addition to the tree. Whatever is not the
 * directory it was is left out: an earlier gate may have put a link on the way, to have the next one
 * write elsewhere, and an agent that runs on is adopted whatever it did to its tree.
 */
export function layerPaths(repository: Repository, workspace: Workspace): LayerPaths {
  const dir = slotOf(repository, workspace);
  if (dir === null) return { mounts: [], writable: [] };
  const { path: tree } = workspace;
  const places = readUse(dir).flatMap((key) =>
    (readLayer(repository, key)?.dirs ?? []).flatMap(({ path, stored, scratch }) =>
      stored === null || !isPlainDir(tree, path)
        ? []
        : [{ path, scratch, from: join(layerDir(repository, key), stored) }],
    ),
  );
  const scratch = places
    .flatMap((each) => each.scratch.map((name) => `${each.path}/${name}`))
    .filter((path) => isPlainDir(tree, path));
  const cache = cacheOf(dir);
  return {
    mounts: places.map(({ from, path }) => ({ from, at: join(tree, path) })),
    writable: [...scratch.map((path) => join(tree, path)), ...(cache === null ? [] : [cache])],
  };
}

/** A writable directory for one work tree; null for a person's checkout. */
export function ownCache(repository: Repository, workspace: Workspace): string | null {
  const dir = slotOf(repository, workspace);
  return dir === null ? null : makeCache(dir);
}
