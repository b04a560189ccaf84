import { pushTo } from "../../model/index.ts";
import type { SchedulingProblem } from "./problem.ts";

/**
 * The activities in an order that follows from what they are and how they hang together, never
 * from their numbers, so that a problem written down differently is solved in the same way.
 * Activities are told apart by length, demand and neighbours, and by the neighbours' neighbours,
 * until nothing new comes of it; of those that are still alike one is put first, and so on.
 */
export function orderByContent(problem: SchedulingProblem): Int32Array {
  const cells = new Cells(problem);
  for (let place = 0; place < cells.order.length; place++) cells.single(place);
  return cells.order;
}

/** Activities that could not be told apart so far stand side by side and make a cell. */
class Cells {
  readonly order: Int32Array;
  readonly #place: Int32Array;
  /** Where the cell of an activity begins, and for each beginning where the cell ends. */
  readonly #cell: Int32Array;
  readonly #end: Int32Array;
  readonly #links: readonly (readonly (readonly number[])[])[];
  readonly #queue: number[] = [];
  readonly #queued: Uint8Array;
  readonly #count: Int32Array;

  constructor(problem: SchedulingProblem) {
    const size = problem.durations.length;
    const links = linksOf(problem);
    this.#links = links;
    const keys = problem.durations.map((duration, i) => [
      duration,
      problem.marks?.[i] ?? 0,
      ...(problem.demands[i] ?? []),
      ...links.map((rows) => rows[i]?.length ?? 0),
    ]);
    const sorted = keys.map((_, i) => i).sort((a, b) => compareKeys(keys[a], keys[b]));
    this.order = Int32Array.from(sorted);
    this.#place = new Int32Array(size);
    this.#cell = new Int32Array(size);
    this.#end = new Int32Array(size);
    this.#queued = new Uint8Array(size);
    this.#count = new Int32Array(size);
    let begin = 0;
    sorted.forEach((one, place) => {
      if (place > 0 && compareKeys(keys[sorted[place - 1] ?? 0], keys[one]) !== 0) begin = place;
      this.#place[one] = place;
      this.#cell[one] = begin;
      this.#end[begin] = place + 1;
      if (begin === place) this.#enqueue(begin);
    });
    this.#refine();
  }

  /** Makes the activity at the place, the first of its cell, a cell of its own. */
  single(place: number): void {
    const end = this.#end[place] as number;
    if (end - place === 1) return;
    this.#end[place] = place + 1;
    this.#end[place + 1] = end;
    for (let at = place + 1; at < end; at++) this.#cell[this.order[at] as number] = place + 1;
    this.#enqueue(place);
    this.#refine();
  }

  #enqueue(cell: number): void {
    if (this.#queued[cell] === 1) return;
    this.#queued[cell] = 1;
    this.#queue.push(cell);
  }

  /** Splits cells by how many links each activity has with a cell, until all are even. */
  #refine(): void {
    for (let at = 0; at < this.#queue.length; at++) {
      const cell = this.#queue[at] as number;
      this.#queued[cell] = 0;
      const members = this.order.slice(cell, this.#end[cell]);
      for (const rows of this.#links) this.#splitBy(rows, members);
    }
    this.#queue.length = 0;
  }

  #splitBy(rows: readonly (readonly number[])[], members: Int32Array): void {
    const touched = new Map<number, number[]>();
    for (const member of members) {
      for (const one of rows[member] ?? []) {
        const count = (this.#count[one] as number) + 1;
        this.#count[one] = count;
        if (count > 1) continue;
        pushTo(touched, this.#cell[one] as number, one);
      }
    }
    const cells = [...touched].sort(([a], [b]) => a - b);
    for (const [cell, found] of cells) this.#split(cell, found);
    for (const [, found] of cells) for (const one of found) this.#count[one] = 0;
  }

  /** Those not found stay in front; the others follow by their count. */
  #split(cell: number, found: number[]): void {
    const end = this.#end[cell] as number;
    if (end - cell === 1) return;
    found.sort((a, b) => (this.#count[a] as number) - (this.#count[b] as number));
    const rest = end - found.length;
    for (let at = found.length - 1; at >= 0; at--) this.#swap(found[at] as number, rest + at);
    const begins = rest > cell ? [cell] : [];
    for (let at = 0; at < found.length; at++) {
      const count = this.#count[found[at] as number];
      const before = at === 0 ? -1 : this.#count[found[at - 1] as number];
      if (count !== before) begins.push(rest + at);
    }
    if (begins.length === 1) return;
    const wasQueued = this.#queued[cell] === 1;
    let largest = cell;
    begins.forEach((begin, i) => {
      const stop = begins[i + 1] ?? end;
      this.#end[begin] = stop;
      if (begin !== cell) {
        for (let at = begin; at < stop; at++) this.#cell[this.order[at] as number] = begin;
      }
      if (stop - begin > (this.#end[largest] as number) - largest) largest = begin;
    });
    for (const begin of begins) if (wasQueued || begin !== largest) this.#enqueue(begin);
  }

  #swap(one: number, to: number): void {
    const from = this.#place[one] as number;
    const other = this.order[to] as number;
    this.order[from] = other;
    this.order[to] = one;
    this.#place[other] = from;
    this.#place[one] = to;
  }
}

function linksOf(problem: SchedulingProblem): readonly number[][][] {
  const before = problem.before.map((row) => [...new Set(row)]);
  const after: number[][] = before.map(() => []);
  before.forEach((row, i) => {
    for (const one of row) after[one]?.push(i);
  });
  const conflicts = before.map(() => new Set<number>());
  for (const [a, b] of problem.conflicts ?? []) {
    conflicts[a]?.add(b);
    conflicts[b]?.add(a);
  }
  return [before, after, conflicts.map((row) => [...row])];
}

function compareKeys(a: readonly number[] = [], b: readonly number[] = []): number {
  for (let i = 0; i < a.length; i++) {
    const order = (a[i] ?? 0) - (b[i] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}
