import { expect, test } from "vitest";
import { LIMITS } from "../../model/index.ts";
import { exited, judge, linesOf, NOW_MS } from "../streams.fixture.ts";

const result = (fields: object) => ({ type: "result", subtype: "success", ...fields });

test("waits where it says success with is_error", () => {
  const overloaded = result({ is_error: true, api_error_status: 529, result: "Overloaded" });
  const waits = { kind: "limited", untilMs: NOW_MS + LIMITS.gatewayRestMs };
  expect(judge("claude-code", [overloaded], { exit: exited(1) })).toMatchObject(waits);
  expect(judge("claude-code", [overloaded])).toMatchObject(waits);
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
    expect(judge("claude-code", [event("rejected", resetsAt)], { exit: exited(1) })).toMatchObject({
      kind: "limited",
      untilMs: 1_795_190_405_000,
    });
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
