import { describe, expect, test } from "vitest";
import type { AgentOutcome } from "../../model/index.ts";
import { LIMITS } from "../../model/index.ts";
import { factsOf } from "../../model/state.fixture.ts";
import { executing, type Scenario } from "../scenario.fixture.ts";
import { type Asked, DONE, ask, begin, ended, runEffect } from "../session/conversation.fixture.ts";

describe("a question", () => {
  test("parks the stream with its work, holds no slot, and lets others work", () => {
    const scenario = executing([factsOf("1"), factsOf("2")], { concurrency: 1 });
    ask(scenario, begin(scenario, "1"));
    scenario.run({ "self:1/1/run": ended(DONE) }, ["self:2/1/run"]);
    expect(scenario.stage("1")).toBe("parked");
    expect(scenario.stage("2")).toBe("running");
    expect(scenario.state.releases.size).toBe(0);
    expect(scenario.stream("1").failures).toBe(0);
    expect(scenario.state.session?.state).toBe("executing");
  });

  test("is heard once, and one of an attempt that was given up not at all", () => {
    const scenario = executing([factsOf("1")]);
    const attempt = begin(scenario, "1");
    ask(scenario, attempt);
    ask(scenario, attempt);
    ask(scenario, "self:1/9");
    ask(scenario, attempt, { number: 3 });
    expect(scenario.types().filter((type) => type === "asked")).toHaveLength(1);
  });

  test("over the tools counts by itself: read again in another order, none is missed or repeated", () => {
    const scenario = executing([factsOf("1")]);
    const attempt = begin(scenario, "1");
    ask(scenario, attempt, { text: "printed" });
    // Whoever leads next reads the tools first: the printed one is known, this one is not.
    ask(scenario, attempt, { text: "called", over: "tools", request: "tool:c-1" });
    ask(scenario, attempt, { text: "printed" });
    ask(scenario, attempt, { text: "called", over: "tools", request: "tool:c-1" });
    ask(scenario, attempt, { text: "called again", over: "tools", number: 2 });
    const { stage } = scenario.stream("1");
    const texts = stage.kind === "running" ? stage.asking.map(({ text }) => text) : [];
    expect(texts).toEqual(["printed", "called", "called again"]);
  });

  test("goes on in the same conversation with the answer, from the carried work", () => {
    const scenario = executing([factsOf("1")]);
    ask(scenario, begin(scenario, "1"));
    scenario.run({ "run-agent": ended(DONE) });
    expect(scenario.state.session?.state).toBe("paused");
    scenario.act({ kind: "answer", entry: "q-1", text: "yes, keep them" });
    expect(scenario.stage("1")).toBe("waiting");
    scenario.act({ kind: "resume" });
    scenario.run({}, ["run-agent"]);
    const run = runEffect(scenario);
    expect(run.attempt).toBe("self:1/2");
    expect(run.conversation).toMatchObject({ session: "conversation-1", adapter: "claude-code" });
    expect(run.messages).toMatchObject([
      { kind: "answer", text: "yes, keep them", about: "Keep the old codes?", by: "ada" },
    ]);
    expect(scenario.stream("1").carry).toMatchObject({ rebase: false });
    scenario.run({ "run-agent": ended(DONE) });
    expect(scenario.stage("1")).toBe("completed");
  });

  test("is answered once: a second answer is refused", () => {
    const scenario = executing([factsOf("1")]);
    ask(scenario, begin(scenario, "1"));
    scenario.run({ "run-agent": ended(DONE) });
    scenario.act({ kind: "answer", entry: "self:1", text: "yes" });
    const again = scenario.act({ kind: "answer", entry: "q-1", text: "no" });
    expect(again).toMatchObject([{ type: "act-refused" }]);
    expect(scenario.stream("1").messages).toHaveLength(1);
  });

  test("is answered by the policy, denials first, and a person is not asked", () => {
    const questions = {
      allow: ["Bash(npm *)", "WebFetch"],
      deny: ["*publish*"],
      answers: [{ question: "*old codes*", answer: "Keep them." }],
    };
    const scenario = executing([factsOf("1")], { questions });
    const attempt = begin(scenario, "1");
    const permission = { kind: "permission", need: "now", request: "r" } as const;
    ask(scenario, attempt);
    ask(scenario, attempt, { ...permission, number: 2, text: "Bash(npm publish)" });
    ask(scenario, attempt, { ...permission, number: 3, text: "Bash(npm test)" });
    ask(scenario, attempt, { ...permission, number: 4, text: "WebFetch(https://example.com)" });
    ask(scenario, attempt, { ...permission, number: 5, text: "WebFetcher(x)" });
    const said = scenario.stream("1").messages.map(({ allowed, by }) => [allowed, by]);
    expect(said).toEqual([
      [null, "the policy"],
      [false, "the policy"],
      [true, "the policy"],
      [true, "the policy"],
    ]);
    const { stage } = scenario.stream("1");
    expect(stage).toMatchObject({ kind: "running", asking: [{ text: "WebFetcher(x)" }] });
  });

  test("whose process waits is told the answer live, one message at a time", () => {
    const scenario = executing([factsOf("1")]);
    ask(scenario, begin(scenario, "1"), { need: "now", request: "r-1" });
    scenario.act({ kind: "answer", entry: "q-1", text: "yes" });
    scenario.act({ kind: "feedback", key: "self:1", text: "and mind the tests" });
    expect(scenario.promised).toEqual(["self:1/1/run", "self:1/1/tell/2"]);
    scenario.end("self:1/1/tell/2", { kind: "told" });
    expect(scenario.promised).toEqual(["self:1/1/run", "self:1/1/tell/3"]);
    scenario.end("self:1/1/tell/2", { kind: "told" });
    scenario.end("self:1/1/tell/3", { kind: "told" });
    scenario.run({ "run-agent": ended(DONE) });
    expect(scenario.stage("1")).toBe("completed");
    expect(scenario.stream("1").attempts).toHaveLength(1);
  });

  test("whose process waits too long ends its turn, and stays to be answered", () => {
    const scenario = executing([factsOf("1")]);
    ask(scenario, begin(scenario, "1"), { need: "now" });
    scenario.wait(LIMITS.answerWaitMs - 1);
    expect(scenario.promised).not.toContain("self:1/1/stop");
    scenario.wait(1);
    expect(scenario.promised).toContain("self:1/1/stop");
    scenario.end("self:1/1/run", ended({ kind: "failed", reason: "stopped", message: "" }));
    scenario.run();
    expect(scenario.stage("1")).toBe("parked");
    expect(scenario.stream("1").failures).toBe(0);
  });

  test("that cannot be told live ends the turn, and the next one has the answer", () => {
    const scenario = executing([factsOf("1")]);
    ask(scenario, begin(scenario, "1"), { need: "now" });
    scenario.act({ kind: "answer", entry: "q-1", text: "yes" });
    scenario.end("self:1/1/tell/2", { kind: "refused", message: "deaf" });
    expect(scenario.promised).toContain("self:1/1/stop");
    scenario.end("self:1/1/run", ended({ kind: "failed", reason: "stopped", message: "" }));
    scenario.run({}, ["run-agent"]);
    expect(runEffect(scenario).messages).toMatchObject([{ text: "yes" }]);
    expect(scenario.stream("1").failures).toBe(0);
  });

  test("stays when its agent crashes, is stopped, or the orchestrator is", () => {
    const crash: AgentOutcome = { kind: "failed", reason: "crashed", message: "signal" };
    const scenario = executing([factsOf("1")]);
    ask(scenario, begin(scenario, "1"));
    scenario.act({ kind: "stop", keys: null, now: true });
    scenario.end("self:1/1/run", ended(crash));
    scenario.run();
    expect(scenario.stage("1")).toBe("parked");
    scenario.act({ kind: "resume" });
    expect(scenario.stage("1")).toBe("parked");
    expect(scenario.state.session?.state).toBe("paused");
  });

  test("of many at a time is cut off, and its agent is told", () => {
    const scenario = executing([factsOf("1")]);
    const attempt = begin(scenario, "1");
    for (let number = 1; number <= LIMITS.questionsOpenMax + 1; number++) {
      ask(scenario, attempt, { number });
    }
    const { stage, messages } = scenario.stream("1");
    expect("asking" in stage && stage.asking).toHaveLength(LIMITS.questionsOpenMax);
    expect(messages).toHaveLength(1);
  });

  test("is dropped when a person settles, skips or retries the stream", () => {
    for (const act of ["skip", "retry", "roadmap"] as const) {
      const scenario = executing([factsOf("1"), factsOf("2")]);
      ask(scenario, begin(scenario, "1"));
      scenario.run({ "self:1/1/run": ended(DONE) }, ["self:2/1/run"]);
      if (act === "skip") scenario.act({ kind: "skip", key: "self:1", reason: "no" });
      if (act === "retry") scenario.act({ kind: "retry", key: "self:1" });
      if (act === "roadmap") scenario.roadmap([factsOf("1", { status: "cancelled" })]);
      const stage = { skip: "skipped", retry: "preparing", roadmap: "settled" }[act];
      expect(scenario.stage("1")).toBe(stage);
    }
  });
});

