import { LineReader } from "../../../agents/index.ts";

/**
 * Gives at most `bytesMax` bytes of an output from `from` on; empty at its end. `room` is there to
 * read them into.
 */
export type ReadOutput = (from: number, bytesMax: number, room: Buffer) => Buffer;

/** Small and used again and again: an output as long as it may be costs no memory. */
const PIECE_BYTES = 64 * 1024;

/** For whoever is done with a piece before anybody else reads: one for all of them. */
export const PASSING_ROOM = Buffer.allocUnsafeSlow(PIECE_BYTES);

/** An output in pieces; each is gone with the next. */
export function* piecesOf(read: ReadOutput, bytesMax: number): Generator<Buffer, void, undefined> {
  const room = Buffer.allocUnsafeSlow(Math.min(PIECE_BYTES, bytesMax));
  for (let at = 0; at < bytesMax; ) {
    const piece = read(at, Math.min(room.length, bytesMax - at), room);
    if (piece.length === 0) return;
    yield piece;
    at += piece.length;
  }
}

/** Its lines; of a line beyond the limit the beginning. */
export function* linesOf(pieces: Iterable<Buffer>): Generator<string, void, undefined> {
  const reader = new LineReader();
  for (const piece of pieces) yield* reader.push(piece);
  yield* reader.end();
}
