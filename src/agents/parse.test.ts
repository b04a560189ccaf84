import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AdapterName, AgentOutcome, RunExit } from "../model/index.ts";
import { ADAPTERS, LIMITS } from "../model/index.ts";
import { adapterFor } from "./adapter-for.ts";
import type { AgentLine } from "./agent-line.ts";
import { NOTHING_SEEN, see, seeTail, usageSince } from "./seen.ts";

const adapter = (name: AdapterName) =>
  adapterFor({ adapter: name, run: null, script: null, model: null, env: {}, envAllow: [] });

const NOW_MS = Date.UTC(2026, 10, 20, 12, 0, 0);
const exited = (code: number): RunExit => ({ kind: "exited", code });

function linesOf(name: AdapterName, events: readonly unknown[]): AgentLine[] {
  return events.flatMap((event) =>
    adapter(name).parse(typeof event === "string" ? event : JSON.stringify(event)),
  );
}

function judge(
  name: AdapterName,
  events: readonly unknown[],
  { exit = exited(0), stderr = "" }: { exit?: RunExit; stderr?: string } = {},
): AgentOutcome {
  const seen = seeTail(linesOf(name, events).reduce(see, NOTHING_SEEN), stderr);
  return adapter(name).classify(exit, seen, NOW_MS);
}

/** One run in every dialect that begins, says something, writes a file, and ends well. */
const WELL: Readonly<Record<string, readonly unknown[]>> = {
  "claude-code": [
    { type: "system", subtype: "init", session_id: "s-1", model: "m", claude_code_version: "2" },
    { type: "assistant", message: { content: [{ type: "text", text: "Hello" }] } },
    {
      type: "assistant",
      message: {
        content: [{ type: "tool_use", id: "t", name: "Write", input: { file_path: "/w/a" } }],
      },
    },
    {
      type: "user",
      message: { content: [{ type: "tool_result", tool_use_id: "t", content: "ok" }] },
    },
    {
      type: "result",
      subtype: "success",
      is_error: false,
      result: "All done",
      total_cost_usd: 0.5,
      modelUsage: {
        m: {
          inputTokens: 10,
          cacheReadInputTokens: 80,
          cacheCreationInputTokens: 10,
          outputTokens: 5,
        },
      },
    },
  ],
  codex: [
    { type: "thread.started", thread_id: "s-1" },
    { type: "turn.started" },
    { type: "item.completed", item: { id: "0", type: "agent_message", text: "Hello" } },
    {
      type: "item.started",
      item: { id: "t", type: "file_change", changes: [{ path: "/w/a", kind: "add" }] },
    },
    {
      type: "item.completed",
      item: {
        id: "t",
        type: "file_change",
        changes: [{ path: "/w/a", kind: "add" }],
        status: "completed",
      },
    },
    { type: "item.completed", item: { id: "1", type: "agent_message", text: "All done" } },
    {
      type: "turn.completed",
      usage: { input_tokens: 100, cached_input_tokens: 80, output_tokens: 5 },
    },
  ],
  opencode: [
    { type: "step_start", sessionID: "s-1", part: {} },
    { type: "text", sessionID: "s-1", part: { text: "Hello" } },
    {
      type: "tool_use",
      sessionID: "s-1",
      part: {
        tool: "write",
        callID: "t",
        state: { status: "completed", input: { filePath: "/w/a" }, output: "ok" },
      },
    },
    { type: "text", sessionID: "s-1", part: { text: "All done" } },
    {
      type: "step_finish",
      sessionID: "s-1",
      part: {
        reason: "stop",
        tokens: { input: 10, output: 5, reasoning: 0, cache: { read: 80, write: 10 } },
        cost: 0.5,
      },
    },
  ],
  gemini: [
    { type: "init", session_id: "s-1", model: "m" },
    { type: "message", role: "user", content: "the prompt" },
    { type: "tool_use", tool_name: "write_file", tool_id: "t", parameters: { file_path: "/w/a" } },
    { type: "tool_result", tool_id: "t", status: "success", output: "ok" },
    { type: "message", role: "assistant", content: "All ", delta: true },
    { type: "message", role: "assistant", content: "done", delta: true },
    {
      type: "result",
      status: "success",
      stats: { input_tokens: 100, output_tokens: 5, cached: 80, total_tokens: 105 },
    },
  ],
};

const STREAMS = Object.keys(WELL) as AdapterName[];

