/** What stands for each byte of a key: an answer stays as long as it was said to be. */
const STAR = 0x2a;

/**
 * Takes the user's key out of what passes by in pieces: a server that repeats what it was asked
 * with, in an error or a trace, must not tell it to the agent (law I14). Nothing is held back but
 * an end that may be the beginning of the key.
 */
export class KeyMask {
  readonly #key: Buffer;
  #held: Buffer = NOTHING;

  constructor(key: string) {
    this.#key = Buffer.from(key);
  }

  push(chunk: Buffer): Buffer {
    if (this.#key.length === 0) return chunk;
    const bytes = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    mask(bytes, this.#key);
    const kept = overlap(bytes, this.#key);
    this.#held = kept === 0 ? NOTHING : Buffer.from(bytes.subarray(bytes.length - kept));
    return kept === 0 ? bytes : bytes.subarray(0, bytes.length - kept);
  }

  /** What was held back, and was not the key. */
  end(): Buffer {
    const held = this.#held;
    this.#held = NOTHING;
    return held;
  }
}

const NOTHING = Buffer.alloc(0);

export function withoutKey(text: string, key: string): string {
  return key === "" ? text : text.replaceAll(key, "*".repeat(key.length));
}

function mask(bytes: Buffer, key: Buffer): void {
  for (let at = bytes.indexOf(key); at !== -1; at = bytes.indexOf(key, at + key.length)) {
    bytes.fill(STAR, at, at + key.length);
  }
}

/** How many bytes at the end of `bytes` are the beginning of `key`; never all of it. */
function overlap(bytes: Buffer, key: Buffer): number {
  const most = Math.min(bytes.length, key.length - 1);
  for (let count = most; count > 0; count--) {
    const tail = bytes.length - count;
    if (bytes[tail] === key[0] && bytes.compare(key, 0, count, tail) === 0) return count;
  }
  return 0;
}
