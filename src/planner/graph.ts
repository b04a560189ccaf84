import { findComponents } from "../model/index.ts";
import type { PlanEdge, StreamFacts, StreamKey } from "../model/index.ts";
import { buildNetwork, compareNodes, type Network } from "./network.ts";
import { dependencyEdges, findOverlapEdges } from "./overlap/edges.ts";

export interface Graph {
  readonly edges: readonly PlanEdge[];
  /** Every stream once, after all it depends on; the members of a cycle share a level. */
  readonly levels: readonly (readonly StreamKey[])[];
  /** Streams that wait for one another, each set in roadmap order; a self-dependency is one. */
  readonly cycles: readonly (readonly StreamKey[])[];
}

/** The streams as a graph, finished ones included. Overlap joins only streams of one target. */
export function buildGraph(
  facts: readonly StreamFacts[],
  options: { readonly overlapMax: number },
): Graph {
  const network = buildNetwork(facts);
  const { levels, order } = layer(network);
  return {
    edges: [...dependencyEdges(network), ...findOverlapEdges(network, order, options.overlapMax)],
    levels: levels.map((level) => keysOf(network, level)),
    cycles: cyclesAmong(network).map((cycle) => keysOf(network, cycle)),
  };
}

/** Components that can never start: more than one member, or one that depends on itself. */
export function cyclesAmong(network: Network): readonly (readonly number[])[] {
  const cycles = findComponents(network.before).filter((members) => {
    const [first] = members;
    if (members.length !== 1 || first === undefined) return members.length > 1;
    return (network.before[first] ?? []).includes(first);
  });
  const sorted = cycles.map((members) => sortByOrder(network, members));
  return sorted.sort((a, b) => compareNodes(network, a[0] ?? 0, b[0] ?? 0));
}

/** Levels by the longest chain of dependencies, and all of them in a row, dependencies first. */
export function layer(network: Network): {
  readonly levels: readonly (readonly number[])[];
  readonly order: readonly number[];
} {
  const depth = new Int32Array(network.facts.length).fill(-1);
  const levels: number[][] = [];
  for (const members of findComponents(network.before)) {
    const inside = new Set(members);
    let level = 0;
    for (const node of members) {
      for (const before of network.before[node] ?? []) {
        if (!inside.has(before)) level = Math.max(level, (depth[before] ?? -1) + 1);
      }
    }
    for (const node of members) depth[node] = level;
    while (levels.length <= level) levels.push([]);
    levels[level]?.push(...members);
  }
  const sorted = levels.map((level) => sortByOrder(network, level));
  return { levels: sorted, order: sorted.flat() };
}

function sortByOrder(network: Network, nodes: readonly number[]): number[] {
  return [...nodes].sort((a, b) => compareNodes(network, a, b));
}

export function keysOf(network: Network, nodes: readonly number[]): StreamKey[] {
  return nodes.flatMap((node) => network.facts[node]?.key ?? []);
}
