import type { ObjectId } from "../../model/index.ts";
import type { Place } from "../git/git.ts";
import { GitFailure } from "../git/git.ts";
import type { Repository } from "../repository.ts";
import type { SlotNote } from "../workspace/slot.ts";

/** Brings all that `wants` lead to from the reader into the repository; checked before it is there. */
export async function takeObjects(
  repository: Repository,
  reader: Place,
  wants: readonly ObjectId[],
  note: SlotNote,
): Promise<void> {
  if (await takeFew(repository, reader, wants, note)) return;
  await fetchAll(repository, reader, wants, note.base);
}

/** What an attempt usually commits, uncompressed; more than this is fetched. */
const FEW_BYTES_MAX = 2 * 1024 * 1024;
const FEW_OBJECTS_MAX = 100;
const PACK_COUNT_AT = 8;

/**
 * Takes a few objects over with the two processes that a fetch comes down to, of its seven: packed
 * in the reader, and in the vault checked one by one and written only with all they lead to. False
 * when they are not few, or anything at all is odd about them: then the fetch is to judge.
 */
async function takeFew(
  repository: Repository,
  reader: Place,
  wants: readonly ObjectId[],
  note: SlotNote,
): Promise<boolean> {
  if (wants.length === 0) return true;
  const pack = await packOf(repository, reader, wants, note);
  if (pack === null || pack.readUInt32BE(PACK_COUNT_AT) > FEW_OBJECTS_MAX) return false;
  const args = ["unpack-objects", "-q", "--strict"];
  return (await repository.git.ask(repository.vault, args, { stdin: pack })).code === 0;
}

async function packOf(
  repository: Repository,
  reader: Place,
  wants: readonly ObjectId[],
  note: SlotNote,
): Promise<Buffer | null> {
  // It is unpacked again at once, or thrown away because it is large: nobody gains by its being small.
  const plain = ["-c", "pack.compression=0"];
  const args = [...plain, "pack-objects", "-q", "--revs", "--stdout"];
  const known = [note.base, note.start].map((oid) => `^${oid}`);
  const stdin = `${[...wants, ...known].join("\n")}\n`;
  try {
    const input = { stdin, stdoutBytesMax: FEW_BYTES_MAX };
    const { code, stdout } = await repository.git.ask(reader, args, input);
    return code === 0 && stdout.length > PACK_COUNT_AT + 4 ? stdout : null;
  } catch (error) {
    if (error instanceof GitFailure) return null;
    throw error;
  }
}

async function fetchAll(
  repository: Repository,
  reader: Place,
  wants: readonly ObjectId[],
  base: ObjectId,
): Promise<void> {
  if (wants.length === 0) return;
  const args = [
    "fetch",
    "--quiet",
    "--no-tags",
    "--no-write-fetch-head",
    "--no-auto-gc",
    "--no-recurse-submodules",
    `--negotiation-tip=${base}`,
    "--stdin",
    reader.gitDir,
  ];
  await repository.git.run(repository.vault, args, { stdin: `${wants.join("\n")}\n` });
}
