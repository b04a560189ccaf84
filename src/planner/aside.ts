import type { StreamFacts } from "../model/index.ts";
import { type Bars, barsOf } from "./overlap/bars.ts";
import { overlapShare } from "./overlap/overlap.ts";

/** Streams sorted by their places in the order of preference. */
export interface Queue {
  readonly nodes: number[];
  /** Runs at work that every stream in it would overlap with. */
  barredBy: number;
}

/** What is left of a shorter queue joins the others, so that few queues are to be looked at. */
const QUEUE_MIN = 8;

/**
 * Streams that stand aside while somebody at work is in their way. Those who wait for a path are
 * not looked at before nobody at work bars it: thousands may name the same one.
 */
export class Aside {
  /** Queues that nothing bars any more. */
  readonly open = new Set<Queue>();
  readonly #facts: readonly StreamFacts[];
  readonly #overlapMax: number;
  readonly #bars: readonly Bars[];
  readonly #waiting = new Map<string, Queue>();
  /** By who is in the way, where no name of a path says it. */
  readonly #behind = new Map<number, Queue>();

  constructor(facts: readonly StreamFacts[], overlapMax: number) {
    this.#facts = facts;
    this.#overlapMax = overlapMax;
    this.#bars = barsOf(facts, overlapMax);
  }

  /** Where the stream has to stand aside while these work; null when it may start. */
  findFor(node: number, running: readonly { readonly node: number }[]): Queue | null {
    const facts = this.#facts[node];
    if (facts === undefined || facts.files.length === 0) return null;
    for (const name of this.#bars[node]?.wanted ?? []) {
      const queue = this.#waiting.get(name);
      if (queue !== undefined && queue.barredBy > 0) return queue;
    }
    for (const run of running) {
      const other = this.#facts[run.node];
      if (other === undefined || other.target !== facts.target) continue;
      if (overlapShare(facts.files, other.files) > this.#overlapMax) return this.#queueOf(run.node);
    }
    return null;
  }

  /** The stream is at work: it bars the way of those who want what it holds. */
  begin(node: number): void {
    for (const name of this.#bars[node]?.held ?? []) {
      const queue = this.#waiting.get(name) ?? { nodes: [], barredBy: 0 };
      this.#waiting.set(name, queue);
      queue.barredBy++;
      this.open.delete(queue);
    }
  }

  /** Its work is over; the streams that nothing bars any more, as far as no open queue has them. */
  end(node: number): readonly number[] {
    const freed = [...(this.#behind.get(node)?.nodes ?? [])];
    this.#behind.delete(node);
    for (const name of this.#bars[node]?.held ?? []) {
      const queue = this.#waiting.get(name);
      if (queue === undefined) continue;
      queue.barredBy--;
      if (queue.barredBy > 0 || queue.nodes.length === 0) continue;
      if (queue.nodes.length < QUEUE_MIN) freed.push(...queue.nodes.splice(0));
      else this.open.add(queue);
    }
    return freed;
  }

  #queueOf(node: number): Queue {
    const known = this.#behind.get(node) ?? { nodes: [], barredBy: 1 };
    this.#behind.set(node, known);
    return known;
  }
}

/** Puts a stream at its place. */
export function putIn({ nodes }: Queue, node: number, placeOf: Int32Array): void {
  const place = placeOf[node] ?? 0;
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((placeOf[nodes[middle] ?? 0] ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  nodes.splice(low, 0, node);
}
