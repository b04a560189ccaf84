import { comparePlaces } from "../model/index.ts";
import type { StreamFacts } from "../model/index.ts";
import { expectedSeconds } from "./estimate.ts";
import { layer } from "./graph.ts";
import { buildNetwork, findComponents, longestTails } from "./network.ts";
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
  const { order } = layer(network, findComponents(network));
  const ranks = rankStreams(network, order, undefined);
  const seconds = network.facts.map((one) => expectedSeconds(one, undefined));
  const tails = longestTails(network, order, seconds);
  const compare = (a: number, b: number): number => {
    const [left, right] = [network.facts[a], network.facts[b]];
    const urgency = (ranks[a] ?? 0) - (ranks[b] ?? 0) || (tails[b] ?? 0) - (tails[a] ?? 0);
    return urgency || (left === undefined || right === undefined ? 0 : comparePlaces(left, right));
  };
  const place: number[] = [];
  network.facts
    .map((_, node) => node)
    .sort(compare)
    .forEach((node, at) => {
      place[node] = at;
    });
  return takeInOrder(network, place);
}

/** Kahn's order in which of all that could be next the first by `place` is. */
function takeInOrder(
  network: ReturnType<typeof buildNetwork>,
  place: readonly number[],
): readonly StreamFacts[] {
  const waitsFor = network.before.map((nodes) => nodes.length);
  const ready = network.facts.flatMap((_, node) => (waitsFor[node] === 0 ? [node] : []));
  const later = (a: number, b: number): number => (place[b] ?? 0) - (place[a] ?? 0);
  // The last is the next: what becomes ready is put where it belongs.
  ready.sort(later);
  const taken: StreamFacts[] = [];
  for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
    const facts = network.facts[node];
    if (facts !== undefined) taken.push(facts);
    for (const next of network.after[node] ?? []) {
      waitsFor[next] = (waitsFor[next] ?? 0) - 1;
      if (waitsFor[next] !== 0) continue;
      let at = ready.length;
      while (at > 0 && later(ready[at - 1] ?? 0, next) > 0) at--;
      ready.splice(at, 0, next);
    }
  }
  return taken;
}
