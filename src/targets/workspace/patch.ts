import type { AttemptId, CollectedWork } from "../../model/index.ts";
import { GitFailure } from "../git/git.ts";
import type { Repository } from "../repository.ts";
import { fillSlot, placeIn, readNote, slotAt } from "./slot.ts";
import { slotDir } from "./workspace.ts";

/** More than this is no patch that anybody would want to have applied unseen. */
const PATCH_BYTES_MAX = 4 * 1024 * 1024;

/** What an attempt changed, as a patch that can be applied to any tree like its base; null: too much. */
export async function patchOf(
  repository: Repository,
  { base, head }: Pick<CollectedWork, "base" | "head">,
): Promise<Buffer | null> {
  const how = ["--binary", "--full-index", "--no-renames", "--no-ext-diff", "--no-textconv"];
  try {
    return await repository.git.run(
      repository.vault,
      ["diff-tree", "-r", "-p", ...how, base, head],
      {
        stdoutBytesMax: PATCH_BYTES_MAX,
      },
    );
  } catch (error) {
    if (error instanceof GitFailure) return null;
    throw error;
  }
}

/**
 * Applies a patch in an attempt's work tree before its agent would begin; false, and the tree is as
 * it was, where it does not fit. A try that a kill broke off is taken back first.
 */
export async function applyPatch(
  repository: Repository,
  attempt: AttemptId,
  patch: Uint8Array,
  isAgain: boolean,
): Promise<boolean> {
  const dir = slotDir(repository, attempt);
  const slot = slotAt(dir);
  const note = readNote(dir);
  if (note === null) return false;
  const place = placeIn(repository, slot);
  if (isAgain) {
    await fillSlot(repository, slot, note.tree);
    await repository.git.run(place, ["clean", "-fdq"]);
  }
  const args = ["apply", "--whitespace=nowarn", "-"];
  return (await repository.git.ask(place, args, { stdin: patch })).code === 0;
}
