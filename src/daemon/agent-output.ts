import { LineReader } from "../agents/index.ts";

/** Gives at most `bytesMax` bytes of an output from `from` on; empty at its end. */
export type ReadOutput = (from: number, bytesMax: number) => Buffer;

const PIECE_BYTES = 1024 * 1024;

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
  const reader = new LineReader();
  for (const piece of pieces) yield* reader.push(piece);
  yield* reader.end();
}
