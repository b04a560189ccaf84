import type { Project } from "./project.ts";
import type { Chance } from "./random.ts";

/** A schedule as the next pass sees it. */
export interface Individual {
  /** The activities in the order of their start, in the direction of the next pass. */
  readonly list: Int32Array;
  /** When each of the list starts. */
  readonly times: Int32Array;
  makespan: number;
}

/** The part of the father's schedule that is handed on whole, as a share of its length. */
const PART_MIN = 0.25;
const PART_MAX = 0.75;
/** How often that part is where resources are used best, instead of anywhere. */
const PEAK_SHARE = 0.5;
/** How often two neighbours in a child's list change places. */
const SWAP_SHARE = 0.05;

/**
 * Makes lists out of two schedules: a stretch of time of the father stays as it is, what the
 * father does before and after it comes in the order of the mother. Stretches where the resources
 * are used well are worth keeping (Valls et al. 2008; Debels and Vanhoucke 2007).
 */
export class Crossing {
  readonly #project: Project;
  readonly #chance: Chance;
  readonly #places: Int32Array;
  readonly #work: Float64Array;
  #from = 0;
  #to = 0;

  constructor(project: Project, chance: Chance) {
    this.#project = project;
    this.#chance = chance;
    this.#places = new Int32Array(project.size);
    this.#work = project.loads.map((load, i) => load * (project.durations[i] as number));
  }

  /** A list that respects precedence, as both parents do: both cuts are moments of the father. */
  cross(father: Individual, mother: Individual, child: Int32Array): void {
    const length = father.makespan * (PART_MIN + this.#chance.fraction() * (PART_MAX - PART_MIN));
    if (this.#chance.fraction() < PEAK_SHARE) this.#choosePeak(father, length);
    else this.#chooseAnywhere(father, length);
    const { list } = father;
    const places = this.#places;
    for (let at = 0; at < list.length; at++) places[list[at] as number] = at;
    let first = 0;
    let last = this.#to;
    for (let at = 0; at < list.length; at++) {
      const activity = mother.list[at] as number;
      const place = places[activity] as number;
      if (place < this.#from) child[first++] = activity;
      else if (place >= this.#to) child[last++] = activity;
    }
    for (let at = this.#from; at < this.#to; at++) child[at] = list[at] as number;
    this.#swapSome(child);
  }

  #chooseAnywhere({ times, makespan }: Individual, length: number): void {
    const begin = this.#chance.fraction() * (makespan - length);
    let at = 0;
    while (at < times.length && (times[at] as number) < begin) at++;
    this.#from = at;
    while (at < times.length && (times[at] as number) < begin + length) at++;
    this.#to = at;
  }

  /** Where the activities that start within the length hold most. */
  #choosePeak({ list, times }: Individual, length: number): void {
    let end = 0;
    let held = 0;
    let most = -1;
    for (let at = 0; at < list.length && end < list.length; at++) {
      while (end < list.length && (times[end] as number) < (times[at] as number) + length) {
        held += this.#work[list[end++] as number] as number;
      }
      if (held > most + 1e-9) {
        most = held;
        this.#from = at;
        this.#to = end;
      }
      held -= this.#work[list[at] as number] as number;
    }
  }

  #swapSome(child: Int32Array): void {
    for (let at = 1; at < child.length; at++) {
      if (this.#chance.fraction() >= SWAP_SHARE) continue;
      const one = child[at - 1] as number;
      const other = child[at] as number;
      if (this.#follows(one, other) || this.#follows(other, one)) continue;
      child[at - 1] = other;
      child[at] = one;
    }
  }

  #follows(one: number, other: number): boolean {
    const { start, to } = this.#project.after;
    const last = start[one + 1] as number;
    for (let at = start[one] as number; at < last; at++) if (to[at] === other) return true;
    return false;
  }
}
