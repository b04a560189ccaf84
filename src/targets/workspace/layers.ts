import { dirname, join } from "node:path";
import type { TargetId, Workspace } from "../../model/index.ts";
import { LIMITS, OrchestratorError } from "../../model/index.ts";
import {
  ensureDir,
  exec,
  listDir,
  minimalEnv,
  pathExists,
  randomId,
  readJsonOrNull,
  readTextIfExists,
  statOrNull,
  writeDurable,
} from "../../platform/index.ts";
import { rawPath } from "../git/git.ts";
import { listRaw, renameIfFree, stampOf } from "../raw-files.ts";
import type { Repository } from "../repository.ts";
import { SLOT_NOTES, discard } from "./slot.ts";

/**
 * A layer is what a setup step filled, kept under the key of what it was made from:
 *
 * ```
 * layers/<key>.<random>.new ─▶ layers/<key>     by rename: a layer is there whole, or not at all
 * ```
 *
 * Sandboxes see it read-only, so nothing an agent or a gate does can reach the next (decision 9).
 */
export interface Layer {
  readonly target: string;
  readonly atMs: number;
  readonly dirs: readonly LayerDir[];
}

export interface LayerDir {
  /** Where it belongs in a work tree, from the root. */
  readonly path: string;
  /** Its name in the layer; null when the step made nothing there. */
  readonly stored: string | null;
  /** Directories in it that programs write to: each work tree has its own copy of those. */
  readonly scratch: readonly string[];
}

/** Programs that keep something in `node_modules` while they work write here. */
const NODE_SCRATCH = [".cache", ".vite", ".vite-temp", ".vitest"];

/** What else begins with a dot there belongs to the packages themselves. */
const NODE_PACKAGES = new Set([".bin", ".pnpm", ".store"]);

const NEW = ".new";

export function layerDir(repository: Repository, key: string): string {
  return join(repository.places.layers, key);
}

export function readLayer(repository: Repository, key: string): Layer | null {
  if (!/^[0-9a-f]{64}$/.test(key)) return null;
  const text = readTextIfExists(join(layerDir(repository, key), "layer.json"));
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isLayer(value) ? value : null;
  } catch {
    return null;
  }
}

function isLayer(value: unknown): value is Layer {
  if (typeof value !== "object" || value === null) return false;
  return "target" in value && "atMs" in value && "dirs" in value && Array.isArray(value.dirs);
}

/** One process makes a layer once; who comes meanwhile waits, and makes it where that failed. */
export async function ensureLayer<T>(
  repository: Repository,
  key: string,
  make: () => Promise<T>,
): Promise<T | null> {
  const { building } = repository;
  for (let other = building.get(key); other !== undefined; other = building.get(key)) {
    await other.catch(() => undefined);
  }
  if (readLayer(repository, key) !== null) return null;
  const mine = make();
  building.set(key, mine);
  try {
    return await mine;
  } finally {
    building.delete(key);
  }
}

export interface SealRequest {
  readonly key: string;
  /** The tree the step ran in; the directories are taken out of it. */
  readonly workspace: Workspace;
  readonly paths: readonly string[];
  readonly atMs: number;
}

/**
 * Makes a layer of what a step left; killed at any moment, there is no layer yet. Says why when the
 * step left what cannot be one.
 */
export async function sealLayer(
  repository: Repository,
  request: SealRequest,
): Promise<string | null> {
  const { key, workspace, paths } = request;
  const odd = paths.find((path) => !isPlainDir(workspace.path, path) && isThere(workspace, path));
  if (odd !== undefined) return `it left no directory at ${odd}, which cache_paths names`;
  const dir = join(repository.places.layers, `${key}.${randomId()}${NEW}`);
  ensureDir(dir);
  const dirs = paths.map((path, index) => takeDir(workspace.path, path, dir, String(index)));
  const layer: Layer = { target: repository.config.id, atMs: request.atMs, dirs };
  writeDurable(join(dir, "layer.json"), `${JSON.stringify(layer)}\n`, { mode: 0o600 });
  await syncAll(dir);
  if (!renameIfFree(dir, layerDir(repository, key))) await discard(repository, dir);
  await limitLayers(repository);
  return null;
}

function isThere(workspace: Workspace, path: string): boolean {
  return stampOf(rawPath(join(workspace.path, path))) !== null;
}

