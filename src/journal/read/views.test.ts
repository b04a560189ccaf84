import { describe, expect, test } from "vitest";
import type { Decision, Event } from "../../model/index.ts";
import {
  agentsView,
  decodeState,
  encodeState,
  explainView,
  historyView,
  sessionReport,
  statusView,
  workHistory,
} from "../index.ts";
import {
  attempt,
  blocked,
  completed,
  factsOf,
  running,
  session,
  stateOf,
  streamOf,
  WAITING,
  WORK,
} from "../../model/state.fixture.ts";

describe("the report", () => {
  const usage = { inputTokens: 10, outputTokens: 2 };
  const gates = [
    {
      name: "tests",
      verdict: "passed" as const,
      durationMs: 5,
      exitCode: 0,
      excerpt: "secret",
      outputDigest: null,
      reason: "",
    },
  ];
  const state = stateOf(
    [
      streamOf("1", completed("1"), {
        attempts: [
          attempt("1", { outcome: "rejected", claimedAtMs: 1_000, finishedAtMs: 2_000, usage }),
          attempt("1", { claimedAtMs: 2_000, startedAtMs: 2_000, usage, gates }),
        ],
      }),
      streamOf("2", blocked("2", "crashed: signal 9"), {
        attempts: [attempt("2", { outcome: "failed", finishedAtMs: 2_000 })],
      }),
      streamOf("3", WAITING, { facts: factsOf("3", { dependsOn: ["self:2"] }) }),
      streamOf("4", WAITING, { facts: factsOf("4", { dependsOn: ["self:1"] }) }),
    ],
    { session: session(["1", "2", "3"], { state: "failed", reason: "2 is blocked" }) },
  );

  test("tells what landed, what failed, what is stuck and what is next", () => {
    const report = sessionReport(state);
    expect(report).toMatchObject({
      session: "s-1",
      goal: null,
      completed: ["1"],
      failed: ["2"],
      blocked: ["2", "3"],
      next: ["4"],
      reason: "2 is blocked",
      startedAt: "1970-01-01T00:00:01.000Z",
    });
    expect(report.workStreams.map((one) => one.id)).toEqual(["1", "2", "3"]);
    expect(report.workStreams[0]).toEqual({
      id: "1",
      title: "Stream 1",
      agent: "Aria",
      costMicroUsd: null,
      agentId: "coder-1",
      state: "completed",
      attempts: 2,
      gates: [{ name: "tests", verdict: "passed", durationMs: 5 }],
      commit: "c".repeat(40),
      usage: { inputTokens: 20, outputTokens: 4 },
      startedAt: "1970-01-01T00:00:01.000Z",
      finishedAt: "1970-01-01T00:00:03.000Z",
      reason: null,
      diverted: false,
      forced: false,
    });
    expect(report.workStreams[1]).toMatchObject({ state: "blocked", reason: "crashed: signal 9" });
  });

  test("says what the books hold, and the agent's word where they hold nothing", () => {
    const tokens = { input: 100, cacheRead: 20, cacheWrite: 3, output: 40 };
    const cost = { microUsd: 5, tokens, model: "claude-x", basis: "table" } as const;
    const none = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0 };
    const unknown = { ...cost, tokens: none, basis: "unknown" } as const;
    const zero = { inputTokens: 0, outputTokens: 0 };
    const usageOf = (more: object) =>
      sessionReport(
        stateOf([streamOf("1", completed("1"), { attempts: [attempt("1", more)] })], {
          session: session(["1"], { state: "completed" }),
        }),
      ).workStreams[0]?.usage;
    expect(usageOf({ usage: zero, cost })).toEqual({ inputTokens: 123, outputTokens: 40 });
    expect(usageOf({ usage: null, cost })).toEqual({ inputTokens: 123, outputTokens: 40 });
    expect(usageOf({ usage, cost: unknown })).toEqual(usage);
    expect(usageOf({ usage: null, cost: unknown })).toBe(null);
  });

  test("measures what can be measured and says null of the rest", () => {
    expect(sessionReport(state).metrics).toEqual({
      durationMs: 8_000,
      costMicroUsd: null,
      withoutLandingMicroUsd: null,
      agentsUsed: 2,
      testsAdded: null,
      coverage: null,
      // 1,000 + 1,000 + 1,000 ms of work in a span of 2,000 ms, two at a time.
      parallelEfficiency: 0.75,
      attempts: 3,
      rejections: 1,
      failures: 1,
      agentMs: 3_000,
      inputTokens: 20,
      outputTokens: 4,
    });
  });

  test("without any session is empty and still says what could be started", () => {
    const report = sessionReport(stateOf([streamOf("1", WAITING)]));
    expect(report).toMatchObject({ session: null, sessionState: "idle", next: ["1"] });
    expect(report.metrics).toMatchObject({ durationMs: 0, parallelEfficiency: null });
  });

  test("of an earlier session does not count what came later", () => {
    const past = session(["1"], { id: "s-0", startedAtMs: 0, finishedAtMs: 1_500 });
    const report = sessionReport({ ...state, pastSessions: [past] }, "s-0");
    expect(report.session).toBe("s-0");
    expect(report.workStreams.map((one) => [one.id, one.attempts])).toEqual([["1", 1]]);
  });
});

