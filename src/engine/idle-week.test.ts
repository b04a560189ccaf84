import { expect, test } from "vitest";
import type { AgentOutcome, BudgetLevel } from "../model/index.ts";
import { factsOf } from "../model/state.fixture.ts";
import { nextWakeMs, pendingEffects } from "./index.ts";
import { type Scenario, executing } from "./scenario.fixture.ts";
import { DONE, ended } from "./session/conversation.fixture.ts";

const STEP_MS = 30_000;
const WEEK_MS = 7 * 24 * 60 * 60_000;
const LONG_MS = 2 * WEEK_MS;

/** Whatever an agent could be asked over: only these cost tokens. */
const COSTS: ReadonlySet<string> = new Set(["prepare", "run-agent", "tell-agent"]);

const IDLE: readonly (readonly [string, () => Scenario])[] = [
  [
    "everything is done",
    () => {
      const scenario = executing([factsOf("1"), factsOf("2")]);
      scenario.run({ "run-agent": ended(DONE) });
      return scenario;
    },
  ],
  [
    "a question waits for its answer",
    () => {
      const scenario = executing([factsOf("1")]);
      scenario.run({}, ["run-agent"]);
      scenario.send({
        type: "agent-asked",
        atMs: scenario.nowMs,
        attempt: "self:1/1",
        number: 1,
        kind: "question",
        text: "Keep it?",
        options: [],
        need: "turn",
        request: null,
      });
      scenario.run({ "run-agent": ended(DONE) });
      expect(scenario.stage("1")).toBe("parked");
      return scenario;
    },
  ],
  [
    "an account is at its limit",
    () => {
      const scenario = executing([factsOf("1"), factsOf("2")], { concurrency: 1 });
      const account = "claude-code/abc";
      scenario.send({ type: "account-observed", atMs: scenario.nowMs, account });
      const untilMs = scenario.nowMs + LONG_MS;
      const outcome: AgentOutcome = { kind: "limited", untilMs, message: "limit" };
      scenario.run({ "run-agent": ended(outcome) });
      return scenario;
    },
  ],
  [
    "nobody is logged in",
    () => {
      const scenario = executing([factsOf("1"), factsOf("2")]);
      scenario.run({ "run-agent": ended({ kind: "login-needed", message: "log in" }) });
      return scenario;
    },
  ],
  ["the money of the month is used up", () => withoutMoney("exhausted")],
  ["it is quiet", () => withoutMoney("quiet")],
  ["a person has to look at the spending", () => withoutMoney("held")],
];

function withoutMoney(level: BudgetLevel): Scenario {
  const scenario = executing([factsOf("1"), factsOf("2")], { concurrency: 1 });
  const untilMs = level === "held" ? null : scenario.nowMs + LONG_MS;
  const reading = { level, limit: null, untilMs, why: level };
  scenario.send({ type: "budget-observed", atMs: scenario.nowMs, reading });
  scenario.run({ "run-agent": ended(DONE) });
  return scenario;
}

test.each(IDLE)("a week in which %s costs no token, and hardly a thought", (_what, idle) => {
  const scenario = idle();
  const eventsBefore = scenario.events.length;
  let woken = 0;
  for (let passed = 0; passed < WEEK_MS; passed += STEP_MS) {
    const wakeMs = nextWakeMs(scenario.state);
    scenario.nowMs += STEP_MS;
    // The loop sleeps until then: nothing else would call it.
    if (wakeMs === null || wakeMs > scenario.nowMs) continue;
    woken += 1;
    scenario.wait(0);
    expect(costly(scenario)).toEqual([]);
  }
  expect(woken).toBeLessThan(20);
  expect(scenario.events.length - eventsBefore).toBeLessThan(20);
  scenario.wait(0);
  expect(costly(scenario)).toEqual([]);
});

function costly({ state }: Scenario): readonly string[] {
  return pendingEffects(state)
    .filter(({ kind }) => COSTS.has(kind))
    .map(({ id }) => id);
}
