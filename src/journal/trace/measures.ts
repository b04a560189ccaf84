import type { AttemptRecord, Measure, MeasurePoint, State } from "../../model/index.ts";
import { SLOT_STAGES } from "../../model/index.ts";
import { sessionsOf } from "../read/session-report.ts";

/** Upper bounds in seconds: from a scripted attempt to one of a whole day. */
const SECONDS = [5, 15, 30, 60, 120, 300, 600, 1_200, 2_400, 4_800, 9_600, 86_400];
/** As the GenAI conventions have them for tokens: powers of four. */
const TOKENS = Array.from({ length: 14 }, (_, index) => 4 ** index);

/** What is measured, as a fold of the journal: the same after a restart as before (law I12). */
export function measuresOf(state: State): readonly Measure[] {
  const sessions = sessionsOf(state);
  const sinceMs = sessions[0]?.startedAtMs ?? state.nowMs;
  const ended = [...state.streams.values()]
    .flatMap((stream) => stream.attempts)
    .filter(({ outcome }) => outcome !== "active");
  return [
    {
      name: "orchestrator.attempts",
      unit: "{attempt}",
      description: "Attempts that are over",
      kind: "sum",
      sinceMs,
      points: grouped(ended, ofAttempt, () => 1),
    },
    {
      name: "orchestrator.cost",
      unit: "{USD}",
      description: "What attempts cost",
      kind: "sum",
      sinceMs,
      points: grouped(ended, ofAgent, ({ cost }) => (cost?.microUsd ?? 0) / 1e6),
    },
    {
      name: "orchestrator.attempt.duration",
      unit: "s",
      kind: "histogram",
      sinceMs,
      description: "From the agent's start to the attempt's end",
      bounds: SECONDS,
      points: distributed(ended, ofAttempt, secondsOf),
    },
    tokenMeasure(ended, sinceMs),
    ...gaugesOf(state),
  ];
}

function tokenMeasure(ended: readonly AttemptRecord[], sinceMs: number): Measure {
  const of = (type: "input" | "output") =>
    distributed(
      ended,
      (record) => ({ ...ofAgent(record), "gen_ai.token.type": type }),
      ({ usage }) => (type === "input" ? usage?.inputTokens : usage?.outputTokens) ?? null,
    );
  return {
    name: "gen_ai.client.token.usage",
    unit: "{token}",
    kind: "histogram",
    sinceMs,
    description: "Tokens of an attempt",
    bounds: TOKENS,
    points: [...of("input"), ...of("output")],
  };
}

function gaugesOf(state: State): readonly Measure[] {
  const streams = [...state.streams.values()];
  const targets = [...state.targets.values()];
  const working = streams.filter(({ stage }) => SLOT_STAGES.has(stage.kind)).length;
  const gauge = (name: string, unit: string, description: string, points: MeasurePoint[]) =>
    ({ kind: "gauge", name, unit, description, points }) as const;
  const plain = (value: number) => [{ attributes: {}, value }];
  const queued = targets.map(({ id, queue }) => ({
    attributes: { "orchestrator.target": id },
    value: queue.length,
  }));
  const stages = grouped(
    streams.filter(({ inRoadmap }) => inRoadmap),
    ({ stage }) => ({ "orchestrator.stage": stage.kind }),
    () => 1,
  );
  return [
    gauge("orchestrator.agents.active", "{agent}", "Agents at work", plain(working)),
    gauge("orchestrator.agents.limit", "{agent}", "Agents at a time", plain(state.concurrency)),
    gauge("orchestrator.landing.queue", "{attempt}", "Finished work in line to land", queued),
    gauge("orchestrator.work_streams", "{work_stream}", "Work streams by stage", stages),
  ];
}

type Attributes = Readonly<Record<string, string>>;

function ofAgent({ agent, cost }: AttemptRecord): Attributes {
  const model = cost?.model ?? null;
  return {
    "orchestrator.role": agent.role,
    ...(model === null ? {} : { "gen_ai.response.model": model }),
  };
}

function ofAttempt({ agent, outcome }: AttemptRecord): Attributes {
  return { "orchestrator.role": agent.role, "orchestrator.outcome": outcome };
}

function secondsOf({ startedAtMs, finishedAtMs }: AttemptRecord): number | null {
  if (startedAtMs === null || finishedAtMs === null || finishedAtMs < startedAtMs) return null;
  return (finishedAtMs - startedAtMs) / 1_000;
}

function grouped<T>(
  all: readonly T[],
  attributesOf: (one: T) => Attributes,
  valueOf: (one: T) => number,
): MeasurePoint[] {
  return distributed(all, attributesOf, valueOf).map(({ attributes, values }) => ({
    attributes,
    value: values.reduce((sum, value) => sum + value, 0),
  }));
}

/** Values under the same attributes, in the order in which those were met first. */
function distributed<T>(
  all: readonly T[],
  attributesOf: (one: T) => Attributes,
  valueOf: (one: T) => number | null,
): { readonly attributes: Attributes; readonly values: readonly number[] }[] {
  const groups = new Map<string, { readonly attributes: Attributes; readonly values: number[] }>();
  for (const one of all) {
    const value = valueOf(one);
    if (value === null) continue;
    const attributes = attributesOf(one);
    const name = JSON.stringify(attributes);
    const group = groups.get(name) ?? { attributes, values: [] };
    groups.set(name, group);
    group.values.push(value);
  }
  return [...groups.values()];
}
