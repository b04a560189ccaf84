import { describe, expect, test } from "vitest";
import type { AgentConfig } from "../../model/index.ts";
import { spendingOf } from "./prices.ts";

const used = { inputTokens: 1_000_000, outputTokens: 100_000 };

function agent(adapter: AgentConfig["adapter"], model: string | null = null) {
  return { adapter, model };
}

describe("what usage costs", () => {
  test("is by the table where the model is in it, dated and prefixed names too", () => {
    const spending = spendingOf(used, agent("claude-code", "anthropic/claude-haiku-4-5-20251001"));
    expect(spending).toMatchObject({ microUsd: 1_500_000, basis: "table" });
  });

  test("keeps the tokens apart by kind, input without what came from a cache", () => {
    const cached = { ...used, cacheReadTokens: 700_000, cacheWriteTokens: 100_000 };
    expect(spendingOf(cached, agent("claude-code", "claude-haiku-4-5"))).toMatchObject({
      tokens: { input: 200_000, cacheRead: 700_000, cacheWrite: 100_000, output: 100_000 },
      microUsd: 200_000 + 70_000 + 125_000 + 500_000,
    });
  });

  test("is the larger of the table's and the program's own reckoning", () => {
    const cheap = spendingOf({ ...used, costUsd: 0.01 }, agent("codex", "gpt-5-mini"));
    expect(cheap).toMatchObject({ microUsd: 450_000, basis: "table" });
    const dear = spendingOf({ ...used, costUsd: 9 }, agent("codex", "gpt-5-mini"));
    expect(dear).toMatchObject({ microUsd: 9_000_000, basis: "agent" });
  });

  test("of a model nobody knows is as much as the dearest of its family", () => {
    const claude = spendingOf(used, agent("opencode", "anthropic/claude-next-9"));
    expect(claude).toMatchObject({ microUsd: 15_000_000, basis: "dearest" });
    expect(spendingOf(used, agent("codex", "secret-model")).microUsd).toBe(8_000_000);
    expect(spendingOf(used, agent("command")).basis).toBe("dearest");
    expect(spendingOf(used, agent("command")).microUsd).toBeGreaterThanOrEqual(15_000_000);
  });

  test("of the scripted agent is nothing: it asks no model", () => {
    expect(spendingOf(used, agent("scripted"))).toMatchObject({ microUsd: 0, basis: "free" });
  });

  test("is rounded up, and never negative", () => {
    const little = { inputTokens: 1, outputTokens: 0 };
    expect(spendingOf(little, agent("codex", "gpt-5-mini")).microUsd).toBe(1);
    expect(spendingOf({ ...little, costUsd: -5 }, agent("scripted")).microUsd).toBe(0);
  });
});
