import { join } from "node:path";
import type { ObjectId } from "../../model/index.ts";
import {
  ensureDir,
  pathExists,
  isWithin,
  realPathOrNull,
  removeTree,
  sleep,
  statOrNull,
  writeDurable,
} from "../../platform/index.ts";
import type { Checkout, PathState } from "./checkout.ts";
import { compareCheckout, copyPersonsIndex, findCheckout, placeOf } from "./checkout.ts";
import type { Place } from "../git/git.ts";
import { GitFailure, rawPath, shownPath } from "../git/git.ts";
import {
  errorCode,
  linkIfFree,
  listRaw,
  makeDirs,
  readRaw,
  removeEmptyDir,
  renameRaw,
  stampOf,
  unlinkRaw,
} from "../raw-files.ts";
import { isAncestor, readBranch } from "../git/refs.ts";
import type { Repository } from "../repository.ts";
import { isRoadmap } from "../roadmap-files.ts";
import { isReachable } from "./work-files.ts";
import { LIMITS } from "../../model/index.ts";

export interface MoveRequest {
  readonly from: ObjectId;
  readonly to: ObjectId;
  /** The person's bytes plus our span; null when there is nothing to change in them. */
  readonly roadmap: (working: Uint8Array, path: string) => Uint8Array | null;
  /** Files with statuses that a person may have untracked; without it, the roadmap's. */
  readonly roadmapFiles?: readonly string[];
}

export interface MoveAnswer {
  /** Paths that the person is using; they are exactly as they were. */
  readonly leftAlone: readonly string[];
}

/**
 * Brings the person's checkout along with a landing: each path that is as it was before the landing
 * becomes as it is after; each path that already is, is done; every other path is the person's
 * (decision 8, law I11). Files appear by rename, so a kill leaves no half file, and calling again
 * completes.
 */
export async function moveCheckout(
  repository: Repository,
  request: MoveRequest,
): Promise<MoveAnswer> {
  const { state } = await readBranch(repository);
  const checkout = findCheckout(repository, state.branch);
  if (checkout === null || state.tip === null) return { leftAlone: [] };
  // The person undid the landing: their files are to fit their branch, not our memory of it.
  if (!(await isAncestor(repository, request.to, state.tip))) return { leftAlone: [] };
  return withStaging(checkout, async (staging, files) => {
    const compared = await compareCheckout(repository, checkout, request.from, request.to);
    const roadmaps = compared.filter((one) => isRoadmap(repository, one.path));
    const moving = compared.filter((one) => !roadmaps.includes(one) || one.file === "old");
    const leftAlone = await moveFiles(repository, checkout, files, request.to, moving);
    const edited = new Set([
      ...(request.roadmapFiles ?? [repository.config.roadmap]),
      ...roadmaps.map((one) => shownPath(one.path)),
    ]);
    for (const path of edited) editWorkingRoadmap(checkout, path, request);
    const staged = [...indexChanges(compared)];
    for (const one of roadmaps) staged.push(...(await stagedRoadmap(repository, one, request)));
    await writeIndex(repository, checkout, staging, staged);
    return { leftAlone: leftAlone.map(shownPath) };
  });
}

/**
 * Brings a borrowed checkout from one tree to another, whatever is staged; the roadmap is the
 * person's all along. For `isolation: shared` alone, where an agent works in the checkout itself.
 */
export async function exchangeTrees(
  repository: Repository,
  checkout: Checkout,
  from: ObjectId,
  to: ObjectId,
): Promise<MoveAnswer> {
  return withStaging(checkout, async (staging, files) => {
    const compared = (await compareCheckout(repository, checkout, from, to))
      .filter((one) => !isRoadmap(repository, one.path))
      .map((one) => ({ ...one, staged: "old" }) as const);
    const leftAlone = await moveFiles(repository, checkout, files, to, compared);
    await writeIndex(repository, checkout, staging, indexChanges(compared));
    return { leftAlone: leftAlone.map(shownPath) };
  });
}

async function withStaging<T>(
  checkout: Checkout,
  act: (staging: string, files: string) => Promise<T>,
): Promise<T> {
  const staging = join(checkout.gitDir, "orchestrator");
  const files = stagingFor(checkout, staging);
  await removeOldStage(checkout, staging);
  await removeTree(files);
  try {
    return await act(staging, files);
  } finally {
    await removeTree(files);
    await removeTree(staging);
  }
}

/** Where new files are written before they are renamed into place: on the work tree's own disk. */
function stagingFor(checkout: Checkout, staging: string): string {
  const sameDisk = statOrNull(checkout.gitDir)?.dev === statOrNull(checkout.root)?.dev;
  return sameDisk ? join(staging, "files") : join(checkout.root, ".orchestrator", "moving");
}

