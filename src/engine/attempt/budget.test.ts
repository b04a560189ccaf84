import { describe, expect, it } from "vitest";
import type {
  BudgetLimit,
  BudgetReading,
  Outcome,
  Reservation,
  Spending,
} from "../../model/index.ts";
import { LIMITS } from "../../model/index.ts";
import { nextWakeMs } from "../index.ts";
import type { Scenario } from "../scenario.fixture.ts";
import { ended, executing, goodOutcome } from "../scenario.fixture.ts";
import { factsOf } from "../../model/state.fixture.ts";

const LATER = 10_000_000;

function limit(more: Partial<BudgetLimit> = {}): BudgetLimit {
  return {
    scope: "day",
    name: "the day 2026-11-21",
    cap: { microUsd: 20_000_000, tokens: null },
    used: { microUsd: 19_500_000, tokens: 0 },
    reserved: { microUsd: 0, tokens: 0 },
    untilMs: LATER,
    ...more,
  };
}

function denied(more: Partial<BudgetLimit> = {}, mayComeBack = false): Outcome {
  return { kind: "unaffordable", limit: limit(more), mayComeBack };
}

function look(s: Scenario, level: BudgetReading["level"], more: Partial<BudgetReading> = {}) {
  const reading = { level, limit: limit(), untilMs: LATER, why: `it is ${level}`, ...more };
  return s.send({ type: "budget-observed", atMs: s.nowMs, reading });
}

function spending(microUsd: number): Spending {
  const tokens = { input: 10, cacheRead: 0, cacheWrite: 0, output: 5 };
  return { microUsd, tokens, model: "m", basis: "table" };
}

function reservation(microUsd: number, short: BudgetLimit | null = null): Reservation {
  const limited = { microUsd: true, tokens: false };
  return { amount: { microUsd, tokens: 0 }, limited, short };
}

/** A scenario whose stream 1 runs with so much put aside. */
function running(microUsd: number, short: BudgetLimit | null = null): Scenario {
  const s = executing([factsOf("1")]);
  const workspace = { path: "/w/1", base: "c0" };
  s.end("self:1/1/prepare", {
    kind: "prepared",
    workspace,
    reservation: reservation(microUsd, short),
  });
  return s;
}

function tell(s: Scenario, microUsd: number, stopped = false) {
  const attempt = "self:1/1";
  return s.send({
    type: "spent",
    atMs: s.nowMs,
    attempt,
    spending: spending(microUsd),
    stopped,
  });
}