describe("a permission that was given while nobody waited for it any more", () => {
  const wish = { kind: "permission", text: "Bash(npm publish)", need: "now" } as const;

  function askedAgain(by: "ada" | "policy", more: Partial<Asked> = {}): Scenario {
    const policy = { allow: by === "policy" ? ["Bash(npm *)"] : [], deny: [], answers: [] };
    const scenario = executing([factsOf("1")], { questions: policy });
    ask(scenario, begin(scenario, "1"), { ...wish, request: "r-1" });
    scenario.run({ "run-agent": ended({ kind: "failed", reason: "stopped", message: "ended" }) });
    if (by === "ada") {
      scenario.act({ kind: "approve", entry: "q-1" });
      scenario.act({ kind: "resume" });
    }
    ask(scenario, begin(scenario, "1", 2), { ...wish, request: "r-2", ...more });
    return scenario;
  }

  function asking(scenario: Scenario): number {
    const { stage } = scenario.stream("1");
    return stage.kind === "running" ? stage.asking.length : -1;
  }

  test("is given again when the agent asks in the same words, by whoever gave it", () => {
    const scenario = askedAgain("ada");
    expect(asking(scenario)).toBe(0);
    expect(scenario.stream("1").messages.at(-1)).toMatchObject({
      allowed: true,
      request: "r-2",
      by: "ada",
    });
  });

  test("is not given for other words, nor for a question", () => {
    expect(asking(askedAgain("ada", { text: "Bash(npm publish --force)" }))).toBe(1);
    expect(asking(askedAgain("ada", { kind: "question" }))).toBe(1);
  });

  test("holds for the next turn alone where it was heard in this one", () => {
    const scenario = executing([factsOf("1")]);
    const attempt = begin(scenario, "1");
    ask(scenario, attempt, { ...wish, request: "r-1" });
    scenario.wait(1_000);
    scenario.act({ kind: "approve", entry: "q-1" });
    ask(scenario, attempt, { ...wish, request: "r-2", number: 2 });
    expect(asking(scenario)).toBe(1);
  });
});
