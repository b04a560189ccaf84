import { join } from "node:path";
import type { Elsewhere, ObjectId } from "../../model/index.ts";
import { LIMITS } from "../../model/index.ts";
import { ensureDir, removeTree } from "../../platform/index.ts";
import type { CloneState } from "../workspace/clone-read.ts";
import type { Place } from "../git/git.ts";
import { GitFailure, rawPath } from "../git/git.ts";
import { SCAFFOLD_ENV } from "../identity.ts";
import { plainLine } from "../names.ts";
import { lookUp, readObjects } from "../git/objects.ts";
import { createRaw, readRaw, stampOf, unlinkRaw } from "../raw-files.ts";
import type { Repository } from "../repository.ts";
import type { Slot, SlotNote } from "../workspace/slot.ts";
import { takeObjects } from "./take-objects.ts";
import { together } from "../together.ts";

/** What an attempt committed or staged, now among the repository's own objects. */
export interface History {
  readonly head: ObjectId;
  readonly headTree: ObjectId;
  /** Commits that nothing else of the attempt leads to, `head` aside. */
  readonly leaves: readonly ObjectId[];
  readonly refs: Readonly<Record<string, ObjectId>>;
  /** Of the leaves those that are an agent's work, by where it left them. */
  readonly elsewhere: readonly Elsewhere[];
  /** Things that refs name and that are no commits: tags by content, blobs, trees. */
  readonly loose: readonly LooseObject[];
  readonly notes: readonly string[];
  /** The clone could not be read as one: its `.git` is to be archived as plain files. */
  readonly keepGitDir: boolean;
}

export interface LooseObject {
  readonly name: string;
  readonly oid: ObjectId;
  readonly type: "blob" | "tree" | "tag";
  readonly bytes: Buffer | null;
}

const INDEX_BYTES_MAX = 256 * 1024 * 1024;

/**
 * Fetches everything the clone's refs, logs and index lead to. What is fetched from is a git directory
 * of ours that borrows the clone's objects: git never reads the clone's own configuration, and what
 * comes over is checked object by object (`fetch.fsckObjects`).
 */
export async function takeHistory(
  repository: Repository,
  slot: Slot,
  note: SlotNote,
  clone: CloneState,
  scratch: string,
): Promise<History> {
  const nothing = untouched(note, clone.notes);
  if (!clone.usable) return { ...nothing, keepGitDir: true };
  const reader = await makeReader(repository, slot, scratch);
  try {
    const [tips, index] = await together([
      sortTips(repository, reader, clone, nothing),
      stagedTree(repository, reader, slot, scratch),
    ]);
    const staged = await stagedCommit(repository, reader, index, tips.headTree);
    const commits = [...new Set([...tips.commits.keys(), ...(staged.commit ?? [])])];
    const fresh = commits.filter((oid) => oid !== note.base && oid !== note.start);
    const leaves = await findLeaves(repository, reader, fresh, note);
    const wants = [...leaves, ...tips.loose.map((one) => one.oid)];
    await takeObjects(repository, reader, wants, note);
    const others = leaves.filter((oid) => oid !== tips.head);
    return {
      head: tips.head,
      headTree: tips.headTree,
      leaves: others,
      elsewhere: elsewhereIn(others, tips.commits),
      refs: tips.refs,
      loose: tips.loose,
      notes: [...clone.notes, ...tips.notes, ...staged.notes],
      keepGitDir: tips.notes.length > 0,
    };
  } catch (error) {
    if (!(error instanceof GitFailure) || error.code === null) throw error;
    // The clone's objects are damaged or refused: its files are kept as they are, nothing is landed.
    return { ...nothing, notes: [...clone.notes, error.message], keepGitDir: true };
  }
}

/** Nothing was committed or staged since the start, as far as anybody knows; `notes`: why, in words. */
export function untouched(
  { start, startTree }: Pick<SlotNote, "start" | "startTree">,
  notes: readonly string[],
): History {
  return {
    head: start,
    headTree: startTree,
    leaves: [],
    elsewhere: [],
    refs: {},
    loose: [],
    notes,
    keepGitDir: false,
  };
}

const BRANCH = "refs/heads/";
const NAME_CHARS_MAX = 100;