test("a role's duty that is left over is nothing to run next", () => {
  const duty = { role: "architect", duty: "specs", prompt: "Write them." };
  const one = streamOf("1", WAITING);
  const left = streamOf("@architect/specs-1", WAITING, {
    facts: factsOf("@architect/specs-1", { duty }),
  });
  const state = stateOf([one, left], { session: session(["1"]) });
  expect(sessionReport(state).next).toEqual(["1"]);
});

describe("the status", () => {
  test("says of work that a person has begun who is at it", () => {
    const facts = factsOf("1", { status: "in_progress", workable: false, assignee: "Mara" });
    const state = stateOf([streamOf("1", WAITING, { facts })]);
    const { waiting } = statusView(state, { nowMs: 0 });
    expect(waiting.map(({ reason }) => reason)).toEqual(["the roadmap says in progress (Mara)"]);
  });

  test("what is complete already is nothing to wait behind", () => {
    const state = stateOf([
      streamOf("1", completed("1")),
      streamOf("2", WAITING),
      streamOf("3", WAITING, { facts: factsOf("3", { dependsOn: ["self:1", "self:2"] }) }),
    ]);
    const { waiting } = statusView(state, { nowMs: 0 });
    expect(waiting.map(({ id, reason }) => [id, reason])).toEqual([["3", "behind 2"]]);
  });

  const decision: Decision = {
    key: "self:5",
    decision: "wait",
    reasons: [{ kind: "overlap", with: "self:2", share: 0.5, files: ["src/a.ts"] }],
  };
  const state = stateOf([
    streamOf("1", completed("1", { diverted: true })),
    streamOf("2", running("2"), { attempts: [attempt("2", { outcome: "active" })] }),
    streamOf("3", blocked("3", "gates failed: tests")),
    streamOf("4", WAITING, { facts: factsOf("4", { dependsOn: ["self:3"] }) }),
    streamOf("5", WAITING, { decision }),
    streamOf("6", WAITING),
    streamOf("7", WAITING, { facts: factsOf("7", { status: "deferred", workable: false }) }),
    streamOf("8", WAITING, { facts: factsOf("8", { status: "complete", workable: false }) }),
    streamOf("9", WAITING, { facts: factsOf("9", { defect: "depends on itself" }) }),
    streamOf("10", { kind: "unverified", attempt: "x", work: WORK }),
    streamOf("11", WAITING, { inRoadmap: false }),
  ]);

  test("puts every work stream where it belongs", () => {
    const view = statusView(state, { nowMs: 6_000 });
    expect(view).toMatchObject({ total: 10, done: 2, session: null, confinement: null });
    expect(view.accounts).toEqual([]);
    expect(view.inProgress).toEqual([
      {
        id: "2",
        title: "Stream 2",
        agent: "Aria",
        stage: "running",
        attempt: 1,
        elapsedMs: 5_000,
        conflictsWith: [],
        uncertain: false,
        outputBytes: 42,
        percent: null,
      },
    ]);
    expect(view.needsYou.map(({ id, kind, command }) => [id, kind, command])).toEqual([
      ["1", "diverted", "orchestrator land"],
      ["3", "blocked", "orchestrator retry 3"],
      ["10", "unverified", "orchestrator land --force 10"],
    ]);
    expect(view.available.map(({ id }) => id)).toEqual(["5", "6"]);
    expect(view.waiting.map(({ id }) => id)).toEqual(["5"]);
    expect(view.waiting[0]?.reason).toContain("50 % of its files with 2");
    expect(view.blocked.map(({ id }) => id)).toEqual(["3", "4", "9"]);
    expect(view.byStatus).toMatchObject({
      complete: 2,
      in_progress: 1,
      blocked: 1,
      deferred: 1,
      partial: 1,
      not_started: 4,
    });
  });

  test("every blocked or waiting stream has a reason in words", () => {
    const view = statusView(state, { nowMs: 6_000 });
    for (const one of [...view.blocked, ...view.waiting, ...view.needsYou]) {
      expect(one.reason).not.toBe("");
    }
  });

  test("shows what was stopped, until the session goes on", () => {
    const stopped = {
      kind: "stopped",
      reason: "stopped by a person",
      atMs: 1,
      attempt: "self:1/1",
    } as const;
    const view = statusView(stateOf([streamOf("1", stopped)]), { nowMs: 5 });
    expect(view.waiting.map(({ id, reason }) => [id, reason])).toEqual([
      ["1", "stopped by a person"],
    ]);
  });

  test("suggests commands that a shell reads as one id, whatever it holds", () => {
    const commands = ["-rf", "a b; ls"].map(
      (id) =>
        statusView(stateOf([streamOf(id, blocked(id, "red"))]), { nowMs: 5 }).needsYou[0]?.command,
    );
    expect(commands).toEqual(["orchestrator retry -- -rf", "orchestrator retry 'a b; ls'"]);
  });
});

