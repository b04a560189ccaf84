import { describe, expect, it } from "vitest";
import type {
  CollectedWork,
  DecisionReason,
  Stage,
  State,
  StreamState,
} from "../../model/index.ts";
import {
  AGENT_REPORT,
  factsOf,
  session as sessionOf,
  stateOf,
  streamOf,
} from "../../model/state.fixture.ts";
import { describeReason, explainDecision, explainStream, planWork } from "../index.ts";
import { describeEnd } from "./reasons.ts";

const nowMs = Date.parse("2026-03-01T12:00:00Z");
const workspace = { path: "w", base: "b" };
const work: CollectedWork = {
  base: "b",
  head: "h",
  tree: "t",
  archiveRef: "refs/orchestrator/archive/x",
  files: ["src/a.ts"],
  uncommitted: [],
  roadmapEdited: false,
};
const candidate = { commit: "c0ffee", tree: "t", onto: "o", files: ["src/a.ts"] };
const report = { tree: "t", gatesDigest: "g", green: true, results: [], needsPerson: [] };
const attempt = "self:1.2/1";

const session = sessionOf(["1.2"], { state: "executing", finishedAtMs: null });

function streamIn(stage: Stage, more: Partial<StreamState> = {}): StreamState {
  const facts = factsOf("1.2", { title: "Task parser" });
  return streamOf("1.2", stage, { facts, round: 1, ...more });
}

function stateWith(stream: StreamState, more: Partial<State> = {}): State {
  const other = streamOf("1.1", { kind: "waiting", sinceMs: 0, notBeforeMs: 0 }, { round: 1 });
  return stateOf([stream, other], { nowMs, session, targets: new Map(), ...more });
}

const waiting = { kind: "waiting", sinceMs: nowMs - 60_000, notBeforeMs: 0 } as const;
const running = {
  kind: "running",
  attempt,
  workspace,
  process: { pid: 42, startTime: "1", bootId: "b" },
  preparedAtMs: nowMs - 310_000,
  startedAtMs: nowMs - 300_000,
  progressAtMs: nowMs - 20_000,
  outputBytes: 512,
  liveness: "alive",
  stopping: null,
  asking: [],
  heard: { questions: 0, loops: 0 },
  loop: null,
  percent: null,
} as const;

const question = {
  id: "q-7",
  key: "self:1.2",
  attempt,
  kind: "question",
  text: "Keep the old codes?",
  options: ["yes", "no"],
  sinceMs: nowMs - 5_000,
  need: "now",
  request: null,
} as const;

const left = { asking: [], loop: null, left: null } as const;

const stages: readonly Stage[] = [
  waiting,
  { kind: "preparing", attempt },
  running,
  { ...running, startedAtMs: null },
  { ...running, liveness: "uncertain" },
  { ...running, stopping: { cause: "idle-timeout", sinceMs: nowMs - 5_000, now: false } },
  { kind: "collecting", attempt, workspace, report: AGENT_REPORT, stopped: "person", ...left },
  { kind: "queued", attempt, workspace, work, sinceMs: 0 },
  { kind: "merging", attempt, workspace, work, round: 1 },
  { kind: "verifying", attempt, workspace, work, candidate, round: 1 },
  { kind: "verifying-alone", attempt, workspace, work, candidate, together: report, round: 1 },
  { kind: "landing", attempt, workspace, work, candidate, report, round: 1 },
  {
    kind: "needs-person",
    attempt,
    workspace,
    work,
    why: ["test/a.test.ts was deleted"],
    entry: "q-3",
    sinceMs: 0,
  },
  { ...running, asking: [question] },
  { kind: "parked", attempt, work, asking: [question], sinceMs: nowMs - 5_000 },
  { kind: "completed", attempt, commit: "c0ffee", atMs: nowMs, diverted: false, forced: false },
  { kind: "completed", attempt, commit: "c0ffee", atMs: nowMs, diverted: true, forced: true },
  { kind: "unverified", attempt, work },
  { kind: "blocked", reason: "three rejections", atMs: nowMs, attempt },
  { kind: "skipped", reason: "not needed", atMs: nowMs },
  { kind: "stopped", reason: "asked to", atMs: nowMs, attempt },
  { kind: "settled", status: "complete", atMs: nowMs },
];

const reasons: readonly DecisionReason[] = [
  { kind: "dependency", on: ["self:1.1"] },
  { kind: "overlap", with: "self:1.1", share: 0.62, files: ["src/util.js"] },
  { kind: "limit", running: 2, limit: 2 },
  { kind: "backoff", untilMs: nowMs, after: "a crash" },
  { kind: "priority", behind: "self:1.1" },
  { kind: "defect", message: "1.1 and 1.2 wait for one another" },
  { kind: "status", status: "not_started" },
  { kind: "claimed", by: "Ada" },
  { kind: "not-selected" },
  { kind: "paused" },
  { kind: "base-unverified" },
  { kind: "landings", waiting: 16, limit: 16 },
  { kind: "base-red", gates: ["tests"] },
  { kind: "ready" },
];