describe("an attempt for which there is no money", () => {
  it("never was: the stream waits with the limit as its reason, and nothing has failed", () => {
    const s = executing([factsOf("1"), factsOf("2")]);
    s.end("self:1/1/prepare", denied());
    expect(s.stream("1")).toMatchObject({ failures: 0, attempts: [], generation: 1 });
    expect(s.reason("1")).toBe("budget");
    expect(s.stage("2")).toBe("preparing");
  });

  it("is over where a person has done the work meanwhile", () => {
    const s = executing([factsOf("1"), factsOf("2")]);
    s.roadmap([factsOf("1", { status: "complete", workable: false })]);
    expect(s.stage("1")).toBe("preparing");
    s.end("self:1/1/prepare", denied());
    expect(s.stage("1")).toBe("settled");
  });

  it("is not asked for again before the limit begins anew", () => {
    const s = executing([factsOf("1"), factsOf("2")]);
    s.end("self:1/1/prepare", denied());
    s.nowMs = LATER - 1;
    s.wait(0);
    expect(s.stage("1")).toBe("waiting");
    s.wait(1);
    expect(s.stage("1")).toBe("preparing");
    expect(s.promised).toContain("self:1/2/prepare");
  });

  it("ends the session when nothing else can go on, with the way to raise the limit", () => {
    const s = executing([factsOf("1")]);
    s.end("self:1/1/prepare", denied());
    expect(s.state.session?.state).toBe("failed");
    expect(s.state.session?.reason).toContain("$20.00 for the day 2026-11-21: $19.50 spent");
    expect(s.state.session?.reason).toContain("orchestrator budget set day AMOUNT");
  });

  it("is asked for again in the next session, whatever stood in the way", () => {
    const s = executing([factsOf("1")]);
    s.end("self:1/1/prepare", denied({ scope: "run", untilMs: null }));
    s.start();
    s.run({}, ["prepare"]);
    expect(s.promised).toEqual(["self:1/2/prepare"]);
  });

  it("is asked for again soon when only others' reservations are in the way", () => {
    const s = executing([factsOf("1")]);
    s.end("self:1/1/prepare", denied({}, true));
    expect(s.state.session?.state).toBe("executing");
    expect(nextWakeMs(s.state)).toBe(s.nowMs + LIMITS.budgetLookMs);
    s.wait(LIMITS.budgetLookMs);
    expect(s.stage("1")).toBe("preparing");
  });

  it("is asked for again as soon as another attempt gives back what it did not need", () => {
    const s = executing([factsOf("1"), factsOf("2")]);
    s.end("self:1/1/prepare", denied({}, true));
    s.run({}, ["prepare self:1"]);
    expect(s.types()).toContain("landed");
    expect(s.stage("1")).toBe("completed");
  });

  it("is asked for again when a person has raised the limit", () => {
    const s = executing([factsOf("1"), factsOf("2")]);
    s.end("self:1/1/prepare", denied({ scope: "run", untilMs: null }));
    s.wait(LATER);
    expect(s.stage("1")).toBe("waiting");
    look(s, "normal", { untilMs: null, limit: null });
    expect(s.stage("1")).toBe("preparing");
  });

  it("blocks a stream that spent all a stream may without landing", () => {
    const s = executing([factsOf("1")]);
    s.end(
      "self:1/1/prepare",
      denied({ scope: "stream", name: "the work stream 1", untilMs: null }),
    );
    expect(s.stream("1").stage).toMatchObject({ kind: "blocked", cause: "budget" });
  });

  it("is a mere stop when somebody stopped it meanwhile", () => {
    const s = executing([factsOf("1")]);
    s.act({ kind: "stop", keys: ["self:1"], now: false });
    s.end("self:1/1/prepare", denied());
    expect(s.stage("1")).toBe("stopped");
  });

  it("wakes nobody for money that only a person brings", () => {
    const s = executing([factsOf("1"), factsOf("2")]);
    s.end("self:1/1/prepare", denied({ scope: "run", untilMs: null }));
    s.run({}, ["run-agent"]);
    const wakeMs = nextWakeMs(s.state);
    expect(wakeMs).not.toBeNull();
    expect(wakeMs).toBeGreaterThan(s.nowMs);
  });
});

describe("a level", () => {
  const streams = [
    factsOf("1", { priority: "critical" }),
    factsOf("2", { priority: "medium" }),
    factsOf("3", { priority: "low" }),
    factsOf("4", { files: ["docs/a.md", "README.md"] }),
    factsOf("5", { priority: "medium" }),
  ];

  function at(level: BudgetReading["level"], more: Partial<BudgetReading> = {}): Scenario {
    const s = executing([]);
    look(s, level, more);
    s.roadmap(streams);
    s.start({ kind: "all" }, { concurrency: 4 });
    s.run({}, ["prepare"]);
    return s;
  }

  it.each([
    ["normal", ["1", "2", "4", "5"]],
    ["conserving", ["1", "2"]],
    ["emergency", ["1"]],
    ["exhausted", []],
    ["quiet", []],
    ["held", []],
  ] as const)("%s lets just these start", (level, started) => {
    const s = at(level);
    const claimed = s.events.flatMap((event) => (event.type === "claimed" ? [event.key] : []));
    expect(new Set(claimed)).toEqual(new Set(started.map((id) => `self:${id}`)));
  });

  it("of conserving leaves one agent where there is only one", () => {
    const s = executing([]);
    look(s, "conserving");
    s.roadmap(streams);
    s.start({ kind: "all" }, { concurrency: 1 });
    s.run({}, ["prepare"]);
    expect(s.promised).toEqual(["self:1/1/prepare"]);
  });

  it("of conserving does not put off what a person asked for by name", () => {
    const s = executing([]);
    look(s, "conserving");
    s.roadmap(streams);
    s.start({ kind: "streams", keys: ["self:3"] });
    s.run({}, ["prepare"]);
    expect(s.promised).toEqual(["self:3/1/prepare"]);
  });

  it("of quiet hours keeps the session, and is over by itself", () => {
    const s = at("quiet");
    expect(s.state.session?.state).toBe("executing");
    expect(s.reason("2")).toBe("budget");
    expect(nextWakeMs(s.state)).toBe(LATER);
    s.wait(LATER);
    expect(s.state.budget?.level).toBe("normal");
    expect(s.promised.length).toBe(4);
  });

  it.each(["exhausted", "held"] as const)("of %s ends the session with what to do", (level) => {
    const s = at(level);
    expect(s.state.session?.state).toBe("failed");
    expect(s.state.session?.reason).toContain(
      `orchestrator budget ${level === "held" ? "allow" : "set day"}`,
    );
  });

  it("lets what runs go on", () => {
    const s = executing([factsOf("1")]);
    s.run({}, ["run-agent"]);
    look(s, "exhausted");
    expect(s.stage("1")).toBe("running");
    s.run();
    expect(s.stage("1")).toBe("completed");
  });

  it("that is the same is no news", () => {
    const s = executing([factsOf("1")]);
    expect(look(s, "conserving")).toHaveLength(1);
    expect(look(s, "conserving", { why: "in other words" })).toEqual([]);
    expect(look(s, "emergency")).toHaveLength(1);
  });

  it("that is normal from the start is no news", () => {
    expect(look(executing([factsOf("1")]), "normal", { limit: null, untilMs: null })).toEqual([]);
  });
});

