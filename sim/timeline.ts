interface Entry {
  readonly atMs: number;
  readonly order: number;
  readonly act: () => void;
}

/** What will happen, by virtual time; things of the same moment happen in the order of planning. */
export class Timeline {
  readonly #heap: Entry[] = [];
  #order = 0;
  nowMs: number;

  constructor(startMs: number) {
    this.nowMs = startMs;
  }

  at(atMs: number, act: () => void): void {
    this.#heap.push({ atMs: Math.max(atMs, this.nowMs), order: this.#order++, act });
    this.#rise(this.#heap.length - 1);
  }

  after(ms: number, act: () => void): void {
    this.at(this.nowMs + ms, act);
  }

  /** Lets the next thing happen; false when there is none. */
  advance(): boolean {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (first === undefined || last === undefined) return false;
    if (this.#heap.length > 0) {
      this.#heap[0] = last;
      this.#sink();
    }
    this.nowMs = first.atMs;
    first.act();
    return true;
  }

  /** Lets those above it down until its own place is free. */
  #rise(from: number): void {
    const entry = this.#heap[from];
    if (entry === undefined) return;
    let at = from;
    while (at > 0) {
      const up = (at - 1) >> 1;
      const above = this.#heap[up];
      if (above === undefined || !isBefore(entry, above)) break;
      this.#heap[at] = above;
      at = up;
    }
    this.#heap[at] = entry;
  }

  /** Lets the earlier of those beneath it up until its own place is free. */
  #sink(): void {
    const entry = this.#heap[0];
    if (entry === undefined) return;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const one = this.#heap[left];
      const other = this.#heap[left + 1];
      if (one === undefined) break;
      const isRight = other !== undefined && isBefore(other, one);
      const first = isRight ? other : one;
      if (!isBefore(first, entry)) break;
      this.#heap[at] = first;
      at = isRight ? left + 1 : left;
    }
    this.#heap[at] = entry;
  }
}

function isBefore(one: Entry, other: Entry): boolean {
  return one.atMs === other.atMs ? one.order < other.order : one.atMs < other.atMs;
}
