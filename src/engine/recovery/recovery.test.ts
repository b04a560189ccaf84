import { describe, expect, test } from "vitest";
import type {
  AgentOutcome,
  Detection,
  Effect,
  EffectOf,
  EventType,
  FailureReason,
  Outcome,
  RecoveryPolicy,
  RecoveryStep,
} from "../../model/index.ts";
import { DETECTIONS } from "../../model/index.ts";
import { pendingEffects } from "../index.ts";
import type { Scenario } from "../scenario.fixture.ts";
import { factsOf as facts } from "../../model/state.fixture.ts";
import { ended, executing, report } from "../scenario.fixture.ts";

const ROW: readonly RecoveryStep[] = [
  { kind: "same" },
  { kind: "other", agent: null },
  { kind: "decompose" },
  { kind: "escalate" },
];

function policyWith(
  rows: Partial<Record<Detection, readonly RecoveryStep[]>> = {},
  standIns: readonly string[] = ["second"],
): { readonly recovery: RecoveryPolicy } {
  const table = Object.fromEntries(
    DETECTIONS.map((one) => [
      one,
      rows[one] ?? (one === "dependency-deadlock" ? [{ kind: "escalate" }] : ROW),
    ]),
  ) as RecoveryPolicy["table"];
  return { recovery: { table, standIns, agents: ["default", "second", "third"] } };
}

function failed(reason: FailureReason = "crashed"): Outcome {
  const outcome: AgentOutcome = { kind: "failed", reason, message: "it broke" };
  const exit = { kind: "exited", code: 1 } as const;
  return ended(outcome, { exit, usage: null, session: "conversation-1", adapter: "claude-code" });
}

/** Lets the newest attempt fail, and carries the stream to where the next one would run. */
function fail(scenario: Scenario, reason?: FailureReason): void {
  scenario.run({}, ["run-agent", "propose-split", "apply-split"]);
  const run = runOf(scenario);
  if (run === undefined) throw new Error("nothing runs");
  scenario.end(run.id, failed(reason));
  scenario.run({}, ["run-agent", "propose-split", "apply-split"]);
  scenario.wait(300_000);
  scenario.run({}, ["run-agent", "propose-split", "apply-split"]);
}

function runOf(scenario: Scenario): EffectOf<"run-agent"> | undefined {
  const found = pendingEffects(scenario.state).find(({ kind }) => kind === "run-agent");
  return found?.kind === "run-agent" ? found : undefined;
}

function told(scenario: Scenario, type: EventType): readonly object[] {
  return scenario.events.filter((event) => event.type === type);
}

function stepsOf(scenario: Scenario): string[] {
  return scenario.events.flatMap((event) =>
    event.type === "recovery-step"
      ? [`${event.number}/${event.of} ${event.detection} ${event.step} ${event.program ?? "-"}`]
      : [],
  );
}

