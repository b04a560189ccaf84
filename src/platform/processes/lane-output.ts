/** Beyond the mark on stderr: a space, up to three digits, a newline. */
const CODE_CHARS_MAX = 5;

/**
 * One stream of a command that another process carries out: the command's bytes, of which the first
 * `bytesMax` are kept, and then the mark that ends them. The mark is new for every command, so that
 * nothing a command prints can be taken for it.
 */
export class LaneOutput {
  readonly #bytesMax: number;
  readonly #mark: Buffer;
  readonly #hasCode: boolean;
  readonly #chunks: Buffer[] = [];
  #kept = 0;
  #seen = 0;
  #tail = Buffer.alloc(0);
  /** How many bytes the command printed; null until the mark was there. */
  #length: number | null = null;
  /** What stands behind the mark; null before it, and where nothing is to stand. */
  code: number | null = null;

  constructor(bytesMax: number, mark: string, hasCode: boolean) {
    this.#bytesMax = bytesMax;
    this.#mark = Buffer.from(mark, "latin1");
    this.#hasCode = hasCode;
  }

  get isWhole(): boolean {
    return this.#length !== null;
  }

  get isTruncated(): boolean {
    return (this.#length ?? this.#seen) > this.#bytesMax;
  }

  add(chunk: Buffer): void {
    this.#seen += chunk.length;
    const room = this.#bytesMax - this.#kept;
    if (room > 0) {
      const part = chunk.length > room ? chunk.subarray(0, room) : chunk;
      this.#chunks.push(part);
      this.#kept += part.length;
    }
    const most = this.#mark.length + CODE_CHARS_MAX;
    const joined = chunk.length >= most ? chunk : Buffer.concat([this.#tail, chunk]);
    this.#tail = Buffer.from(joined.subarray(Math.max(0, joined.length - most)));
    this.#findEnd();
  }

  /** The command's own bytes; all that came where it was broken off. */
  bytes(): Buffer {
    const all = Buffer.concat(this.#chunks);
    return this.#length === null ? all : all.subarray(0, this.#length);
  }

  #findEnd(): void {
    const at = this.#tail.lastIndexOf(this.#mark);
    if (at < 0) return;
    const rest = this.#tail.toString("latin1", at + this.#mark.length);
    const code = /^ (\d{1,3})\n$/.exec(rest)?.[1];
    if (this.#hasCode ? code === undefined : rest !== "") return;
    this.code = code === undefined ? null : Number(code);
    this.#length = this.#seen - (this.#tail.length - at);
  }
}
