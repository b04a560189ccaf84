import type { Links, Project } from "./project.ts";

/** Lists of the activities in which each stands after all it waits for. */
export class Listing {
  readonly #before: Links;
  readonly #after: Links;
  readonly #waits: Int32Array;
  /** Activities that could come next: a binary heap, the smallest key on top. */
  readonly #heap: Int32Array;
  #held = 0;

  constructor(project: Project) {
    this.#before = project.before;
    this.#after = project.after;
    this.#waits = new Int32Array(project.size);
    this.#heap = new Int32Array(project.size);
  }

  /** Fills `into`: of those whose turn it could be, the one with the smallest key is next. */
  fill(keys: Float64Array, into: Int32Array): void {
    const size = into.length;
    for (let i = 0; i < size; i++) {
      const count = (this.#before.start[i + 1] as number) - (this.#before.start[i] as number);
      this.#waits[i] = count;
      if (count === 0) this.#push(i, keys);
    }
    for (let place = 0; this.#held > 0; place++) {
      const activity = this.#pop(keys);
      into[place] = activity;
      const last = this.#after.start[activity + 1] as number;
      for (let at = this.#after.start[activity] as number; at < last; at++) {
        const next = this.#after.to[at] as number;
        const left = (this.#waits[next] as number) - 1;
        this.#waits[next] = left;
        if (left === 0) this.#push(next, keys);
      }
    }
  }

  #push(activity: number, keys: Float64Array): void {
    const key = keys[activity] as number;
    let at = this.#held++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = this.#heap[parent] as number;
      if ((keys[above] as number) <= key) break;
      this.#heap[at] = above;
      at = parent;
    }
    this.#heap[at] = activity;
  }

  #pop(keys: Float64Array): number {
    const top = this.#heap[0] as number;
    const held = --this.#held;
    const moved = this.#heap[held] as number;
    const key = keys[moved] as number;
    let at = 0;
    for (let child = 1; child < held; child = 2 * at + 1) {
      const right = child + 1 < held ? (keys[this.#heap[child + 1] as number] as number) : Infinity;
      if (right < (keys[this.#heap[child] as number] as number)) child++;
      const below = this.#heap[child] as number;
      if ((keys[below] as number) >= key) break;
      this.#heap[at] = below;
      at = child;
    }
    this.#heap[at] = moved;
    return top;
  }
}