function takeDir(tree: string, path: string, dir: string, name: string): LayerDir {
  if (!renameIfFree(join(tree, path), join(dir, name))) return { path, stored: null, scratch: [] };
  return { path, stored: name, scratch: scratchOf(path, join(dir, name)) };
}

/** Mount points cannot be made in what is read-only, so they are made before. */
function scratchOf(path: string, at: string): string[] {
  if (path !== "node_modules" && !path.endsWith("/node_modules")) return [];
  const dotted = (listRaw(rawPath(at)) ?? []).filter(
    ({ name, kind }) => kind === "directory" && /^\.[\w.-]+$/.test(name),
  );
  const kept = dotted.map(({ name }) => name).filter((name) => !NODE_PACKAGES.has(name));
  const made = NODE_SCRATCH.filter((name) => stampOf(rawPath(join(at, name))) === null);
  for (const name of made) ensureDir(join(at, name), 0o755);
  return [...new Set([...kept, ...made])].sort();
}

/** One call to the kernel in place of one for each of ten thousand files. */
async function syncAll(dir: string): Promise<void> {
  const ran = await exec(["sync", "-f", dir], { cwd: dir, env: minimalEnv() });
  if (ran.code === 0) return;
  throw new OrchestratorError("io-failed", `${dir} could not be made durable`, {
    details: { message: ran.stderr.toString("utf8").slice(0, 500) },
  });
}

/** Whether a directory is there, and no link on the way to it. */
export function isPlainDir(tree: string, path: string): boolean {
  const steps = path.split("/");
  return steps.every((_, index) => {
    const found = stampOf(rawPath(join(tree, ...steps.slice(0, index + 1))));
    return found?.kind === "directory";
  });
}

/** What no process builds any more. */
export async function sweepLayers(repository: Repository): Promise<void> {
  for (const name of listDir(repository.places.layers)) {
    if (name.endsWith(NEW)) await discard(repository, join(repository.places.layers, name));
  }
}

/**
 * Layers of the target, and of others that are given up, which no work tree uses now; oldest first.
 */
export function unusedLayers(
  repository: Repository,
  isGivenUp: (target: TargetId) => boolean = () => false,
): string[] {
  const { places, config } = repository;
  const used = usedLayers(dirname(places.root));
  const isOurs = (target: TargetId) => target === config.id || isGivenUp(target);
  return listDir(places.layers)
    .filter((name) => !used.has(name))
    .map((name) => ({ name, layer: readLayer(repository, name) }))
    .filter(({ name, layer }) =>
      layer === null ? isBroken(repository, name) : isOurs(layer.target),
    )
    .sort((a, b) => (a.layer?.atMs ?? 0) - (b.layer?.atMs ?? 0))
    .map(({ name }) => name);
}

/** Of every target's work trees: a target that is given up may have left some. */
function usedLayers(targetsDir: string): ReadonlySet<string> {
  const parents = listDir(targetsDir).flatMap((target) =>
    ["workspaces", "verification"].map((name) => join(targetsDir, target, name)),
  );
  return new Set(
    parents.flatMap((parent) => listDir(parent).flatMap((name) => readUse(join(parent, name)))),
  );
}

/** Not one of ours any more, and not one being built. */
function isBroken(repository: Repository, name: string): boolean {
  return !name.endsWith(NEW) && readLayer(repository, name) === null;
}

export async function dropLayers(repository: Repository, names: readonly string[]): Promise<void> {
  for (const name of names) await discard(repository, join(repository.places.layers, name));
}

/** Keeps their number below the limit (law I6): the oldest that nobody uses go. */
async function limitLayers(repository: Repository): Promise<void> {
  const unused = unusedLayers(repository);
  const over = listDir(repository.places.layers).length - LIMITS.layersMax;
  if (over > 0) await dropLayers(repository, unused.slice(0, over));
}

const [USE, CACHE] = SLOT_NOTES;

/** The keys of the layers that a slot's work tree sees. */
export function readUse(dir: string): readonly string[] {
  const value = readJsonOrNull(join(dir, USE));
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

export function writeUse(dir: string, keys: readonly string[]): void {
  writeDurable(join(dir, USE), JSON.stringify(keys), { mode: 0o600 });
}

/** Where programs keep what they fetch, for one work tree alone; null when there is none. */
export function cacheOf(dir: string): string | null {
  const path = join(dir, CACHE);
  return statOrNull(path)?.kind === "directory" ? path : null;
}

export function makeCache(dir: string): string {
  const path = join(dir, CACHE);
  if (!pathExists(path)) ensureDir(path);
  return path;
}
