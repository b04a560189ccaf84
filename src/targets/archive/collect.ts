import { join } from "node:path";
import type {
  AgentIdentity,
  Aside,
  AttemptId,
  CollectedWork,
  Elsewhere,
  ObjectId,
  Workspace,
} from "../../model/index.ts";
import { displayKey, generationOf, holdsStatus, keyOf } from "../../model/index.ts";
import { ensureDir, pathExists, removeTree } from "../../platform/index.ts";
import { readClone } from "../workspace/clone-read.ts";
import { isClosed, restorePermissions } from "../workspace/modes.ts";
import { GitFailure, shownPath } from "../git/git.ts";
import type { History } from "./history.ts";
import { takeHistory, untouched } from "./history.ts";
import { agentIdentity } from "../identity.ts";
import type { Manifest } from "./manifest.ts";
import { MANIFEST_NAME, readManifest } from "./manifest.ts";
import { archiveRef, headerText, plainLine } from "../names.ts";
import type { CommitPlan, ObjectFact, TreeEdit } from "../git/objects.ts";
import { diffTrees } from "../git/diff.ts";
import { lookUp, readObjects, rememberTree, treeOf, writeCommits } from "../git/objects.ts";
import type { Repository } from "../repository.ts";
import type { Slot, SlotNote } from "../workspace/slot.ts";
import { isOfEarlierBoot, readNote, slotAt } from "../workspace/slot.ts";
import type { Snapshot } from "./snapshot.ts";
import { lookAtTree } from "./look.ts";
import { plainSnapshot, takeSnapshot } from "./snapshot.ts";
import { together } from "../together.ts";
import { slotDir } from "../workspace/workspace.ts";

export interface CollectRequest {
  readonly attempt: AttemptId;
  readonly workspace: Workspace;
  readonly agent: AgentIdentity;
  /** Whether what was left uncommitted becomes part of the work, in the agent's name. */
  readonly autoCommit: boolean;
  readonly atMs: number;
}

/**
 * Archives every byte an attempt left under one ref, then says what it made (law I8). The archive is
 * one commit: its parents are everything committed, its tree everything else. Called again, it reads
 * the answer from the archive, so it is the same whatever became of the workspace.
 */
export async function collect(
  repository: Repository,
  request: CollectRequest,
): Promise<CollectedWork> {
  const archive = archiveRef(request.attempt);
  const dir = slotDir(repository, request.attempt);
  const slot = slotAt(dir);
  const note = readNote(dir);
  const scratch = join(dir, "scratch");
  const isThere = note !== null && (pathExists(slot.index) || isOfEarlierBoot(note));
  // Nearly always it is the first time: what is asked meanwhile is thrown away when it is not.
  const [before, taken] = await Promise.allSettled([
    readManifest(repository, archive),
    isThere ? takeOpened(repository, slot, note, scratch) : null,
  ]);
  if (before.status === "rejected") throw before.reason;
  if (before.value !== null) {
    await removeTree(scratch);
    return workOf(before.value, archive);
  }
  if (taken.status === "rejected") throw taken.reason;
  if (note === null || taken.value === null) return archiveNothing(repository, request);
  const work = await writeArchive(repository, request, note, taken.value);
  await removeTree(scratch);
  return work;
}

export interface Taken {
  readonly history: History;
  readonly snapshot: Snapshot;
  /** It was left in the middle of a merge, a rebase or the like. */
  readonly isUnfinished: boolean;
  readonly aside: Aside | null;
}

/** What its agent closed to everybody is opened, and looked at again. */
async function takeOpened(
  repository: Repository,
  slot: Slot,
  note: SlotNote,
  scratch: string,
): Promise<Taken> {
  if (isClosed(slot.tree)) await restorePermissions(slot.dir, slot.tree);
  try {
    return await take(repository, slot, note, scratch);
  } catch (error) {
    // No git could be run: that is not for want of permission.
    if (error instanceof GitFailure && error.code === null) throw error;
    await restorePermissions(slot.dir, slot.tree);
    return take(repository, slot, note, scratch);
  }
}

async function take(
  repository: Repository,
  slot: Slot,
  note: SlotNote,
  scratch: string,
): Promise<Taken> {
  await removeTree(scratch);
  ensureDir(scratch);
  const clone = readClone(slot.tree);
  const [history, look] = await together([
    takeHistory(repository, slot, note, clone, scratch),
    lookAtTree(repository, slot, scratch, isOfEarlierBoot(note) ? note.tree : null),
  ]);
  const snapshot = await takeSnapshot(repository, look, note, history);
  return { history, snapshot, isUnfinished: clone.isUnfinished, aside: clone.aside };
}

/** For when the workspace is gone. */
async function archiveNothing(
  repository: Repository,
  request: CollectRequest,
): Promise<CollectedWork> {
  const { base } = request.workspace;
  const tree = await treeOf(repository, base);
  const note = { attempt: request.attempt, base, start: base, startTree: tree, tree };
  const history = untouched(note, ["the workspace is gone"]);
  const taken = { history, snapshot: plainSnapshot(tree), isUnfinished: false, aside: null };
  return writeArchive(repository, request, note, taken);
}

