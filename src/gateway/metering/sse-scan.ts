const NEWLINE = 0x0a;
const RETURN = 0x0d;
const FIELD = Buffer.from("data:");

export interface SseSink {
  /** A piece of the event's data; the line ends within it are left out. */
  data(piece: Buffer): void;
  /** The empty line that ends an event. */
  event(): void;
}

/** Finds the data in a stream of server-sent events that passes by; holds nothing of it. */
export class SseScan {
  readonly #sink: SseSink;
  /** How much of `data:` this line began with; -1: it is another field. */
  #matched = 0;
  #isEmpty = true;
  #isFresh = true;

  constructor(sink: SseSink) {
    this.#sink = sink;
  }

  /** Whether the next byte begins an event. */
  get isBetween(): boolean {
    return this.#matched === 0 && this.#isEmpty && this.#isFresh;
  }

  push(chunk: Buffer): void {
    for (let at = 0; at < chunk.length; ) {
      this.#isFresh = false;
      while (this.#matched >= 0 && this.#matched < FIELD.length && at < chunk.length) {
        const byte = chunk[at] as number;
        if (byte === NEWLINE) break;
        if (byte !== RETURN) this.#isEmpty = false;
        this.#matched = byte === FIELD[this.#matched] ? this.#matched + 1 : -1;
        at++;
      }
      const newline = chunk.indexOf(NEWLINE, at);
      const end = newline === -1 ? chunk.length : newline;
      if (this.#matched === FIELD.length && end > at) this.#sink.data(chunk.subarray(at, end));
      else if (end > at && !(end === at + 1 && chunk[at] === RETURN)) this.#isEmpty = false;
      if (newline === -1) return;
      at = newline + 1;
      if (this.#isEmpty) {
        this.#isFresh = true;
        this.#sink.event();
      }
      this.#matched = 0;
      this.#isEmpty = true;
    }
  }
}

/** Past the first event's end at or after `from`; -1 when it is not in the chunk. */
export function endOfEvent(chunk: Buffer, from: number): number {
  const end = chunk.indexOf("\n\n", from, "latin1");
  const end2 = chunk.subarray(0, end === -1 ? chunk.length : end).indexOf("\n\r\n", from, "latin1");
  if (end2 !== -1) return end2 + 3;
  return end === -1 ? -1 : end + 2;
}

/**
 * Where the first event begins that may hold `needle`, or the last of the chunk, which may go on:
 * everything from `from`, where an event begins, up to there does not hold it.
 */
export function eventWith(chunk: Buffer, needle: Buffer, from: number): number {
  const found = chunk.indexOf(needle, from);
  const before = found === -1 ? chunk.length : found;
  const end = chunk.lastIndexOf("\n\n", before, "latin1");
  if (end >= from && end + 2 <= before) return end + 2;
  const end2 = chunk.lastIndexOf("\n\r\n", before, "latin1");
  return end2 >= from && end2 + 3 <= before ? end2 + 3 : from;
}
