import { describe, expect, test } from "vitest";
import type { AgentOutcome } from "../../model/index.ts";
import { factsOf } from "../../model/state.fixture.ts";
import { POLICY, executing, type Scenario } from "../scenario.fixture.ts";
import { DONE, begin, ended, runEffect } from "./conversation.fixture.ts";

describe("work that waits for a person", () => {
  function waiting(): Scenario {
    const scenario = executing([factsOf("1")]);
    scenario.run({
      "run-agent": ended(DONE),
      verify: (effect) => {
        if (effect.kind !== "verify") throw new Error("not a verification");
        const { tree } = effect.candidate;
        const report = { tree, gatesDigest: "gates", green: true, results: [] };
        return { kind: "verified", report: { ...report, needsPerson: ["tests were deleted"] } };
      },
    });
    expect(scenario.stage("1")).toBe("needs-person");
    return scenario;
  }

  test("lands when it is approved, by its entry or by its stream", () => {
    for (const entry of ["q-1", "self:1"]) {
      const scenario = waiting();
      scenario.act({ kind: "approve", entry });
      scenario.run();
      expect(scenario.stage("1")).toBe("completed");
    }
  });

  test("goes back to the same agent and conversation with what the person says", () => {
    const scenario = waiting();
    const before = scenario.stream("1").agent;
    const text = "keep the tests\n\na.test.ts:3: this one too";
    expect(scenario.act({ kind: "reject", entry: "q-1", text: "" })[0]?.type).toBe("act-refused");
    scenario.act({ kind: "reject", entry: "q-1", text });
    scenario.start({ kind: "streams", keys: ["self:1"] });
    scenario.run({}, ["run-agent"]);
    const run = runEffect(scenario);
    expect(run.rejection).toEqual({
      reason: { kind: "person", message: "keep the tests" },
      evidence: text,
    });
    expect(run.conversation?.session).toBe("conversation-1");
    expect(run.agent).toEqual(before);
  });
});

describe("what is said to an agent", () => {
  test("and was not heard keeps its work from landing until it was", () => {
    const scenario = executing([factsOf("1")]);
    begin(scenario, "1");
    scenario.act({ kind: "feedback", key: "self:1", text: "in French, please" });
    scenario.end("self:1/1/tell/1", { kind: "refused", message: "deaf" });
    scenario.end("self:1/1/run", ended(DONE));
    scenario.run({}, ["run-agent"]);
    expect(scenario.types()).toContain("continued");
    expect(runEffect(scenario).messages).toMatchObject([{ text: "in French, please" }]);
    scenario.run({ "run-agent": ended(DONE) });
    expect(scenario.stage("1")).toBe("completed");
    expect(scenario.stream("1").failures).toBe(0);
  });

  test("is said again when the program never named a conversation", () => {
    const scenario = executing([factsOf("1")]);
    scenario.act({ kind: "feedback", key: "self:1", text: "first" });
    begin(scenario, "1");
    const crash: AgentOutcome = { kind: "failed", reason: "crashed", message: "at once" };
    scenario.run({ "run-agent": ended(crash, { session: null, stdoutBytes: 0 }) });
    scenario.wait(POLICY.retryCeilingMs);
    scenario.run({}, ["run-agent"]);
    expect(runEffect(scenario)).toMatchObject({
      conversation: null,
      messages: [{ text: "first" }],
    });
  });

  test("and went onto its stdin just before it ended was heard", () => {
    const scenario = executing([factsOf("1")]);
    begin(scenario, "1");
    scenario.act({ kind: "feedback", key: "self:1", text: "quick" });
    scenario.run({ "run-agent": ended(DONE, { heard: ["m-1"] }) }, ["tell-agent"]);
    expect(scenario.stage("1")).toBe("completed");
    expect(scenario.stream("1").attempts).toHaveLength(1);
  });

  test("is refused where no agent will read it", () => {
    const scenario = executing([factsOf("1")]);
    scenario.run({ "run-agent": ended(DONE) });
    const said = scenario.act({ kind: "feedback", key: "self:1", text: "late" });
    expect(said).toMatchObject([{ type: "act-refused" }]);
  });
});

describe("a stream", () => {
  test("that a person holds back ends, keeps its work, and goes on when it is let go", () => {
    const scenario = executing([factsOf("1"), factsOf("2")]);
    begin(scenario, "1");
    scenario.act({ kind: "pause", key: "self:1" });
    scenario.end("self:1/1/run", ended({ kind: "failed", reason: "stopped", message: "" }));
    scenario.run({ "self:2/1/run": ended(DONE) });
    expect(scenario.stage("1")).toBe("stopped");
    expect(scenario.stage("2")).toBe("completed");
    scenario.act({ kind: "resume", key: "self:1" });
    expect(scenario.stage("1")).toBe("waiting");
    expect(scenario.stream("1").carry?.work.head).toBe("head of self:1/1");
  });

  test("that waits is not started while a person holds it back", () => {
    const scenario = executing([factsOf("1"), factsOf("2")], { concurrency: 1 });
    scenario.act({ kind: "pause", key: "self:2" });
    scenario.run({ "self:1/1/run": ended(DONE) });
    expect(scenario.stage("2")).toBe("waiting");
    expect(scenario.reason("2")).toBe("held");
    expect(scenario.state.session?.state).toBe("failed");
    expect(scenario.act({ kind: "pause", key: "self:2" })[0]?.type).toBe("act-refused");
  });

  test("gives its agent to another on a person's word, and is nobody's for now", () => {
    const scenario = executing([factsOf("1"), factsOf("2"), factsOf("3")], { concurrency: 1 });
    begin(scenario, "1");
    const aria = scenario.stream("1").agent;
    scenario.act({ kind: "redirect", key: "self:1", to: "self:3", reason: "more urgent" });
    scenario.end("self:1/1/run", ended({ kind: "failed", reason: "stopped", message: "" }));
    scenario.run({}, ["run-agent"]);
    expect(scenario.stage("1")).toBe("waiting");
    expect(scenario.stream("1").agent).toBeNull();
    expect(scenario.stage("3")).toBe("running");
    expect(scenario.stream("3").agent).toEqual(aria);
    expect(runEffect(scenario).messages).toMatchObject([{ kind: "redirect", text: "more urgent" }]);
    scenario.run({ "run-agent": ended(DONE) });
    expect(scenario.state.session?.state).toBe("completed");
  });

  test("cannot be the end of a redirection when it is not free", () => {
    const scenario = executing([factsOf("1"), factsOf("2", { dependsOn: ["self:1"] })]);
    begin(scenario, "1");
    for (const to of ["self:2", "self:1", "self:9"]) {
      const said = scenario.act({ kind: "redirect", key: "self:1", to, reason: "" });
      expect(said).toMatchObject([{ type: "act-refused" }]);
    }
  });
});
