import type { ObjectId } from "../../model/index.ts";
import { rawPath, shownPath } from "../git/git.ts";
import { lookUp, readObjects } from "../git/objects.ts";
import type { Repository } from "../repository.ts";
import { readRaw, stampOf } from "../raw-files.ts";

/** Of larger files only those that are empty are told from others. */
const COMPARED_BYTES_MAX = 4 * 1024 * 1024;

/**
 * Which of these files of a work tree hold the beginning of what `tree` has there, or nothing. That is
 * what a power cut leaves of files that were not on the disk yet, and would be taken for the
 * agent's work: nothing is lost by taking them for what they were. `paths` are raw.
 */
export async function cutShort(
  repository: Repository,
  root: string,
  tree: ObjectId,
  paths: readonly string[],
): Promise<readonly string[]> {
  // A name that cannot be asked for by line is left as it was found.
  const named = paths.filter((path) => !/[\n\r]/.test(path) && rawPath(shownPath(path)) === path);
  const facts = await lookUp(
    repository,
    named.map((path) => `${tree}:${shownPath(path)}`),
  );
  const torn: string[] = [];
  for (const [at, path] of named.entries()) {
    const [fact, stamp] = [facts[at], stampOf(`${root}/${path}`)];
    if (fact?.type !== "blob" || stamp?.kind !== "file" || stamp.size >= fact.size) continue;
    if (stamp.size === 0) torn.push(path);
    else if (fact.size <= COMPARED_BYTES_MAX) {
      const [whole] = await readObjects(repository, [fact.oid]);
      const there = readRaw(`${root}/${path}`, COMPARED_BYTES_MAX);
      const isBeginning = there !== null && whole?.bytes.subarray(0, stamp.size).equals(there);
      if (isBeginning === true) torn.push(path);
    }
  }
  return torn;
}
