import { describe, expect, it } from "vitest";
import { appendWorkStream } from "../editing/append.ts";
import { setStatus } from "../editing/edits.ts";
import { parseJson } from "./json-text.ts";
import { parseRoadmap } from "../parse.ts";
import { parseRequirement, REQUIREMENT_SCHEMA } from "./requirements.ts";

const ONE = {
  id: "REQ-042",
  priority: "HIGH",
  title: "Add the API",
  assignedAgent: "roy",
  status: "PENDING",
  estimatedTokens: 40_000,
  dependencies: ["REQ-041"],
  acceptanceCriteria: ["it answers", "tests pass"],
  files: ["src/api.ts"],
  metadata: { phase: "2.1", requestedBy: "pm", deadline: "2025-12-10" },
};

describe("a requirement", () => {
  it("is read whole", () => {
    expect(parseRequirement(ONE)).toMatchObject({
      ok: true,
      value: [
        {
          id: "REQ-042",
          status: "not_started",
          priority: "high",
          dependencies: ["REQ-041"],
          deadline: "2025-12-10",
          phase: "2.1",
          fields: { requestedBy: "pm", estimatedTokens: "40000" },
        },
      ],
    });
  });

  it("comes alone, in a list, in an envelope or in a queue by priority", () => {
    const bare = { title: "x" };
    const counts = [
      ONE,
      [ONE, bare],
      { requirements: [ONE] },
      { critical: [bare], low: [bare] },
    ].map((json) => {
      const read = parseRequirement(json);
      return read.ok ? read.value.map(({ id, priority }) => `${id} ${priority}`) : read.error;
    });
    expect(counts).toEqual([
      ["REQ-042 high"],
      ["REQ-042 high", "REQ-043 medium"],
      ["REQ-042 high"],
      ["REQ-001 critical", "REQ-002 low"],
    ]);
  });

  it.each([
    [null, ""],
    ["text", ""],
    [{}, ""],
    [[1], "[0]"],
    [[{ title: 5 }], "[0].title"],
    [{ title: "x", dependencies: "REQ-1" }, "dependencies"],
    [{ title: " ", id: "" }, "title"],
  ])("%j is refused at “%s”", (json, path) => {
    expect(parseRequirement(json)).toMatchObject({ ok: false, error: { path } });
  });

  it("has a published schema that names what is read", () => {
    const read = Object.keys(ONE).filter((name) => !(name in REQUIREMENT_SCHEMA.properties));
    expect(read).toEqual([]);
  });
});

describe("a JSON roadmap", () => {
  const text = `\ufeff${JSON.stringify([ONE, { ...ONE, id: "REQ-041", dependencies: [], status: "COMPLETE" }], null, 2).replaceAll("\n", "\r\n")}`;

  it("works like any other", () => {
    const { dialect, workStreams, diagnostics } = parseRoadmap(text);
    expect([dialect, diagnostics]).toEqual(["json", []]);
    expect(workStreams[0]).toMatchObject({
      id: "REQ-042",
      line: 2,
      dependsOn: ["REQ-041"],
      available: true,
      batch: "2.1",
      acceptance: [
        { text: "it answers", line: 13 },
        { text: "tests pass", line: 14 },
      ],
    });
  });

  it("is edited in the status value alone", () => {
    const changed = setStatus(text, "REQ-042", "complete");
    expect(changed).toMatchObject({
      ok: true,
      value: { text: text.replace("PENDING", "COMPLETE") },
    });
  });

  it("gets a status where it has none", () => {
    const bare = '{\n  "title": "x"\n}';
    const changed = setStatus(bare, "REQ-001", "complete");
    expect(changed).toMatchObject({
      ok: true,
      value: { text: '{\n  "status": "COMPLETE",\n  "title": "x"\n}' },
    });
  });

  it("grows by an object in its own layout", () => {
    const added = appendWorkStream(text, { title: 'More "x"', dependsOn: ["REQ-042"] });
    if (!added.ok) throw new Error(added.error.message);
    expect(added.value.id).toBe("REQ-043");
    expect(added.value.text.startsWith(text.slice(0, -3))).toBe(true);
    expect(JSON.parse(added.value.text.slice(1))).toMatchObject([{}, {}, { title: 'More "x"' }]);
    expect(appendWorkStream("[]", { title: "x" })).toMatchObject({
      ok: true,
      value: { id: "REQ-001" },
    });
    expect(appendWorkStream(JSON.stringify(ONE), { title: "x" }).ok).toBe(false);
  });

  it("that is broken names the line", () => {
    const broken = '[\n  {"id": "REQ-1",\n  "title": }\n]';
    expect(parseRoadmap(broken, { file: "plan.json" }).diagnostics).toMatchObject([
      { code: "no-work-streams", severity: "error", line: 3 },
    ]);
  });

  it("may be an id that is no code", () => {
    const odd =
      '[{"id": "do it", "title": "a"}, {"id": "x", "title": "b", "dependencies": ["do it"]}]';
    expect(parseRoadmap(odd).workStreams[1]?.blockedBy).toEqual(["do it"]);
  });
});

describe("JSON", () => {
  it.each(["[1,]", "{a:1}", '"\\x"', '"\n"', "[1] 2", "01", "", "nul", '{"a" 1}', '"abc'])(
    "%j is refused",
    (text) => {
      expect(parseJson(text).ok).toBe(false);
    },
  );

  it("nested ten thousand deep is refused, not fatal", () => {
    expect(parseJson("[".repeat(10_000)).ok).toBe(false);
  });
});

describe("requirements as people write them by hand", () => {
  it("may say depends_on, and have a number as id", () => {
    const text = JSON.stringify([
      { id: 7, title: "A" },
      { id: 8, title: "B", depends_on: [7], acceptance_criteria: ["x", "y"] },
      { id: "REQ-9", title: "C", blocked_by: ["8", 7] },
    ]);
    const { workStreams, diagnostics } = parseRoadmap(text, { file: "work.json" });
    expect(diagnostics).toEqual([]);
    expect(
      workStreams.map(({ id, dependsOn, acceptance }) => [id, dependsOn, acceptance.length]),
    ).toEqual([
      ["7", [], 0],
      ["8", ["7"], 2],
      ["REQ-9", ["8", "7"], 0],
    ]);
  });
});
