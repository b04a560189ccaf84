import { describe, expect, it } from "vitest";
import { roadmapOf } from "./facts.fixture.ts";
import { factsOf } from "../model/state.fixture.ts";
import { buildGraph, planWork, renderGraph } from "./index.ts";

const facts = roadmapOf(
  { "1.1": [], "1.2": ["1.1"], "1.3": [] },
  {
    "1.2": { files: ["a.ts"] },
    "1.3": { files: ["a.ts"] },
  },
);

describe("renderGraph", () => {
  it("writes levels, needs, overlaps and the critical path for a terminal", () => {
    const plan = planWork({
      facts,
      done: new Set(),
      selection: { kind: "all" },
      concurrency: 2,
      overlapMax: 0.2,
    });
    expect(renderGraph(plan, facts, "text")).toBe(
      [
        "Level 1",
        "* 1.1 Stream 1.1",
        "  1.3 Stream 1.3",
        "Level 2",
        "* 1.2 Stream 1.2  <- 1.1",
        "      not beside 1.3: both touch a.ts (100 % overlap)",
        "",
        "* critical path: 1.1 -> 1.2",
        "",
      ].join("\n"),
    );
  });

  it("writes Mermaid and DOT with names of its own for nodes", () => {
    const graph = buildGraph(facts, { overlapMax: 0.2 });
    expect(renderGraph(graph, facts, "mermaid")).toBe(
      [
        "flowchart LR",
        '  n0["1.1 Stream 1.1"]',
        '  n1["1.3 Stream 1.3"]',
        '  n2["1.2 Stream 1.2"]',
        "  n0 --> n2",
        "  n1 -. overlap .-> n2",
        "",
      ].join("\n"),
    );
    expect(renderGraph(graph, facts, "dot")).toContain("  n0 -> n2;");
    expect(renderGraph(graph, facts, "dot")).toContain("  n1 -> n2 [style=dashed");
  });

  it("shows a cycle as one", () => {
    const graph = buildGraph(roadmapOf({ a: ["b"], b: ["a"] }), { overlapMax: 0.2 });
    expect(renderGraph(graph, [], "text")).toContain("cycle: a -> b -> a");
    expect(renderGraph(graph, [], "mermaid")).toContain("class n0,n1 cycle");
  });

  it("keeps a hostile title and a hostile id text", () => {
    const hostile =
      '"] --> x; click n0 "javascript:alert(1)" <script>\n\u001b[2J\u202e`\\" }; digraph {';
    const streams = [factsOf(hostile, { title: hostile })];
    const graph = buildGraph(streams, { overlapMax: 0.2 });
    const mermaid = renderGraph(graph, streams, "mermaid");
    expect(mermaid.trimEnd().split("\n")).toHaveLength(2);
    expect(mermaid.match(/"/g)).toHaveLength(2);
    expect(mermaid).not.toMatch(/[<>`\\]/);
    const dot = renderGraph(graph, streams, "dot");
    expect(dot.split("\n")).toHaveLength(6);
    expect(dot.replace(/\\["\\]/g, "").match(/"/g)).toHaveLength(2);
    for (const text of [mermaid, dot, renderGraph(graph, streams, "text")]) {
      expect(text).not.toMatch(/[\u001b\u202e]/);
    }
  });

  it("says so when there is nothing to draw", () => {
    const empty = buildGraph([], { overlapMax: 0.2 });
    expect(renderGraph(empty, [], "text")).toBe("No work streams.\n");
    expect(renderGraph(empty, [], "mermaid")).toBe("flowchart LR\n");
  });
});