describe("the recovery table", () => {
  test("is carried out step by step, each told, and ends with a person", () => {
    const scenario = executing([facts("1")], policyWith());
    fail(scenario);
    expect(runOf(scenario)?.conversation?.session).toBe("conversation-1");
    expect(runOf(scenario)?.program).toBeUndefined();
    fail(scenario);
    expect(runOf(scenario)).toMatchObject({ program: "second", conversation: null });
    fail(scenario);
    expect(stepsOf(scenario)).toEqual([
      "1/4 agent-failure same -",
      "2/4 agent-failure other second",
      "3/4 agent-failure decompose -",
      "4/4 agent-failure escalate -",
    ]);
    expect(scenario.stage("1")).toBe("blocked");
    expect(told(scenario, "escalated")).toHaveLength(1);
    expect(scenario.promised).toEqual(["self:1/split/1"]);
  });

  test("without another agent, a fresh conversation stands in for one", () => {
    const scenario = executing([facts("1")], policyWith({}, []));
    fail(scenario);
    fail(scenario);
    expect(stepsOf(scenario).at(-1)).toBe("2/4 agent-failure fresh -");
    expect(runOf(scenario)?.conversation).toBeNull();
  });

  test("repeats its last retry until the tries are used up, and never goes beyond them", () => {
    const row: RecoveryStep[] = [{ kind: "same" }, { kind: "escalate" }];
    const scenario = executing([facts("1")], {
      ...policyWith({ "agent-failure": row }),
      failuresMax: 5,
    });
    for (let n = 0; n < 4; n++) {
      fail(scenario);
      expect(runOf(scenario)?.conversation?.session).toBe("conversation-1");
    }
    fail(scenario);
    expect(scenario.stream("1").attempts).toHaveLength(5);
    expect(scenario.stage("1")).toBe("blocked");
  });

  test("a row without retries asks at once", () => {
    const rows = { "agent-timeout": [{ kind: "escalate" }] } as const;
    const scenario = executing([facts("1")], policyWith(rows));
    fail(scenario, "total-timeout");
    expect(scenario.stage("1")).toBe("blocked");
    expect(stepsOf(scenario)).toEqual(["1/1 agent-timeout escalate -"]);
  });

  test("names the agent that goes on where its row does", () => {
    const rows = { "agent-failure": [{ kind: "other", agent: "third" }] } as const;
    const scenario = executing([facts("1")], policyWith(rows));
    fail(scenario);
    expect(runOf(scenario)?.program).toBe("third");
  });

  test("gates that say no for good end by the row for rejections", () => {
    const rows = { rejected: [{ kind: "fresh" }, { kind: "escalate" }] } as const;
    const scenario = executing([facts("1")], { ...policyWith(rows), rejectionsMax: 2 });
    const red = { verify: (effect: Effect) => redOf(effect) };
    scenario.run({ ...red }, []);
    expect(scenario.stage("1")).toBe("blocked");
    expect(stepsOf(scenario)).toEqual(["1/2 rejected fresh -", "2/2 rejected escalate -"]);
  });

  test("is not asked in a session that began without one", () => {
    const scenario = executing([facts("1")]);
    for (let n = 0; n < 3; n++) fail(scenario);
    expect(scenario.stage("1")).toBe("blocked");
    expect(stepsOf(scenario)).toEqual([]);
  });
});

function redOf(effect: Effect): Outcome {
  if (effect.kind !== "verify") throw new Error(effect.kind);
  return { kind: "verified", report: report(effect.candidate.tree, "failed") };
}

