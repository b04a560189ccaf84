import { join } from "node:path";
import type { AttemptId, ObjectId } from "../../model/index.ts";
import {
  bootId,
  ensureDir,
  listDir,
  pathExists,
  randomId,
  readTextIfExists,
  removeTree,
  statOrNull,
  writeDurable,
} from "../../platform/index.ts";
import type { Place } from "../git/git.ts";
import { restorePermissions } from "./modes.ts";
import { errorCode, renameIfFree } from "../raw-files.ts";
import type { Repository } from "../repository.ts";

/**
 * A slot is a directory of ours with a work tree in it. What the agent may write is `tree` alone;
 * the index that knows the tree's files, and the note of what the slot is for, lie beside it.
 *
 * ```
 * (none) ─▶ half made ─▶ ready (slot.json) ─▶ pooled (cleaned) ─▶ half made ─▶ …
 *               └─▶ trash ─▶ gone
 * ```
 */
export interface Slot {
  readonly dir: string;
  readonly tree: string;
  readonly index: string;
}

/** What a ready slot was made for. */
export interface SlotNote {
  readonly attempt: AttemptId;
  /** What the work is compared with. */
  readonly base: ObjectId;
  /** The commit the agent starts on. */
  readonly start: ObjectId;
  readonly startTree: ObjectId;
  /** What is checked out: `start`'s tree, or that with uncommitted work carried over. */
  readonly tree: ObjectId;
  /** In which it was made; nobody waits until its files are on the disk, and a power cut may take them. */
  readonly boot?: string;
}

/** What lies beside a work tree because of its layers: those it sees, and what programs fetched. */
export const SLOT_NOTES = ["layers.json", "cache"] as const;

/** How many cleaned work trees are kept for reuse. */
const POOL_MAX = 8;

export function slotAt(dir: string): Slot {
  return { dir, tree: join(dir, "tree"), index: join(dir, "index") };
}

/** A slot's work tree, seen by our own index. */
export function placeIn(repository: Repository, { tree, index }: Slot): Place {
  return { ...repository.vault, workTree: tree, index };
}

export function readNote(dir: string): SlotNote | null {
  const text = readTextIfExists(join(dir, "slot.json"));
  if (text === null) return null;
  try {
    const note: unknown = JSON.parse(text);
    return isNote(note) ? note : null;
  } catch {
    return null;
  }
}

function isNote(value: unknown): value is SlotNote {
  return (
    typeof value === "object" &&
    value !== null &&
    ["attempt", "base", "start", "startTree", "tree"].every(
      (key) => typeof (value as Record<string, unknown>)[key] === "string",
    )
  );
}

/** From now on the slot is ready, whatever happens to us. */
export function writeNote(slot: Slot, note: SlotNote): void {
  const text = `${JSON.stringify({ ...note, boot: bootId() })}\n`;
  writeDurable(join(slot.dir, "slot.json"), text, { mode: 0o600 });
}

/** The machine was restarted since: what its files hold need not be what was written to them. */
export function isOfEarlierBoot({ boot }: SlotNote): boolean {
  return boot !== bootId();
}

/** A slot at `dir`, which must be free: a cleaned one from the pool, or an empty new one. */
export function takeSlot(repository: Repository, dir: string): Slot {
  for (const name of listDir(repository.places.pool)) {
    if (renameIfFree(join(repository.places.pool, name), dir)) return slotAt(dir);
  }
  ensureDir(join(dir, "tree"));
  return slotAt(dir);
}

/**
 * Makes the work tree of a slot that was just taken exactly `tree`. Nothing is in it but files that
 * our own index knows, or it would not be in the pool; those are compared by our own record of them.
 */
export async function fillSlot(repository: Repository, slot: Slot, tree: ObjectId): Promise<void> {
  const place = placeIn(repository, slot);
  const args = ["read-tree", "--reset", "-u", tree];
  if ((await repository.git.ask(place, args)).code === 0) return;
  // A power cut may have taken our record of what is in it: begin with an empty tree instead.
  await emptySlot(repository, slot);
  await repository.git.run(place, args);
}

/**
 * What our own index does not know goes, nested repositories and ignored files included (decision
 * 9). No link is left that could stand in for a directory.
 */
async function cleanTree(repository: Repository, slot: Slot): Promise<void> {
  const cleaned = await repository.git.ask(placeIn(repository, slot), ["clean", "-ffdxq"]);
  if (cleaned.code === 0) return;
  // Directories without permission, names beyond PATH_MAX: begin with an empty tree instead.
  await emptySlot(repository, slot);
}

async function emptySlot(repository: Repository, slot: Slot): Promise<void> {
  await discard(repository, slot.tree);
  await removeTree(slot.index);
  ensureDir(slot.tree);
}

/** Gives a slot's work tree to the pool, or throws it away when the pool is full or it is broken. */
export async function poolSlot(repository: Repository, dir: string): Promise<void> {
  const slot = slotAt(dir);
  const usable = statOrNull(slot.tree)?.kind === "directory" && pathExists(slot.index);
  if (!usable || listDir(repository.places.pool).length >= POOL_MAX) {
    await discard(repository, dir);
    return;
  }
  await removeTree(join(slot.tree, ".git"));
  await removeTree(`${slot.index}.lock`);
  for (const name of ["slot.json", ...SLOT_NOTES]) await removeTree(join(dir, name));
  await cleanTree(repository, slot);
  if (await restorePermissions(dir, slot.tree)) await cleanTree(repository, slot);
  if (!renameIfFree(dir, join(repository.places.pool, randomId()))) await discard(repository, dir);
}

/**
 * Removes a directory of ours in two steps: out of sight at once, then gone. What cannot be removed
 * (names beyond PATH_MAX) stays in the trash for the next sweep and stands in nobody's way.
 */
export async function discard(repository: Repository, path: string): Promise<void> {
  const away = join(repository.places.trash, randomId());
  if (!renameIfFree(path, away)) {
    await removeTree(path);
    return;
  }
  await emptyTrash(repository);
}

export async function emptyTrash(repository: Repository): Promise<void> {
  for (const name of listDir(repository.places.trash)) {
    try {
      await removeTree(join(repository.places.trash, name));
    } catch (error) {
      if (errorCode(error instanceof Error ? error.cause : null) === null) throw error;
    }
  }
}
