import { splitLines } from "../agents/index.ts";
import { LIMITS } from "../model/index.ts";

/** Gives at most `bytesMax` bytes of an output from `from` on; empty at its end. */
export type ReadOutput = (from: number, bytesMax: number) => Buffer;

const PIECE_BYTES = 1024 * 1024;
const NEWLINE = 0x0a;

/** An output in pieces: all of a flooded one at once would be more memory than we may use. */
export function* piecesOf(read: ReadOutput, bytesMax: number): Generator<Buffer, void, undefined> {
  for (let at = 0; at < bytesMax; ) {
    const piece = read(at, Math.min(PIECE_BYTES, bytesMax - at));
    if (piece.length === 0) return;
    yield piece;
    at += piece.length;
  }
}

/** Its lines; of a line beyond the limit the beginning. */
export function* linesOf(pieces: Iterable<Buffer>): Generator<string, void, undefined> {
  let begun: Buffer = Buffer.alloc(0);
  for (const piece of pieces) {
    const end = piece.lastIndexOf(NEWLINE);
    if (end === -1) {
      begun = join(begun, piece);
    } else {
      yield* splitLines(join(begun, piece.subarray(0, piece.indexOf(NEWLINE) + 1)));
      yield* splitLines(piece.subarray(piece.indexOf(NEWLINE) + 1, end + 1));
      begun = Buffer.from(piece.subarray(end + 1));
    }
  }
  yield* splitLines(begun);
}

/** Keeps the newline at the end, whatever of the line is dropped. */
function join(begun: Buffer, more: Buffer): Buffer {
  const room = LIMITS.outputLineBytesMax - begun.length;
  if (more.length <= room) return Buffer.concat([begun, more]);
  return Buffer.concat([begun, more.subarray(0, Math.max(0, room))]);
}
