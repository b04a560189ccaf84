import type { StreamFacts } from "../model/index.ts";
import { expectedSeconds } from "./estimate.ts";
import { layer } from "./graph.ts";
import { put, takeLeast } from "./heap.ts";
import { buildNetwork, compareNodes, longestTails } from "./network.ts";
import { findBarred, keepRunnable } from "./plan.ts";
import { rankStreams } from "./rank.ts";

/**
 * Everything that can still be carried out, in the order in which one agent would take it: the
 * most urgent first, of equals the longest chain, else as the roadmap lists them. The order of a
 * plan without its schedule, for answers that cannot wait for one.
 */
export function startOrder(facts: readonly StreamFacts[]): readonly StreamFacts[] {
  const whole = buildNetwork(facts);
  const done = new Set<never>();
  const keys = new Set(whole.facts.map(({ key }) => key));
  const runnable = keepRunnable(whole, findBarred(whole, done), keys, done);
  const network = buildNetwork(whole.facts.filter(({ key }) => runnable.has(key)));
  const { order } = layer(network);
  const ranks = rankStreams(network, order, undefined);
  const seconds = network.facts.map((one) => expectedSeconds(one, undefined));
  const tails = longestTails(network, order, seconds);
  const preferred = network.facts
    .map((_, node) => node)
    .sort(
      (a, b) =>
        (ranks[a] ?? 0) - (ranks[b] ?? 0) ||
        (tails[b] ?? 0) - (tails[a] ?? 0) ||
        compareNodes(network, a, b),
    );
  const place: number[] = [];
  for (const [at, node] of preferred.entries()) place[node] = at;
  // Kahn's order in which of all that could be next the first by its place is.
  const waitsFor = network.before.map((nodes) => nodes.length);
  const ready = place.filter((_, node) => waitsFor[node] === 0).sort((a, b) => a - b);
  const taken: StreamFacts[] = [];
  while (ready.length > 0) {
    const node = preferred[takeLeast(ready)] ?? 0;
    const facts = network.facts[node];
    if (facts !== undefined) taken.push(facts);
    for (const next of network.after[node] ?? []) {
      waitsFor[next] = (waitsFor[next] ?? 0) - 1;
      if (waitsFor[next] === 0) put(ready, place[next] ?? 0);
    }
  }
  return taken;
}
