import { join } from "node:path";
import { ensureDir, listDir, randomId, removeFile, sleep } from "../../platform/index.ts";
import { GitFailure, rawPath } from "./git.ts";
import { createRaw, listRaw, stampOf, unlinkRaw } from "../raw-files.ts";
import type { Repository } from "../repository.ts";

const PACKED_LOCK = "packed-refs.lock";
const WAITS_MAX = 20;
const WAIT_MS = 100;

/**
 * Runs a git command that writes refs, waiting for another git's lock. A lock that a killed git of ours
 * left behind is taken away: below our own refs at once, elsewhere (the branch, packed-refs) only
 * when a note says that one of our writes never ended. Anybody else's lock is never touched.
 */
export async function writeRefs<T>(repository: Repository, run: () => Promise<T>): Promise<T> {
  const note = join(notesDir(repository), randomId());
  repository.writing.add(note);
  createRaw(rawPath(note), Buffer.alloc(0), 0o600);
  try {
    const answer = await runPastLocks(repository, run);
    removeFile(note);
    return answer;
  } catch (error) {
    // A git that ended by itself took its locks along; one that was killed may not have.
    if (!(error instanceof GitFailure) || error.code !== null) removeFile(note);
    throw error;
  } finally {
    repository.writing.delete(note);
  }
}

async function runPastLocks<T>(repository: Repository, run: () => Promise<T>): Promise<T> {
  let seen: string | null = null;
  for (let waits = 0; ; waits++) {
    try {
      return await run();
    } catch (error) {
      const named = lockIn(error);
      const lock = named === null ? null : whereItLies(repository, named);
      if (lock === null || waits >= WAITS_MAX * 2) throw error;
      const stamp = `${lock} ${stampOf(rawPath(lock))?.stamp ?? ""}`;
      if (waits >= WAITS_MAX) {
        if (seen !== stamp || !isOurs(repository, lock)) throw error;
        unlinkRaw(rawPath(lock));
      }
      seen = stamp;
      await sleep(WAIT_MS);
    }
  }
}

function lockIn(error: unknown): string | null {
  if (!(error instanceof GitFailure)) return null;
  return /[Uu]nable to create '(.+\.lock)': File exists/.exec(error.stderr)?.[1] ?? null;
}

/**
 * Our git directories lead to the person's packed-refs by a link; git names the lock beside the
 * link and makes it beside the file.
 */
function whereItLies(repository: Repository, lock: string): string {
  const views = [repository.vault.gitDir, repository.mirror.gitDir];
  return views.some((view) => lock === join(view, PACKED_LOCK))
    ? join(repository.found.commonDir, PACKED_LOCK)
    : lock;
}

function isOurs(repository: Repository, lock: string): boolean {
  const { gitDir } = repository.vault;
  const inView = lock.startsWith(`${gitDir}/`) ? lock.slice(gitDir.length + 1) : lock;
  return /^(refs\/(notes\/)?orchestrator[/.]|[^/]+\.lock$)/.test(inView) || hasUnended(repository);
}

/** Whether a write of ours, by a process that is gone or a git that was killed, never ended. */
function hasUnended(repository: Repository): boolean {
  const dir = notesDir(repository);
  return listDir(dir).some((name) => !repository.writing.has(join(dir, name)));
}

function notesDir(repository: Repository): string {
  const dir = join(repository.places.root, "writing");
  ensureDir(dir);
  return dir;
}

/** At the start of a leader, when nobody else of ours lives: clears what a crash left locked. */
export async function clearStaleLocks(
  repository: Repository,
  branch: string | null,
): Promise<void> {
  const { commonDir } = repository.found;
  const shared = [
    join(commonDir, PACKED_LOCK),
    ...(branch === null ? [] : [join(commonDir, "refs", "heads", `${branch}.lock`)]),
  ];
  const own = [
    ...locksBelow(rawPath(join(commonDir, "refs", "orchestrator"))),
    ...[repository.vault, repository.mirror].map((view) => `${rawPath(view.gitDir)}/HEAD.lock`),
  ];
  const suspects = [...own, ...(hasUnended(repository) ? shared.map(rawPath) : [])];
  const before = suspects.map((path) => stampOf(path)?.stamp ?? null);
  if (before.some((stamp) => stamp !== null)) await sleep(WAITS_MAX * WAIT_MS);
  for (const [index, path] of suspects.entries()) {
    const stamp = before[index];
    if (stamp !== null && stampOf(path)?.stamp === stamp) unlinkRaw(path);
  }
  const dir = notesDir(repository);
  for (const name of listDir(dir)) {
    if (!repository.writing.has(join(dir, name))) removeFile(join(dir, name));
  }
}

function locksBelow(dir: string): string[] {
  if (stampOf(dir)?.kind !== "directory") return [];
  return (listRaw(dir) ?? []).flatMap(({ name, kind }) => {
    if (kind === "directory") return locksBelow(`${dir}/${name}`);
    return name.endsWith(".lock") ? [`${dir}/${name}`] : [];
  });
}
