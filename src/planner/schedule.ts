import { compareNodes, type Network } from "./network.ts";
import { Aside, putIn, type Queue } from "./aside.ts";
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

interface Chosen {
  readonly queue: Queue;
  readonly at: number;
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
  readonly #ready: Queue = { nodes: [], barredBy: 0 };
  readonly #running: ScheduledRun[] = [];
  readonly #aside: Aside;

  constructor(input: ScheduleInput) {
    this.#input = input;
    this.#aside = new Aside(input.network.facts, input.overlapMax);
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
    for (const node of sorted) if (this.#waitsFor[node] === 0) this.#ready.nodes.push(node);
  }

  startNext(now: number): ScheduledRun | null {
    if (this.#running.length >= this.#input.agents) return null;
    for (;;) {
      const chosen = this.#choose();
      if (chosen === null) return null;
      const { queue, at } = chosen;
      const [node = 0] = queue.nodes.splice(at, 1);
      if (queue.nodes.length === 0) this.#aside.open.delete(queue);
      const aside = this.#aside.findFor(node, this.#running);
      if (aside === null) return this.#start(node, now);
      putIn(aside, node, this.#place);
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
        if (left === 0) putIn(this.#ready, next, this.#place);
      }
      for (const node of this.#aside.end(run.node)) putIn(this.#ready, node, this.#place);
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
    this.#aside.begin(node);
    this.#started[node] = now;
    for (const next of this.#input.network.after[node] ?? []) {
      for (const partner of this.#input.network.before[next] ?? []) this.#progress[partner] = -1;
    }
    return run;
  }

  /** The first stream that may start; among ties the one whose partners are furthest on. */
  #choose(): Chosen | null {
    const queues = [this.#ready, ...this.#aside.open];
    let first: Chosen | null = null;
    for (const queue of queues) {
      if (queue.nodes.length === 0) continue;
      if (first === null || this.#placeOf(queue, 0) < this.#placeOf(first.queue, 0)) {
        first = { queue, at: 0 };
      }
    }
    if (first === null) return null;
    const [leader = 0] = first.queue.nodes;
    if ((this.#input.network.after[leader] ?? []).length === 0) return first;
    let best = first;
    let bestProgress: number | null = null;
    for (const queue of queues) {
      for (let at: number = queue === first.queue ? 1 : 0; at < queue.nodes.length; at++) {
        const node = queue.nodes[at] ?? leader;
        if (this.#class[node] !== this.#class[leader]) break;
        bestProgress ??= this.#progressAround(leader);
        const progress = this.#progressAround(node);
        const isEarlier = this.#placeOf(queue, at) < this.#placeOf(best.queue, best.at);
        if (progress < bestProgress || (progress === bestProgress && isEarlier)) {
          best = { queue, at };
          bestProgress = progress;
        }
      }
    }
    return best;
  }

  #placeOf(queue: Queue, at: number): number {
    return this.#place[queue.nodes[at] ?? 0] ?? 0;
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
    return this.#compare(a, b) || compareNodes(this.#input.network, a, b);
  }
}