export async function writeArchive(
  repository: Repository,
  request: CollectRequest,
  note: SlotNote,
  { history, snapshot, isUnfinished, aside }: Taken,
): Promise<CollectedWork> {
  const { leftTree } = snapshot;
  const left = leftTree !== history.headTree;
  const commitLeft = left && request.autoCommit;
  const tree = commitLeft ? leftTree : history.headTree;
  const [files, uncommitted] = await Promise.all([
    changedPaths(repository, await treeOf(repository, note.base), tree),
    left ? changedPaths(repository, history.headTree, leftTree) : [],
  ]);
  const unresolved = isUnfinished ? await conflictsIn(repository, leftTree, uncommitted) : [];
  const author = agentIdentity(request.agent);
  const committer = repository.identity ?? author;
  const shared = { ref: archiveRef(request.attempt), committer, atMs: request.atMs };
  const leftovers: CommitPlan[] = commitLeft
    ? [
        {
          ...shared,
          author,
          message: `What ${headerText(request.agent.name)} left uncommitted\n`,
          parents: [history.head],
          tree: leftTree,
          edits: [],
        },
      ]
    : [];
  const manifest: Omit<Manifest, "head"> = {
    version: 1,
    attempt: request.attempt,
    agent: request.agent.name,
    atMs: request.atMs,
    base: note.base,
    tree,
    leftTree,
    files,
    uncommitted,
    ...brokenOff(unresolved, aside, history.elsewhere),
    roadmapEdited: files.some((file) => holdsStatus(repository.config, file)),
    refs: history.refs,
    odd: snapshot.odd,
    omitted: snapshot.omitted,
    notes: [...history.notes, ...snapshot.notes],
  };
  const written = await writeCommits(repository, [
    ...leftovers,
    {
      ...shared,
      author: committer,
      message: archiveMessage(request),
      parents: [commitLeft ? ":1" : history.head, ...history.leaves],
      tree: null,
      edits: [
        ...archiveEdits(repository, history, snapshot),
        {
          kind: "write",
          path: MANIFEST_NAME,
          mode: "100644",
          bytes: Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`, "utf8"),
        },
      ],
    },
  ]);
  const head = commitLeft ? (written[0]?.commit ?? history.head) : history.head;
  rememberTree(repository, head, tree);
  return workOf({ ...manifest, head }, shared.ref);
}

/** What was left in the middle, or beside it; nothing as a rule. */
function brokenOff(
  unresolved: readonly string[],
  aside: Aside | null,
  elsewhere: readonly Elsewhere[],
): Pick<CollectedWork, "unresolved" | "aside" | "elsewhere"> {
  return {
    ...(unresolved.length === 0 ? {} : { unresolved }),
    ...(aside === null ? {} : { aside }),
    ...(elsewhere.length === 0 ? {} : { elsewhere }),
  };
}

function archiveEdits(repository: Repository, history: History, snapshot: Snapshot): TreeEdit[] {
  const edits: TreeEdit[] = [];
  const dir = (path: string, oid: ObjectId): void => {
    if (oid !== repository.emptyTree) edits.push({ kind: "set", path, mode: "040000", oid });
  };
  dir("workspace", snapshot.wholeTree);
  if (snapshot.leftTree !== snapshot.wholeTree) dir("left", snapshot.leftTree);
  edits.push(...snapshot.oddEdits);
  for (const one of history.loose) {
    const path = `objects/${one.oid}`;
    if (one.bytes !== null) edits.push({ kind: "write", path, mode: "100644", bytes: one.bytes });
    else if (one.type === "tree") dir(path, one.oid);
    else edits.push({ kind: "set", path, mode: "100644", oid: one.oid });
  }
  return edits;
}

function archiveMessage(request: CollectRequest): string {
  const key = plainLine(displayKey(keyOf(request.attempt)), 200);
  return [
    `Archive of ${key}, attempt ${generationOf(request.attempt)}`,
    "",
    `Everything ${headerText(request.agent.name)} left. manifest.json says what is where.`,
    "",
  ].join("\n");
}

const LOOKED_AT_MAX = 100;
const LOOKED_AT_BYTES_MAX = 4 * 1024 * 1024;
/** The three lines that git leaves around the sides of a conflict, in their order. */
const CONFLICT = ["\n<<<<<<< ", "\n=======", "\n>>>>>>> "];

/** What git left half merged: to commit that in the agent's name would call it its work. */
async function conflictsIn(
  repository: Repository,
  tree: ObjectId,
  paths: readonly string[],
): Promise<readonly string[]> {
  const plain = paths.filter((path) => !/["\\\n]/.test(path)).slice(0, LOOKED_AT_MAX);
  const named = plain.map((path) => `${tree}:${path}`);
  const sizes = await lookUp(repository, named);
  const small = plain.filter((_, at) => isSmallFile(sizes[at] ?? null));
  const found = await readObjects(
    repository,
    small.map((path) => `${tree}:${path}`),
  );
  return small.filter((_, at) => hasConflict(`\n${found[at]?.bytes.toString("latin1") ?? ""}`));
}

function isSmallFile(fact: ObjectFact | null): boolean {
  return fact?.type === "blob" && fact.size <= LOOKED_AT_BYTES_MAX;
}

function hasConflict(text: string): boolean {
  let at = 0;
  for (const mark of CONFLICT) {
    at = text.indexOf(mark, at);
    if (at === -1) return false;
    at += mark.length;
  }
  return true;
}

async function changedPaths(
  repository: Repository,
  from: ObjectId,
  to: ObjectId,
): Promise<string[]> {
  return (await diffTrees(repository, from, to)).map((change) => shownPath(change.path));
}

export function workOf(manifest: Manifest, archive: string): CollectedWork {
  const { base, head, tree, files, uncommitted, roadmapEdited } = manifest;
  const { unresolved = [], aside = null, elsewhere = [] } = manifest;
  return {
    base,
    head,
    tree,
    archiveRef: archive,
    files,
    uncommitted,
    roadmapEdited,
    ...brokenOff(unresolved, aside, elsewhere),
  };
}