/** A stage that a kill left; its index may be the one that `index.lock` still is. */
async function removeOldStage(checkout: Checkout, staging: string): Promise<void> {
  if (!pathExists(staging)) return;
  const ours = stampOf(rawPath(join(staging, "index")));
  const lock = stampOf(rawPath(`${checkout.index}.lock`));
  if (ours !== null && lock !== null && ours.stamp === lock.stamp) {
    unlinkRaw(rawPath(`${checkout.index}.lock`));
  }
  await removeTree(staging);
}

async function moveFiles(
  repository: Repository,
  checkout: Checkout,
  staging: string,
  to: ObjectId,
  states: readonly PathState[],
): Promise<string[]> {
  const leftAlone = states.filter((one) => one.file === "other" && !one.skipped);
  const moving = states.filter((one) => one.file === "old" && one.staged !== "other");
  const wanted = moving.filter((one) => !one.skipped);
  const root = rawPath(checkout.root);
  const stage = await stageFiles(
    repository,
    staging,
    to,
    wanted.flatMap((one) => (one.change.to === null ? [] : [one.path])),
  );
  const left = leftAlone.map((one) => one.path);
  for (const one of wanted.filter((state) => state.change.to === null)) {
    if (!isLet(() => removeFile(root, one))) left.push(one.path);
  }
  for (const one of wanted.filter((state) => state.change.to !== null)) {
    if (!isLet(() => putFile(root, one, `${stage}/${one.path}`))) left.push(one.path);
  }
  const stagedOther = states.filter((one) => one.staged === "other" && one.file === "old");
  return [...left, ...stagedOther.map((one) => one.path)];
}

const DENIED: ReadonlySet<string | null> = new Set(["EACCES", "EPERM", "EROFS"]);

/** False also where a person closed the folder to writers: what lies in it stays as it is. */
function isLet(act: () => boolean): boolean {
  try {
    return act();
  } catch (error) {
    if (DENIED.has(errorCode(error))) return false;
    throw error;
  }
}

/** Writes the new files beside the repository's own, with the person's line endings. */
async function stageFiles(
  repository: Repository,
  staging: string,
  to: ObjectId,
  paths: readonly string[],
): Promise<string> {
  const tree = join(staging, "tree");
  ensureDir(tree);
  if (paths.length === 0) return rawPath(tree);
  const place: Place = {
    ...repository.mirror,
    workTree: tree,
    index: join(staging, "tree-index"),
  };
  await repository.git.run(place, ["read-tree", to]);
  await repository.git.run(place, ["checkout-index", "-f", "-z", "--stdin"], {
    stdin: Buffer.from(`${paths.join("\0")}\0`, "latin1"),
  });
  return rawPath(tree);
}

/** Removes a file that is still the one that was compared, and the directories it leaves empty. */
function removeFile(root: string, state: PathState): boolean {
  const path = `${root}/${state.path}`;
  if (!isUntouched(root, state)) return false;
  unlinkRaw(path);
  for (let end = state.path.lastIndexOf("/"); end > 0; ) {
    const dir = state.path.slice(0, end);
    if (!removeEmptyDir(`${root}/${dir}`)) break;
    end = dir.lastIndexOf("/");
  }
  return true;
}

function putFile(root: string, state: PathState, staged: string): boolean {
  const path = `${root}/${state.path}`;
  if (!isUntouched(root, state)) return false;
  const slash = path.lastIndexOf("/");
  if (!makeDirs(path.slice(0, slash))) return false;
  if (stampOf(path)?.kind === "directory" && !removeEmptyDirs(path)) return false;
  renameRaw(staged, path);
  return true;
}

function removeEmptyDirs(path: string): boolean {
  for (const entry of listRaw(path) ?? []) {
    if (entry.kind === "directory") removeEmptyDirs(`${path}/${entry.name}`);
  }
  return removeEmptyDir(path);
}

/** Between the look and the change a person may have saved the file: then it is theirs. */
function isUntouched(root: string, state: PathState): boolean {
  if (!isReachable(root, state.path)) return false;
  const now = stampOf(`${root}/${state.path}`);
  if (now?.kind === "directory") return state.stamp === null;
  return (now?.stamp ?? null) === state.stamp;
}

interface IndexChange {
  readonly path: string;
  readonly mode: string;
  readonly oid: ObjectId;
  readonly skipped: boolean;
}

const ABSENT_MODE = "0";

