import { describe, expect, it } from "vitest";
import { metricsView } from "./metrics.ts";
import { pastAttempts } from "./past.ts";
import {
  attempt,
  completed,
  factsOf,
  stateOf,
  streamOf,
  WAITING,
} from "../../model/state.fixture.ts";

const rejected = attempt("1", { outcome: "rejected", reason: "conflict", finishedAtMs: 2_000 });
const state = stateOf([
  streamOf("1", completed("1"), {
    attempts: [rejected, attempt("1", { startedAtMs: 3_000, finishedAtMs: 7_000 })],
  }),
  streamOf("2", completed("2"), {
    attempts: [attempt("2", { usage: { inputTokens: 70, outputTokens: 30 } })],
  }),
  streamOf("3", WAITING, { attempts: [attempt("3", { outcome: "active", finishedAtMs: null })] }),
]);

const valueOf = (name: string): number | null | undefined =>
  metricsView(state).find((one) => one.name === name)?.value;

describe("the metrics of a repository", () => {
  it("count what came to an end, and nothing that still runs", () => {
    expect(valueOf("attempts")).toBe(3);
    expect(valueOf("work streams landed")).toBe(2);
    expect(valueOf("success rate")).toBe(1);
    expect(valueOf("first-time acceptance")).toBe(0.5);
    expect(valueOf("rejection rate")).toBeCloseTo(1 / 3);
    expect(valueOf("conflict rate")).toBeCloseTo(1 / 3);
    expect(valueOf("dependency accuracy")).toBe(0.5);
    expect(valueOf("throughput")).toBe(2);
    expect(valueOf("velocity")).toBe(6);
    expect(valueOf("time of an attempt")).toBe(2);
    expect(valueOf("tokens of a landed work stream")).toBe(100);
  });

  it("of nothing are unknown, not nothing", () => {
    const rates = metricsView(stateOf([])).filter(({ unit }) => unit === "share");
    expect(rates.length).toBeGreaterThan(5);
    expect(rates.every(({ value }) => value === null)).toBe(true);
  });

  it("have names that are there once", () => {
    const names = metricsView(state).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("what time is spent on", () => {
  const landedIn = (id: string, seconds: number, at: number, effort: "S" | "L") =>
    streamOf(id, completed(id), {
      facts: factsOf(id, { effort }),
      attempts: [attempt(id, { startedAtMs: at, finishedAtMs: at + seconds * 1_000 })],
    });
  const history = stateOf(
    [10, 10, 10, 9, 9, 9, 6, 6, 6].map((seconds, n) =>
      landedIn(`${n}`, seconds, n * 100_000, n < 6 ? "S" : "L"),
    ),
  );
  const of = (name: string, view = history) =>
    metricsView(view).find((one) => one.name === name)?.value;

  it("is told by effort, and so is whether it becomes less", () => {
    expect(of("time of an attempt, S")).toBe(9.5);
    expect(of("time of an attempt, L")).toBe(6);
    expect(of("time of an attempt, XL")).toBeNull();
    expect(of("change of attempt time")).toBeCloseTo(-0.4);
    expect(of("change of attempt time", state)).toBeNull();
  });

  it("is spared where models read from a cache", () => {
    const tokens = { input: 10, cacheRead: 60, cacheWrite: 30, output: 5 };
    const cost = { microUsd: 1, tokens, model: "m", basis: "table" } as const;
    const one = stateOf([streamOf("1", completed("1"), { attempts: [attempt("1", { cost })] })]);
    expect(of("read from a cache", one)).toBe(0.6);
    expect(of("read from a cache")).toBeNull();
  });
});

describe("past attempts", () => {
  it("are those that are over and took time, the first to end first", () => {
    expect(pastAttempts(state).map(({ key, seconds }) => [key, seconds])).toEqual([
      ["self:1", 1],
      ["self:2", 2],
      ["self:1", 4],
    ]);
  });

  it("have no tokens where nobody knows, and none when the clock went back", () => {
    expect(pastAttempts(state).map(({ tokens }) => tokens)).toEqual([null, 100, null]);
    const back = stateOf([
      streamOf("1", WAITING, { attempts: [attempt("1", { finishedAtMs: 10 })] }),
    ]);
    expect(pastAttempts(back)).toEqual([]);
  });
});