describe("a division", () => {
  function offered(): Scenario {
    const scenario = executing([facts("1")], policyWith());
    for (let n = 0; n < 3; n++) fail(scenario);
    scenario.run({}, ["run-agent"]);
    return scenario;
  }

  test("is proposed, and nothing is written without a person's word", () => {
    const scenario = offered();
    expect(scenario.stream("1").recovery?.split?.stage.kind).toBe("proposed");
    expect(scenario.promised).toEqual([]);
    const [entry] = told(scenario, "escalated");
    expect(entry).toMatchObject({ entry: "q-1", detection: "agent-failure" });
  });

  test("agreed to, is written, and the whole waits for its parts with its counters at nought", () => {
    const scenario = offered();
    scenario.act({ kind: "approve", entry: "q-1" });
    expect(scenario.promised).toEqual(["self:1/apply-split/1"]);
    const dependsOn = ["self:1.1", "self:1.2"];
    scenario.roadmap([facts("1", { dependsOn }), facts("1.1"), facts("1.2")]);
    scenario.end("self:1/apply-split/1", { kind: "split-applied", parts: dependsOn });
    expect(scenario.stage("1")).toBe("waiting");
    expect(scenario.stream("1")).toMatchObject({
      failures: 0,
      recovery: { split: null, escalation: null, splits: 1 },
    });
    scenario.start();
    scenario.run({}, ["run-agent"]);
    expect(scenario.promised).toEqual(["self:1.1/1/run", "self:1.2/1/run"]);
  });

  test("is not begun while the work it was proposed for lands, nor the other way round", () => {
    const propose = (): Scenario => {
      const scenario = executing([facts("1")], { ...policyWith(), verify: false });
      scenario.run({}, ["propose-split"]);
      expect(scenario.stage("1")).toBe("unverified");
      scenario.act({ kind: "decompose", key: "self:1", titles: ["one", "two"] });
      scenario.run({}, ["apply-split"]);
      return scenario;
    };
    const landing = propose();
    landing.act({ kind: "land", key: "self:1", force: true });
    landing.act({ kind: "approve", entry: "q-1" });
    expect(told(landing, "split-agreed")).toEqual([]);
    const dividing = propose();
    dividing.act({ kind: "approve", entry: "q-1" });
    dividing.act({ kind: "land", key: "self:1", force: true });
    expect(told(dividing, "person-agreed")).toEqual([]);
    expect(dividing.promised).toEqual(["self:1/apply-split/1"]);
  });

  test("rejected, leaves the roadmap and the stream as they are", () => {
    const scenario = offered();
    scenario.act({ kind: "reject", entry: "q-1", text: "" });
    expect(scenario.stage("1")).toBe("blocked");
    expect(scenario.stream("1").recovery).toMatchObject({ split: null, escalation: null });
  });

  test("that cannot be made leaves the question", () => {
    const scenario = executing([facts("1")], policyWith());
    for (let n = 0; n < 3; n++) fail(scenario);
    scenario.end("self:1/split/1", { kind: "refused", message: "nothing to divide it by" });
    expect(scenario.stream("1").recovery).toMatchObject({ split: null, escalation: {} });
    expect(scenario.promised).toEqual([]);
  });

  test("is offered once: what fails again after it is a person's", () => {
    const scenario = offered();
    scenario.act({ kind: "answer", entry: "q-1", text: "look at the parser" });
    expect(scenario.stream("1").messages.map(({ text }) => text)).toEqual(["look at the parser"]);
    scenario.start({ kind: "all" }, policyWith());
    for (let n = 0; n < 3; n++) fail(scenario);
    expect(told(scenario, "split-asked")).toHaveLength(1);
    expect(scenario.stream("1").recovery?.escalation?.entry).toBe("q-3");
  });

  test("by hand keeps the stream from being begun until it is settled", () => {
    const scenario = executing([facts("1"), facts("2")], { ...policyWith(), concurrency: 1 });
    expect(scenario.promised).toEqual(["self:1/1/prepare"]);
    scenario.act({ kind: "decompose", key: "self:2", titles: ["a", "b"] });
    scenario.run({}, []);
    expect(scenario.stage("2")).toBe("waiting");
    expect(scenario.stream("2").recovery?.escalation).toMatchObject({ by: "ada" });
    expect(scenario.state.session?.state).toBe("failed");
  });

  test("that was proposed is nothing any more once the work has landed", () => {
    const scenario = executing([facts("1")], { ...policyWith(), verify: false });
    scenario.run();
    expect(scenario.stage("1")).toBe("unverified");
    scenario.act({ kind: "decompose", key: "self:1", titles: ["a", "b"] });
    scenario.run();
    const entry = scenario.stream("1").recovery?.escalation?.entry ?? "";
    scenario.act({ kind: "land", key: "self:1", force: true });
    scenario.run();
    expect(scenario.stage("1")).toBe("completed");
    expect(scenario.act({ kind: "approve", entry })).toMatchObject([{ type: "act-refused" }]);
    expect(scenario.stage("1")).toBe("completed");
  });

  test("is refused of work that is under way, of one part, and twice", () => {
    const scenario = executing([facts("1"), facts("2")], { ...policyWith(), concurrency: 1 });
    for (const [key, titles] of [
      ["self:1", []],
      ["self:2", ["a"]],
      ["self:9", []],
      ["self:2", []],
      ["self:2", []],
    ] as const) {
      scenario.act({ kind: "decompose", key, titles });
    }
    expect(told(scenario, "act-refused")).toHaveLength(4);
    expect(told(scenario, "split-asked")).toHaveLength(1);
  });
});

