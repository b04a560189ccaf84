import { describe, expect, test } from "vitest";
import type { AgentOutcome } from "../../model/index.ts";
import { factsOf } from "../../model/state.fixture.ts";
import { POLICY, executing } from "../scenario.fixture.ts";
import { DONE, ask, begin, ended, runEffect } from "../session/conversation.fixture.ts";

describe("a conversation", () => {
  const crash: AgentOutcome = { kind: "failed", reason: "crashed", message: "signal 9" };

  test("is gone on with after a crash, with what the agent left", () => {
    const scenario = executing([factsOf("1")]);
    scenario.run({ "run-agent": ended(crash) });
    scenario.wait(POLICY.retryCeilingMs);
    scenario.run({}, ["run-agent"]);
    expect(runEffect(scenario).conversation?.session).toBe("conversation-1");
    expect(scenario.stream("1").carry?.work.head).toBe("head of self:1/1");
  });

  test("in which the agent failed twice is left", () => {
    const scenario = executing([factsOf("1")]);
    for (let times = 0; times < 2; times++) {
      scenario.run({ "run-agent": ended(crash) });
      scenario.wait(POLICY.retryCeilingMs);
    }
    scenario.run({}, ["run-agent"]);
    expect(runEffect(scenario).conversation).toBeNull();
  });

  test("that is gone costs no failure, and a fresh one begins with everything said", () => {
    const scenario = executing([factsOf("1")]);
    ask(scenario, begin(scenario, "1"));
    scenario.run({ "run-agent": ended(DONE) });
    scenario.act({ kind: "answer", entry: "q-1", text: "yes" });
    scenario.act({ kind: "resume" });
    const gone: AgentOutcome = { kind: "failed", reason: "conversation", message: "not found" };
    scenario.run({ "self:1/2/run": ended(gone, { session: null }) }, ["self:1/3/run"]);
    scenario.wait(POLICY.retryCeilingMs);
    scenario.run({}, ["run-agent"]);
    expect(runEffect(scenario)).toMatchObject({
      attempt: "self:1/3",
      conversation: null,
      messages: [{ text: "yes" }],
    });
    expect(scenario.stream("1").failures).toBe(0);
  });
});
