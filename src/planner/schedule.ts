import { comparePlaces } from "../model/index.ts";
import { type Network } from "./network.ts";
import { overlapShare } from "./overlap.ts";
import { mix, mixAll } from "./rank.ts";

export interface ScheduledRun {
  readonly node: number;
  /** Counting from 1; the free agent with the lowest number takes the next run. */
  readonly agent: number;
  readonly start: number;
  readonly finish: number;
}

export interface ScheduleInput {
  readonly network: Network;
  /** Whole seconds, at least 1. */
  readonly seconds: readonly number[];
  readonly ranks: readonly number[];
  readonly tails: readonly number[];
  readonly colours: readonly number[];
  readonly agents: number;
  readonly overlapMax: number;
}

/**
 * List scheduling: whenever an agent is free, the most urgent stream that can start, and of
 * equally urgent ones the one with the longest tail, starts; a stream whose files overlap with
 * a running one stands aside until that one ends. The network must hold no cycle.
 */
export function scheduleRuns(input: ScheduleInput): readonly ScheduledRun[] {
  const floor = new Floor(input);
  const runs: ScheduledRun[] = [];
  let now = 0;
  for (;;) {
    for (;;) {
      const run = floor.startNext(now);
      if (run === null) break;
      runs.push(run);
    }
    const next = floor.finishNext();
    if (next === null) return runs;
    now = next;
  }
}

/** The state of a schedule while it is made: who works, who could, who stands aside. */
class Floor {
  readonly #input: ScheduleInput;
  readonly #waitsFor: Int32Array;
  /** Place in the order of preference; streams that tie have one class. */
  readonly #place: Int32Array;
  readonly #class: Int32Array;
  readonly #started: Float64Array;
  /** What {@link #progressAround} last answered; -1 once a partner has started since. */
  readonly #progress: Float64Array;
  /** Sorted by place. */
  readonly #ready: number[] = [];
  readonly #running: ScheduledRun[] = [];
  /** Streams that stand aside, by the running stream in their way. */
  readonly #aside = new Map<number, number[]>();

  constructor(input: ScheduleInput) {
    this.#input = input;
    const size = input.network.facts.length;
    this.#waitsFor = Int32Array.from(input.network.before, (nodes) => nodes.length);
    this.#place = new Int32Array(size);
    this.#class = new Int32Array(size);
    this.#started = new Float64Array(size).fill(-1);
    this.#progress = new Float64Array(size).fill(-1);
    const sorted = input.network.facts.map((_, i) => i).sort((a, b) => this.#prefer(a, b));
    let group = 0;
    sorted.forEach((node, i) => {
      const previous = sorted[i - 1];
      if (previous !== undefined && this.#compare(previous, node) !== 0) group++;
      this.#place[node] = i;
      this.#class[node] = group;
    });
    for (const node of sorted) if (this.#waitsFor[node] === 0) this.#ready.push(node);
  }

  startNext(now: number): ScheduledRun | null {
    if (this.#running.length >= this.#input.agents) return null;
    for (;;) {
      const node = this.#choose();
      if (node === null) return null;
      const inTheWay = this.#findInTheWay(node);
      this.#ready.splice(this.#ready.indexOf(node), 1);
      if (inTheWay === null) return this.#start(node, now);
      const waiting = this.#aside.get(inTheWay);
      if (waiting === undefined) this.#aside.set(inTheWay, [node]);
      else waiting.push(node);
    }
  }

  /** Ends every run that ends next; the time, or null when nothing runs. */
  finishNext(): number | null {
    if (this.#running.length === 0) return null;
    const now = Math.min(...this.#running.map((run) => run.finish));
    const ended = this.#running.filter((run) => run.finish === now);
    for (const run of ended) {
      this.#running.splice(this.#running.indexOf(run), 1);
      for (const next of this.#input.network.after[run.node] ?? []) {
        const left = (this.#waitsFor[next] ?? 0) - 1;
        this.#waitsFor[next] = left;
        if (left === 0) this.#makeReady(next);
      }
      for (const node of this.#aside.get(run.node) ?? []) this.#makeReady(node);
      this.#aside.delete(run.node);
    }
    return now;
  }

  #start(node: number, now: number): ScheduledRun {
    const taken = new Set(this.#running.map((run) => run.agent));
    let agent = 1;
    while (taken.has(agent)) agent++;
    const finish = now + (this.#input.seconds[node] ?? 0);
    const run = { node, agent, start: now, finish };
    this.#running.push(run);
    this.#started[node] = now;
    for (const next of this.#input.network.after[node] ?? []) {
      for (const partner of this.#input.network.before[next] ?? []) this.#progress[partner] = -1;
    }
    return run;
  }

  #makeReady(node: number): void {
    const place = this.#place[node] ?? 0;
    let low = 0;
    let high = this.#ready.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#place[this.#ready[middle] ?? 0] ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    this.#ready.splice(low, 0, node);
  }

  #findInTheWay(node: number): number | null {
    const facts = this.#input.network.facts[node];
    if (facts === undefined || facts.files.length === 0) return null;
    for (const run of this.#running) {
      const other = this.#input.network.facts[run.node];
      if (other === undefined || other.target !== facts.target) continue;
      if (overlapShare(facts.files, other.files) > this.#input.overlapMax) return run.node;
    }
    return null;
  }

  /** The first ready stream; among ties the one whose partners are furthest on. */
  #choose(): number | null {
    const first = this.#ready[0];
    if (first === undefined) return null;
    if ((this.#input.network.after[first] ?? []).length === 0) return first;
    let best = first;
    let bestProgress: number | null = null;
    for (let k = 1; k < this.#ready.length; k++) {
      const node = this.#ready[k] ?? first;
      if (this.#class[node] !== this.#class[first]) break;
      bestProgress ??= this.#progressAround(first);
      const progress = this.#progressAround(node);
      if (progress < bestProgress) {
        best = node;
        bestProgress = progress;
      }
    }
    return best;
  }

  /** How far those have come with whom the stream's dependents are shared. */
  #progressAround(node: number): number {
    const known = this.#progress[node] ?? -1;
    if (known !== -1) return known;
    const { network, colours } = this.#input;
    const around = (network.after[node] ?? []).map((next) => {
      const partners = (network.before[next] ?? []).map((partner) => {
        const started = this.#started[partner] ?? -1;
        return mix(colours[partner] ?? 0, started);
      });
      return mixAll(colours[next] ?? 0, partners);
    });
    const progress = mixAll(3, around);
    this.#progress[node] = progress;
    return progress;
  }

  #compare(a: number, b: number): number {
    const { ranks, tails, colours, network } = this.#input;
    const by = (list: readonly number[]): number => (list[a] ?? 0) - (list[b] ?? 0);
    const followers = (network.after[b]?.length ?? 0) - (network.after[a]?.length ?? 0);
    return by(ranks) || -by(tails) || followers || by(colours);
  }

  #prefer(a: number, b: number): number {
    const same = this.#compare(a, b);
    if (same !== 0) return same;
    const left = this.#input.network.facts[a];
    const right = this.#input.network.facts[b];
    if (left === undefined || right === undefined) return 0;
    return comparePlaces(left, right);
  }
}
