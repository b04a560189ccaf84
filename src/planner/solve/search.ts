import type { Paths } from "./bounds.ts";
import { Crossing, type Individual } from "./crossing.ts";
import { Listing } from "./listing.ts";
import { Pass } from "./pass.ts";
import type { Project } from "./project.ts";
import { Chance } from "./random.ts";

/** How many schedules the first population holds; each that follows is this much larger. */
const POPULATION_FIRST = 20;
const POPULATION_GROWTH = 3;
const POPULATION_MAX = 1_620;
const CHILDREN = 2;
/** A population that found nothing shorter for this many generations is given up. */
const IDLE_GENERATIONS_MAX = 15;
/** How far the lists of a new population stray from the longest tail first, as a share of it. */
const STRAY = 0.5;

export interface SearchOptions {
  readonly seed: number;
  /** A schedule of this length needs no better one. */
  readonly bound: number;
  /** Asked before each schedule but the first. */
  readonly mayGoOn: (schedules: number) => boolean;
}

export interface Found {
  readonly starts: Int32Array;
  readonly makespan: number;
  readonly schedules: number;
}

/**
 * A genetic search over two populations that take turns: the one holds schedules in which
 * everything happens as early as possible, the other as late as possible, and each child is
 * built in the direction opposite to its parents', so that every pass is a justification too
 * (Debels and Vanhoucke 2005). What is done does not depend on when it will be stopped: more
 * schedules never give a worse result.
 */
export function searchSchedules(project: Project, paths: Paths, options: SearchOptions): Found {
  const search = new Search(project, paths, options);
  let size = POPULATION_FIRST;
  while (!search.isOver()) {
    search.breed(size);
    size = Math.min(POPULATION_MAX, size * POPULATION_GROWTH);
  }
  return search.finish();
}

class Search {
  readonly #project: Project;
  readonly #paths: Paths;
  readonly #options: SearchOptions;
  readonly #chance: Chance;
  readonly #listing: Listing;
  readonly #pass: Pass;
  readonly #crossing: Crossing;
  readonly #keys: Float64Array;
  readonly #child: Int32Array;
  readonly #best: Individual;
  readonly #starts: Int32Array;
  #isBestBackward = false;
  #schedules = 0;

  constructor(project: Project, paths: Paths, options: SearchOptions) {
    this.#project = project;
    this.#paths = paths;
    this.#options = options;
    this.#chance = new Chance(options.seed);
    this.#listing = new Listing(project);
    this.#pass = new Pass(project);
    this.#crossing = new Crossing(project, this.#chance);
    this.#keys = new Float64Array(project.size);
    this.#child = new Int32Array(project.size);
    this.#best = this.#createIndividual();
    this.#starts = new Int32Array(project.size);
    this.#sample(0);
    this.#decode(false, this.#createIndividual());
  }

  isOver(): boolean {
    if (this.#best.makespan <= this.#options.bound) return true;
    return !this.#options.mayGoOn(this.#schedules);
  }

  /** Fills a population and lets it multiply until nothing comes of it any more. */
  breed(size: number): void {
    const create = () => Array.from({ length: size }, () => this.#createIndividual());
    let parents = create();
    let children = create();
    for (const one of parents) {
      if (this.isOver()) return;
      this.#sample(STRAY);
      this.#decode(false, one);
    }
    let shortest = Infinity;
    let backward = true;
    for (let idle = 0; idle < IDLE_GENERATIONS_MAX; idle++) {
      const least = this.#multiply(parents, children, backward);
      if (this.isOver()) return;
      if (least < shortest) {
        shortest = least;
        idle = 0;
      }
      [parents, children] = [children, parents];
      backward = !backward;
    }
  }

  /** The best schedule, everything in it as early as possible. */
  finish(): Found {
    if (this.#isBestBackward) {
      this.#child.set(this.#best.list);
      this.#best.makespan = Infinity;
      this.#decode(false, this.#createIndividual());
    }
    const makespan = this.#best.makespan;
    return { starts: this.#starts, makespan, schedules: this.#schedules };
  }

  /** Each parent is father once; its best child takes its place. Answers the least makespan. */
  #multiply(parents: readonly Individual[], children: Individual[], backward: boolean): number {
    const first = parents.reduce((a, b) => (b.makespan < a.makespan ? b : a));
    let spare = this.#createIndividual();
    let least = Infinity;
    for (const [place, father] of parents.entries()) {
      for (let count = 0; count < CHILDREN; count++) {
        if (this.isOver()) return least;
        // The first of all hands itself on too, merely justified.
        if (father === first && count === 0) this.#child.set(father.list);
        else this.#crossing.cross(father, this.#chooseMother(parents, father), this.#child);
        this.#decode(backward, spare);
        least = Math.min(least, spare.makespan);
        const rival = children[place] as Individual;
        if (count > 0 && spare.makespan >= rival.makespan) continue;
        children[place] = spare;
        spare = rival;
      }
    }
    return least;
  }

  /** The better of two, picked by chance. */
  #chooseMother(parents: readonly Individual[], father: Individual): Individual {
    const one = parents[this.#chance.below(parents.length)] as Individual;
    const other = parents[this.#chance.below(parents.length)] as Individual;
    const better = one.makespan <= other.makespan ? one : other;
    return better === father ? (better === one ? other : one) : better;
  }

  /** A list for a forward pass: the longest tail first, with some chance in it. */
  #sample(stray: number): void {
    const { tails, length } = this.#paths;
    for (let i = 0; i < this.#keys.length; i++) {
      const chance = stray === 0 ? 0 : stray * length * (2 * this.#chance.fraction() - 1);
      this.#keys[i] = chance - (tails[i] as number);
    }
    this.#listing.fill(this.#keys, this.#child);
  }

  #decode(backward: boolean, into: Individual): void {
    const makespan = this.#pass.run(this.#child, backward);
    this.#pass.leave(this.#child, into.list, into.times);
    into.makespan = makespan;
    this.#schedules++;
    if (makespan >= this.#best.makespan) return;
    this.#best.makespan = makespan;
    this.#best.list.set(into.list);
    this.#isBestBackward = backward;
    if (backward) return;
    for (let i = 0; i < this.#starts.length; i++) this.#starts[i] = this.#pass.startOf(i);
  }

  #createIndividual(): Individual {
    const { size } = this.#project;
    return { list: new Int32Array(size), times: new Int32Array(size), makespan: Infinity };
  }
}