describe("a running attempt", () => {
  it("tells what it has spent, and not twice", () => {
    const s = running(1_000);
    expect(tell(s, 300).map((event) => event.type)).toEqual(["spent"]);
    expect(tell(s, 300)).toEqual([]);
    expect(tell(s, 200)).toEqual([]);
    expect(s.stream("1").stage).toMatchObject({ spent: { microUsd: 300 } });
  });

  it("is asked to end beyond its allowance, and waits for a person", () => {
    const s = running(1_000);
    expect(tell(s, 1_001).map((event) => event.type)).toEqual(["spent", "agent-stopping"]);
    s.run({ "run-agent": ended({ kind: "failed", reason: "stopped", message: "TERM" }) });
    expect(s.stream("1")).toMatchObject({
      failures: 0,
      stage: { kind: "blocked", cause: "budget" },
    });
    expect(s.stream("1").attempts[0]).toMatchObject({ outcome: "failed", failure: "budget" });
  });

  it("goes on from what it left when a person lets it", () => {
    const s = running(1_000);
    tell(s, 1_001);
    s.run({ "run-agent": ended({ kind: "failed", reason: "stopped", message: "TERM" }) });
    s.act({ kind: "retry", key: "self:1" });
    s.start();
    s.run({}, ["prepare"]);
    expect(s.stream("1").carry?.work.head).toBe("head of self:1/1");
  });

  it("with less than a whole allowance goes on when the limit begins anew", () => {
    const s = running(1_000, limit());
    tell(s, 1_001);
    s.run({ "run-agent": ended({ kind: "failed", reason: "stopped", message: "TERM" }) });
    expect(s.stage("1")).toBe("waiting");
    s.wait(LATER);
    expect(s.promised).toEqual(["self:1/2/prepare"]);
  });

  it("whose door was shut is ended although its own count says less", () => {
    const s = running(1_000);
    tell(s, 900, true);
    expect(s.stream("1").stage).toMatchObject({ stopping: { cause: "budget" } });
  });

  it("that is done just then is done", () => {
    const s = running(1_000);
    tell(s, 1_001);
    s.run();
    expect(s.stage("1")).toBe("completed");
  });

  it("without limits may spend what it likes", () => {
    const s = executing([factsOf("1")]);
    s.run({}, ["run-agent"]);
    tell(s, 1_000_000_000);
    expect(s.stream("1").stage).toMatchObject({ stopping: null });
  });

  it("leaves what it cost in its record", () => {
    const s = running(1_000);
    const outcome = goodOutcome({ kind: "run-agent" } as never, s.head);
    if (outcome.kind !== "agent-ended") throw new Error(outcome.kind);
    const report = { ...outcome.report, cost: spending(700) };
    s.run({ "run-agent": { kind: "agent-ended", report } });
    expect(s.stream("1").attempts[0]?.cost).toEqual(spending(700));
  });
});

describe("an idle team", () => {
  it("starts nobody and promises nothing in a week, whoever looks how often", () => {
    const s = executing([factsOf("1")]);
    s.run();
    const before = s.types().length;
    const agents = s.types().filter((type) => type === "claimed").length;
    for (let hour = 0; hour < 7 * 24; hour++) {
      s.wait(3_600_000);
      expect(s.promised).toEqual([]);
    }
    expect(nextWakeMs(s.state)).toBeNull();
    expect(s.types().filter((type) => type === "claimed").length).toBe(agents);
    expect(s.types().length).toBe(before);
  });
});
