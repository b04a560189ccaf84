import { describe, expect, it } from "vitest";
import { metricsView } from "./metrics.ts";
import { pastAttempts } from "./past.ts";
import { attempt, completed, stateOf, streamOf, WAITING } from "../../model/state.fixture.ts";

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
