import { describe, expect, it } from "vitest";
import type { Event, State } from "../../model/index.ts";
import { announce, SILENCE } from "./announce.ts";
import { stateOf, streamOf } from "../../model/state.fixture.ts";

const MINUTE = 60_000;
const WAITING = { kind: "waiting", sinceMs: 0, notBeforeMs: 0 } as const;
const AGENT = { id: "coder-1.2", name: "Aria", role: "coder" };
const PROCESS = { pid: 7, startTime: "1", bootId: "b" };
const STATE = stateOf([
  streamOf("1.2", WAITING),
  streamOf("1.3", WAITING, { agent: { id: "coder-1.3", name: "Atlas", role: "coder" } }),
]);

function lines(events: readonly Event[], state: State = STATE): string[] {
  let memory = SILENCE;
  const said: string[] = [];
  for (const event of events) {
    const announced = announce(memory, event, state);
    memory = announced.memory;
    said.push(...announced.lines);
  }
  return said;
}

function claimed(id: string, name: string): Event {
  return {
    type: "claimed",
    atMs: 0,
    attempt: `self:${id}/1`,
    key: `self:${id}`,
    agent: { ...AGENT, name },
    carry: null,
    rejection: null,
  };
}

const STARTED: Event = {
  type: "session-started",
  atMs: 0,
  session: "s-1",
  request: {
    selection: { kind: "all" },
    goal: null,
    policy: {
      mode: "batch",
      concurrency: 3,
      verify: true,
      rejectionsMax: 2,
      failuresMax: 2,
      retryBaseMs: 1,
      retryCeilingMs: 1,
      totalMs: 1,
      idleMs: 1,
      startupMs: 1,
      stopGraceMs: 1,
      overlapMax: 0.2,
      ageingMs: 1,
      onFailure: "continue",
      names: {},
    },
  },
};

describe("announce", () => {
  it("speaks of a run as the seeds do, phase by phase", () => {
    const said = lines([
      STARTED,
      { type: "session-planned", atMs: 0, session: "s-1", keys: ["self:1.2", "self:1.3"] },
      claimed("1.2", "Aria"),
      claimed("1.3", "Atlas"),
      { type: "agent-started", atMs: 2 * MINUTE, attempt: "self:1.2/1", process: PROCESS },
      { type: "agent-started", atMs: 5 * MINUTE, attempt: "self:1.3/1", process: PROCESS },
      {
        type: "landed",
        atMs: 12 * MINUTE,
        attempt: "self:1.2/1",
        key: "self:1.2",
        commit: "a",
        onto: "b",
        diverted: false,
        forced: false,
      },
      {
        type: "session-moved",
        atMs: 13 * MINUTE,
        session: "s-1",
        from: "executing",
        to: "completed",
        reason: "",
      },
    ]);
    expect(said).toEqual([
      ">>> PHASE 2: Roadmap Health Check - Starting",
      ">>> PHASE 2: Roadmap Health Check - Complete (2 work streams)",
      ">>> PHASE 3: Agent Spawn - Starting (2 agents)",
      "  Agent Aria → Phase 1.2",
      "  Agent Atlas → Phase 1.3",
      "[2 min] Agent Aria started Phase 1.2",
      "[5 min] Agent Atlas started Phase 1.3",
      ">>> PHASE 3: Agent Spawn - Complete",
      ">>> PHASE 4: Monitoring - In Progress",
      "[12 min] Agent Aria completed Phase 1.2",
      ">>> PHASE 5: Verification - Complete",
    ]);
  });

  it("says why work was sent back and by which gate", () => {
    const said = lines([
      {
        type: "rejected",
        atMs: 0,
        attempt: "self:1.2/1",
        retryAtMs: 0,
        rejection: { reason: { kind: "gate-failed", gates: ["tests"] }, evidence: "…" },
      },
    ]);
    expect(said).toEqual(["[0 s] Phase 1.2 was sent back: tests failed"]);
  });

  it("names the suspects of a semantic conflict", () => {
    const said = lines([
      {
        type: "rejected",
        atMs: 0,
        attempt: "self:1.2/1",
        retryAtMs: 0,
        rejection: {
          reason: { kind: "semantic-conflict", gates: ["tests"], suspects: ["self:1.3"] },
          evidence: "",
        },
      },
    ]);
    expect(said[0]).toContain("tests failed together with Phase 1.3, which landed meanwhile");
  });

  it("finishes phase 3 although an agent of the first batch failed to start", () => {
    const said = lines([
      STARTED,
      claimed("1.2", "Aria"),
      {
        type: "failed",
        atMs: 1000,
        attempt: "self:1.2/1",
        reason: "workspace",
        message: "disk full",
        counts: true,
        retryAtMs: 0,
      },
    ]);
    expect(said).toContain(">>> PHASE 3: Agent Spawn - Complete");
    expect(said).toContain("[1 s] Agent Aria (Phase 1.2) failed: disk full");
  });

  it("tells of a proposal in one line, with how to see it", () => {
    const part = { title: "Mend the parser", tasks: [], files: [], dependsOn: [] };
    const proposal = { parts: [{ ...part, id: "2.1" }], adds: true, diff: "+ Mend" } as const;
    const split = {
      round: 1,
      by: "Aria",
      titles: [],
      stage: { kind: "proposed", proposal },
    } as const;
    const found = {
      steps: [],
      program: null,
      escalation: null,
      splits: 1,
      divided: false,
    } as const;
    const recovery = { ...found, deadlock: [], split };
    const key = "self:1.2";
    const one = { atMs: 0, key } as const;
    const escalated = {
      ...one,
      type: "escalated",
      detection: null,
      entry: "e-1",
      by: "Aria",
    } as const;
    const text = "It proposes a work stream";
    const state = stateOf([streamOf("1.2", WAITING, { recovery })]);
    const told = (...events: readonly Event[]) => lines(events, state);
    expect(
      told(
        { ...one, type: "split-asked", by: "Aria", titles: [] },
        { ...one, type: "split-proposed", proposal },
        { ...escalated, text },
      ),
    ).toEqual(["[0 s] Aria proposes new work: Mend the parser (to see it: orchestrator inbox)"]);
    const two = [...proposal.parts, { ...part, id: "2.2" }];
    expect(told({ ...one, type: "split-proposed", proposal: { parts: two, diff: "" } })).toEqual([
      "[0 s] Phase 1.2 can be divided into 2 work streams (to see it: orchestrator inbox)",
    ]);
    expect(lines([{ ...escalated, text }])).toHaveLength(2);
  });

  it("keeps a hostile agent name and reason on one harmless line", () => {
    const state = stateOf([
      streamOf("1.2", WAITING, { agent: { ...AGENT, name: "\u001b[2JA\nB" } }),
    ]);
    const said = lines(
      [{ type: "stopped", atMs: 0, attempt: "self:1.2/1", reason: "x\u001b]0;y\u0007z" }],
      state,
    );
    expect(said).toEqual(["[0 s] Agent A B (Phase 1.2) stopped: xz"]);
  });
});
