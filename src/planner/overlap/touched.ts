import { pushTo } from "../../model/index.ts";
import { readPaths } from "./overlap.ts";

/**
 * Who of one target touches what, by numbers that only grow, so that lists which have nothing to do
 * with one another are never compared. A glob counts as the directory that all it names lies in.
 */
export class Touched {
  readonly #exact = new Map<string, number[]>();
  readonly #beneath = new Map<string, number[]>();

  /** All that may overlap with the files, and some that do not: each once, the highest first. */
  candidates(files: readonly string[]): readonly number[] {
    let lists = this.#listsOf(files);
    while (lists.length > 1) {
      lists = lists.flatMap((list, i) => (i % 2 === 1 ? [] : [merge(list, lists[i + 1] ?? [])]));
    }
    return lists[0]?.toReversed() ?? [];
  }

  add(files: readonly string[], number: number): void {
    const { places } = readPaths(files);
    for (const place of places.keys()) pushTo(this.#exact, place, number);
    for (const above of new Set([...places.values()].flat())) pushTo(this.#beneath, above, number);
  }

  #listsOf(files: readonly string[]): readonly (readonly number[])[] {
    const { places } = readPaths(files);
    const above = new Set([...places.values()].flat());
    const at = [...new Set([...places.keys(), ...above])].map((place) => this.#exact.get(place));
    const within = [...places.keys()].map((place) => this.#beneath.get(place));
    return [...at, ...within].filter((list) => list !== undefined);
  }
}

/** Two sorted lists as one, without repetition. */
function merge(a: readonly number[], b: readonly number[]): readonly number[] {
  const merged: number[] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    const left = a[i] ?? Number.POSITIVE_INFINITY;
    const right = b[j] ?? Number.POSITIVE_INFINITY;
    merged.push(Math.min(left, right));
    if (left <= right) i++;
    if (right <= left) j++;
  }
  return merged;
}
