import { numbers } from "./random.ts";

/** A graph of tasks: index → the indices it depends on, all smaller. */
export type Graph = readonly (readonly number[])[];

/** Layers of equal width; every task depends on one to three of the layer before. Seeded. */
export function layeredGraph(layers: number, width: number): Graph {
  const next = numbers(0x5eed);
  return Array.from({ length: layers * width }, (_, task) => {
    const layer = Math.floor(task / width);
    if (layer === 0) return [];
    const wanted = 1 + Math.floor(next() * 3);
    const on = new Set<number>();
    while (on.size < wanted) on.add((layer - 1) * width + Math.floor(next() * width));
    return [...on];
  });
}

/** The tasks that nothing depends on: what a runner is asked for. */
export function lastTasks(graph: Graph): number[] {
  const needed = new Set(graph.flat());
  return graph.flatMap((_, task) => (needed.has(task) ? [] : [task]));
}
