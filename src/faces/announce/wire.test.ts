import { describe, expect, it } from "vitest";
import type { AgentOutcome, Event } from "../../model/index.ts";
import { AGENT_REPORT, stateOf, streamOf } from "../../model/state.fixture.ts";
import { WIRE_TYPES, wireEvents } from "./wire.ts";

const STATE = stateOf([streamOf("1.2", { kind: "waiting", sinceMs: 0, notBeforeMs: 0 })]);
const ATTEMPT = "self:1.2/1";

function ended(outcome: AgentOutcome): Event {
  return {
    type: "agent-ended",
    atMs: 0,
    attempt: ATTEMPT,
    report: { ...AGENT_REPORT, outcome },
  };
}

describe("wireEvents", () => {
  it("keeps the seeds' names for what agents do", () => {
    const prepared: Event = {
      type: "prepared",
      atMs: 0,
      attempt: ATTEMPT,
      workspace: { path: "/w", base: "b" },
    };
    expect(wireEvents(prepared, STATE)).toEqual([
      {
        type: "spawning_agent",
        at: "1970-01-01T00:00:00.000Z",
        id: "1.2",
        target: "self",
        title: "Stream 1.2",
        agent: "Aria",
        agentId: "coder-1.2",
        attempt: ATTEMPT,
        workspace: "/w",
      },
    ]);
    expect(types(ended({ kind: "claimed-done", summary: "done" }))).toEqual(["agent_completed"]);
    expect(types(ended({ kind: "gave-up", message: "no" }))).toEqual(["agent_failed"]);
  });

  it("does not call a usage limit a failure", () => {
    expect(types(ended({ kind: "limited", untilMs: 1, message: "later" }))).toEqual([]);
  });

  it("tells a failure once: with the agent's end, or alone when there was none", () => {
    const failed = {
      type: "failed",
      atMs: 0,
      attempt: ATTEMPT,
      counts: true,
      retryAtMs: 5,
    } as const;
    expect(types({ ...failed, reason: "exit-code", message: "1" })).toEqual(["retrying"]);
    expect(types({ ...failed, reason: "no-result", message: "nothing" })).toEqual([
      "agent_failed",
      "retrying",
    ]);
  });

  it("uses only names of the contract", () => {
    for (const event of [
      ended({ kind: "claimed-done", summary: "" }),
      { type: "skipped", atMs: 0, key: "self:1.2", reason: "r" } as const,
      { type: "unverified", atMs: 0, attempt: ATTEMPT } as const,
    ]) {
      for (const { type } of wireEvents(event, STATE)) expect(WIRE_TYPES).toContain(type);
    }
  });
});

function types(event: Event): string[] {
  return wireEvents(event, STATE).map(({ type }) => type);
}
