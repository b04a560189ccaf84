import { join } from "node:path";
import type { AttemptId } from "../../model/index.ts";
import { ensureDir, removeTree, sha256 } from "../../platform/index.ts";
import { readClone } from "../workspace/clone-read.ts";
import { lookAtTree } from "./look.ts";
import { readRaw } from "../raw-files.ts";
import type { Repository } from "../repository.ts";
import { slotAt } from "../workspace/slot.ts";
import { slotDir } from "../workspace/workspace.ts";

/** Of more and larger files than these only the names count: it is a look at progress, no record. */
const FILES_MAX = 500;
const FILE_BYTES_MAX = 1024 * 1024;

/**
 * Tells one state of an attempt's work from another: its head, and every file that differs from the
 * start. Ignored files do not count: a test that runs again is no progress. Null: it cannot be seen.
 */
export async function workDigest(
  repository: Repository,
  attempt: AttemptId,
): Promise<string | null> {
  const dir = slotDir(repository, attempt);
  const slot = slotAt(dir);
  const scratch = join(dir, "digest");
  ensureDir(scratch);
  try {
    const look = await lookAtTree(repository, slot, scratch, null);
    if (look === null) return null;
    const changed = [...look.known.modified, ...look.known.untracked].sort();
    const parts = changed.map((path, at) => {
      const bytes = at < FILES_MAX ? readRaw(`${look.root}/${path}`, FILE_BYTES_MAX) : null;
      return `${path}\0${bytes === null ? "" : sha256(bytes)}`;
    });
    return sha256([readClone(slot.tree).head ?? "", ...parts].join("\n"));
  } finally {
    await removeTree(scratch);
  }
}
