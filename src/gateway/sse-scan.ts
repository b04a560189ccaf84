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

  constructor(sink: SseSink) {
    this.#sink = sink;
  }

  push(chunk: Buffer): void {
    for (let at = 0; at < chunk.length; ) {
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
      if (this.#isEmpty) this.#sink.event();
      this.#matched = 0;
      this.#isEmpty = true;
    }
  }
}
