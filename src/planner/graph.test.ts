import { describe, expect, it } from "vitest";
import { roadmapOf } from "./facts.fixture.ts";
import { factsOf } from "../model/state.fixture.ts";
import { buildGraph } from "./index.ts";

describe("buildGraph", () => {
  it("puts every stream one level below the deepest it depends on", () => {
    const facts = roadmapOf({ a: [], b: ["a"], c: ["a", "b"], d: [] });
    expect(buildGraph(facts, { overlapMax: 0.2 }).levels).toEqual([
      ["self:a", "self:d"],
      ["self:b"],
      ["self:c"],
    ]);
  });

  it("names cycles and self-dependencies, and still places every stream once", () => {
    const facts = roadmapOf({ a: ["b"], b: ["a"], c: ["c"], d: ["a"], e: [] });
    const graph = buildGraph(facts, { overlapMax: 0.2 });
    expect(graph.cycles).toEqual([["self:a", "self:b"], ["self:c"]]);
    expect(graph.levels.flat().sort()).toEqual(["self:a", "self:b", "self:c", "self:d", "self:e"]);
  });

  it("joins streams whose files overlap too much, with the files and the share", () => {
    const facts = [
      factsOf("1", { files: ["src/util.js", "a"], order: 0 }),
      factsOf("2", { files: ["src/util.js", "b"], order: 1 }),
      factsOf("3", { files: ["c"], order: 2 }),
    ];
    expect(buildGraph(facts, { overlapMax: 0.2 }).edges).toEqual([
      {
        from: "self:1",
        to: "self:2",
        kind: "overlap",
        reason: "both touch src/util.js (50 % overlap)",
      },
    ]);
    expect(buildGraph(facts, { overlapMax: 0.5 }).edges).toEqual([]);
  });

  it("adds no overlap edge where dependencies already give the order", () => {
    const files = ["src/util.js"];
    const facts = roadmapOf(
      { a: [], b: ["a"], c: ["b"] },
      { a: { files }, b: { files: ["x"] }, c: { files } },
    );
    const kinds = buildGraph(facts, { overlapMax: 0.2 }).edges.map((edge) => edge.kind);
    expect(kinds).toEqual(["dependency", "dependency"]);
  });

  it("finds overlaps through directories and globs, within one target only", () => {
    const facts = [
      factsOf("1", { files: ["src/"], order: 0 }),
      factsOf("2", { files: ["src/a/b.ts"], order: 1 }),
      factsOf("3", { files: ["**/b.ts"], order: 2 }),
      factsOf("4", { key: "web:4", files: ["src/a/b.ts"], order: 3 }),
    ];
    const pairs = buildGraph(facts, { overlapMax: 0.2 }).edges.map((edge) => [edge.from, edge.to]);
    expect(pairs).toEqual([
      ["self:1", "self:2"],
      ["self:2", "self:3"],
    ]);
  });

  it("copes with a chain as long as a roadmap may be", () => {
    const facts = Array.from({ length: 20_000 }, (_, i) =>
      factsOf(String(i), { dependsOn: i === 0 ? [] : [`self:${i - 1}`], order: i }),
    );
    expect(buildGraph(facts, { overlapMax: 0.2 }).levels).toHaveLength(20_000);
  });
});
