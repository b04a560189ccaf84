import { join } from "node:path";
import type { AttemptId, TargetId } from "../model/index.ts";
import {
  diskUsage,
  listDir,
  nowMs,
  pathExists,
  removeFile,
  statOrNull,
} from "../platform/index.ts";
import { listArchives } from "./archive/archives.ts";
import { dropLayers, layerDir, sweepLayers, unusedLayers } from "./workspace/layers.ts";
import { clearStaleLocks } from "./git/locks.ts";
import { ARCHIVE_ROOT, PIN_ROOT, archiveRef, attemptName, workspaceName } from "./names.ts";
import { changeRefs, deleteRefs, readRefs } from "./git/refs.ts";
import type { Repository } from "./repository.ts";
import { discard, emptyTrash, poolSlot, readNote } from "./workspace/slot.ts";

export interface SweepAnswer {
  /** Workspaces of attempts nobody follows, whose bytes are archived: given back to the pool. */
  readonly released: readonly string[];
  /** Half-made directories that were thrown away: no agent ever worked in them. */
  readonly removed: readonly string[];
  /** Workspaces with work that is not archived: left exactly as they are (law I8). */
  readonly kept: readonly string[];
}

/** After a crash: clears what the last process left half done, in directories of ours alone. */
export async function sweep(
  repository: Repository,
  live: readonly AttemptId[],
): Promise<SweepAnswer> {
  const { places } = repository;
  const liveNames = new Set(live.map(workspaceName));
  const archives = await readRefs(repository, [ARCHIVE_ROOT]);
  const answer = { released: [] as string[], removed: [] as string[], kept: [] as string[] };
  await clearStaleLocks(repository, repository.branch);
  clearOldInputs(repository);
  for (const name of listDir(places.verification)) {
    await discard(repository, join(places.verification, name));
  }
  for (const name of listDir(places.workspaces)) {
    const dir = join(places.workspaces, name);
    const note = readNote(dir);
    if (note === null) {
      await discard(repository, dir);
      answer.removed.push(dir);
    } else if (liveNames.has(name)) continue;
    else if (archives.has(archiveRef(note.attempt))) {
      await poolSlot(repository, dir);
      answer.released.push(dir);
    } else answer.kept.push(dir);
  }
  await sweepLayers(repository);
  await emptyTrash(repository);
  await sweepPins(repository, live, answer.kept);
  return answer;
}

const INPUT_MS_MAX = 60 * 60 * 1000;

/** No git reads its input for so long: whoever wrote it was killed. */
function clearOldInputs({ git }: Repository): void {
  for (const name of listDir(git.inputDir)) {
    const path = join(git.inputDir, name);
    const age = nowMs() - (statOrNull(path)?.mtimeMs ?? nowMs());
    if (age > INPUT_MS_MAX) removeFile(path);
  }
}

/** Pins go with their attempt, unless its work still lies in a workspace. */
async function sweepPins(
  repository: Repository,
  live: readonly AttemptId[],
  kept: readonly string[],
): Promise<void> {
  const keptAttempts = kept.flatMap((dir) => readNote(dir)?.attempt ?? []);
  const names = new Set([...live, ...keptAttempts].map(attemptName));
  const pins = await readRefs(repository, [PIN_ROOT]);
  const stale = [...pins.keys()].filter((ref) => {
    const [stream, generation] = ref.slice(PIN_ROOT.length + 1).split("/");
    return !names.has(`${stream}/${generation}`);
  });
  await deleteRefs(repository, stale, "orchestrator: sweep");
}

export interface GcRequest {
  readonly olderThanDays: number;
  readonly dryRun: boolean;
  /** Attempts that are still followed: nothing of theirs is ever freed. */
  readonly live: readonly AttemptId[];
  /** Targets that are configured no more: their layers go with this one's. */
  readonly isGivenUp?: (target: TargetId) => boolean;
}

export interface GcAnswer {
  readonly archives: readonly string[];
  readonly pooled: number;
  /** Layers that no work tree uses now. */
  readonly layers: number;
  readonly layerBytes: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Lets go of archives older than the retention, of the pool and of layers not in use. Of archives only
 * refs go: git itself frees the objects when it next cleans up, and until then
 * `git fsck --lost-found` still finds them.
 */
export async function gc(repository: Repository, request: GcRequest): Promise<GcAnswer> {
  const live = new Set(request.live.map(archiveRef));
  const before = nowMs() - request.olderThanDays * DAY_MS;
  const old = (await listArchives(repository)).filter(
    (one) => one.atMs < before && !live.has(one.ref),
  );
  const pool = listDir(repository.places.pool);
  const layers = unusedLayers(repository, request.isGivenUp);
  const sizes = await Promise.all(layers.map((key) => diskUsage(layerDir(repository, key))));
  const answer = {
    archives: old.map((one) => one.ref),
    pooled: pool.length,
    layers: layers.length,
    layerBytes: sizes.reduce((sum, bytes) => sum + bytes, 0),
  };
  if (request.dryRun) return answer;
  await changeRefs(
    repository,
    old.map((one) => ({ kind: "delete", ref: one.ref, from: one.commit }) as const),
    "orchestrator: gc",
  );
  await dropLayers(repository, layers);
  for (const name of pool) await discard(repository, join(repository.places.pool, name));
  if (pathExists(repository.places.trash)) await emptyTrash(repository);
  return answer;
}
