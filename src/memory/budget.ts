/** English has 4 and more, code a little over 3; other scripts have fewer tokens than bytes too. */
const BYTES_PER_TOKEN = 3;

/** Lines of a text that stays within so many tokens, reckoned rather too many than too few. */
export class TextBudget {
  readonly #lines: string[] = [];
  #bytesLeft: number;
  #leftOut = 0;

  /** @param tokensMax null: as long as it gets. */
  constructor(tokensMax: number | null) {
    this.#bytesLeft = tokensMax === null ? Number.POSITIVE_INFINITY : tokensMax * BYTES_PER_TOKEN;
  }

  /** A heading with as many of its items as there is room for, in order; none without an item. */
  section(heading: string, items: readonly string[]): void {
    const head = ["", heading];
    const fitting: string[] = [];
    let bytes = sizeOf(head);
    for (const item of items) {
      bytes += sizeOf([item]);
      if (bytes > this.#bytesLeft) break;
      fitting.push(item);
    }
    this.#leftOut += items.length - fitting.length;
    if (fitting.length > 0) this.#put([...head, ...fitting]);
  }

  title(line: string): void {
    this.#put([line]);
  }

  /** How many items had no room. */
  get leftOut(): number {
    return this.#leftOut;
  }

  text(): string {
    return this.#lines.join("\n");
  }

  #put(lines: readonly string[]): void {
    this.#lines.push(...lines);
    this.#bytesLeft -= sizeOf(lines);
  }
}

function sizeOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
}
