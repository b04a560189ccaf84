import type {
  AgentReport,
  AgentStep,
  AttemptId,
  GateReport,
  Span,
  SpanNote,
  SpanValue,
} from "../../model/index.ts";
import { sha256 } from "../../platform/index.ts";
import type { TurnTime } from "./turns.ts";
import { modelOf, turnsOf } from "./turns.ts";

/** A span without what follows from where it stands in its trace. */
type Stretch = Pick<Span, "name" | "startMs" | "endMs"> &
  Partial<Pick<Span, "failure" | "attributes" | "notes">>;

/** What spans below one another have in common. `path`: unique in the trace. */
export interface Place {
  readonly traceId: string;
  readonly parentId: string | null;
  readonly path: string;
}

/** The same for every fold of one journal, and another for every journal. */
export function traceIdOf(repoId: string, session: string, startedAtMs: number): string {
  return sha256(`trace\0${repoId}\0${session}\0${startedAtMs}`).slice(0, 32);
}

export function spanIdOf(traceId: string, path: string): string {
  return sha256(`span\0${traceId}\0${path}`).slice(0, 16);
}

/** Of an agent's run: what its own spans and its processes are below of. */
export function agentSpanId(traceId: string, attempt: AttemptId): string {
  return spanIdOf(traceId, `${attempt}/agent`);
}

export function makeSpan({ traceId, parentId, path }: Place, stretch: Stretch): Span {
  return {
    traceId,
    spanId: spanIdOf(traceId, path),
    parentId,
    kind: "internal",
    failure: null,
    attributes: {},
    notes: [],
    ...stretch,
    endMs: Math.max(stretch.startMs, stretch.endMs),
  };
}

/** One for each gate that ran, one after the other, the last until `endMs`. */
export function gateSpans(place: Place, report: GateReport, endMs: number): readonly Span[] {
  const ran = report.results.filter(({ verdict }) => verdict !== "skipped");
  let atMs = endMs - ran.reduce((sum, { durationMs }) => sum + durationMs, 0);
  return ran.map((gate, index) => {
    const startMs = atMs;
    atMs += gate.durationMs;
    const good = gate.verdict === "passed" || gate.verdict === "flaky";
    return makeSpan(
      { ...place, path: `${place.path}/gate/${index}` },
      {
        name: `gate ${gate.name}`,
        startMs,
        endMs: atMs,
        failure: good ? null : gate.reason || gate.verdict,
        attributes: {
          "orchestrator.gate": gate.name,
          "orchestrator.gate.verdict": gate.verdict,
          ...(gate.exitCode === null ? {} : { "process.exit.code": gate.exitCode }),
          ...(gate.tests === undefined ? {} : { "orchestrator.gate.tests": gate.tests }),
        },
      },
    );
  });
}

/** Whose API a program's models are reached through, by the GenAI conventions' names. */
const PROVIDERS: Readonly<Record<string, string>> = {
  "claude-code": "anthropic",
  codex: "openai",
  gemini: "gcp.gemini",
};

/** By the GenAI conventions, as far as the run's report and steps say it. */
export function agentAttributes(
  report: AgentReport,
  steps: readonly AgentStep[],
): Record<string, SpanValue> {
  const { usage, adapter, session, exit } = report;
  const model = usage?.model ?? modelOf(steps);
  const provider = adapter === undefined ? undefined : PROVIDERS[adapter];
  return {
    ...(adapter === undefined ? {} : { "orchestrator.adapter": adapter }),
    ...(provider === undefined ? {} : { "gen_ai.provider.name": provider }),
    ...(model === null ? {} : { "gen_ai.response.model": model }),
    ...(session === null || session === undefined ? {} : { "gen_ai.conversation.id": session }),
    ...(usage === null ? {} : usageAttributes(usage)),
    ...(usage?.cacheReadTokens === undefined
      ? {}
      : { "gen_ai.usage.cache_read.input_tokens": usage.cacheReadTokens }),
    ...(usage?.cacheWriteTokens === undefined
      ? {}
      : { "gen_ai.usage.cache_creation.input_tokens": usage.cacheWriteTokens }),
    ...(report.cost === undefined ? {} : { "orchestrator.cost_usd": report.cost.microUsd / 1e6 }),
    ...(exit.kind === "exited" ? { "process.exit.code": exit.code } : {}),
  };
}

/** The turns of an agent's run, and below each its tool calls. */
export function turnSpans(
  place: Place,
  steps: readonly AgentStep[],
  startMs: number,
  endMs: number,
): readonly Span[] {
  return turnsOf(steps, startMs, endMs).flatMap((turn, index) =>
    spansOfTurn({ ...place, path: `${place.path}/turn/${index + 1}` }, turn, index + 1),
  );
}

function spansOfTurn(place: Place, turn: TurnTime, number: number): readonly Span[] {
  const { startMs, endMs, tools, usage } = turn;
  const attributes = {
    "orchestrator.turn": number,
    "orchestrator.tool_calls": tools.length,
    ...(usage === null ? {} : usageAttributes(usage)),
  };
  const span = makeSpan(place, { name: `turn ${number}`, startMs, endMs, attributes });
  const calls = tools.map((call, index) =>
    makeSpan(
      { ...place, parentId: span.spanId, path: `${place.path}/tool/${index}` },
      {
        name: `execute_tool ${call.tool}`,
        startMs: call.startMs,
        endMs: call.endMs ?? endMs,
        failure: call.failed ? "the tool failed" : null,
        attributes: {
          "gen_ai.operation.name": "execute_tool",
          "gen_ai.tool.name": call.tool,
          ...(call.id === "" ? {} : { "gen_ai.tool.call.id": call.id }),
          ...(call.failed ? { "error.type": "tool_error" } : {}),
          ...(call.endMs === null ? { "orchestrator.end_unknown": true } : {}),
          ...(call.late ? { "orchestrator.seen_late": true } : {}),
        },
      },
    ),
  );
  return [span, ...calls];
}

function usageAttributes(usage: {
  readonly inputTokens: number;
  readonly outputTokens: number;
}): Record<string, SpanValue> {
  return {
    "gen_ai.usage.input_tokens": usage.inputTokens,
    "gen_ai.usage.output_tokens": usage.outputTokens,
  };
}

export function note(
  atMs: number,
  name: string,
  attributes: Readonly<Record<string, SpanValue>> = {},
): SpanNote {
  return { atMs, name, attributes };
}
