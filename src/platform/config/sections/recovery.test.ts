import { describe, expect, it } from "vitest";
import { DETECTIONS, OrchestratorError } from "../../../model/index.ts";
import { isRow, recoveryPolicy, resolveRecovery } from "./recovery.ts";

describe("the recovery table", () => {
  it("ships a row for every kind of trouble, and each ends with a person", () => {
    const { table } = recoveryPolicy({ rows: {}, standIns: [] }, ["default"]);
    for (const detection of DETECTIONS) {
      expect([detection, table[detection].at(-1)]).toEqual([detection, { kind: "escalate" }]);
      expect(
        isRow(
          detection,
          table[detection].map(({ kind }) => kind),
        ),
      ).toBe(true);
    }
  });

  it("is replaced row by row", () => {
    const agents = { default: {}, codex: {} };
    const rows = resolveRecovery(
      { agents: ["codex"], "agent-timeout": ["other codex", "block"] },
      agents,
    );
    const { table, standIns } = recoveryPolicy(rows, Object.keys(agents));
    expect(table["agent-timeout"]).toEqual([{ kind: "other", agent: "codex" }, { kind: "block" }]);
    expect(table["agent-failure"]).toHaveLength(4);
    expect(standIns).toEqual(["codex"]);
  });

  it("names nobody who is not configured", () => {
    for (const settings of [{ agents: ["ghost"] }, { rejected: ["other ghost", "block"] }]) {
      expect(() => resolveRecovery(settings, { default: {} })).toThrow(OrchestratorError);
    }
  });

  it("has retries first, then what a person is asked, and no try where nobody works", () => {
    for (const row of [["escalate"], ["same"], ["same", "other x", "decompose", "escalate"]]) {
      expect([row, isRow("agent-failure", row)]).toEqual([row, true]);
    }
    for (const row of [[], ["escalate", "same"], ["other a b"], ["hope"], ["Same"]]) {
      expect([row, isRow("agent-failure", row)]).toEqual([row, false]);
    }
    expect(isRow("dependency-deadlock", ["same", "escalate"])).toBe(false);
  });
});
