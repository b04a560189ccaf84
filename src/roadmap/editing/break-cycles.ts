import { LIMITS, type StreamId, pushTo } from "../../model/index.ts";
import { findCycles, openEdges } from "../judging/cycles.ts";
import { type ParseOptions, parseRoadmap } from "../parse.ts";
import type { Confidence, Dependency, Roadmap } from "../types.ts";
import { dropDependency } from "./depend.ts";

/** A dependency taken out of a circle of work streams that wait for one another. */
export interface CycleCut {
  readonly id: StreamId;
  /** What it no longer waits for. */
  readonly on: StreamId;
  /** The circle as it goes round, then who is bound up with it. */
  readonly circle: readonly StreamId[];
  /** Why this dependency and no other. */
  readonly reason: string;
}

export interface CycleBreaking {
  readonly text: string;
  readonly cuts: readonly CycleCut[];
  /** Circles of which no dependency can be taken out alone. */
  readonly left: readonly (readonly StreamId[])[];
}

interface Edge {
  readonly from: number;
  readonly to: number;
  readonly dependency: Dependency;
  /** Work streams that would still wait for themselves without it. */
  readonly stuck: number;
}

/** How little a dependency's words bind: prose may be only a remark. */
const WEAKNESS: Readonly<Record<Confidence, number>> = { prose: 0, title: 1, stated: 2 };

/**
 * Takes the weakest dependency out of each circle, until there is none: what is only said in prose
 * before what is stated; then what frees most; then what goes against the order of the roadmap.
 */
export function breakCycles(text: string, options: ParseOptions = {}): CycleBreaking {
  const cuts: CycleCut[] = [];
  const left = new Map<string, readonly StreamId[]>();
  let edited = text;
  for (let round = 0; round < LIMITS.cyclesBrokenMax; round++) {
    const roadmap = parseRoadmap(edited, options);
    const graph = edgesOf(roadmap);
    const circle = findCycles(graph).find((each) => !left.has(each.join(" ")));
    if (circle === undefined) break;
    const ids = circle.flatMap((place) => roadmap.workStreams[place]?.id ?? []);
    const cut = cutWeakest(edited, roadmap, graph, circle, options);
    if (cut === null) left.set(circle.join(" "), ids);
    else {
      edited = cut.text;
      cuts.push({ ...cut.cut, circle: ids });
    }
  }
  return { text: edited, cuts, left: [...left.values()] };
}

function cutWeakest(
  text: string,
  roadmap: Roadmap,
  graph: readonly (readonly number[])[],
  circle: readonly number[],
  options: ParseOptions,
) {
  const edges = edgesWithin(circle, graph, roadmap);
  edges.sort(byWeakness);
  for (const edge of edges) {
    const id = roadmap.workStreams[edge.from]?.id ?? "";
    const on = edge.dependency.id;
    const dropped = dropDependency(text, id, on, options);
    if (dropped.ok) return { text: dropped.value, cut: { id, on, reason: reasonOf(edge, edges) } };
  }
  return null;
}

function byWeakness(a: Edge, b: Edge): number {
  return (
    WEAKNESS[a.dependency.confidence] - WEAKNESS[b.dependency.confidence] ||
    a.stuck - b.stuck ||
    Number(a.to < a.from) - Number(b.to < b.from) ||
    // The longest step against the order is the likeliest slip.
    b.to - b.from - (a.to - a.from) ||
    a.from - b.from
  );
}

function reasonOf(edge: Edge, edges: readonly Edge[]): string {
  const { confidence } = edge.dependency;
  const others = edges.filter((each) => each !== edge);
  if (
    confidence !== "stated" &&
    others.some(({ dependency }) => dependency.confidence === "stated")
  ) {
    return confidence === "prose"
      ? "it is only mentioned in a sentence"
      : "it is only named by its title";
  }
  if (others.some(({ stuck }) => stuck > edge.stuck)) return "without it most others can go on";
  if (edge.to > edge.from) return "it waits for work that comes later in the roadmap";
  return "none of the others is weaker";
}

/** The dependencies of a circle's members on one another, the least bound first, not all of a crowd. */
function edgesWithin(
  members: readonly number[],
  graph: readonly (readonly number[])[],
  { workStreams }: Roadmap,
): Edge[] {
  const local = new Map(members.map((place, at) => [place, at]));
  const inner = members.map((place) => (graph[place] ?? []).flatMap((to) => local.get(to) ?? []));
  const edges = members.flatMap((from) =>
    (graph[from] ?? []).flatMap((to) => {
      const id = workStreams[to]?.id;
      const dependency = workStreams[from]?.dependencies.find((each) => each.id === id);
      return local.has(to) && dependency !== undefined ? [{ from, to, dependency, stuck: 0 }] : [];
    }),
  );
  const weighed = edges.sort(byWeakness).slice(0, LIMITS.cycleEdgesWeighedMax);
  return weighed.map((edge) => ({
    ...edge,
    stuck: stuckWithout(inner, local.get(edge.from) ?? -1, local.get(edge.to) ?? -1),
  }));
}

function stuckWithout(graph: readonly (readonly number[])[], from: number, to: number): number {
  const without = graph.map((targets, place) =>
    place === from ? targets.filter((each) => each !== to) : targets,
  );
  return findCycles(without).reduce((sum, each) => sum + each.length, 0);
}

/** Who waits for whom, as the judge looks at it. */
function edgesOf({ workStreams }: Roadmap): readonly (readonly number[])[] {
  const places = new Map<StreamId, number[]>();
  workStreams.forEach(({ id }, place) => pushTo(places, id, place));
  const targets = workStreams.map(({ dependencies }) =>
    dependencies.flatMap(({ id }) => places.get(id) ?? []),
  );
  return openEdges(workStreams, targets);
}
