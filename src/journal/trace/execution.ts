import type { AgentStep, AttemptRecord, Span, State } from "../../model/index.ts";
import { displayKey, generationOf, keyOf, newTokens, targetOf } from "../../model/index.ts";
import { sessionsOf } from "../read/session-report.ts";
import { modelOf } from "./turns.ts";

/**
 * What one attempt did, in the form of the execution traces that generators and reflectors of
 * teams read: the names are theirs, times are ISO 8601, durations in seconds.
 */
export interface ExecutionTrace {
  readonly trace_id: string;
  readonly timestamp: string;
  readonly agent_identity: {
    readonly target_agent: string;
    readonly agent_id: string;
    readonly role: string;
    readonly model: string | null;
  };
  readonly user_query: string;
  readonly current_context: {
    readonly session: string | null;
    readonly goal: string | null;
    readonly work_stream: string;
    readonly target: string;
    readonly attempt: number;
    readonly prompt_tokens: number | null;
  };
  readonly executions: readonly Execution[];
  /** The attempts before this one at the same work. */
  readonly comparative_observations: readonly Comparison[];
  readonly delegation_chain: readonly { readonly agent: string; readonly request: string }[];
}

export interface Execution {
  readonly execution_id: string;
  readonly external_observation: {
    readonly files_changed: readonly string[];
    readonly commit: string | null;
    readonly archive_ref: string | null;
    readonly gates: readonly { readonly name: string; readonly verdict: string }[];
  };
  readonly internal_observation: {
    readonly turns: number;
    readonly tools_called: readonly ToolCalled[];
  };
  readonly result_status: "success" | "failure" | "in_progress" | "stopped";
  readonly outcome: AttemptRecord["outcome"];
  readonly errors: readonly string[];
  readonly duration_seconds: number | null;
  readonly token_usage: number | null;
}

interface ToolCalled {
  readonly tool: string;
  readonly input: string;
  readonly duration_seconds: number;
  readonly failed: boolean;
}

interface Comparison {
  readonly attempt: number;
  readonly outcome: AttemptRecord["outcome"];
  readonly duration_seconds: number | null;
  readonly token_usage: number | null;
  readonly reason: string | null;
}

export function executionTrace(
  state: State,
  record: AttemptRecord,
  spans: readonly Span[],
  steps: readonly AgentStep[],
): ExecutionTrace {
  const { attempt, agent, claimedAtMs } = record;
  const key = keyOf(attempt);
  const stream = state.streams.get(key);
  const session = sessionAt(state, claimedAtMs);
  const before = (stream?.attempts ?? []).filter(
    (other) => generationOf(other.attempt) < generationOf(attempt),
  );
  const goal = session?.request.goal ?? null;
  return {
    trace_id: spans[0]?.traceId ?? "",
    timestamp: new Date(claimedAtMs).toISOString(),
    agent_identity: {
      target_agent: agent.name,
      agent_id: agent.id,
      role: agent.role,
      model: record.cost?.model ?? modelOf(steps),
    },
    user_query: stream?.facts.title ?? displayKey(key),
    current_context: {
      session: session?.id ?? null,
      goal,
      work_stream: displayKey(key),
      target: targetOf(key),
      attempt: generationOf(attempt),
      prompt_tokens: record.prompt?.tokens ?? null,
    },
    executions: [executionOf(record, spans, steps)],
    comparative_observations: before.map((other) => ({
      attempt: generationOf(other.attempt),
      outcome: other.outcome,
      duration_seconds: secondsOf(other),
      token_usage: tokensOf(other),
      reason: other.reason,
    })),
    delegation_chain: [
      { agent: "orchestrator", request: goal ?? `carry out ${displayKey(key)}` },
      { agent: agent.name, request: stream?.facts.title ?? displayKey(key) },
    ],
  };
}

function executionOf(
  record: AttemptRecord,
  spans: readonly Span[],
  steps: readonly AgentStep[],
): Execution {
  const inputs = steps.flatMap((step) => (step.kind === "tool-started" ? [step.input] : []));
  const tools = spans.filter(({ attributes }) => attributes["gen_ai.tool.name"] !== undefined);
  return {
    execution_id: record.attempt,
    external_observation: {
      files_changed: record.files,
      commit: record.commit,
      archive_ref: record.archiveRef,
      gates: record.gates.map(({ name, verdict }) => ({ name, verdict })),
    },
    internal_observation: {
      turns: spans.filter(({ attributes }) => "orchestrator.turn" in attributes).length,
      tools_called: tools.map((span, index) => ({
        tool: String(span.attributes["gen_ai.tool.name"]),
        input: inputs[index] ?? "",
        duration_seconds: (span.endMs - span.startMs) / 1_000,
        failed: span.failure !== null,
      })),
    },
    result_status: statusOf(record.outcome),
    outcome: record.outcome,
    errors: errorsOf(record),
    duration_seconds: secondsOf(record),
    token_usage: tokensOf(record),
  };
}

function statusOf(outcome: AttemptRecord["outcome"]): Execution["result_status"] {
  switch (outcome) {
    case "landed":
    case "unverified":
      return "success";
    case "active":
      return "in_progress";
    case "rejected":
    case "failed":
    case "blocked":
      return "failure";
    case "stopped":
    case "superseded":
    case "parked":
    case "continued":
      return "stopped";
  }
}

function errorsOf({ outcome, reason, gates }: AttemptRecord): readonly string[] {
  const red = gates.filter(({ verdict }) => verdict === "failed" || verdict === "timeout");
  return [
    ...(statusOf(outcome) === "failure" && reason !== null ? [reason] : []),
    ...red.map(({ name, reason: why }) => `${name}: ${why}`),
  ];
}

function sessionAt(state: State, atMs: number) {
  return sessionsOf(state).findLast(({ startedAtMs }) => startedAtMs <= atMs);
}

function secondsOf({ startedAtMs, finishedAtMs }: AttemptRecord): number | null {
  if (startedAtMs === null || finishedAtMs === null) return null;
  return Math.max(0, finishedAtMs - startedAtMs) / 1_000;
}

function tokensOf({ cost, usage }: AttemptRecord): number | null {
  if (cost !== undefined) return newTokens(cost.tokens);
  return usage === null ? null : usage.inputTokens + usage.outputTokens;
}