/** What the person staged stays staged; every other entry follows the landing. */
function indexChanges(states: readonly PathState[]): IndexChange[] {
  return states
    .filter((one) => one.staged === "old")
    .map(({ path, change, skipped }) => ({
      path,
      skipped,
      mode: change.to?.mode ?? ABSENT_MODE,
      oid: change.to?.oid ?? "0".repeat(change.from?.oid.length ?? 40),
    }));
}

/**
 * The working file gets the person's bytes plus our span, also where the person has not committed
 * the stream's entry, or git does not track the roadmap at all (decision 6, law I11).
 */
function editWorkingRoadmap(checkout: Checkout, roadmap: string, request: MoveRequest): void {
  const file = insideOf(checkout.root, join(checkout.root, roadmap));
  if (file === null) return;
  for (let tries = 0; tries < ROADMAP_TRIES_MAX; tries++) {
    const before = stampOf(rawPath(file))?.stamp;
    const bytes = readRaw(rawPath(file), LIMITS.roadmapBytesMax);
    const edited = bytes === null ? null : request.roadmap(bytes, roadmap);
    if (bytes === null || edited === null || bytes.equals(edited)) return;
    const isSame = (): boolean => stampOf(rawPath(file))?.stamp === before;
    if (writeDurable(file, edited, { when: isSame })) return;
  }
}

/** Somebody who saves as often as this while we look is left alone. */
const ROADMAP_TRIES_MAX = 5;

/** The real file, when it lies in the work tree: a link out of it is not ours to write through. */
function insideOf(root: string, path: string): string | null {
  return isWithin(root, path) ? realPathOrNull(path) : null;
}

/** A version of the roadmap that the person has staged gets our span as well. */
async function stagedRoadmap(
  repository: Repository,
  state: PathState,
  request: MoveRequest,
): Promise<IndexChange[]> {
  const { stagedEntry, staged, path, skipped } = state;
  if (staged !== "other" || stagedEntry === null || stagedEntry.mode.startsWith("12")) return [];
  const args = ["cat-file", "blob", stagedEntry.oid];
  const bytes = await repository.git.run(repository.vault, args);
  const after = request.roadmap(bytes, shownPath(path));
  if (after === null) return [];
  const write = ["hash-object", "-w", "--stdin"];
  const oid = await repository.git.line(repository.vault, write, { stdin: after });
  return [{ path, mode: stagedEntry.mode, oid, skipped }];
}

const INDEX_TRIES_MAX = 40;
const INDEX_WAIT_MS = 50;

/**
 * Exchanges the person's index for one with our entries, under git's own lock. The lock is a second
 * name of a file of ours, so that after a kill we can tell our lock from anybody else's.
 */
async function writeIndex(
  repository: Repository,
  checkout: Checkout,
  staging: string,
  changes: readonly IndexChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const own = join(staging, "index");
  const lock = `${checkout.index}.lock`;
  const place = { ...placeOf(repository, checkout), index: own };
  const stdin = Buffer.from(
    changes.map(({ path, mode, oid }) => `${mode} ${oid}\t${path}\0`).join(""),
    "latin1",
  );
  for (let tries = 0; tries < INDEX_TRIES_MAX; tries++) {
    ensureDir(staging);
    unlinkRaw(rawPath(own));
    const before = stampOf(rawPath(checkout.index))?.stamp ?? null;
    if (before !== null) copyPersonsIndex(checkout, own);
    await repository.git.run(place, ["update-index", "-z", "--index-info"], { stdin });
    await keepSkipped(repository, place, changes);
    await repository.git.ask(place, ["update-index", "-q", "--refresh"]);
    if (linkIfFree(own, lock)) {
      if ((stampOf(rawPath(checkout.index))?.stamp ?? null) === before) {
        renameRaw(rawPath(lock), rawPath(checkout.index));
        return;
      }
      unlinkRaw(rawPath(lock));
    }
    await sleep(INDEX_WAIT_MS);
  }
  throw new GitFailure(
    "update-index",
    null,
    `${lock} is held by another git; if none is running, remove that file`,
  );
}

/** A sparse checkout stays sparse. */
async function keepSkipped(
  repository: Repository,
  place: Place,
  changes: readonly IndexChange[],
): Promise<void> {
  const paths = changes.filter((one) => one.skipped && one.mode !== ABSENT_MODE);
  if (paths.length === 0) return;
  await repository.git.run(place, ["update-index", "-z", "--skip-worktree", "--stdin"], {
    stdin: Buffer.from(paths.map((one) => `${one.path}\0`).join(""), "latin1"),
  });
}
