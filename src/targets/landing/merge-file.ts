import type { ObjectId } from "../../model/index.ts";
import { holdsStatus } from "../../model/index.ts";
import { diffTrees } from "../git/diff.ts";
import { shownPath } from "../git/git.ts";
import { readObjects } from "../git/objects.ts";
import { nameIn } from "../git/tree.ts";
import type { Repository } from "../repository.ts";

/**
 * How a roadmap follows several landings at once: lines that they changed are exchanged in the
 * person's version where those lines still are as they were; every other byte is the person's.
 */
export async function mergeRoadmap(
  repository: Repository,
  from: ObjectId,
  to: ObjectId,
): Promise<(working: Uint8Array, path: string) => Uint8Array | null> {
  const changed = await diffTrees(repository, from, to);
  const paths = changed
    .map((change) => shownPath(change.path))
    .filter((path) => holdsStatus(repository.config, path));
  const names = paths.flatMap((path) => [from, to].map((end) => nameIn(repository, end, path)));
  const objects = await readObjects(repository, names);
  return (working, path) => {
    const place = paths.indexOf(path.replace(/^(?:\.\/)+/, ""));
    const [before, after] = place === -1 ? [] : objects.slice(place * 2, place * 2 + 2);
    if (before?.type !== "blob" || after?.type !== "blob") return null;
    return mergeLines(working, before.bytes, after.bytes);
  };
}

/**
 * Exchanges each run of changed lines for its new form, when the run (with one line of context on
 * each side) occurs exactly once in the working text; line endings stay what they are there. Null
 * when nothing could be exchanged.
 */
function mergeLines(working: Uint8Array, before: Uint8Array, after: Uint8Array): Uint8Array | null {
  // latin1: one character a byte, so that no byte of the person's can change.
  const lines = (bytes: Uint8Array): string[] => Buffer.from(bytes).toString("latin1").split("\n");
  const own = lines(working);
  const bare = (all: readonly string[]): string[] => all.map((line) => line.replace(/\r$/, ""));
  let result = own;
  for (const run of changedRuns(bare(lines(before)), bare(lines(after)))) {
    const at = findOnce(bare(result), run.old);
    if (at === null) continue;
    const fresh = run.fresh.map((line, offset) => {
      const there = result[at + Math.min(offset, run.old.length - 1)] ?? "";
      return there.endsWith("\r") ? `${line}\r` : line;
    });
    result = [...result.slice(0, at), ...fresh, ...result.slice(at + run.old.length)];
  }
  const merged = result.join("\n");
  return merged === own.join("\n") ? null : Buffer.from(merged, "latin1");
}

interface Run {
  readonly old: readonly string[];
  readonly fresh: readonly string[];
}

/** Runs of differing lines; status edits keep the number of lines, others form one run. */
function changedRuns(old: readonly string[], fresh: readonly string[]): Run[] {
  if (old.length !== fresh.length) return [wholeRun(old, fresh)];
  const runs: Run[] = [];
  for (let i = 0; i < old.length; i++) {
    if (old[i] === fresh[i]) continue;
    let end = i;
    while (end < old.length && old[end] !== fresh[end]) end++;
    const [from, to] = [Math.max(0, i - 1), Math.min(old.length, end + 1)];
    runs.push({ old: old.slice(from, to), fresh: fresh.slice(from, to) });
    i = end;
  }
  return runs;
}

function wholeRun(old: readonly string[], fresh: readonly string[]): Run {
  let start = 0;
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start++;
  let tail = 0;
  while (
    tail < old.length - start &&
    tail < fresh.length - start &&
    old[old.length - 1 - tail] === fresh[fresh.length - 1 - tail]
  ) {
    tail++;
  }
  const from = Math.max(0, start - 1);
  const back = Math.max(0, tail - 1);
  return { old: old.slice(from, old.length - back), fresh: fresh.slice(from, fresh.length - back) };
}

function findOnce(lines: readonly string[], wanted: readonly string[]): number | null {
  let found: number | null = null;
  for (let i = 0; i + wanted.length <= lines.length; i++) {
    if (!wanted.every((line, offset) => lines[i + offset] === line)) continue;
    if (found !== null) return null;
    found = i;
  }
  return found;
}