describe("explaining", () => {
  test("names what stands in the way and what ends it", () => {
    const key = "self:2";
    const reasons: Decision["reasons"] = [
      { kind: "dependency", on: ["self:1", "other:9"] },
      { kind: "limit", running: 2, limit: 2 },
    ];
    const one = streamOf("2", WAITING, {
      facts: factsOf("2", { dependsOn: ["self:1", "other:9"] }),
      decision: { key, decision: "wait", reasons },
    });
    const view = explainView(stateOf([streamOf("1", running("1")), one]), key);
    expect(view?.why).toEqual([
      "It depends on 1 and other:9, not complete yet.",
      "2 of at most 2 work streams are being worked on.",
    ]);
    expect(view?.endsWhen[0]).toBe("1 and other:9 completes.");
    expect(view?.dependencies).toEqual([
      { id: "1", title: "Stream 1", stage: "running", complete: false },
      { id: "other:9", title: "", stage: null, complete: false },
    ]);
    expect(explainView(stateOf([streamOf("1", running("1")), one]), "self:1")?.dependents).toEqual([
      "2",
    ]);
  });

  test("has words for every stage and none for what is unknown", () => {
    expect(explainView(stateOf([]), "self:1")).toBeNull();
    for (const stage of [
      WAITING,
      running("1"),
      blocked("1", "gates failed"),
      completed("1"),
      completed("1", { diverted: true }),
    ]) {
      expect(explainView(stateOf([streamOf("1", stage)]), "self:1")?.why[0]).toMatch(/^[A-Z].*\.$/);
    }
  });
});

test("agents are counted by what they did, working ones with their work", () => {
  const state = stateOf(
    [
      streamOf("1", running("1"), { attempts: [attempt("1", { outcome: "active" })] }),
      streamOf("2", completed("2"), {
        attempts: [attempt("2", { outcome: "rejected" }), attempt("2")],
      }),
    ],
    { names: new Map([["pm-1", { id: "pm-1", name: "Morgan", role: "pm" }]]) },
  );
  expect(agentsView(state, { nowMs: 4_000 })).toMatchObject([
    { id: "coder-1", state: "working", workingOn: "1", elapsedMs: 3_000, attempts: 1, landed: 0 },
    { id: "coder-2", state: "idle", attempts: 2, landed: 1, rejected: 1, worked: ["2"] },
    { id: "pm-1", name: "Morgan", state: "idle", attempts: 0, usage: null },
  ]);
});

test("work is told by who completed it where, and not where it was undone", () => {
  const second = { id: "coder-2", name: "Bruno", role: "coder" };
  const twice = { ...attempt("2"), attempt: "self:2/2", agent: second };
  const state = stateOf([
    streamOf("1", completed("1", { atMs: 5_000 }), {
      attempts: [attempt("1", { agent: second, startedAtMs: 1_000 })],
    }),
    streamOf("2", completed("2", { attempt: "self:2/2", atMs: 4_000 }), {
      attempts: [attempt("2", { outcome: "rejected", agent: second }), twice],
    }),
    // Landed once and rolled back since.
    streamOf("3", WAITING, { attempts: [attempt("3", { agent: second })] }),
    streamOf("4", blocked("4", "no"), { attempts: [attempt("4", { outcome: "failed" })] }),
  ]);
  const none = { attempts: 1, rejected: 0, failed: 1, completed: [] };
  expect(workHistory(state)).toMatchObject([
    { agent: "Aria", agentId: "coder-4", targets: [{ target: "self", ...none }] },
    {
      agent: "Bruno",
      targets: [
        {
          attempts: 4,
          rejected: 1,
          completed: [
            { id: "2", attempt: "self:2/2", completedAtMs: 4_000, durationSeconds: 2 },
            { id: "1", attempt: "self:1/1", completedAtMs: 5_000, durationSeconds: 2 },
          ],
        },
      ],
    },
  ]);
});

test("history has a line for what people care about and none for bookkeeping", () => {
  const events: Event[] = [
    { type: "agent-progressed", atMs: 1, attempt: "self:1/1", outputBytes: 1 },
    {
      type: "failed",
      atMs: 2,
      attempt: "self:1.2/3",
      reason: "crashed",
      message: "signal 9",
      counts: true,
      retryAtMs: 9,
    },
  ];
  expect(historyView(events.map((event, index) => ({ seq: index + 1, event })))).toEqual([
    {
      seq: 2,
      atMs: 2,
      type: "failed",
      id: "1.2",
      attempt: "self:1.2/3",
      text: "failed (crashed): signal 9",
    },
  ]);
});

test("a state survives being written and read, maps in their order", () => {
  const state = stateOf([streamOf("2", running("2")), streamOf("1", WAITING)], {
    session: session(["2", "1"]),
    names: new Map([["__proto__", { id: "__proto__", name: "Proto", role: "x" }]]),
  });
  const again = decodeState(encodeState(state));
  expect(again).toEqual(state);
  expect([...again.streams.keys()]).toEqual(["self:2", "self:1"]);
  expect(encodeState(again)).toEqual(encodeState(state));
  expect(() => decodeState(Buffer.from("{}"))).toThrow();
  expect(() => decodeState(Buffer.from("null"))).toThrow();
});
