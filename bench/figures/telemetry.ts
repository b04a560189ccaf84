import { createServer } from "node:http";
import { listen } from "../../test/listen.ts";
import { runSeed } from "../../sim/seeds.ts";
import { measuresOf, openTraces, TraceFold } from "../../src/journal/index.ts";
import type { AgentStep, Event, Span, TelemetryConfig } from "../../src/model/index.ts";
import { LIMITS, initialState } from "../../src/model/index.ts";
import { encodeMeasures, encodeSpans, send } from "../../src/telemetry/index.ts";
import type { Figure, Row } from "../figure.ts";
import { amount, atMost } from "../figure.ts";
import { median } from "../measure.ts";

const TOOL_CALLS = 100;
const ATTEMPT_MS = 60_000;
const SHARE_MAX = 0.01;

const NOTE =
  "Processor time of folding the events of simulated sessions into spans, with 100 tool calls in each " +
  "attempt, and of writing and sending them to a receiver in the same process, whose part is in it.";

export const telemetryFigure: Figure = {
  name: "telemetry",
  title: "Traces over OpenTelemetry, while they are on",
  measure: async (workshop) => {
    const events = runSeed({ seed: 7, streams: 20 }, 40_000).tail;
    const server = createServer((request, response) => {
      request.resume();
      request.on("end", () => response.end("{}"));
    });
    const url = await listen(server);
    try {
      const found: number[] = [];
      for (let round = 0; round <= workshop.rounds(9); round++) {
        const ms = await cpuOfAttempt(events, url);
        if (round > 0) found.push(ms);
      }
      return [rowOf(median(found))];
    } finally {
      server.close();
      server.closeAllConnections();
    }
  },
};

function rowOf(ms: number): Row {
  const share = ms / ATTEMPT_MS;
  return {
    what: `an attempt with ${TOOL_CALLS} tool calls`,
    measured: `${amount(ms, "ms")} of processor time`,
    against: "an attempt of a minute, on one core",
    result: `${(share * 100).toFixed(3)} %`,
    goal: "≤ 1 %",
    verdict: atMost(share, SHARE_MAX),
    note: NOTE,
  };
}

async function cpuOfAttempt(events: readonly Event[], url: string): Promise<number> {
  const config: TelemetryConfig = { url, headers: {}, service: "b", resource: {}, agents: false };
  const before = process.cpuUsage();
  const fold = new TraceFold({ repoId: "b", steps: () => STEPS }, openTraces("b", null));
  let waiting: Span[] = [];
  let attempts = 0;
  for (const event of events) {
    if (event.type === "claimed") attempts += 1;
    waiting.push(...fold.see(event));
    if (waiting.length < LIMITS.telemetryBatchSpans) continue;
    await send(config, "traces", encodeSpans(config, waiting));
    waiting = [];
  }
  const state = initialState();
  await send(config, "metrics", encodeMeasures(config, measuresOf(state), state.nowMs));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000 / attempts;
}

const STEPS: readonly AgentStep[] = Array.from({ length: TOOL_CALLS }, (_, index) => {
  const id = `toolu_${index}`;
  return [
    { kind: "said", atMs: index * 10 },
    { kind: "tool-started", atMs: index * 10 + 1, id, tool: "Bash", input: "npm test" },
    { kind: "tool-ended", atMs: index * 10 + 9, id, failed: index % 9 === 0 },
  ] as const satisfies readonly AgentStep[];
}).flat();