describe("by hand", () => {
  test("escalate takes running work from its agent, keeps it, and waits for a decision", () => {
    const scenario = executing([facts("1")], policyWith());
    scenario.run({}, ["run-agent", "stop-agent"]);
    scenario.act({ kind: "escalate", key: "self:1", reason: "two designs are possible" });
    expect(scenario.promised).toContain("self:1/1/stop");
    scenario.end("self:1/1/run", failed());
    scenario.run({}, []);
    expect(scenario.stage("1")).toBe("stopped");
    scenario.act({ kind: "escalate", key: "self:1", reason: "" });
    expect(told(scenario, "act-refused")).toHaveLength(1);
    scenario.act({ kind: "answer", entry: "q-1", text: "the second" });
    scenario.start();
    scenario.run({}, ["run-agent"]);
    expect(runOf(scenario)?.messages.map(({ text }) => text)).toEqual(["the second"]);
  });

  test("resume settles what was escalated", () => {
    const scenario = executing([facts("1"), facts("2")], { ...policyWith(), concurrency: 1 });
    scenario.act({ kind: "escalate", key: "self:2", reason: "" });
    expect(scenario.stream("2").hold).not.toBeNull();
    scenario.act({ kind: "resume", key: "self:2" });
    expect(scenario.stream("2").recovery?.escalation).toBeNull();
    expect(scenario.stream("2").hold).toBeNull();
  });

  test("reassign ends the running agent, and another configured one goes on with its work", () => {
    const scenario = executing([facts("1")], policyWith());
    scenario.run({}, ["run-agent", "stop-agent"]);
    scenario.act({ kind: "reassign", key: "self:1", agent: "third" });
    scenario.end("self:1/1/run", failed());
    scenario.run({}, ["run-agent"]);
    expect(runOf(scenario)).toMatchObject({
      attempt: "self:1/2",
      program: "third",
      conversation: null,
    });
    expect(scenario.stream("1").failures).toBe(0);
    expect(scenario.stream("1").carry).not.toBeNull();
  });

  test("reassign gives blocked work to another, and refuses whom nobody knows", () => {
    const scenario = executing([facts("1")], policyWith({ "gave-up": [{ kind: "block" }] }));
    scenario.run({
      "run-agent": {
        ...failed(),
        kind: "agent-ended",
        report: { ...reportOf(), outcome: { kind: "gave-up", message: "too hard" } },
      },
    });
    expect(scenario.stage("1")).toBe("blocked");
    scenario.act({ kind: "reassign", key: "self:1", agent: "nobody" });
    expect(told(scenario, "act-refused")).toHaveLength(1);
    scenario.act({ kind: "reassign", key: "self:1", agent: "second" });
    expect(scenario.stage("1")).toBe("waiting");
  });
});

function reportOf() {
  const made = failed();
  if (made.kind !== "agent-ended") throw new Error(made.kind);
  return made.report;
}

describe("a deadlock", () => {
  test("is told once, with what is waited for and why that never comes", () => {
    const streams = [
      facts("1"),
      facts("2", { dependsOn: ["self:3"] }),
      facts("3", { status: "deferred", workable: false }),
      facts("4", { dependsOn: ["self:2"] }),
    ];
    const scenario = executing(streams, policyWith());
    scenario.run({});
    const stranded = told(scenario, "escalated");
    expect(stranded).toEqual([
      expect.objectContaining({
        key: "self:2",
        detection: "dependency-deadlock",
        text: "2 and 1 more wait for 3, which is deferred in the roadmap",
      }),
    ]);
    scenario.act({ kind: "reject", entry: "q-1", text: "" });
    scenario.start();
    scenario.run({});
    expect(told(scenario, "escalated")).toHaveLength(1);
  });

  test("is none where the roadmap says that somebody is at it", () => {
    const streams = [
      facts("1", { status: "in_progress", workable: false, assignee: "Mara" }),
      facts("2", { dependsOn: ["self:1"] }),
      facts("3"),
    ];
    const scenario = executing(streams, policyWith());
    scenario.run({});
    expect(told(scenario, "escalated")).toEqual([]);
    expect(scenario.stage("3")).toBe("completed");
  });

  test("is none where a person has been asked about what is waited for", () => {
    const rows = { "agent-failure": [{ kind: "escalate" }] } as const;
    const streams = [facts("1"), facts("2", { dependsOn: ["self:1"] })];
    const scenario = executing(streams, policyWith(rows));
    scenario.run({ "run-agent": failed() });
    expect(stepsOf(scenario)).toEqual(["1/1 agent-failure escalate -"]);
  });
});
