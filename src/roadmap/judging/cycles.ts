import { findComponents, type StreamStatus } from "../../model/index.ts";

/** Finished work waits for nobody, and nothing is wrong with it. */
export function isFinished({ status }: { readonly status: StreamStatus }): boolean {
  return status === "complete" || status === "cancelled";
}

/** Who still waits for whom, by place: finished work stands in nobody's way, so no circle leads through it. */
export function openEdges(
  streams: readonly { readonly status: StreamStatus }[],
  targets: readonly (readonly number[])[],
): readonly (readonly number[])[] {
  return streams.map((stream, from) => {
    if (isFinished(stream)) return [];
    return (targets[from] ?? []).filter((to) => (streams[to]?.status ?? "complete") !== "complete");
  });
}

/**
 * The circles of a graph: for each strongly connected part of two or more nodes one shortest path
 * from its smallest member back to itself, then the members the path does not touch. Self-edges are
 * not circles here.
 */
export function findCycles(edges: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return findComponents(edges)
    .filter((part) => part.length > 1)
    .map((part) => nameCircle(part, edges))
    .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
}

function nameCircle(
  part: readonly number[],
  edges: readonly (readonly number[])[],
): readonly number[] {
  const members = new Set(part);
  const start = Math.min(...part.slice(0, 10_000));
  const from = new Map<number, number>();
  const queue = [start];
  for (let i = 0; i < queue.length; i++) {
    const node = queue[i] ?? start;
    for (const target of edges[node] ?? []) {
      if (target === start) return closeCircle(node, start, from, part);
      if (!members.has(target) || from.has(target)) continue;
      from.set(target, node);
      queue.push(target);
    }
  }
  return part;
}

function closeCircle(
  last: number,
  start: number,
  from: ReadonlyMap<number, number>,
  part: readonly number[],
): readonly number[] {
  const path: number[] = [];
  for (let node = last; node !== start; node = from.get(node) ?? start) path.push(node);
  const circle = [start, ...path.reverse()];
  const named = new Set(circle);
  const others = part.filter((node) => !named.has(node)).sort((a, b) => a - b);
  return [...circle, ...others];
}
