import { describe, expect, it } from "vitest";
import { factsOf } from "../../model/state.fixture.ts";
import { explainWords, goalTopic, interpretGoal } from "../index.ts";

const facts = [
  factsOf("1.2", { title: "Task Parser" }),
  factsOf("1.3", { title: "Message Bus", assignee: "Nova", order: 1 }),
];

function explain(goal: string) {
  const found = interpretGoal(goal, facts, { threshold: 0.5 });
  return Object.fromEntries(explainWords(found, facts).map(({ said, as }) => [said, as]));
}

describe("explainWords", () => {
  it("says what each word was taken for, and leaves out what says nothing", () => {
    expect(explain("please build the tsak parser quietly")).toEqual({
      build: "carry out",
      tsak: '"task" in the title of 1.2 (75 %)',
      parser: '"parser" in the title of 1.2 (100 %)',
      quietly: "not understood",
    });
    expect(explain("everything but 1.3")["1.3"]).toBe("to be left out");
    expect(explain("run 1.2")["1.2"]).toBe("an id, a range or a batch");
  });

  it("shows words that were translated or corrected as what they became", () => {
    expect(explain("Hilfe").hilfe).toBe('"help": a command');
    expect(explain("statsu").statsu).toBe('"status": a command');
  });
});

describe("goalTopic", () => {
  it.each([
    ["who exceeded restarts?", "restarts"],
    ["uptime", "uptime"],
    ["how long has it been running?", "uptime"],
    ["what failed last night?", "failures"],
    ["what's next?", null],
  ])("hears in %s a question about %s", (goal, topic) => {
    expect(goalTopic(goal)).toBe(topic);
  });
});

describe("interpretGoal with people", () => {
  it("stops and shows the work of whoever is named", () => {
    const stopped = interpretGoal("stop Aria", facts, {
      threshold: 0.5,
      holders: [{ name: "Aria", key: "self:1.2" }],
    });
    expect(stopped).toMatchObject({ goalType: "stop", matched: [{ id: "1.2" }] });
    const asked = interpretGoal("what is Nova doing?", facts, { threshold: 0.5 });
    expect(asked).toMatchObject({ goalType: "status", matched: [{ id: "1.3" }] });
  });
});