describe("explainStream", () => {
  it.each(stages)("has a headline and an end for %s", (stage) => {
    const told = explainStream(stateWith(streamIn(stage)), "self:1.2");
    expect(told.headline).toMatch(/^[A-Z]/);
    const final = stage.kind === "settled" || (stage.kind === "completed" && !stage.diverted);
    expect(told.endsWhen === null).toBe(final);
    expect(JSON.stringify(told)).not.toMatch(/undefined|NaN|self:/);
  });

  it("says so when there is no such stream", () => {
    const told = explainStream(stateWith(streamIn(waiting)), "self:9.9");
    expect(told.headline).toBe("There is no work stream 9.9");
  });

  it("names the stream that is waited for, and what ends it", () => {
    const decision = {
      key: "self:1.2",
      decision: "wait",
      reasons: [{ kind: "dependency", on: ["self:1.1"] }],
    } as const;
    const told = explainStream(stateWith(streamIn(waiting, { decision })), "self:1.2");
    expect(told).toEqual({
      headline: "Waiting: waits for 1.1 (Stream 1.1)",
      lines: ["Waiting for 60 s."],
      endsWhen: "1.1 (Stream 1.1) is complete",
    });
  });

  it("names the limit that it is short of, and no failure, until money is there again", () => {
    const untilMs = nowMs + 3_600_000;
    const cap = { microUsd: null, tokens: 850 };
    const none = { microUsd: 0, tokens: 0 };
    const used = { microUsd: 0, tokens: 800 };
    const name = "the role coder on 2026-11-22";
    const limit = { scope: "role", name, cap, used, reserved: none, untilMs } as const;
    const stage = { ...waiting, notBeforeMs: untilMs, short: { limit, mayComeBack: false } };
    const why = `850 tokens for ${name}: 800 tokens spent`;
    const reasons = [{ kind: "budget", level: null, untilMs, why }] as const;
    const decision = { key: "self:1.2", decision: "wait", reasons } as const;
    const told = explainStream(stateWith(streamIn(stage, { decision })), "self:1.2");
    expect(told.headline).toContain("the role coder");
    expect(told.headline).not.toContain("failed");
    expect(told.endsWhen).toContain("orchestrator budget set");
  });

  it("says how long an agent has worked, its progress and its deadline", () => {
    const told = explainStream(stateWith(streamIn(running)), "self:1.2");
    expect(told.headline).toBe("Aria has been at work for 5 min");
    expect(told.lines[0]).toBe("512 bytes of output, the last 20 s ago.");
    expect(told.endsWhen).toBe(
      "the agent ends; at the latest after 30 min in all or 10 min without progress",
    );
  });

  it("gives the command that helps when blocked, quoted as the shell needs it", () => {
    const facts = factsOf("-rf; reboot", { title: "x" });
    const stage: Stage = { kind: "blocked", reason: "no", atMs: nowMs, attempt: null };
    const state = stateWith(streamIn(stage, { facts }));
    expect(explainStream(state, facts.key).endsWhen).toContain(
      "`orchestrator retry -- '-rf; reboot'`",
    );
  });

  it("names the lasting reason when nothing runs, and the command to start otherwise", () => {
    const idle = { session: null };
    const blocked = streamIn(waiting, { facts: factsOf("1.2", { dependsOn: ["self:1.1"] }) });
    expect(explainStream(stateWith(blocked, idle), "self:1.2").headline).toContain("waits for 1.1");
    const free = explainStream(stateWith(streamIn(waiting), idle), "self:1.2");
    expect(free.endsWhen).toBe("`orchestrator run 1.2`");
  });

  it("tells what went wrong before", () => {
    const stream = streamIn(waiting, {
      rejections: 1,
      rejection: { reason: { kind: "gate-failed", gates: ["tests"] }, evidence: "" },
    });
    expect(explainStream(stateWith(stream), "self:1.2").lines).toEqual([
      "Sent back: tests failed.",
      "So far 0 failed attempts and 1 rejection.",
    ]);
  });
});

describe("describeReason and describeEnd", () => {
  it.each(["it waits for itself: 1.1 → 1.2 → 1.1", "1.1 and 1.2 wait for one another"])(
    "names what opens the circle of %j",
    (message) => {
      expect(describeEnd({ kind: "defect", message }, "self:1.2")).toContain("--break-cycles");
    },
  );

  it.each(reasons)("have words for $kind", (reason) => {
    expect(describeReason(reason)).toMatch(/\w/);
    expect(describeEnd(reason, "self:1.2")).toMatch(/\w/);
  });

  it("name the share, the stream and the files of an overlap", () => {
    expect(
      describeReason({ kind: "overlap", with: "web:1.1", share: 0.62, files: ["src/util.js"] }),
    ).toBe("its files overlap by 62 % with web:1.1 on src/util.js");
  });
});

describe("explainDecision", () => {
  it("explains a stream nothing runs from a plan", () => {
    const facts = [factsOf("1.1"), factsOf("1.2", { dependsOn: ["self:1.1"], order: 1 })];
    const plan = planWork({
      facts,
      done: new Set(),
      selection: { kind: "all" },
      concurrency: 1,
      overlapMax: 0.2,
    });
    const second = facts[1] ?? factsOf("none");
    const decision = plan.decisions.find((one) => one.key === second.key) ?? null;
    expect(explainDecision(second, decision, facts).endsWhen).toBe("1.1 (Stream 1.1) is complete");
    const finished = factsOf("1.3", { status: "complete" });
    expect(explainDecision(finished, null, facts)).toEqual({
      headline: "Complete",
      lines: [],
      endsWhen: null,
    });
  });
});
