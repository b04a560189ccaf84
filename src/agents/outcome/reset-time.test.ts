import { describe, expect, test } from "vitest";
import { LIMITS } from "../../model/index.ts";
import { exited, judge, NOW_MS } from "../streams.fixture.ts";

describe("a limit", () => {
  const limited = (message: string) =>
    judge("codex", [{ type: "turn.failed", error: { message } }], { exit: exited(1) });

  test.each<[string, number]>([
    [
      "You've hit your usage limit. Upgrade to Pro, or try again in 2 days 17 hours 14 minutes.",
      ((2 * 24 + 17) * 60 + 14) * 60_000,
    ],
    ['{"type":"usage_limit_reached","resets_at":1795190400}', 1_795_190_400_000 - NOW_MS],
    ['{"error":"rate limit","resets_in_seconds":9568}', 9_568_000],
    ['429 rate limit, "retryDelay":"59s"', 59_000],
    ["Too Many Requests (retry-after: 30)", 30_000],
    ["usage limit; try again in 5 hours, 3 minutes and 2 seconds", 18_182_000],
    ["Usage limit reached. Resets 2026-11-20T15:00:00Z.", 3 * 3_600_000],
  ])("is over when it says: %s", (message, afterMs) => {
    expect(limited(message)).toMatchObject({ kind: "limited", untilMs: NOW_MS + afterMs + 5_000 });
  });

  test("that names no time, or one that has passed, is waited for a little", () => {
    for (const message of ["quota exceeded", "usage limit reached|1700000000"]) {
      expect(limited(message)).toMatchObject({ untilMs: NOW_MS + LIMITS.usageLimitMs });
    }
  });

  test("never parks anybody for ever", () => {
    for (const message of ["usage limit, try again in 900 days", "limit reached|9999999999999"]) {
      expect(limited(message)).toMatchObject({ untilMs: NOW_MS + LIMITS.usageLimitMsMax });
    }
  });

  test("in the agent's prose is no limit", () => {
    const said = { type: "item.completed", item: { type: "agent_message", text: "429 quota" } };
    expect(judge("codex", [said, { type: "turn.completed", usage: {} }]).kind).toBe("claimed-done");
    expect(judge("codex", [said])).toMatchObject({ kind: "failed", reason: "no-result" });
  });
});
