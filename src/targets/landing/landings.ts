import type { ObjectId } from "../../model/index.ts";
import { listDir } from "../../platform/index.ts";
import { ARCHIVE_ROOT, PIN_ROOT } from "../names.ts";
import { lookUp } from "../git/objects.ts";
import { headOf, isAncestor, readBranch, readRefs } from "../git/refs.ts";
import type { Repository } from "../repository.ts";

/** A landing as the branch itself tells of it. */
export interface TracedLanding {
  /** The stream's id, from the trailer. */
  readonly id: string;
  readonly generation: number;
  readonly commit: ObjectId;
  readonly onto: ObjectId;
}

export interface Traces {
  readonly head: ObjectId;
  /** Oldest first; what was reverted by us since is not among them. */
  readonly landings: readonly TracedLanding[];
  /** The newest attempt that left anything, by the slug of its stream's key. */
  readonly generations: ReadonlyMap<string, number>;
}

const LANDINGS_MAX = 20_000;

/** What refs, trailers and work places say of what was done, for when no journal does. */
export async function readTraces(repository: Repository): Promise<Traces> {
  const { state } = await readBranch(repository);
  const head = headOf(state);
  const log = await repository.git.run(repository.vault, [
    "log",
    "--first-parent",
    `--max-count=${LANDINGS_MAX}`,
    "--format=%H%x00%P%x00%(trailers:key=Work-Stream,valueonly)%x00%(trailers:key=Attempt,valueonly)%x00%B%x01",
    head,
  ]);
  return {
    head,
    landings: landingsIn(log.toString("utf8")),
    generations: await readGenerations(repository),
  };
}

/** Newest first: what a revert takes back is known before it is met, a revert of a revert too. */
function landingsIn(log: string): TracedLanding[] {
  const reverted = new Set<string>();
  const landings: TracedLanding[] = [];
  for (const entry of log.split("\u0001")) {
    const [commit = "", parents = "", id = "", attempt = "", body = ""] = entry.trim().split("\0");
    if (reverted.has(commit)) continue;
    if (/^Reverts: /m.test(body)) {
      const undone = /^This reverts commit ([0-9a-f]{40,64})\.$/m.exec(body)?.[1];
      if (undone !== undefined) reverted.add(undone);
      continue;
    }
    const generation = Number(attempt.trim());
    const onto = parents.split(" ")[0] ?? "";
    const isLanding = id.trim() !== "" && Number.isSafeInteger(generation) && generation > 0;
    if (isLanding && onto !== "") landings.unshift({ id: id.trim(), generation, commit, onto });
  }
  return landings;
}

/** The newest attempt that left anything, by the slug of its stream's key. */
export async function readGenerations(repository: Repository): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  const note = (stream: string, generation: number): void => {
    if (!Number.isSafeInteger(generation) || generation < 1) return;
    found.set(stream, Math.max(generation, found.get(stream) ?? 0));
  };
  const refs = await readRefs(repository, [ARCHIVE_ROOT, PIN_ROOT]);
  for (const ref of refs.keys()) {
    const [, , , stream = "", generation = ""] = ref.split("/");
    note(stream, Number(generation));
  }
  for (const name of listDir(repository.places.workspaces)) {
    const dash = name.lastIndexOf("-");
    note(name.slice(0, dash), Number(name.slice(dash + 1)));
  }
  return found;
}

/** Of these commits, those that the integration head does not have, be they anywhere else or nowhere. */
export async function missingFrom(
  repository: Repository,
  commits: readonly ObjectId[],
): Promise<readonly ObjectId[]> {
  if (commits.length === 0) return [];
  const { state } = await readBranch(repository);
  const head = headOf(state);
  const found = await lookUp(repository, commits);
  const missing: ObjectId[] = [];
  for (const [index, commit] of commits.entries()) {
    const isThere = found[index]?.type === "commit";
    if (!isThere || !(await isAncestor(repository, commit, head))) missing.push(commit);
  }
  return missing;
}
