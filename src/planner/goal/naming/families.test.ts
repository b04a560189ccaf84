import { expect, it } from "vitest";
import { factsOf } from "../../../model/state.fixture.ts";
import { interpretGoal } from "../../index.ts";

const facts = [
  factsOf("SEC-1", { title: "Input Validation" }),
  factsOf("SEC-2-AUTH", { title: "Mail Confirmation" }),
  factsOf("US-001", { title: "Health at a Glance" }),
  factsOf("US-002", { title: "Progress in Pull Requests" }),
  factsOf("PRIORITY 1", { title: "Analytics", priority: "low" }),
  factsOf("PRIORITY 2", { title: "Crash Recovery", priority: "low" }),
].map((one, order) => ({ ...one, order }));

function read(goal: string) {
  const { goalType, matched } = interpretGoal(goal, facts, { threshold: 0.5 });
  return { type: goalType, ids: matched.map(({ id }) => id) };
}

it.each([
  ["all the SEC ones", ["SEC-1", "SEC-2-AUTH"]],
  ["every SEC stream that can start", ["SEC-1", "SEC-2-AUTH"]],
  ["start all SEC- items", ["SEC-1", "SEC-2-AUTH"]],
  ["every US story", ["US-001", "US-002"]],
])("letters that several ids begin with name all of these: %s", (goal, ids) => {
  expect(read(goal)).toEqual({ type: "run_parallel", ids });
});

it.each(["none of the SEC ones", "every SEC stream tomorrow", "give me a sec", "give us tasks"])(
  "they start nothing where that is not meant: %s",
  (goal) => {
    expect(read(goal).type).toBe("suggest");
  },
);

it("a word that says how urgent work is names no ids", () => {
  expect(read("the priority tasks").ids).toEqual([]);
});
