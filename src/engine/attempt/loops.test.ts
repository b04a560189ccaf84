import { describe, expect, test } from "vitest";
import { factsOf } from "../../model/state.fixture.ts";
import { executing, type Scenario } from "../scenario.fixture.ts";
import { begin, ended, runEffect } from "../session/conversation.fixture.ts";

describe("an agent that goes in circles", () => {
  function loop(scenario: Scenario, attempt: string, number: number, progressed = false): void {
    scenario.send({
      type: "agent-looped",
      atMs: scenario.nowMs,
      attempt,
      number,
      pattern: "same-error",
      evidence: ["npm test failed 3 times in a row"],
      progressed,
    });
  }
  const killed = ended({ kind: "failed", reason: "stopped", message: "" });

  test("is told, then begins afresh, then a person is asked", () => {
    const scenario = executing([factsOf("1")]);
    const first = begin(scenario, "1");
    loop(scenario, first, 1);
    loop(scenario, first, 1);
    scenario.end("self:1/1/tell/1", { kind: "told" });
    expect(scenario.promised).toEqual(["self:1/1/run"]);
    loop(scenario, first, 2);
    expect(scenario.promised).toContain("self:1/1/stop");
    scenario.end("self:1/1/run", killed);
    const second = begin(scenario, "1", 2);
    const run = runEffect(scenario);
    expect(run.conversation).toBeNull();
    expect(run.messages.map(({ kind }) => kind)).toEqual(["nudge", "nudge"]);
    loop(scenario, second, 1);
    scenario.end("self:1/2/run", killed);
    scenario.run();
    expect(scenario.stage("1")).toBe("parked");
    expect(scenario.stream("1").stage).toMatchObject({ asking: [{ kind: "stuck" }] });
    expect(scenario.stream("1").failures).toBe(0);
  });

  test("that cannot be told ends its turn and reads it in the next", () => {
    const scenario = executing([factsOf("1")]);
    loop(scenario, begin(scenario, "1"), 1);
    scenario.end("self:1/1/tell/1", { kind: "refused", message: "deaf" });
    expect(scenario.promised).toContain("self:1/1/stop");
    scenario.end("self:1/1/run", killed);
    scenario.run({}, ["run-agent"]);
    expect(runEffect(scenario)).toMatchObject({
      conversation: { session: "conversation-1" },
      messages: [{ kind: "nudge" }],
    });
  });

  test("is forgiven what went before its files changed", () => {
    const scenario = executing([factsOf("1")]);
    const attempt = begin(scenario, "1");
    loop(scenario, attempt, 1);
    loop(scenario, attempt, 2, true);
    expect(scenario.promised).not.toContain("self:1/1/stop");
  });
});
