import { LIMITS } from "../../model/index.ts";

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/**
 * Makes lines of an output that comes in pieces, decoded leniently. A line beyond
 * `LIMITS.outputLineBytesMax` is cut there and the rest of it dropped, so that no more than one
 * such line is ever held. Never throws, whatever the bytes are.
 */
export class LineReader {
  /** Of the line that has not ended yet. */
  #held: Buffer[] = [];
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
    return this.#isOpen ? [this.#finish(Buffer.alloc(0), 0, 0)] : [];
  }

  #hold(bytes: Buffer, from: number, to: number): void {
    this.#isOpen = true;
    const room = LIMITS.outputLineBytesMax - this.#heldBytes;
    if (room <= 0) return;
    // A copy: the piece it lies in is much larger and must not be kept for it.
    const piece = Buffer.from(bytes.subarray(from, Math.min(to, from + room)));
    this.#held.push(piece);
    this.#heldBytes += piece.length;
  }

  #finish(bytes: Buffer, from: number, to: number): string {
    this.#hold(bytes, from, to);
    const whole = Buffer.concat(this.#held);
    this.#held = [];
    this.#heldBytes = 0;
    this.#isOpen = false;
    return decode(whole, 0, whole.length);
  }
}

function decode(bytes: Buffer, from: number, to: number): string {
  const end = Math.min(to, from + LIMITS.outputLineBytesMax);
  const withoutReturn = end > from && bytes[end - 1] === RETURN ? end - 1 : end;
  return bytes.toString("utf8", from, withoutReturn);
}
