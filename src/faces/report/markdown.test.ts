import { describe, expect, it } from "vitest";
import type { ReportedStream, RunData } from "../../journal/index.ts";
import { reportMarkdown } from "./markdown.ts";
import { reportText } from "./text.ts";

function reported(id: string, more: Partial<ReportedStream> = {}): ReportedStream {
  return {
    id,
    title: "Task Parser",
    agent: "Aria",
    agentId: "coder-1",
    state: "completed",
    attempts: 1,
    gates: [{ name: "tests", verdict: "passed", durationMs: 10 }],
    commit: "a".repeat(40),
    usage: null,
    costMicroUsd: null,
    startedAt: null,
    finishedAt: null,
    reason: null,
    diverted: false,
    forced: false,
    ...more,
  };
}

const REPORT: RunData = {
  session: "s-1",
  sessionState: "completed",
  goal: "Build the parser",
  completed: ["1.2"],
  failed: [],
  blocked: [],
  workStreams: [reported("1.2")],
  metrics: {
    durationMs: 45 * 60_000,
    agentsUsed: 2,
    testsAdded: 23,
    coverage: 87,
    parallelEfficiency: 0.5,
    attempts: 3,
    rejections: 1,
    failures: 0,
    agentMs: 0,
    inputTokens: null,
    outputTokens: null,
    costMicroUsd: null,
    withoutLandingMicroUsd: null,
  },
  next: ["1.4"],
  startedAt: null,
  finishedAt: "2026-01-01T00:00:00.000Z",
  reason: null,
};

describe("reportMarkdown", () => {
  it("has the seeds' table, metrics and next steps", () => {
    const text = reportMarkdown(REPORT, new Map([["1.4", "Agent Role Registry"]]));
    expect(text.split("\n")).toEqual(
      expect.arrayContaining([
        "## Orchestration Report",
        "**Goal**: Build the parser",
        "| Work Stream | Agent | Status | Quality |",
        "| Phase 1.2 - Task Parser | Aria | Complete | Verified |",
        "- Duration: 45 minutes",
        "- Tests Added: 23",
        "- Coverage: 87%",
        "- Agents Used: 2",
        "- Phase 1.4: Agent Role Registry",
      ]),
    );
  });

  it("keeps a title from breaking the table or becoming a link", () => {
    const hostile = reported("1.2", { title: "a | b\n| c [x](http://y) `z`" });
    const text = reportMarkdown({ ...REPORT, workStreams: [hostile] }, new Map());
    const row = text.split("\n").find((line) => line.startsWith("| Phase 1.2"));
    expect(row).toBe(
      "| Phase 1.2 - a \\| b \\| c \\[x\\](http://y) \\`z\\` | Aria | Complete | Verified |",
    );
  });

  it("says for ever that work was forced in unverified", () => {
    const text = reportMarkdown(
      { ...REPORT, workStreams: [reported("1.2", { forced: true })] },
      new Map(),
    );
    expect(text).toContain("| Complete | Unverified, forced |");
  });

  it("claims no tests and no coverage that nobody measured", () => {
    const metrics = { ...REPORT.metrics, testsAdded: null, coverage: null };
    const text = reportMarkdown({ ...REPORT, metrics }, new Map());
    expect(text).not.toContain("Tests Added");
    expect(text).not.toContain("Coverage");
  });
});

describe("reportText", () => {
  it("names what failed and by which gate", () => {
    const red = reported("1.3", {
      state: "blocked",
      gates: [{ name: "tests", verdict: "failed", durationMs: 1 }],
    });
    const text = reportText({ ...REPORT, workStreams: [red], failed: ["1.3"] }, 80);
    expect(text).toContain("Phase 1.3");
    expect(text).toContain("tests failed");
    expect(text).toContain("1 failed");
  });
});
