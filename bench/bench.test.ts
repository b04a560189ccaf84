import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseRoadmap } from "../src/roadmap/index.ts";
import { FIGURES } from "./figures.ts";
import { ratioRow } from "./figure.ts";
import { lastTasks, layeredGraph } from "./graph.ts";
import { writeHistory } from "./history.ts";
import { interleave, median, quantile } from "./measure.ts";
import { roadmapOf } from "./repository.ts";
import { document } from "./report.ts";

describe("the bench", () => {
  it("gives every figure a name of its own", () => {
    const names = FIGURES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it("measures in turns, there and back, and does not count the first round", async () => {
    const order: string[] = [];
    const found = await interleave(2, {
      a: () => order.push("a"),
      b: () => order.push("b"),
    });
    expect(order.join("")).toBe("abbaab");
    expect(found).toEqual({ a: [4, 5], b: [3, 6] });
  });

  it("takes the middle, and the middle between two", () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([1, 2, 3, 10])).toBe(2.5);
    expect(quantile([1, 2, 3, 4, 5], 1)).toBe(5);
  });

  it("makes the same graph every time, without circles, that ends in what nothing needs", () => {
    const graph = layeredGraph(3, 5);
    expect(layeredGraph(3, 5)).toEqual(graph);
    expect(graph.every((on, task) => on.every((one) => one < task))).toBe(true);
    expect(lastTasks(graph)).toEqual(expect.arrayContaining([10, 11, 12, 13, 14]));
  });

  it("writes a roadmap that is read as meant", () => {
    const roadmap = parseRoadmap(roadmapOf(120, (at) => (at === 0 ? [] : [at - 1])));
    expect(roadmap.diagnostics).toEqual([]);
    expect(roadmap.workStreams).toHaveLength(120);
    expect(roadmap.workStreams[100]?.dependsOn).toEqual(["1.100"]);
  });

  it("writes a history in which the wished for streams have landed and the others run", () => {
    const folder = mkdtempSync(join(tmpdir(), "orchestrator-bench-test-"));
    try {
      writeFileSync(join(folder, "roadmap.md"), roadmapOf(10));
      const state = writeHistory({
        root: folder,
        selection: { kind: "all" },
        concurrency: 2,
        landings: 4,
        records: 1_000,
        quietEnd: false,
      });
      const stages = [...state.streams.values()].map(({ stage }) => stage.kind);
      expect(stages.filter((kind) => kind === "completed")).toHaveLength(4);
      expect(stages.filter((kind) => kind === "running")).toHaveLength(2);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("says in its page what was missed", () => {
    const row = ratioRow({
      what: "a thing",
      subject: 3,
      floor: 1,
      floorName: "the floor",
      unit: "ms",
      max: 2,
    });
    const figure = { name: "x", title: "X", measure: () => Promise.resolve([row]) };
    const other = { ...figure, name: "y", title: "Y" };
    const day = 24 * 3600 * 1000;
    const both = [figure, other];
    const first = document([{ figure: other, rows: [row] }], new Date(0), both, "");
    const page = document([{ figure, rows: [row] }], new Date(day), both, first);
    expect(page).toMatch(/^## X\n\nMeasured on 1970-01-02[^]*^## Y\n\nMeasured on 1970-01-01/m);
    expect(document([{ figure, rows: [row] }], new Date(day), both, page)).toBe(page);
    expect(page).toContain(
      "| a thing | 3.00 ms | the floor: 1.00 ms | 3.00× | ≤ 2× | **missed** |",
    );
  });
});
