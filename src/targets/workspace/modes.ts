import { join } from "node:path";
import { randomId, sleep } from "../../platform/index.ts";
import { rawPath } from "../git/git.ts";
import {
  type Permitted,
  listRaw,
  makeDirs,
  permissionsOf,
  removeEmptyDir,
  setPermissions,
} from "../raw-files.ts";

/** How many files are looked at before others get their turn: some milliseconds' worth. */
const FILES_AT_ONCE = 400;

/**
 * Gives every file and directory below the root the permissions of a new one. git compares what a
 * file holds and looks at no directory's mode: closed by one attempt, they would be closed to the
 * gates of the next one, and the wrong work would be blamed (law I3). Tells whether a directory had
 * been closed: what lies in such a one nobody could have cleaned.
 */
export async function restorePermissions(dir: string, root: string): Promise<boolean> {
  const usual = usualMode(dir);
  const queue = [rawPath(root)];
  let closed = false;
  let looked = 0;
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const { name, kind } of listRaw(next) ?? []) {
      if (++looked % FILES_AT_ONCE === 0) await sleep(0);
      if (kind !== "directory" && kind !== "file") continue;
      const path = `${next}/${name}`;
      const found = permissionsOf(path);
      if (found === null) continue;
      if (found.directory) queue.push(path);
      closed ||= found.directory && (found.mode & OWNER) !== OWNER;
      const wanted = wantedMode(found, usual);
      if (found.mode !== wanted) setPermissions(path, wanted);
    }
  }
  return closed;
}

/** Whether something of a clone is closed in which git would see nothing, and not say so. */
export function isClosed(tree: string): boolean {
  const root = rawPath(tree);
  const objects = `${root}/.git/objects`;
  const fixed = [root, `${root}/.git`, objects, `${root}/.git/refs`, `${root}/.git/refs/heads`];
  if (fixed.some(isShut)) return true;
  const below = (listRaw(objects) ?? []).filter(({ kind }) => kind === "directory");
  return below.some(({ name }) => isShut(`${objects}/${name}`));
}

function isShut(path: string): boolean {
  const found = permissionsOf(path);
  return found?.directory === true && (found.mode & OWNER) !== OWNER;
}

const OWNER = 0o700;
const OWNER_RUNS = 0o100;

function wantedMode({ mode, directory }: Permitted, usual: number): number {
  if (directory) return usual;
  const runs = (mode & OWNER_RUNS) !== 0;
  return usual & (runs ? 0o777 : 0o666);
}

/** What a directory that anybody makes here now is given. */
function usualMode(dir: string): number {
  const probe = rawPath(join(dir, randomId()));
  makeDirs(probe);
  const mode = permissionsOf(probe)?.mode ?? 0o755;
  removeEmptyDir(probe);
  return mode;
}
