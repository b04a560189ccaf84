import { expect, test } from "vitest";
import { MODELS, MODELS_AS_OF, costOf, windowOf } from "./models.ts";

const usage = {
  inputTokens: 5_400,
  outputTokens: 130,
  cacheReadTokens: 2_100,
  cacheWriteTokens: 0,
};

test("costs what the agent's own program reckoned for the same tokens", () => {
  expect(costOf(usage, "claude-opus-5-5")).toBeCloseTo(0.01622, 10);
  expect(costOf(usage, "claude-opus-4-8[1m]")).toBeCloseTo(0.0208, 10);
});

test("knows a model under its provider's name, its date and its window", () => {
  const plain = costOf(usage, "claude-sonnet-4-5");
  for (const name of ["anthropic/claude-sonnet-4-5", "claude-sonnet-4-5-20250929"]) {
    expect(costOf(usage, name)).toBe(plain);
  }
});

test("an unknown model costs nobody knows what, never nothing", () => {
  for (const name of ["gpt-99", "", "sonnet", "claude-haiku-5-5", "constructor"]) {
    expect(costOf(usage, name)).toBeNull();
  }
});

test("a long request is charged as one, and output is never free", () => {
  const short = costOf({ inputTokens: 200_000, outputTokens: 0 }, "gemini-2.5-pro");
  const long = costOf({ inputTokens: 200_001, outputTokens: 0 }, "gemini-2.5-pro");
  expect(short).toBeCloseTo(0.25);
  expect(long).toBeCloseTo(0.5);
});

test("the table is dated, without doubles, and dearer for output than for input", () => {
  expect(MODELS_AS_OF).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(new Set(MODELS.map((model) => model.id)).size).toBe(MODELS.length);
  for (const { price, windowTokens } of MODELS) {
    expect(windowTokens).toBeGreaterThanOrEqual(200_000);
    if (price === null) continue;
    expect(price.output).toBeGreaterThan(price.input);
    expect(price.cacheRead ?? 0).toBeLessThan(price.input);
  }
});

test("the window of an unknown model is assumed to be small", () => {
  expect(windowOf("claude-opus-5-5")).toBe(1_000_000);
  expect(windowOf("made-up")).toBe(200_000);
  expect(windowOf(null)).toBe(200_000);
});
