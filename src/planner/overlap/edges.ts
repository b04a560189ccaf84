import type { PlanEdge, StreamFacts, TargetId } from "../../model/index.ts";
import type { Network } from "../network.ts";
import { fileOverlap, overlapShare } from "./overlap.ts";
import { Touched } from "./touched.ts";
import { idOf, listWords, percent, plainText } from "../words.ts";

/**
 * Which pairs may not run side by side because their files overlap by more than `overlapMax`,
 * each pointing from the earlier in `order` to the later. A pair that dependencies or other
 * edges already put in order has none. `order` must list dependencies first.
 */
export function findOverlapEdges(
  network: Network,
  order: readonly number[],
  overlapMax: number,
): readonly PlanEdge[] {
  const words = (order.length + 31) >>> 5;
  const place = new Int32Array(network.facts.length).fill(-1);
  const above: Uint32Array[] = [];
  const targets = new Map<TargetId, Touched>();
  const edges: PlanEdge[] = [];
  order.forEach((node, here) => {
    const facts = network.facts[node];
    if (facts === undefined) return;
    const mine = new Uint32Array(words);
    above.push(mine);
    for (const dependency of network.before[node] ?? []) join(mine, above, place[dependency] ?? -1);
    place[node] = here;
    if (facts.files.length === 0) return;
    const touched = targets.get(facts.target) ?? new Touched();
    targets.set(facts.target, touched);
    for (const there of touched.candidates(facts.files)) {
      if (((mine[there >>> 5] ?? 0) >>> (there & 31)) & 1) continue;
      const other = network.facts[order[there] ?? -1];
      if (other === undefined) continue;
      if (overlapShare(other.files, facts.files) <= overlapMax) continue;
      const { share, shared } = fileOverlap(other.files, facts.files);
      const reason = overlapWords(share, shared);
      edges.push({ from: other.key, to: facts.key, kind: "overlap", reason });
      join(mine, above, there);
    }
    touched.add(facts.files, here);
  });
  return edges;
}

/**
 * Every pair of streams that may not run side by side, whatever dependencies say of their order;
 * null when there are more than `pairsMax`.
 */
export function findOverlapPairs(
  facts: readonly StreamFacts[],
  overlapMax: number,
  pairsMax: number,
): readonly (readonly [number, number])[] | null {
  const targets = new Map<TargetId, Touched>();
  const pairs: (readonly [number, number])[] = [];
  for (const [here, { files, target }] of facts.entries()) {
    if (files.length === 0) continue;
    const touched = targets.get(target) ?? new Touched();
    targets.set(target, touched);
    for (const there of touched.candidates(files)) {
      const share = overlapShare(facts[there]?.files ?? [], files);
      if (share > overlapMax) pairs.push([there, here]);
    }
    if (pairs.length > pairsMax) return null;
    touched.add(files, here);
  }
  return pairs;
}

/** `both touch src/util.js (62 % overlap)`. */
function overlapWords(share: number, files: readonly string[]): string {
  return `both touch ${listWords(files.map(plainText))} (${percent(share)} overlap)`;
}

export function dependencyEdges(network: Network): readonly PlanEdge[] {
  return network.facts.flatMap((facts, node) =>
    (network.before[node] ?? []).flatMap((i): PlanEdge[] => {
      const from = network.facts[i]?.key;
      if (from === undefined) return [];
      const reason = `${idOf(facts.key)} depends on ${idOf(from)}`;
      return [{ from, to: facts.key, kind: "dependency", reason }];
    }),
  );
}

/** Everything above `there`, and `there` itself, is above us too. */
function join(mine: Uint32Array, above: readonly Uint32Array[], there: number): void {
  if (there < 0) return;
  const theirs = above[there];
  if (theirs === undefined) return;
  for (let w = 0; w < mine.length; w++) mine[w] = (mine[w] ?? 0) | (theirs[w] ?? 0);
  mine[there >>> 5] = (mine[there >>> 5] ?? 0) | (1 << (there & 31));
}
