import { LIMITS } from "../../model/index.ts";

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/**
 * Makes lines of an output that comes in pieces, decoded leniently. A line beyond
 * `LIMITS.outputLineBytesMax` is cut there and the rest of it dropped, so that no more than one
 * such line is ever held. Never throws, whatever the bytes are.
 */
export class LineReader {
  /** Of the line that has not ended yet, as much as `#heldBytes`; used again for the next one. */
  #held: Buffer = NO_ROOM;
  #heldBytes = 0;
  /** Also what was dropped of it counts: it began, and so it is a line. */
  #isOpen = false;

  push(chunk: Uint8Array): string[] {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const lines: string[] = [];
    let from = 0;
    while (from < bytes.length) {
      const end = bytes.indexOf(NEWLINE, from);
      if (end === -1) {
        this.#hold(bytes, from, bytes.length);
        break;
      }
      lines.push(this.#isOpen ? this.#finish(bytes, from, end) : decode(bytes, from, end));
      from = end + 1;
    }
    return lines;
  }

  /** The line that the end of the output ended. */
  end(): string[] {
    return this.#isOpen ? [this.#finish(NO_ROOM, 0, 0)] : [];
  }

  /** Copies it: the piece it lies in is the caller's, and written over. */
  #hold(bytes: Buffer, from: number, to: number): void {
    this.#isOpen = true;
    const most = Math.min(to, from + LIMITS.outputLineBytesMax - this.#heldBytes);
    const needed = this.#heldBytes + most - from;
    if (needed > this.#held.length) {
      const room = Math.min(
        LIMITS.outputLineBytesMax,
        Math.max(needed, 2 * this.#held.length, ROOM_BYTES_MIN),
      );
      const larger = Buffer.allocUnsafeSlow(room);
      this.#held.copy(larger, 0, 0, this.#heldBytes);
      this.#held = larger;
    }
    bytes.copy(this.#held, this.#heldBytes, from, most);
    this.#heldBytes = needed;
  }

  #finish(bytes: Buffer, from: number, to: number): string {
    this.#hold(bytes, from, to);
    const line = decode(this.#held, 0, this.#heldBytes);
    // Long lines are rare, and every run under way has a reader.
    if (this.#held.length > ROOM_BYTES_KEPT_MAX) this.#held = NO_ROOM;
    this.#heldBytes = 0;
    this.#isOpen = false;
    return line;
  }
}

const NO_ROOM = Buffer.alloc(0);
const ROOM_BYTES_MIN = 4 * 1024;
const ROOM_BYTES_KEPT_MAX = 128 * 1024;

function decode(bytes: Buffer, from: number, to: number): string {
  const end = Math.min(to, from + LIMITS.outputLineBytesMax);
  const withoutReturn = end > from && bytes[end - 1] === RETURN ? end - 1 : end;
  return bytes.toString("utf8", from, withoutReturn);
}
