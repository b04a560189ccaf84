import { describe, expect, it } from "vitest";
import { openTraces, TraceFold } from "../../src/journal/index.ts";
import type { AgentStep, Event, Span } from "../../src/model/index.ts";
import { runSeed } from "../../sim/seeds.ts";

const STEPS: readonly AgentStep[] = [
  { kind: "tool-started", atMs: 0, id: "a", tool: "Bash", input: "" },
  { kind: "tool-ended", atMs: 0, id: "a", failed: true },
];
const SOURCE = { repoId: "r", steps: () => STEPS };
const EVENTS_MAX = 40_000;
const SEEDS = [3, 14, 15, 92, 65, 35];

function historyOf(seed: number, teamHours?: number): readonly Event[] {
  return runSeed(
    { seed, streams: 8, ...(teamHours === undefined ? {} : { teamHours }) },
    EVENTS_MAX,
  ).tail;
}

function fold(events: readonly Event[], restarts: (index: number) => boolean): readonly Span[] {
  let traces = new TraceFold(SOURCE, openTraces("r", null));
  const spans: Span[] = [];
  for (const [index, event] of events.entries()) {
    if (restarts(index)) traces = new TraceFold(SOURCE, JSON.parse(JSON.stringify(traces.open)));
    spans.push(...traces.see(event));
  }
  return [...spans, ...traces.unfinished(events.at(-1)?.atMs ?? 0)];
}

describe("traces of simulated histories", () => {
  it.each(SEEDS)("of seed %i hold together, through faults and crashes", (seed) => {
    const events = historyOf(seed);
    const spans = fold(events, () => false);
    const byId = new Map(spans.map((span) => [span.spanId, span]));
    expect(byId.size).toBe(spans.length);
    for (const span of spans) {
      expect(span.endMs).toBeGreaterThanOrEqual(span.startMs);
      if (span.parentId === null) continue;
      const parent = byId.get(span.parentId);
      expect(parent?.traceId, span.name).toBe(span.traceId);
    }
    const named = (beginning: string) => spans.filter(({ name }) => name.startsWith(beginning));
    const count = (type: Event["type"]) => events.filter((event) => event.type === type).length;
    expect(named("attempt ").length).toBe(count("claimed"));
    expect(named("run ").length).toBe(count("session-started"));
    const landed = named("attempt ").filter(
      ({ attributes }) => attributes["orchestrator.outcome"] === "landed",
    );
    expect(landed.length).toBe(count("landed"));
  });

  it("parts of an attempt follow one another from its claim to its end without gaps", () => {
    const spans = fold(historyOf(7), () => false);
    for (const attempt of spans.filter(({ name }) => name.startsWith("attempt "))) {
      const parts = spans
        .filter(({ parentId }) => parentId === attempt.spanId)
        .sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
      expect(parts[0]?.startMs).toBe(attempt.startMs);
      expect(parts.at(-1)?.endMs).toBe(attempt.endMs);
    }
  });

  it("are the same, whoever folds them on, and wherever that began", () => {
    const events = historyOf(21);
    const whole = fold(events, () => false);
    expect(fold(events, () => true)).toEqual(whole);
    expect(fold(events, (index) => index % 7 === 3)).toEqual(whole);
  });

  it("of a standing team hold what its days were", () => {
    const events = historyOf(5, 12);
    const spans = fold(events, () => false);
    const attempts = spans.filter(({ name }) => name.startsWith("attempt "));
    expect(attempts.length).toBeGreaterThan(0);
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
  });
});
