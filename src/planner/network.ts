import { comparePlaces, type StreamFacts, type StreamKey } from "../model/index.ts";

/** Streams by number, so that what follows is arithmetic on arrays. */
export interface Network {
  readonly facts: readonly StreamFacts[];
  readonly at: ReadonlyMap<StreamKey, number>;
  /** Numbers of the dependencies that are in the network, without repetition. */
  readonly before: readonly (readonly number[])[];
  readonly after: readonly (readonly number[])[];
}

/** Of two streams with one key the first counts; dependencies outside the list are left out. */
export function buildNetwork(given: readonly StreamFacts[]): Network {
  const at = new Map<StreamKey, number>();
  const facts: StreamFacts[] = [];
  for (const one of given) {
    if (at.has(one.key)) continue;
    at.set(one.key, facts.length);
    facts.push(one);
  }
  const after: number[][] = facts.map(() => []);
  const before = facts.map((one, i) => {
    const found = new Set<number>();
    for (const key of one.dependsOn) {
      const j = at.get(key);
      if (j !== undefined) found.add(j);
    }
    for (const j of found) after[j]?.push(i);
    return [...found];
  });
  return { facts, at, before, after };
}

/** In the order of the roadmap. */
export function compareNodes({ facts }: Network, a: number, b: number): number {
  const [left, right] = [facts[a], facts[b]];
  return left === undefined || right === undefined ? 0 : comparePlaces(left, right);
}

/** The longest time from a stream's start to the end of all that follows it, itself included. */
export function longestTails(
  network: Network,
  order: readonly number[],
  seconds: readonly number[],
): readonly number[] {
  const tails: number[] = new Array<number>(network.facts.length).fill(0);
  for (let k = order.length - 1; k >= 0; k--) {
    const node = order[k] ?? 0;
    let longest = 0;
    for (const next of network.after[node] ?? []) longest = Math.max(longest, tails[next] ?? 0);
    tails[node] = longest + (seconds[node] ?? 0);
  }
  return tails;
}
