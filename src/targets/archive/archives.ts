import { join } from "node:path";
import type { AttemptId, ObjectId } from "../../model/index.ts";
import { OrchestratorError } from "../../model/index.ts";
import { ensureDir, listDir, removeTree, statOrNull } from "../../platform/index.ts";
import { rawPath } from "../git/git.ts";
import type { Manifest } from "./manifest.ts";
import { readManifest } from "./manifest.ts";
import { anyIdentity } from "../identity.ts";
import { ARCHIVE_ROOT, RESTORING_REF, archiveRef } from "../names.ts";
import { lookUp, readObjects, writeCommits } from "../git/objects.ts";
import { createRaw, makeDirs, makeLinkRaw, stampOf } from "../raw-files.ts";
import { changeRefs, isAncestor, readRefs } from "../git/refs.ts";
import type { Repository } from "../repository.ts";

/** An archived attempt. */
export interface Archive {
  readonly ref: string;
  readonly commit: ObjectId;
  readonly attempt: string;
  readonly agent: string;
  readonly atMs: number;
  readonly files: readonly string[];
  readonly uncommitted: readonly string[];
  /** Files that were listed, not kept. */
  readonly omitted: number;
}

/** Newest first. */
export async function listArchives(repository: Repository): Promise<Archive[]> {
  const refs = await readRefs(repository, [ARCHIVE_ROOT]);
  const archives: Archive[] = [];
  for (const [ref, commit] of refs) {
    const manifest = await readManifest(repository, ref);
    if (manifest === null) continue;
    const { attempt, agent, atMs, files, uncommitted } = manifest;
    archives.push({
      ref,
      commit,
      attempt,
      agent,
      atMs,
      files,
      uncommitted,
      omitted: manifest.omitted.length,
    });
  }
  return archives.sort((a, b) => b.atMs - a.atMs || (a.ref < b.ref ? -1 : 1));
}

/**
 * A text file as an attempt left it, committed, ignored or neither; null where there is none, or it is longer
 * than `bytesMax`. `path` is one of ours: a line break in it would ask for something else.
 */
export async function archivedFile(
  repository: Repository,
  attempt: AttemptId,
  path: string,
  bytesMax: number,
): Promise<string | null> {
  const name = `${archiveRef(attempt)}:workspace/${path}`;
  const [fact] = await lookUp(repository, [name]);
  if (fact?.type !== "blob" || fact.size > bytesMax) return null;
  const [found] = await readObjects(repository, [name]);
  return found?.type === "blob" ? found.bytes.toString("utf8") : null;
}

export interface RestoreRequest {
  /** An attempt id or an archive's full ref. */
  readonly attempt: string;
  /** A directory that is empty or not there: gets the work tree to the byte, ignored files too. */
  readonly directory?: string;
}

export interface Restored {
  readonly branch: string;
  readonly commit: ObjectId;
  readonly directory: string | null;
  readonly omitted: Manifest["omitted"];
}

/** Brings an archived attempt back as a branch, uncommitted work as a commit on top. */
export async function restore(repository: Repository, request: RestoreRequest): Promise<Restored> {
  const ref = request.attempt.startsWith(`${ARCHIVE_ROOT}/`)
    ? request.attempt
    : archiveRef(request.attempt);
  const manifest = await readManifest(repository, ref);
  if (manifest === null) {
    throw new OrchestratorError("not-found", `Nothing is archived under ${request.attempt}.`, {
      hint: "orchestrator restore lists what is.",
    });
  }
  if (request.directory !== undefined)
    await restoreFiles(repository, ref, manifest, request.directory);
  const commit = await restoredCommit(repository, manifest);
  const branch = await makeBranch(repository, ref, commit);
  return { branch, commit, directory: request.directory ?? null, omitted: manifest.omitted };
}

async function restoredCommit(repository: Repository, manifest: Manifest): Promise<ObjectId> {
  if (manifest.leftTree === manifest.tree) return manifest.head;
  const by = anyIdentity(repository);
  const [written] = await writeCommits(repository, [
    {
      ref: RESTORING_REF,
      author: by,
      committer: by,
      atMs: manifest.atMs,
      message: "What was left uncommitted\n",
      parents: [manifest.head],
      tree: manifest.leftTree === repository.emptyTree ? null : manifest.leftTree,
      edits: [],
    },
  ]);
  return written?.commit ?? manifest.head;
}

const NAMES_TRIED_MAX = 100;

/** A branch of that name with other work in it is never moved: the next name is taken. */
async function makeBranch(repository: Repository, ref: string, commit: ObjectId): Promise<string> {
  const name = `orchestrator/restored/${ref.slice(ARCHIVE_ROOT.length + 1).replace("/", "-")}`;
  const refs = await readRefs(repository, ["refs/heads/orchestrator/restored"]);
  for (let n = 1; n <= NAMES_TRIED_MAX; n++) {
    const branch = n === 1 ? name : `${name}-${n}`;
    const at = refs.get(`refs/heads/${branch}`);
    if (at !== undefined && (await isAncestor(repository, commit, at))) return branch;
    if (at !== undefined) continue;
    const made = await changeRefs(
      repository,
      [
        { kind: "swap", ref: `refs/heads/${branch}`, from: repository.zero, to: commit },
        { kind: "delete", ref: RESTORING_REF },
      ],
      "orchestrator: restore",
    );
    if (made) return branch;
  }
  throw new OrchestratorError("denied", `There are already ${NAMES_TRIED_MAX} branches ${name}.`, {
    hint: "Delete those that are no longer needed: git branch -D …",
  });
}

async function restoreFiles(
  repository: Repository,
  ref: string,
  manifest: Manifest,
  directory: string,
): Promise<void> {
  const there = statOrNull(directory);
  if (there !== null && (there.kind !== "directory" || listDir(directory).length > 0)) {
    throw new OrchestratorError("denied", `${directory} is not empty, so nothing is put there.`, {
      hint: "Name a new directory.",
    });
  }
  ensureDir(directory, 0o755);
  const index = join(repository.places.trash, `restore-index-${manifest.atMs}`);
  const place = { ...repository.vault, workTree: directory, index };
  const [whole] = await lookUp(repository, [`${ref}:workspace`]);
  await removeTree(index);
  if (whole?.type === "tree") {
    await repository.git.run(place, ["read-tree", "--reset", "-u", whole.oid]);
  }
  await removeTree(index);
  for (const odd of manifest.odd) {
    const [blob] = await readObjects(repository, [`${ref}:${odd.at}`]);
    const path = Buffer.from(odd.path, "base64").toString("latin1");
    if (blob?.type !== "blob" || !isInside(path)) continue;
    const at = `${rawPath(directory)}/${path}`;
    if (!isPlainWay(rawPath(directory), path)) continue;
    makeDirs(at.slice(0, at.lastIndexOf("/")));
    if (odd.mode === "120000") makeLinkRaw(blob.bytes.toString("latin1"), at);
    else createRaw(at, blob.bytes, odd.mode === "100755" ? 0o755 : 0o644);
  }
}

function isInside(path: string): boolean {
  return !path.startsWith("/") && !path.split("/").some((part) => part === ".." || part === "");
}

/** No restored link leads the next file out of the directory. */
function isPlainWay(root: string, path: string): boolean {
  let at = root;
  for (const part of path.split("/").slice(0, -1)) {
    at = `${at}/${part}`;
    const kind = stampOf(at)?.kind;
    if (kind === undefined) return true;
    if (kind !== "directory") return false;
  }
  return stampOf(`${root}/${path}`) === null;
}
