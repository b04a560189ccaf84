import type { StreamFacts, StreamKey } from "../model/index.ts";

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

/** Strongly connected parts, each after the parts it depends on (Tarjan, without recursion). */
export function findComponents(network: Network): readonly (readonly number[])[] {
  const size = network.facts.length;
  const index = new Int32Array(size).fill(-1);
  const low = new Int32Array(size);
  const onStack = new Uint8Array(size);
  const stack: number[] = [];
  const components: number[][] = [];
  let counter = 0;
  for (let root = 0; root < size; root++) {
    if (index[root] !== -1) continue;
    const path: { node: number; next: number }[] = [{ node: root, next: 0 }];
    while (path.length > 0) {
      const frame = path[path.length - 1];
      if (frame === undefined) break;
      const node = frame.node;
      if (frame.next === 0) {
        index[node] = counter;
        low[node] = counter++;
        stack.push(node);
        onStack[node] = 1;
      }
      const child = network.before[node]?.[frame.next++];
      if (child !== undefined) {
        if (index[child] === -1) path.push({ node: child, next: 0 });
        else if (onStack[child] === 1) low[node] = Math.min(low[node] ?? 0, index[child] ?? 0);
        continue;
      }
      path.pop();
      const parent = path[path.length - 1]?.node;
      if (parent !== undefined) low[parent] = Math.min(low[parent] ?? 0, low[node] ?? 0);
      if (low[node] === index[node]) components.push(popComponent(stack, onStack, node));
    }
  }
  return components;
}

function popComponent(stack: number[], onStack: Uint8Array, root: number): number[] {
  const members: number[] = [];
  for (let one = stack.pop(); one !== undefined; one = stack.pop()) {
    onStack[one] = 0;
    members.push(one);
    if (one === root) break;
  }
  return members;
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