describe.each(STREAMS)("the stream of %s", (name) => {
  const well = WELL[name] ?? [];

  test("says who, what, which files, how much, and that it is done", () => {
    const lines = linesOf(name, well);
    const seen = lines.reduce(see, NOTHING_SEEN);
    expect(seen).toMatchObject({ session: "s-1", end: { kind: "finished" } });
    expect(seen.usage).toMatchObject({
      inputTokens: 100,
      outputTokens: 5,
      cacheReadTokens: 80,
    });
    expect(lines).toContainEqual(
      expect.objectContaining({ kind: "tool-started", files: ["/w/a"] }),
    );
    expect(lines).toContainEqual(expect.objectContaining({ kind: "tool-ended", failed: false }));
    expect(judge(name, well)).toEqual({ kind: "claimed-done", summary: "All done" });
  });

  test("without its terminal event is no success, whatever the exit code", () => {
    for (let length = 0; length < well.length; length++) {
      const outcome = judge(name, well.slice(0, length));
      expect(outcome).toMatchObject({ kind: "failed", reason: "no-result" });
    }
    expect(judge(name, well.slice(0, -1), { exit: exited(2) })).toMatchObject({
      kind: "failed",
      reason: "exit-code",
    });
    const killed = { kind: "signalled", signal: "SIGKILL" } as const;
    expect(judge(name, well.slice(0, -1), { exit: killed })).toMatchObject({ reason: "crashed" });
    expect(judge(name, well, { exit: killed }).kind).toBe("claimed-done");
  });

  test("reads what is left of the reason on stderr", () => {
    const begun = well.slice(0, 1);
    const with_ = (stderr: string) => judge(name, begun, { exit: exited(1), stderr });
    expect(with_("ApiError: got status: 503. Service Unavailable")).toMatchObject({
      reason: "provider",
    });
    expect(with_("connect ECONNREFUSED 127.0.0.1:1")).toMatchObject({ reason: "provider" });
    expect(with_("You have exhausted your quota; it will reset after 3h12m50s.")).toMatchObject({
      kind: "limited",
      untilMs: NOW_MS + ((3 * 60 + 12) * 60 + 50) * 1_000 + 5_000,
    });
    const login = with_("Please run /login · not logged in");
    expect(login.kind).toBe("login-needed");
    expect(login).toHaveProperty("message", expect.stringMatching(/Log in with: \w+/));
    expect(with_("something else")).toMatchObject({ kind: "failed", reason: "exit-code" });
  });

  test("may be cut into nonsense anywhere and is still read", () => {
    const whole = well.map((event) => JSON.stringify(event)).join("\n");
    for (let at = 0; at < whole.length; at += 7) {
      for (const half of [whole.slice(0, at), whole.slice(at)]) {
        const seen = linesOf(name, half.split("\n")).reduce(see, NOTHING_SEEN);
        expect(() => adapter(name).classify(exited(0), seen, NOW_MS)).not.toThrow();
      }
    }
  });
});

describe("Claude Code", () => {
  const result = (fields: object) => ({ type: "result", subtype: "success", ...fields });

  test("fails where it says success with is_error", () => {
    const overloaded = result({ is_error: true, api_error_status: 529, result: "Overloaded" });
    expect(judge("claude-code", [overloaded], { exit: exited(1) })).toMatchObject({
      reason: "provider",
    });
    expect(judge("claude-code", [overloaded])).toMatchObject({ reason: "provider" });
  });

  test.each<[string, number]>([
    ["Claude AI usage limit reached|1795190400", 1_795_190_400_000 + 5_000],
    ["You've hit your limit · resets 3pm (Europe/Berlin)", Date.UTC(2026, 10, 20, 14, 0, 5)],
    ["You're out of extra usage · resets 1:30am (Asia/Dhaka)", Date.UTC(2026, 10, 20, 19, 30, 5)],
    ["API Error: Request rejected (429) · rate limited", NOW_MS + LIMITS.usageLimitMs],
  ])("waits for the end of the limit: %s", (message, untilMs) => {
    const outcome = judge("claude-code", [result({ is_error: true, result: message })], {
      exit: exited(1),
    });
    expect(outcome).toMatchObject({ kind: "limited", untilMs });
  });

  test("knows a limit by its event, in seconds or milliseconds, and a mere warning as one", () => {
    const event = (status: string, resetsAt: number) => ({
      type: "rate_limit_event",
      rate_limit_info: { status, resetsAt, rateLimitType: "five_hour" },
    });
    for (const resetsAt of [1_795_190_400, 1_795_190_400_000]) {
      expect(
        judge("claude-code", [event("rejected", resetsAt)], { exit: exited(1) }),
      ).toMatchObject({ kind: "limited", untilMs: 1_795_190_405_000 });
    }
    expect(linesOf("claude-code", [event("allowed_warning", 1)])[0]?.kind).toBe("warned");
    expect(linesOf("claude-code", [event("allowed", 1)])[0]?.kind).toBe("activity");
  });

  test("has not ended where a second turn began", () => {
    const init = { type: "system", subtype: "init", session_id: "s" };
    const done = result({ is_error: false, result: "one" });
    expect(judge("claude-code", [init, done, init]).kind).toBe("failed");
    expect(judge("claude-code", [init, done, init, done]).kind).toBe("claimed-done");
  });

  test("asks with a request id, and says when a tool is denied", () => {
    const asked = {
      type: "control_request",
      request_id: "r-1",
      request: { subtype: "can_use_tool", tool_name: "Bash", input: { command: "ls" } },
    };
    const denied = { type: "system", subtype: "permission_denied", tool_name: "Bash" };
    expect(linesOf("claude-code", [asked, denied])).toMatchObject([
      { kind: "permission", state: "asked", request: "r-1", tool: "Bash", input: "ls" },
      { kind: "permission", state: "denied", request: null },
    ]);
  });
});

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

