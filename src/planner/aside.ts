import type { StreamFacts } from "../model/index.ts";
import { overlapShare, readPaths } from "./overlap.ts";

/** Streams sorted by their places in the order of preference. */
export interface Queue {
  readonly nodes: number[];
  /** Runs at work that every stream in it would overlap with. */
  barredBy: number;
}

/** Who stands aside for a path: those for whom one common path is an overlap, and the others. */
interface Waiting {
  readonly brief: Queue;
  readonly long: Queue;
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
  readonly #waiting = new Map<string, Waiting>();
  /** By who is in the way, where no path alone says it. */
  readonly #behind = new Map<number, Queue>();

  constructor(facts: readonly StreamFacts[], overlapMax: number) {
    this.#facts = facts;
    this.#overlapMax = overlapMax;
  }

  /** Where the stream has to stand aside while these work; null when it may start. */
  findFor(node: number, running: readonly { readonly node: number }[]): Queue | null {
    const facts = this.#facts[node];
    if (facts === undefined || facts.files.length === 0) return null;
    const kind = this.#isBrief(facts) ? "brief" : "long";
    for (const name of namesOf(facts, "wanted")) {
      const queue = this.#waiting.get(name)?.[kind];
      if (queue !== undefined && queue.barredBy > 0) return queue;
    }
    for (const run of running) {
      const other = this.#facts[run.node];
      if (other === undefined || other.target !== facts.target) continue;
      if (overlapShare(facts.files, other.files) > this.#overlapMax) return this.#queueOf(run.node);
    }
    return null;
  }

  /** The stream is at work: it bars the way of those who name what it names. */
  begin(node: number): void {
    for (const queue of this.#barredBy(node)) {
      queue.barredBy++;
      this.open.delete(queue);
    }
  }

  /** Its work is over; the streams that nothing bars any more, as far as no open queue has them. */
  end(node: number): readonly number[] {
    const freed = [...(this.#behind.get(node)?.nodes ?? [])];
    this.#behind.delete(node);
    for (const queue of this.#barredBy(node)) {
      queue.barredBy--;
      if (queue.barredBy > 0 || queue.nodes.length === 0) continue;
      if (queue.nodes.length < QUEUE_MIN) freed.push(...queue.nodes.splice(0));
      else this.open.add(queue);
    }
    return freed;
  }

  /** Of a stream with so few paths that any one of them in common is an overlap. */
  #isBrief(facts: StreamFacts): boolean {
    return 1 / readPaths(facts.files).all.length > this.#overlapMax;
  }

  #barredBy(node: number): readonly Queue[] {
    const facts = this.#facts[node];
    if (facts === undefined) return [];
    const isBrief = this.#isBrief(facts);
    return namesOf(facts, "held").flatMap((name) => {
      const { brief, long } = this.#waitingFor(name);
      return isBrief ? [brief, long] : [brief];
    });
  }

  #waitingFor(name: string): Waiting {
    const known = this.#waiting.get(name);
    if (known !== undefined) return known;
    const made = { brief: { nodes: [], barredBy: 0 }, long: { nodes: [], barredBy: 0 } };
    this.#waiting.set(name, made);
    return made;
  }

  #queueOf(node: number): Queue {
    const known = this.#behind.get(node) ?? { nodes: [], barredBy: 1 };
    this.#behind.set(node, known);
    return known;
  }
}

/**
 * A path bars itself and what lies beneath it, and every directory that it lies in: names of what
 * is held, or wanted, such that two streams have one in common where a path of each meets.
 */
function namesOf({ target, files }: StreamFacts, as: "held" | "wanted"): readonly string[] {
  const { all, plain, above } = readPaths(files);
  const [within, around] = as === "held" ? [all, above] : [[...all, ...above], plain.keys()];
  return [
    ...Array.from(within, (path) => `in ${target}:${path}`),
    ...Array.from(around, (path) => `around ${target}:${path}`),
  ];
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
