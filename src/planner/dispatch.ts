import type { StreamFacts, StreamKey } from "../model/index.ts";
import { expectedSeconds } from "./estimate.ts";
import { buildNetwork } from "./network.ts";
import { findOverlapPairs } from "./overlap/edges.ts";
import { dispatchPriorities } from "./solve/priorities.ts";

/** With more pairs than this only chains count. */
const PAIRS_MAX = 20_000;
/** Priorities are compared in these steps: what hardly differs leaves the roadmap its order. */
const STEPS = 50;

/**
 * How soon each stream should start among its equals, by key; the largest number first. It follows
 * from what the roadmap says and the estimates alone, never from how far the work has come.
 */
export function dispatchOrder(
  facts: readonly StreamFacts[],
  durations: ReadonlyMap<StreamKey, number>,
  limits: { readonly concurrency: number; readonly overlapMax: number },
): ReadonlyMap<StreamKey, number> {
  const network = buildNetwork(facts);
  const agents = Math.max(1, Math.floor(limits.concurrency));
  const conflicts = findOverlapPairs(network.facts, limits.overlapMax, PAIRS_MAX);
  const found = dispatchPriorities({
    durations: network.facts.map((one) => expectedSeconds(one, durations)),
    before: network.before,
    capacities: [agents],
    demands: network.facts.map(() => [1]),
    ...(conflicts === null ? {} : { conflicts }),
  });
  // Streams that wait for one another start never, whatever their order.
  if (!found.ok) return new Map();
  return new Map(
    network.facts.map(({ key }, i) => [key, Math.round((found.value[i] ?? 0) * STEPS)] as const),
  );
}