describe("opencode", () => {
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
});

test("what was used since the last run is the difference, or all when the count began anew", () => {
  const before = { inputTokens: 500, outputTokens: 7, costUsd: 0.2 };
  const after = { inputTokens: 1_000, outputTokens: 14, costUsd: 0.5, model: "m" };
  expect(usageSince(before, after)).toEqual({
    inputTokens: 500,
    outputTokens: 7,
    costUsd: 0.3,
    model: "m",
  });
  expect(usageSince(after, before)).toEqual(before);
  expect(usageSince(null, before)).toEqual(before);
});

/** Every place in a value, outermost first. */
function placesIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  const inner = Object.entries(value).flatMap(([name, one]) => placesIn(one, [...path, name]));
  return [path, ...inner];
}

function withValueAt(value: unknown, path: readonly string[], put: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return put;
  if (Array.isArray(value)) {
    return value.map((one, at) => (String(at) === name ? withValueAt(one, rest, put) : one));
  }
  const fields = value as Readonly<Record<string, unknown>>;
  return { ...fields, [name]: withValueAt(fields[name], rest, put) };
}

test("whatever a line is, every adapter reads it without an exception and within bounds", () => {
  const events: readonly unknown[] = [
    ...Object.values(WELL).flat(),
    { type: "result", is_error: true, errors: ["x"], modelUsage: { m: {} }, usage: {} },
    {
      type: "error",
      error: { name: "APIError", data: { responseHeaders: { "retry-after": "1" } } },
    },
    { type: "system", subtype: "api_retry", attempt: 1, error_status: 500, error: "x" },
    { type: "usage", usage: { inputTokens: 1, outputTokens: 2 } },
    { kind: "retrying", attempt: 1, afterMs: 1, failure: { cause: "x", message: "", reset: null } },
    { kind: "tool-started", id: "", tool: "", input: "", inputDigest: "", files: [""] },
  ];
  const json = fc.jsonValue({ maxDepth: 1 });
  const damaged = fc
    .tuple(fc.constantFrom(...events), fc.array(fc.tuple(fc.nat(99), json), { maxLength: 3 }))
    .map(([event, edits]) => {
      const places = placesIn(event);
      const edit = (value: unknown, [at, put]: readonly [number, unknown]) => {
        const path = places[at % places.length] ?? [];
        const isStill = path
          .slice(0, -1)
          .reduce<unknown>(
            (inner, name) =>
              typeof inner === "object" && inner !== null
                ? (inner as Readonly<Record<string, unknown>>)[name]
                : undefined,
            value,
          );
        return typeof isStill === "object" && isStill !== null
          ? withValueAt(value, path, put)
          : value;
      };
      return JSON.stringify(edits.reduce(edit, event));
    });
  const line = fc.oneof({ arbitrary: damaged, weight: 8 }, fc.string());
  fc.assert(
    fc.property(line, (text) => {
      for (const name of ADAPTERS) {
        const lines = adapter(name).parse(text);
        const seen = lines.reduce(see, NOTHING_SEEN);
        adapter(name).classify(exited(0), seen, NOW_MS);
        if (JSON.stringify(lines).length > 20 * text.length + 20_000) throw new Error("unbounded");
      }
    }),
    { numRuns: 15_000 },
  );
});

test("a line that is only skimmed says what it says when it is read", () => {
  const init = {
    type: "system",
    subtype: "init",
    cwd: "/w",
    session_id: "s-1",
    tools: ["Bash"],
    mcp_servers: [{ name: "team", status: "connected" }],
    model: "m",
    claude_code_version: "2.1",
  };
  const failing = { ...init, mcp_servers: [{ name: "team", status: "failed" }] };
  const escaped = { ...init, model: 'quo"ted' };
  const twice = { ...init, plugins: [{ model: "other" }] };
  for (const event of [init, failing, escaped, twice]) {
    const line = JSON.stringify(event);
    // A blank at the end keeps it from being skimmed.
    expect(linesOf("claude-code", [line])).toEqual(linesOf("claude-code", [`${line} `]));
    expect(linesOf("claude-code", [line])[0]).toMatchObject({ kind: "started", session: "s-1" });
  }
});
