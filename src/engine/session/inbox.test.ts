import { describe, expect, test } from "vitest";
import type { AgentOutcome, AgentReport, Effect, Input, Outcome } from "../../model/index.ts";
import { LIMITS } from "../../model/index.ts";
import { pendingEffects } from "../index.ts";
import type { Scenario } from "../scenario.fixture.ts";
import { POLICY, executing } from "../scenario.fixture.ts";
import { factsOf } from "../../model/state.fixture.ts";

const DONE: AgentOutcome = { kind: "claimed-done", summary: "done" };

function ended(outcome: AgentOutcome, more: Partial<AgentReport> = {}): Outcome {
  const report: AgentReport = {
    exit: { kind: "exited", code: 0 },
    outcome,
    usage: null,
    session: "conversation-1",
    adapter: "claude-code",
    account: "claude-code/abc",
    stdoutBytes: 1,
    stderrBytes: 0,
    stdoutDigest: null,
    flooded: false,
    ...more,
  };
  return { kind: "agent-ended", report };
}

/** Carries a stream to where its agent is at work. */
function begin(scenario: Scenario, id: string, generation = 1): string {
  const attempt = `self:${id}/${generation}`;
  scenario.run({}, ["run-agent", "tell-agent", "stop-agent"]);
  const process = { pid: 7, startTime: attempt, bootId: "b" };
  scenario.send({ type: "agent-started", atMs: scenario.nowMs, attempt, process });
  return attempt;
}

type Asked = Extract<Input, { type: "agent-asked" }>;

function ask(scenario: Scenario, attempt: string, more: Partial<Asked> = {}): void {
  scenario.send({
    type: "agent-asked",
    atMs: scenario.nowMs,
    attempt,
    number: 1,
    kind: "question",
    text: "Keep the old codes?",
    options: ["yes", "no"],
    need: "turn",
    request: null,
    ...more,
  });
}

function runEffect(scenario: Scenario): Extract<Effect, { kind: "run-agent" }> {
  const effect = pendingEffects(scenario.state).find(({ kind }) => kind === "run-agent");
  if (effect?.kind !== "run-agent") throw new Error(`no run in ${scenario.promised.join(", ")}`);
  return effect;
}

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

describe("an account", () => {
  const streams = [factsOf("1"), factsOf("2"), factsOf("3")];

  function observed(): Scenario {
    const scenario = executing(streams, { concurrency: 2 });
    const account = "claude-code/abc";
    scenario.send({ type: "account-observed", atMs: scenario.nowMs, account });
    return scenario;
  }

  test("at its limit starts nothing until the reset, then one, then the rest", () => {
    const scenario = observed();
    const untilMs = scenario.nowMs + 3_600_000;
    const limited = ended({ kind: "limited", untilMs, message: "usage limit" });
    scenario.run({ "run-agent": limited });
    expect(streams.map(({ id }) => scenario.stage(id))).toEqual(["waiting", "waiting", "waiting"]);
    expect(scenario.reason("3")).toBe("account");
    expect(scenario.stream("1").failures).toBe(0);
    scenario.wait(3_600_000 - 1);
    expect(scenario.promised).toEqual([]);
    scenario.wait(1);
    scenario.run({}, ["run-agent"]);
    expect(scenario.promised).toHaveLength(1);
    const [probe = ""] = scenario.promised;
    const attempt = probe.replace("/run", "");
    scenario.send({ type: "model-answered", atMs: scenario.nowMs, attempt: "self:3/9" });
    expect(scenario.promised).toHaveLength(1);
    scenario.send({ type: "model-answered", atMs: scenario.nowMs, attempt });
    scenario.run({}, ["run-agent"]);
    expect(scenario.promised).toHaveLength(2);
    scenario.run({ "run-agent": ended(DONE) });
    expect(scenario.state.session?.state).toBe("completed");
  });

  test("still at its limit when it is tried waits again, for all", () => {
    const scenario = observed();
    const limitedFor = (ms: number): Outcome =>
      ended({ kind: "limited", untilMs: scenario.nowMs + ms, message: "usage limit" });
    scenario.run({ "run-agent": limitedFor(60_000) });
    scenario.wait(60_000);
    scenario.run({ "run-agent": limitedFor(120_000) });
    expect(scenario.promised).toEqual([]);
    scenario.wait(119_999);
    expect(scenario.promised).toEqual([]);
  });

  test("whose probe dies without a word is tried by another", () => {
    const scenario = observed();
    const limited = { kind: "limited", untilMs: scenario.nowMs + 60_000, message: "" } as const;
    scenario.run({ "run-agent": ended(limited) });
    scenario.wait(60_000);
    const crash: AgentOutcome = { kind: "failed", reason: "crashed", message: "x" };
    scenario.run({ "run-agent": ended(crash) }, ["self:2/2/run", "self:3/1/run"]);
    const running = streams.filter(({ id }) => scenario.stage(id) === "running");
    expect(running).toHaveLength(1);
  });

  test("without a login asks for one, also when another attempt meets a limit after that", () => {
    const scenario = observed();
    const message = "Log in with: claude auth login";
    scenario.run({ "self:1/1/run": ended({ kind: "login-needed", message }) }, ["self:2/1/run"]);
    const untilMs = scenario.nowMs + 3_600_000;
    scenario.run({ "self:2/1/run": ended({ kind: "limited", untilMs, message: "usage limit" }) });
    const troubles = [...scenario.state.accounts.values()].map(({ trouble }) => trouble.kind);
    expect(troubles).toEqual(["login"]);
  });

  test("without a login blocks whoever met it, starts nobody else, and ends the session", () => {
    const scenario = observed();
    const message = "Log in with: claude auth login";
    scenario.run({ "self:1/1/run": ended({ kind: "login-needed", message }) }, ["self:2/1/run"]);
    expect(scenario.stage("1")).toBe("blocked");
    expect(scenario.stage("3")).toBe("waiting");
    scenario.run({ "self:2/1/run": ended({ kind: "login-needed", message }) });
    expect(scenario.state.session?.state).toBe("failed");
    scenario.act({ kind: "retry", key: "self:1" });
    scenario.start();
    scenario.end("self/base/2", {
      kind: "base-verified",
      head: scenario.head.commit,
      report: { tree: "t", gatesDigest: "gates", green: true, results: [], needsPerson: [] },
    });
    scenario.run({ "run-agent": ended(DONE) });
    expect(scenario.stage("3")).toBe("completed");
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