/** What was staged has no name, and what others made lies below remotes and tags. */
function elsewhereIn(
  leaves: readonly ObjectId[],
  names: ReadonlyMap<ObjectId, string>,
): Elsewhere[] {
  const found = leaves.flatMap((commit): Elsewhere[] => {
    const name = names.get(commit);
    if (name === undefined || /(?:^|\/)refs\/(?:remotes|tags)\//.test(name)) return [];
    if (name === "refs/stash") return [{ kind: "stash", name: "", commit }];
    if (!name.startsWith(BRANCH)) return [{ kind: "lost", name: "", commit }];
    return [{ kind: "branch", name: plainLine(name.slice(BRANCH.length), NAME_CHARS_MAX), commit }];
  });
  return found.slice(0, LIMITS.elsewhereMax);
}

async function makeReader(repository: Repository, slot: Slot, scratch: string): Promise<Place> {
  const dir = join(scratch, "reader.git");
  await removeTree(dir);
  ensureDir(join(dir, "objects", "info"));
  ensureDir(join(dir, "refs"));
  const objects = join(slot.tree, ".git", "objects");
  resetAlternates(repository, objects);
  // Made anew by every try: nothing of it has to survive a power cut.
  const write = (name: string, text: string): void =>
    createRaw(rawPath(join(dir, name)), Buffer.from(text), 0o600);
  write("objects/info/alternates", `${objects}\n${repository.objects}\n`);
  const sha256 = repository.found.objectFormat === "sha256";
  write(
    "config",
    `[core]\n\trepositoryformatversion = ${sha256 ? 1 : 0}\n\tbare = true\n${
      sha256 ? "[extensions]\n\tobjectFormat = sha256\n" : ""
    }`,
  );
  write("HEAD", "ref: refs/heads/none\n");
  return { gitDir: dir };
}

/** An agent must not make us read the objects of repositories that were never shown to it. */
function resetAlternates(repository: Repository, objects: string): void {
  const info = `${rawPath(objects)}/info`;
  if (stampOf(info)?.kind !== "directory") return;
  unlinkRaw(`${info}/http-alternates`);
  const wanted = Buffer.from(`${repository.objects}\n`);
  if (readRaw(`${info}/alternates`, wanted.length)?.equals(wanted) === true) return;
  unlinkRaw(`${info}/alternates`);
  createRaw(`${info}/alternates`, wanted, 0o644);
}

interface Tips {
  readonly head: ObjectId;
  readonly headTree: ObjectId;
  /** Commits by id, with a name each. */
  readonly commits: ReadonlyMap<ObjectId, string>;
  readonly refs: Readonly<Record<string, ObjectId>>;
  readonly loose: readonly LooseObject[];
  readonly notes: readonly string[];
}

async function sortTips(
  repository: Repository,
  reader: Place,
  clone: CloneState,
  nothing: History,
): Promise<Tips> {
  const named = [...clone.tips];
  const head = clone.head ?? nothing.head;
  const [headTree, ...facts] = await lookUp(
    repository,
    [`${head}^{tree}`, ...named.map(([oid]) => oid)],
    reader,
  );
  const commits = new Map<ObjectId, string>();
  const refs: Record<string, ObjectId> = {};
  const loose: LooseObject[] = [];
  const notes: string[] = clone.head === null ? ["HEAD names no commit"] : [];
  for (const [index, [oid, name]] of named.entries()) {
    const fact = facts[index];
    if (name === "HEAD" || name.startsWith("refs/")) refs[name] = oid;
    if (fact === null || fact === undefined) notes.push(`${name} names ${oid}, which is missing`);
    else if (fact.type === "commit") commits.set(oid, name);
    else loose.push(await readLoose(repository, reader, name, { oid, type: fact.type }));
  }
  for (const tag of loose.filter((one) => one.type === "tag")) {
    const [peeled] = await lookUp(repository, [`${tag.oid}^{}`], reader);
    if (peeled?.type === "commit") commits.set(peeled.oid, tag.name);
    else if (peeled?.type === "tree" || peeled?.type === "blob") {
      loose.push({ name: `${tag.name}^{}`, oid: peeled.oid, type: peeled.type, bytes: null });
    }
  }
  if (headTree?.type !== "tree") {
    const lost = [...notes, `HEAD's commit ${head} cannot be read`];
    const { head: start, headTree: tree } = nothing;
    return { head: start, headTree: tree, commits, refs, loose, notes: lost };
  }
  return { head, headTree: headTree.oid, commits, refs, loose, notes };
}

async function readLoose(
  repository: Repository,
  reader: Place,
  name: string,
  one: { readonly oid: ObjectId; readonly type: "blob" | "tree" | "tag" },
): Promise<LooseObject> {
  if (one.type !== "tag") return { name, ...one, bytes: null };
  const [tag] = await readObjects(repository, [one.oid], reader);
  return { name, ...one, bytes: tag?.bytes ?? null };
}

interface Staged {
  /** Null: nothing but the start, or an index that git cannot read. */
  readonly tree: ObjectId | null;
  readonly notes: readonly string[];
}

async function stagedTree(
  repository: Repository,
  reader: Place,
  slot: Slot,
  scratch: string,
): Promise<Staged> {
  const bytes = readRaw(`${rawPath(slot.tree)}/.git/index`, INDEX_BYTES_MAX);
  if (bytes === null || readRaw(rawPath(slot.index), INDEX_BYTES_MAX)?.equals(bytes) === true) {
    return { tree: null, notes: [] };
  }
  const index = join(scratch, "staged-index");
  createRaw(rawPath(index), bytes, 0o600);
  const written = await repository.git.ask({ ...reader, index }, ["write-tree"]);
  if (written.code !== 0) return { tree: null, notes: [`the index: ${written.stderr.trim()}`] };
  return { tree: written.stdout.toString("utf8").trim(), notes: [] };
}

/** What is staged, as a commit in the reader; nothing when it is no more than HEAD or the start. */
async function stagedCommit(
  repository: Repository,
  reader: Place,
  { tree, notes }: Staged,
  headTree: ObjectId,
): Promise<{ readonly commit: readonly ObjectId[] | null; readonly notes: readonly string[] }> {
  if (tree === null || tree === headTree) return { commit: null, notes };
  const args = ["commit-tree", tree, "-m", "What was staged"];
  return { commit: [await repository.git.line(reader, args, { env: SCAFFOLD_ENV })], notes: [] };
}

/** Of the new commits those that no other new commit descends from. */
async function findLeaves(
  repository: Repository,
  reader: Place,
  fresh: readonly ObjectId[],
  note: SlotNote,
): Promise<ObjectId[]> {
  if (fresh.length <= 1) return [...fresh];
  const stdout = await repository.git.run(reader, ["rev-list", "--parents", "--stdin"], {
    stdin: `${fresh.join("\n")}\n^${note.base}\n^${note.start}\n`,
  });
  const listed = new Set<string>();
  const parents = new Set<string>();
  for (const line of stdout.toString("utf8").split("\n")) {
    const [commit = "", ...more] = line.split(" ");
    listed.add(commit);
    for (const parent of more) parents.add(parent);
  }
  return fresh.filter((oid) => listed.has(oid) && !parents.has(oid));
}
