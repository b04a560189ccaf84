import { dirname, join } from "node:path";
import type { ObjectId, Workspace } from "../model/index.ts";
import { OrchestratorError } from "../model/index.ts";
import { ensureDir, exec, minimalEnv, removeTree } from "../platform/index.ts";
import { rawPath } from "./git.ts";
import type { Layer, LayerDir } from "./layers.ts";
import {
  cacheOf,
  isPlainDir,
  layerDir,
  makeCache,
  readLayer,
  readUse,
  writeUse,
} from "./layers.ts";
import { listRaw, stampOf } from "./raw-files.ts";
import type { Repository } from "./repository.ts";
import { readNote } from "./slot.ts";

/** The directory of ours that a work tree lies in; null for a person's checkout. */
export function slotOf(repository: Repository, workspace: Workspace): string | null {
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

/** What a sandbox around a work tree of ours is given in addition to the tree. */
export function layerPaths(repository: Repository, workspace: Workspace): LayerPaths {
  const dir = slotOf(repository, workspace);
  if (dir === null) return { mounts: [], writable: [] };
  const used = readUse(dir).map((key) => ({ key, layer: requireLayer(repository, key) }));
  const places = used.flatMap(({ key, layer }) =>
    layer.dirs.flatMap((each) =>
      each.stored === null
        ? []
        : [{ ...each, from: join(layerDir(repository, key), each.stored), at: each.path }],
    ),
  );
  const { path: tree } = workspace;
  const writable = places.flatMap((each) => each.scratch.map((name) => `${each.path}/${name}`));
  // An earlier gate may have put a link on the way, to have the next one write elsewhere.
  for (const path of [...places.map(({ at }) => at), ...writable]) {
    if (isPlainDir(tree, path)) continue;
    throw new OrchestratorError("io-failed", `${path} in ${tree} is not the directory it was`);
  }
  const cache = cacheOf(dir);
  return {
    mounts: places.map(({ from, at }) => ({ from, at: join(tree, at) })),
    writable: [...writable.map((path) => join(tree, path)), ...(cache === null ? [] : [cache])],
  };
}

function requireLayer(repository: Repository, key: string): Layer {
  const layer = readLayer(repository, key);
  if (layer !== null) return layer;
  throw new OrchestratorError("io-failed", `the layer ${key} that a workspace uses is gone`);
}

/** A writable directory for one work tree; null for a person's checkout. */
export function ownCache(repository: Repository, workspace: Workspace): string | null {
  const dir = slotOf(repository, workspace);
  return dir === null ? null : makeCache(dir);
}
