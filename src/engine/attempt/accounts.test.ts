import { describe, expect, test } from "vitest";
import type { AgentOutcome, Outcome, RecoveryPolicy, RoutedRole } from "../../model/index.ts";
import { DETECTIONS } from "../../model/index.ts";
import { factsOf } from "../../model/state.fixture.ts";
import { executing, type Scenario } from "../scenario.fixture.ts";
import { DONE, ended } from "../session/conversation.fixture.ts";

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

  test("that is at a limit of two seconds for ever is asked less and less, and nobody has failed", () => {
    const scenario = observed();
    const waits: number[] = [];
    for (let round = 0; round < 24; round++) {
      const untilMs = scenario.nowMs + 2_000;
      scenario.run({ "run-agent": ended({ kind: "limited", untilMs, message: "slow down" }) });
      expect(scenario.promised).toEqual([]);
      const [found] = scenario.state.accounts.values();
      const trouble = found?.trouble;
      if (trouble?.kind !== "limit") throw new Error("it is free");
      expect(trouble.round ?? 1).toBe(round + 1);
      waits.push(trouble.untilMs - scenario.nowMs);
      scenario.wait(trouble.untilMs - scenario.nowMs);
      // The streams have pauses of their own.
      if (scenario.promised.length === 0) scenario.wait(60_000);
    }
    expect(waits.slice(0, 5)).toEqual([2_000, 30_000, 60_000, 120_000, 240_000]);
    expect(waits.at(-1)).toBe(3_600_000);
    expect(streams.map(({ id }) => scenario.stream(id).failures)).toEqual([0, 0, 0]);
    scenario.run({ "run-agent": ended(DONE) });
    expect(scenario.state.session?.state).toBe("completed");
  });

  test("that answered meanwhile begins anew at its next limit", () => {
    const scenario = observed();
    const limited = () =>
      ended({ kind: "limited", untilMs: scenario.nowMs + 60_000, message: "limit" });
    scenario.run({ "run-agent": limited() });
    scenario.wait(60_000);
    scenario.run({}, ["run-agent"]);
    const attempt = (scenario.promised[0] ?? "").replace("/run", "");
    scenario.send({ type: "model-answered", atMs: scenario.nowMs, attempt });
    scenario.run({ "run-agent": limited() });
    const [found] = scenario.state.accounts.values();
    expect(found?.trouble).not.toHaveProperty("round");
  });

  test("without credit blocks whoever met it, says so to the others, and tries when asked to", () => {
    const scenario = observed();
    const message = "the provider says that the account has no credit";
    scenario.run({ "self:1/1/run": ended({ kind: "credit-needed", message }) }, ["self:2/1/run"]);
    expect(scenario.stream("1").stage).toMatchObject({ kind: "blocked", cause: "credit" });
    expect(scenario.stream("1").failures).toBe(0);
    expect(scenario.stream("3").decision?.reasons).toContainEqual({
      kind: "account",
      untilMs: null,
      message,
      credit: true,
    });
    scenario.act({ kind: "retry", key: "self:3" });
    expect(scenario.stage("3")).toBe("preparing");
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

  test("without a login is tried again with work that waits for it, when a person says so", () => {
    const scenario = observed();
    const message = "Log in with: claude auth login";
    scenario.run({ "self:1/1/run": ended({ kind: "login-needed", message }) }, ["self:2/1/run"]);
    expect(scenario.reason("3")).toBe("account");
    scenario.act({ kind: "retry", key: "self:3" });
    expect(scenario.state.accounts.size).toBe(0);
    expect(scenario.stage("3")).toBe("preparing");
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

describe("accounts side by side", () => {
  const role = (id: string, word: string, agent: string | null): RoutedRole => {
    return { id, domain: id, words: [word], files: [], rest: false, capabilities: [], agent };
  };
  const routing = [role("database", "migration", "second"), role("frontend", "page", null)];
  const works = ["migration", "page", "migration", "page"];
  const streams = works.map((word, i) => factsOf(`${i + 1}`, { title: `A ${word}` }));
  const [OWN, OTHER] = ["claude-code/abc", "codex/xyz"];

  function observed(concurrency = 2): Scenario {
    const scenario = executing(streams, { concurrency, routing });
    const programs = { second: OTHER };
    scenario.send({ type: "account-observed", atMs: scenario.nowMs, account: OWN, programs });
    return scenario;
  }

  const limitedFor = (scenario: Scenario, ms: number) =>
    ({ kind: "limited", untilMs: scenario.nowMs + ms, message: "usage limit" }) as const;
  const stages = (scenario: Scenario) => streams.map(({ id }) => scenario.stage(id));

  test("a role's account at its limit keeps its own work, and nobody else's", () => {
    const scenario = observed();
    const limited = limitedFor(scenario, 60_000);
    scenario.run({
      "self:1/1/run": ended(limited, { account: OTHER }),
      "run-agent": ended(DONE),
    });
    expect(stages(scenario)).toEqual(["waiting", "completed", "waiting", "completed"]);
    expect([scenario.reason("1"), scenario.reason("3")]).toEqual(["backoff", "account"]);
    scenario.wait(60_000);
    scenario.run({}, ["run-agent"]);
    expect(scenario.promised).toHaveLength(1);
    const attempt = (scenario.promised[0] ?? "").replace("/run", "");
    scenario.send({ type: "model-answered", atMs: scenario.nowMs, attempt });
    scenario.run({}, ["run-agent"]);
    expect(scenario.promised).toHaveLength(2);
    scenario.run({ "run-agent": ended(DONE, { account: OTHER }) });
    expect(scenario.state.session?.state).toBe("completed");
  });

  test("the session's own at its limit keeps no role with another from work", () => {
    const scenario = observed();
    const limited = limitedFor(scenario, 60_000);
    scenario.run({ "self:2/1/run": ended(limited), "run-agent": ended(DONE, { account: OTHER }) });
    expect(stages(scenario)).toEqual(["completed", "waiting", "completed", "waiting"]);
  });

  test("a missing login of one ends the session when there is nothing else to do", () => {
    const scenario = observed(1);
    const message = "Log in with: codex login";
    const needed: AgentOutcome = { kind: "login-needed", message };
    scenario.run({
      "self:1/1/run": ended(needed, { account: OTHER }),
      "run-agent": ended(DONE),
    });
    expect(stages(scenario)).toEqual(["blocked", "completed", "waiting", "completed"]);
    expect(scenario.state.session?.state).toBe("failed");
    const account = OWN;
    const programs = { second: OTHER };
    scenario.send({ type: "account-observed", atMs: scenario.nowMs, account, programs });
    expect(scenario.state.accounts.size).toBe(0);
  });

  test("who is given work whose own account rests goes on with it at once", () => {
    const rows = DETECTIONS.map((one) => [one, [{ kind: "escalate" }]]);
    const table = Object.fromEntries(rows) as RecoveryPolicy["table"];
    const recovery = { table, standIns: [], agents: ["default", "second"] };
    const scenario = executing([factsOf("1")], { recovery });
    const programs = { second: OTHER };
    scenario.send({ type: "account-observed", atMs: scenario.nowMs, account: OWN, programs });
    scenario.run({ "run-agent": ended(limitedFor(scenario, 60_000)) });
    expect(scenario.stage("1")).toBe("waiting");
    scenario.act({ kind: "reassign", key: "self:1", agent: "second" });
    scenario.run({ "run-agent": ended(DONE, { account: OTHER }) });
    expect(scenario.stage("1")).toBe("completed");
    expect([...scenario.state.accounts.keys()]).toEqual([OWN]);
  });
});
