import { describe, expect, it } from "vitest";
import type { StreamFacts } from "../../model/index.ts";
import { factsOf } from "../../model/state.fixture.ts";
import { interpretGoal } from "../index.ts";

const facts: readonly StreamFacts[] = [
  factsOf("1.2", { title: "Task Parser and Goal Extraction", batch: "Batch 1", effort: "M" }),
  factsOf("1.3", { title: "Task Decomposition Engine", batch: "Batch 1", effort: "L" }),
  factsOf("1.4", { title: "Agent Role Registry", batch: "Batch 1", effort: "S" }),
  factsOf("2.2", { title: "Error Detection Framework", batch: "Batch 2" }),
  factsOf("REQ-042", { title: "Invoice export" }),
  factsOf("REQ-043", { title: "Invoice import" }),
].map((one, order) => ({ ...one, order }));

function started(goal: string): readonly string[] {
  const found = interpretGoal(goal, facts, { threshold: 0.5 });
  return found.goalType.startsWith("run") ? found.matched.map(({ id }) => id) : [];
}

describe("a batch that work is taken from", () => {
  it.each([
    ["1.2 and nothing else from batch 1", ["1.2"]],
    ["only 1.4 of batch 1", ["1.4"]],
    ["run 1.2 and none of the others in batch 1", ["1.2"]],
    ["batch 1, but only 1.2 and 1.4 of it", ["1.2", "1.4"]],
    ["batch 1? not the whole thing: 1.3", ["1.3"]],
    ["the registry of batch 1", ["1.4"]],
    ["1.2 first, then the others of batch 1", ["1.2", "1.3", "1.4"]],
    ["all of batch 1. Except 1.2. And 1.3.", ["1.4"]],
    ["nothing else from batch 1", []],
    ["the engine or the parser of batch 1", []],
  ])("says where it is, or is meant itself: %s", (goal, ids) => {
    expect(started(goal)).toEqual(ids);
  });
});

describe("what is said around work that is named", () => {
  it.each([
    ["1.2 only, layers 2 to 4 come later", ["1.2"]],
    ["1.2, and nothing that calls the cloud", ["1.2"]],
    ["1.3, no, 1.4 is what I mean", ["1.4"]],
    ["the small one: 1.4", ["1.4"]],
    ["have 1.2 and 1.3 done at the same time", ["1.2", "1.3"]],
    ["the one called REQ-042 please", ["REQ-042"]],
    ["everything in 1 is done except 1.4, so finish that off", ["1.4"]],
    ["auditors are nervous, let's make them happy: 1.4", ["1.4"]],
    ["what should be done next? go ahead and do it", ["1.3"]],
    ["only if an agent is free, 1.2 please", ["1.2"]],
    ["if nobody is on it yet, start 1.2", ["1.2"]],
    ["1.2 and 1.3, 1.4 not yet", ["1.2", "1.3"]],
    ["only 1.2, no invoices today", ["1.2"]],
    ["1.2. Nothing else should move.", ["1.2"]],
    ["1.2 und sonst nichts", ["1.2"]],
    ["1.2, et rien d'autre", ["1.2"]],
    ["1.2 y nada más", ["1.2"]],
    ["kill the power bill: finish error detection", ["2.2"]],
    ["the smallest one", ["1.4"]],
  ])("changes nothing of it: %s", (goal, ids) => {
    expect(started(goal)).toEqual(ids);
  });

  it.each([
    "1.2 works without the cloud",
    "1.2 is nothing that we need",
    "the small one: 1.3",
    "I have 1.2 done",
    "REQ-042 invoice export, broke again",
    "REQ-042 invoice export, throw it out",
    "auditors are nervous about: 1.4",
    "let's blame somebody: 1.4",
    "everything in 1 is done except 1.4, so leave that",
    "what comes after 1.2? start it",
    "what should be done next? don't do it",
    "only if somebody is free to review it, 1.2",
    "if somebody reviewed 1.2, do 1.3",
    "if someone is on it, start 1.2",
    "1.2 saves us money",
    "do not start 1.2, sorry, 1.3",
    "batch 1 except 1.2 tomorrow",
    "1.2 from batch 2",
    "1.2, 1.3 and 1.4 not yet",
    "1.2, rien d'autre ne marche",
    "nothing else should move",
    "the one next to 1.2",
    "kill the parser: finish error detection",
    "stop the reviewer, finish error detection",
    "kill the power bill: error detection",
    "1.2 because we need it if the tests pass",
  ])("may be all that it says: %s", (goal) => {
    expect(started(goal)).toEqual([]);
  });
});

describe("a superlative", () => {
  it("is asked back where two are equal", () => {
    const equal = [...facts, { ...factsOf("3.1", { title: "Glossary", effort: "S" }), order: 9 }];
    const found = interpretGoal("the smallest one", equal, { threshold: 0.5 });
    expect(found.goalType).toBe("suggest");
    expect(found.matched.map(({ id }) => id)).toEqual(["1.4", "3.1"]);
  });
});

describe("why something is wanted", () => {
  it.each([
    "we're away next month, so it'd be lovely to have 1.2 before",
    "the auditors come on Monday, so start 1.2",
    "I'm on holiday from tomorrow, please start 1.2 now",
  ])("may tell of another day: %s", (goal) => {
    expect(started(goal)).toEqual(["1.2"]);
  });

  it.each([
    "we're away next month, so do 1.2 then",
    "we're back next month, so 1.2 after that",
    "we're away next month, so 1.2 can wait",
    "we're away next week, so do 1.2 as soon as we are back",
    "next month it would be lovely to have 1.2",
    "the customer comes on Monday, so how is 1.2?",
  ])("is not when it is wanted: %s", (goal) => {
    expect(started(goal)).toEqual([]);
  });
});
