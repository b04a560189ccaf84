import type { AgentOutcome, AgentReport, EffectOf, InputOf, Outcome } from "../../model/index.ts";
import { pendingEffects } from "../index.ts";
import { ended as endedAlone, type Scenario } from "../scenario.fixture.ts";

export const DONE: AgentOutcome = { kind: "claimed-done", summary: "done" };

/** A run that ended in a conversation that can be gone on with, at somebody's account. */
export function ended(outcome: AgentOutcome, more: Partial<AgentReport> = {}): Outcome {
  const adapter = "claude-code";
  const conversation = { session: "conversation-1", adapter, account: "claude-code/abc" } as const;
  return endedAlone(outcome, { ...conversation, ...more });
}

/** Carries a stream to where its agent is at work. */
export function begin(scenario: Scenario, id: string, generation = 1): string {
  const attempt = `self:${id}/${generation}`;
  scenario.run({}, ["run-agent", "tell-agent", "stop-agent"]);
  const process = { pid: 7, startTime: attempt, bootId: "b" };
  scenario.send({ type: "agent-started", atMs: scenario.nowMs, attempt, process });
  return attempt;
}

export type Asked = InputOf<"agent-asked">;

/** An agent asks something of a person. */
export function ask(scenario: Scenario, attempt: string, more: Partial<Asked> = {}): void {
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

/** The run that is promised now. */
export function runEffect(scenario: Scenario): EffectOf<"run-agent"> {
  const effect = pendingEffects(scenario.state).find(({ kind }) => kind === "run-agent");
  if (effect?.kind !== "run-agent") throw new Error(`no run in ${scenario.promised.join(", ")}`);
  return effect;
}
