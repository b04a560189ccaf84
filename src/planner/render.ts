import { pushTo, type PlanEdge, type StreamFacts, type StreamKey } from "../model/index.ts";
import { idOf, plainText, type Titles } from "./words.ts";

/** What a drawing needs of a graph or a plan. */
export interface Drawable {
  readonly levels: readonly (readonly StreamKey[])[];
  readonly edges: readonly PlanEdge[];
  readonly criticalPath?: readonly StreamKey[];
  readonly cycles?: readonly (readonly StreamKey[])[];
}

export type GraphFormat = "text" | "mermaid" | "dot";

/**
 * A graph or a plan as text for a terminal, Mermaid or DOT; ends in a newline. Titles come from
 * `streams` as the roadmap has them: whatever they hold, they stay text in the output.
 */
export function renderGraph(
  graph: Drawable,
  streams: readonly Pick<StreamFacts, "key" | "title">[],
  format: GraphFormat,
): string {
  const titles = new Map(streams.map(({ key, title }) => [key, title]));
  switch (format) {
    case "text":
      return renderText(graph, titles);
    case "mermaid":
      return renderMermaid(graph, titles);
    case "dot":
      return renderDot(graph, titles);
  }
}

function renderText(graph: Drawable, titles: Titles): string {
  const critical = new Set(graph.criticalPath);
  const incoming = new Map<StreamKey, PlanEdge[]>();
  for (const edge of graph.edges) pushTo(incoming, edge.to, edge);
  const lines: string[] = [];
  graph.levels.forEach((level, i) => {
    lines.push(`Level ${i + 1}`);
    for (const key of level) {
      const edges = incoming.get(key) ?? [];
      const mark = critical.has(key) ? "*" : " ";
      const on = edges.filter((edge) => edge.kind === "dependency").map((edge) => idOf(edge.from));
      const needs = on.length === 0 ? "" : `  <- ${on.join(", ")}`;
      lines.push(`${mark} ${label(key, titles)}${needs}`);
      for (const edge of edges) {
        if (edge.kind !== "dependency")
          lines.push(`      not beside ${idOf(edge.from)}: ${edge.reason}`);
      }
    }
  });
  if (critical.size > 0) lines.push("", `* critical path: ${[...critical].map(idOf).join(" -> ")}`);
  for (const cycle of graph.cycles ?? []) {
    lines.push(`cycle: ${[...cycle, ...cycle.slice(0, 1)].map(idOf).join(" -> ")}`);
  }
  if (lines.length === 0) lines.push("No work streams.");
  return `${lines.join("\n")}\n`;
}

function renderMermaid(graph: Drawable, titles: Titles): string {
  const names = numberNodes(graph);
  const lines = ["flowchart LR"];
  for (const [key, name] of names) lines.push(`  ${name}["${escapeMermaid(label(key, titles))}"]`);
  for (const { from, to, kind } of graph.edges) {
    const ends = [names.get(from), names.get(to)];
    if (ends.includes(undefined)) continue;
    const arrow = kind === "dependency" ? "-->" : `-. ${kind} .->`;
    lines.push(`  ${ends[0] ?? ""} ${arrow} ${ends[1] ?? ""}`);
  }
  const marked = (graph.criticalPath ?? []).flatMap((key) => names.get(key) ?? []);
  if (marked.length > 0) {
    lines.push("  classDef critical stroke-width:3px", `  class ${marked.join(",")} critical`);
  }
  const caught = (graph.cycles ?? []).flat().flatMap((key) => names.get(key) ?? []);
  if (caught.length > 0) {
    lines.push("  classDef cycle stroke-dasharray:4", `  class ${caught.join(",")} cycle`);
  }
  return `${lines.join("\n")}\n`;
}

function renderDot(graph: Drawable, titles: Titles): string {
  const names = numberNodes(graph);
  const critical = new Set(graph.criticalPath);
  const caught = new Set((graph.cycles ?? []).flat());
  const lines = ["digraph roadmap {", "  rankdir=LR;", "  node [shape=box];"];
  for (const [key, name] of names) {
    const style = caught.has(key) ? ", style=dashed" : critical.has(key) ? ", penwidth=3" : "";
    lines.push(`  ${name} [label="${escapeDot(label(key, titles))}"${style}];`);
  }
  for (const { from, to, kind, reason } of graph.edges) {
    const ends = [names.get(from), names.get(to)];
    if (ends.includes(undefined)) continue;
    const style = kind === "dependency" ? "" : ` [style=dashed, tooltip="${escapeDot(reason)}"]`;
    lines.push(`  ${ends[0] ?? ""} -> ${ends[1] ?? ""}${style};`);
  }
  lines.push("}");
  return `${lines.join("\n")}\n`;
}

/** Names of our own making: an id from a roadmap is never syntax (law I14). */
function numberNodes(graph: Drawable): ReadonlyMap<StreamKey, string> {
  const names = new Map<StreamKey, string>();
  for (const key of graph.levels.flat()) if (!names.has(key)) names.set(key, `n${names.size}`);
  return names;
}

function label(key: StreamKey, titles: Titles): string {
  const title = plainText(titles.get(key) ?? "");
  return title === "" ? idOf(key) : `${idOf(key)} ${title}`;
}

/** Everything that means something to Mermaid or to the HTML it makes becomes a numbered entity. */
function escapeMermaid(text: string): string {
  return text.replace(/[#"&<>`\\;[\](){}|%*_~$]/g, (char) => `#${char.charCodeAt(0)};`);
}

function escapeDot(text: string): string {
  return text.replace(/[\\"]/g, (char) => `\\${char}`).replace(/[<>&]/g, entityOf);
}

/** Graphviz reads HTML entities in every label and tooltip. */
function entityOf(char: string): string {
  return `&#${char.charCodeAt(0)};`;
}
