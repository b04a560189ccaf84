import { expect, test } from "vitest";
import { NOTHING_SEEN, see } from "../lines/seen.ts";
import { exited, judge, linesOf } from "../streams.fixture.ts";

const step = (reason: string, cost = 0) => ({
  type: "step_finish",
  part: { reason, tokens: { input: 1, output: 1 }, cost },
});

test("adds its steps up, and a cost of 0 is an unknown one", () => {
  const seen = linesOf("opencode", [step("tool-calls"), step("stop")]).reduce(see, NOTHING_SEEN);
  expect(seen.usage).toMatchObject({ inputTokens: 2, outputTokens: 2 });
  expect(seen.usage).not.toHaveProperty("costUsd");
});

test("is not done when it compacted after an error and exits badly", () => {
  const error = {
    type: "error",
    error: { name: "ContextOverflowError", data: { message: "too long" } },
  };
  const events = [error, { type: "text", part: { text: "OK" } }, step("stop")];
  expect(judge("opencode", events, { exit: exited(1) })).toMatchObject({
    reason: "prompt-too-long",
  });
  expect(judge("opencode", events).kind).toBe("claimed-done");
});

test("that stopped where nobody could be asked says so", () => {
  const rejected = {
    type: "tool_use",
    part: {
      tool: "bash",
      state: { status: "error", input: {}, error: "The user rejected permission to use this" },
    },
  };
  expect(judge("opencode", [rejected, step("tool-calls")])).toMatchObject({
    kind: "failed",
    message: expect.stringContaining("not permitted"),
  });
});
