import type { AttemptRecord, State, StreamState } from "../../model/index.ts";
import { ACTIVE_STAGES, compareText, displayKey, isoTime } from "../../model/index.ts";
import { inboxView } from "./inbox.ts";
import { POINTS } from "./metrics.ts";
import { orderedStreams } from "./streams.ts";
import type { DisplayId } from "./types.ts";

const DAY_MS = 86_400_000;

interface Named {
  readonly id: DisplayId;
  readonly title: string;
}

/** What a team tells at its stand-up; `data` of `orchestrator report --standup`. */
export interface Standup {
  /** ISO-8601, 24 hours apart. */
  readonly since: string | null;
  readonly until: string | null;
  /** By name. `done` landed since then and still stands; `now` is worked on at this moment. */
  readonly agents: readonly {
    readonly agent: string;
    readonly done: readonly Named[];
    readonly now: readonly Named[];
  }[];
  readonly blocked: readonly (Named & { readonly reason: string })[];
  readonly waiting: readonly (Named & { readonly entry: string; readonly text: string })[];
  readonly figures: StandupFigures;
}

export interface StandupFigures {
  readonly landed: number;
  readonly points: number;
  /** Of the 24 hours before. */
  readonly landedBefore: number;
  readonly pointsBefore: number;
  readonly attempts: number;
  readonly rejected: number;
  readonly failed: number;
  /** 0…1; null where nothing landed. */
  readonly firstTimeAcceptance: number | null;
}

/** The 24 hours up to `nowMs`. */
export function standupView(state: State, { nowMs }: { readonly nowMs: number }): Standup {
  const sinceMs = nowMs - DAY_MS;
  const streams = orderedStreams(state);
  const agents = new Map<string, { done: Named[]; now: Named[] }>();
  const of = (name: string) => {
    const known = agents.get(name) ?? { done: [], now: [] };
    agents.set(name, known);
    return known;
  };
  for (const stream of streams) {
    const by = landingOf(stream)?.agent.name;
    if (by !== undefined && hasLanded(stream, sinceMs, nowMs)) of(by).done.push(named(stream));
    const isActive = ACTIVE_STAGES.has(stream.stage.kind);
    if (isActive && stream.agent !== null) of(stream.agent.name).now.push(named(stream));
  }
  return {
    since: isoTime(sinceMs),
    until: isoTime(nowMs),
    agents: [...agents]
      .map(([agent, told]) => ({ agent, ...told }))
      .sort((a, b) => compareText(a.agent, b.agent)),
    blocked: streams.flatMap((stream) =>
      stream.stage.kind === "blocked" ? [{ ...named(stream), reason: stream.stage.reason }] : [],
    ),
    waiting: inboxView(state, { nowMs }).map(({ stream: id, title, id: entry, text }) => {
      return { id, title, entry, text };
    }),
    figures: figuresOf(streams, sinceMs, nowMs),
  };
}

function figuresOf(
  streams: readonly StreamState[],
  sinceMs: number,
  nowMs: number,
): StandupFigures {
  const landed = streams.filter((one) => hasLanded(one, sinceMs, nowMs));
  const before = streams.filter((one) => hasLanded(one, sinceMs - DAY_MS, sinceMs));
  const ended = streams
    .flatMap(({ attempts }) => attempts)
    .filter(({ finishedAtMs, outcome }) => {
      const isOver = outcome !== "active" && finishedAtMs !== null;
      return isOver && finishedAtMs > sinceMs && finishedAtMs <= nowMs;
    });
  const first = landed.filter(({ attempts }) => attempts[0]?.outcome === "landed");
  return {
    landed: landed.length,
    points: pointsOf(landed),
    landedBefore: before.length,
    pointsBefore: pointsOf(before),
    attempts: ended.length,
    rejected: ended.filter(({ outcome }) => outcome === "rejected").length,
    failed: ended.filter(({ outcome }) => outcome === "failed").length,
    firstTimeAcceptance: landed.length === 0 ? null : first.length / landed.length,
  };
}

/** What was rolled back is at no stage of having landed. */
function hasLanded({ stage }: StreamState, fromMs: number, toMs: number): boolean {
  return stage.kind === "completed" && stage.atMs > fromMs && stage.atMs <= toMs;
}

function landingOf({ stage, attempts }: StreamState): AttemptRecord | undefined {
  if (stage.kind !== "completed") return undefined;
  return attempts.find(({ attempt }) => attempt === stage.attempt);
}

function pointsOf(streams: readonly StreamState[]): number {
  return streams.reduce((sum, { facts }) => sum + POINTS[facts.effort ?? "M"], 0);
}

function named({ facts }: StreamState): Named {
  return { id: displayKey(facts.key), title: facts.title };
}
