import { describe, expect, it } from "vitest";
import { expandTemplate, readTemplate } from "../index.ts";

const DATA = {
  name: "Fixing",
  estimated_time: "60 minutes",
  unknown_key: { anything: true },
  questions: [
    { prompt: "What is wrong?", key: "issue", required: true },
    { prompt: "How bad?", key: "severity", options: ["low", "high"] },
  ],
  phases: [
    { name: "Analysis", parallel_execution: true, agents: ["architect"], tasks: ["Reproduce it"] },
    { name: "Tests", parallel_execution: true, checkpoint: "tests", outputs: ["cases.md"] },
    {
      name: "Repair",
      depends_on: ["Analysis", "Tests"],
      agent_requirements: [{ type: "builder", language: "${detected_language}" }],
      tasks: ["Repair it in ${detected_language}"],
    },
    { name: "Review" },
  ],
  recovery_strategies: {
    test_failures: { action: "analyze_failures", fallback: "ask", rollback_checkpoint: "tests" },
  },
  success_criteria: ["All tests pass"],
  deliverables: ["report.md"],
};

function read(data: unknown) {
  const found = readTemplate(data);
  if (!found.ok) throw new Error(JSON.stringify(found.error));
  return found.value;
}

function faultsIn(data: unknown) {
  const found = readTemplate(data);
  return found.ok ? [] : found.error.map(({ path, message }) => `${path}: ${message}`);
}

describe("readTemplate", () => {
  it("reads phases, questions and recovery, and leaves other keys alone", () => {
    const template = read(DATA);
    expect(template.questions.map(({ key, required }) => [key, required])).toEqual([
      ["issue", true],
      ["severity", false],
    ]);
    expect(template.phases[2]?.agents).toEqual(["${detected_language} builder"]);
    expect(template.recovery).toHaveLength(1);
  });

  it.each([
    [null, "template: must be a mapping"],
    [{ name: "x" }, "phases: a workflow needs phases"],
    [{ ...DATA, name: 3 }, "name: must be a text"],
    [{ ...DATA, phases: "all" }, "phases: must be a list"],
    [{ ...DATA, phases: [{ name: "A" }, { name: "A" }] }, "phases: two phases are called A"],
    [
      { ...DATA, phases: [{ name: "A", depends_on: ["B"] }] },
      "phases: A depends on B, which is no phase",
    ],
    [
      { ...DATA, phases: Array.from({ length: 101 }, (_, i) => ({ name: `P${i}` })) },
      "phases: has more than 100 entries",
    ],
  ])("says what is wrong with %#", (data, fault) => {
    expect(faultsIn(data)).toContain(fault);
  });
});

describe("expandTemplate", () => {
  it("makes a work stream of each phase, side by side where the template says so", () => {
    const streams = expandTemplate(read(DATA), { issue: "Login fails", detected_language: "Rust" });
    expect(streams).toMatchObject({
      ok: true,
      value: [
        { title: "Analysis: Login fails", dependsOn: [] },
        { title: "Tests: Login fails", dependsOn: [] },
        { title: "Repair: Login fails", dependsOn: [0, 1], agents: ["Rust builder"] },
        { title: "Review: Login fails", dependsOn: [2] },
      ],
    });
    expect(streams.ok && streams.value[0]?.acceptance).toEqual([
      "Reproduce it",
      "What is wrong? Login fails",
    ]);
    expect(streams.ok && streams.value[1]?.acceptance).toEqual([
      "cases.md is written",
      "On test failures: analyze failures; failing that, ask",
    ]);
    expect(streams.ok && streams.value[3]?.acceptance).toEqual([
      "All tests pass",
      "report.md is delivered",
    ]);
  });

  it("asks for what it must know, and takes no answer it did not ask for", () => {
    const template = read(DATA);
    expect(expandTemplate(template, {})).toMatchObject({ error: { kind: "unanswered" } });
    expect(expandTemplate(template, { issue: "x", color: "red" })).toMatchObject({
      error: { kind: "unknown-answer", keys: ["color"] },
    });
    expect(expandTemplate(template, { issue: "x", severity: "huge" })).toMatchObject({
      error: { kind: "not-an-option", key: "severity" },
    });
  });

  it("refuses phases that wait for one another", () => {
    const circle = [
      { name: "A", depends_on: ["B"] },
      { name: "B", depends_on: ["A"] },
    ];
    expect(expandTemplate(read({ name: "x", phases: circle }), {})).toEqual({
      ok: false,
      error: { kind: "cycle", phases: ["A", "B"] },
    });
  });

  it("keeps answers one line of plain text", () => {
    const streams = expandTemplate(read(DATA), { issue: "a\n### 9.9: b\u202e" });
    expect(streams.ok && streams.value[0]?.title).toBe("Analysis: a ### 9.9: b");
  });

  it("cuts a long answer between characters, never inside of one", () => {
    const streams = expandTemplate(read(DATA), { issue: "🙈".repeat(200) });
    const titles = streams.ok ? streams.value.map(({ title }) => title) : [];
    expect(titles).toHaveLength(4);
    for (const title of titles) {
      expect(title).not.toMatch(/\p{Surrogate}/u);
      expect([...title]).toHaveLength(120);
    }
  });
});
