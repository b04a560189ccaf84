import { describe, expect, it } from "vitest";
import { claudeCodeAdapter } from "../claude-code/adapter.ts";
import { codexAdapter } from "../codex/adapter.ts";
import { geminiAdapter } from "../gemini/adapter.ts";
import { opencodeAdapter } from "../opencode/adapter.ts";
import { NOTHING_SEEN, see } from "./seen.ts";

const ADAPTERS = {
  codex: codexAdapter,
  opencode: opencodeAdapter,
  gemini: geminiAdapter,
  "claude-code": claudeCodeAdapter,
} as const;

/** A line of each program's stream that tells its use, with one count of it. */
const LINES = {
  codex: (tokens: unknown) => ({
    type: "turn.completed",
    usage: { input_tokens: 10, cached_input_tokens: tokens, output_tokens: 5 },
  }),
  opencode: (tokens: unknown) => ({
    type: "step_finish",
    part: { type: "step-finish", reason: "tool-calls", tokens: { input: 10, output: tokens } },
  }),
  gemini: (tokens: unknown) => ({
    type: "result",
    status: "success",
    stats: { input_tokens: 10, output_tokens: tokens, total_tokens: 15 },
  }),
  "claude-code": (tokens: unknown) => ({
    type: "result",
    subtype: "success",
    result: "done",
    usage: { input_tokens: 10, output_tokens: tokens },
  }),
} as const;

function used(adapter: keyof typeof LINES, ...counts: readonly unknown[]) {
  let seen = NOTHING_SEEN;
  for (const count of counts) {
    const line = JSON.stringify(LINES[adapter](count));
    for (const event of ADAPTERS[adapter].parse(line)) seen = see(seen, event);
  }
  return seen.usage;
}

const total = (usage: ReturnType<typeof used>): number =>
  usage === null
    ? Number.NaN
    : usage.inputTokens + usage.outputTokens + (usage.cacheReadTokens ?? 0);

describe.each(Object.keys(LINES) as (keyof typeof LINES)[])("what %s says it used", (adapter) => {
  it("is counted", () => expect(total(used(adapter, 5))).toBeGreaterThanOrEqual(15));

  it.each([[-1], [-1e18], [1e18], ["many"], [{}]])(
    "is unknown, and not nothing, with %j",
    (count) => {
      expect(total(used(adapter, count))).toBeNaN();
    },
  );
});

it("stays unknown when it is a sum that holds something unknown", () => {
  expect(total(used("opencode", 5, -1, 5))).toBeNaN();
});

it("is known again with a total that can be", () => {
  expect(total(used("codex", -1, 5))).toBe(20);
});
