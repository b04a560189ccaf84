import type { Aside, AttemptId, Elsewhere, ObjectId } from "../../model/index.ts";
import { lookUp, readObjects } from "../git/objects.ts";
import type { Repository } from "../repository.ts";

/** A file whose name no git tree may hold (a nested `.git`, `.GIT~1`): kept under `odd/<n>`. */
export interface OddFile {
  /** Raw bytes of the path in base64, from the root of the workspace. */
  readonly path: string;
  readonly mode: "100644" | "100755" | "120000";
  readonly at: string;
}

/** What is known of a file but not kept, and why. */
export interface OmittedFile {
  readonly path: string;
  readonly reason: "too-large" | "special" | "unreadable" | "setup";
  readonly bytes: number;
}

/**
 * The table of contents of an archive, in the archive: `workspace/` is the work tree to the byte,
 * `left/` the tree without ignored files, `index/` what was staged, `odd/` what needs another name.
 */
export interface Manifest {
  readonly version: 1;
  readonly attempt: AttemptId;
  readonly agent: string;
  readonly atMs: number;
  readonly base: ObjectId;
  /** The archive's first parent; not in the file, which is written in the same breath. */
  readonly head: ObjectId;
  readonly tree: ObjectId;
  /** Tracked and untracked files as they were left; equals `tree` when all was committed. */
  readonly leftTree: ObjectId;
  readonly files: readonly string[];
  readonly uncommitted: readonly string[];
  readonly unresolved?: readonly string[];
  readonly aside?: Aside;
  readonly elsewhere?: readonly Elsewhere[];
  readonly roadmapEdited: boolean;
  /** Refs, logs and special heads of the clone, by name. */
  readonly refs: Readonly<Record<string, ObjectId>>;
  readonly odd: readonly OddFile[];
  readonly omitted: readonly OmittedFile[];
  /** What could not be read as git would read it, in words. */
  readonly notes: readonly string[];
}

export const MANIFEST_NAME = "manifest.json";

/** The manifest of an archive; null when there is no such archive or it is not one of ours. */
export async function readManifest(
  repository: Repository,
  archive: string,
): Promise<Manifest | null> {
  const [head] = await lookUp(repository, [`${archive}^1`]);
  if (head?.type !== "commit") return null;
  const [found] = await readObjects(repository, [`${archive}:${MANIFEST_NAME}`]);
  if (found?.type !== "blob") return null;
  try {
    const value: unknown = JSON.parse(found.bytes.toString("utf8"));
    return isManifest(value) ? { ...value, head: head.oid } : null;
  } catch {
    return null;
  }
}

function isManifest(value: unknown): value is Omit<Manifest, "head"> {
  if (typeof value !== "object" || value === null) return false;
  return "version" in value && value.version === 1 && "leftTree" in value && "odd" in value;
}
