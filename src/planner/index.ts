export { EFFORT_SECONDS } from "./estimate.ts";
export type { Graph } from "./graph.ts";
export { buildGraph } from "./graph.ts";
export type { FileOverlap } from "./overlap.ts";
export { fileOverlap } from "./overlap.ts";
export type { PlanRequest } from "./plan.ts";
export { planWork } from "./plan.ts";
export type { Drawable, GraphFormat } from "./render.ts";
export { renderGraph } from "./render.ts";
