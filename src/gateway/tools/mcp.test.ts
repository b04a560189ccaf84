import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { LIMITS } from "../../model/index.ts";
import { Rig, get, specOf, until } from "../gateway.fixture.ts";
import { readMailbox } from "./mailbox.ts";
import { TOOLS } from "../messages.ts";
import { attemptDir } from "../metering/usage-file.ts";

const rigs: Rig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close();
});

async function setUp() {
  const rig = new Rig();
  rigs.push(rig);
  const door = await rig.open({ url: "http://127.0.0.1:9" }, { tools: { context: "Stream 1.2." } });
  const post = (body: unknown) =>
    get(door, "/mcp", { body: typeof body === "string" ? body : JSON.stringify(body) });
  const ask = async (method: string, params?: unknown) => {
    const got = await post({ jsonrpc: "2.0", id: 7, method, params });
    return JSON.parse(got.body) as { id: unknown; result?: unknown; error?: { code: number } };
  };
  const call = async (name: string, given?: unknown) => {
    const { result } = await ask("tools/call", { name, arguments: given });
    return result as { content: { text: string }[]; isError: boolean };
  };
  return { rig, door, post, ask, call };
}

describe("the team's tools", () => {
  test("are found by a client that introduces itself", async () => {
    const { post, ask } = await setUp();
    const hello = { protocolVersion: "2025-03-26", capabilities: {}, clientInfo: {} };
    expect(await ask("initialize", hello)).toMatchObject({
      id: 7,
      result: { protocolVersion: "2025-03-26", serverInfo: { name: "team" } },
    });
    expect(await ask("initialize", { protocolVersion: "3000-01-01" })).toMatchObject({
      result: { protocolVersion: "2025-11-25" },
    });
    const told = await post({ jsonrpc: "2.0", method: "notifications/initialized" });
    expect(told).toMatchObject({ status: 202, body: "" });
    expect((await ask("ping")).result).toEqual({});
    const { result } = await ask("tools/list");
    const { tools } = result as { tools: { name: string; inputSchema: object }[] };
    expect(tools.map(({ name }) => name)).toEqual([...TOOLS]);
    for (const { inputSchema } of tools) expect(inputSchema).toMatchObject({ type: "object" });
    expect((await ask("server/discover")).error?.code).toBe(-32_601);
  });

  test("write down what is said before they answer", async () => {
    const { rig, call } = await setUp();
    expect((await call("context")).content[0]?.text).toBe("Stream 1.2.");
    await call("progress", { text: "reading", percent: 10 });
    await call("remember", { text: "Tabs.", kind: "convention" });
    await call("blocker", { reason: "no key", impact: "no tests" });
    await call("done", { summary: "All." });
    const { calls, nextByte } = readMailbox(rig.stateDir, "self:1.2/1", 0);
    expect(calls.map(({ tool, arguments: given }) => [tool, given])).toEqual([
      ["progress", { text: "reading", percent: 10 }],
      ["remember", { text: "Tabs.", kind: "convention" }],
      ["blocker", { reason: "no key", impact: "no tests" }],
      ["done", { summary: "All." }],
    ]);
    expect(rig.all("toolCall").map(({ toolCall }) => toolCall)).toEqual(calls);
    await rig.again();
    await call("progress", { text: "more" });
    expect(readMailbox(rig.stateDir, "self:1.2/1", nextByte).calls).toMatchObject([{ id: "c-5" }]);
  });

  test("take so many proposals of an attempt and no more, also after the gateway began anew", async () => {
    const { rig, call } = await setUp();
    const one = (title: string) => call("propose", { title, details: "d", files: ["a.ts"] });
    expect((await one("1")).content[0]?.text).toContain("A person decides");
    await one("2");
    await rig.again();
    for (let n = 3; n <= LIMITS.proposalsPerAttemptMax; n++) await one(`${n}`);
    const refused = await one("one too many");
    expect(refused).toMatchObject({ isError: true });
    expect(refused.content[0]?.text).toContain("enough");
    const { calls } = readMailbox(rig.stateDir, "self:1.2/1", 0);
    expect(calls).toHaveLength(LIMITS.proposalsPerAttemptMax);
  });

  test("park a question that nobody answers at once, and give the answer that comes in time", async () => {
    const { rig, call } = await setUp();
    const parked = await call("question", { text: "Why?", options: ["a", "b"] });
    expect(parked.content[0]?.text).toContain("will be your next message");
    const asked = call("question", { text: "How?" });
    await until(() => rig.all("toolCall").length === 2);
    expect(rig.core.answer("self:1.2/1", "c-2", "So.")).toBe(true);
    expect((await asked).content[0]?.text).toBe("So.");
    expect(rig.core.answer("self:1.2/1", "c-1", "Late.")).toBe(false);
  });

  test.each<readonly [string, unknown]>([
    ["progress", undefined],
    ["progress", { text: 5 }],
    ["progress", { text: "x".repeat(LIMITS.agentTextCharsMax + 1) }],
    ["progress", { text: "x", percent: 101 }],
    ["progress", { text: "x", attempt: "self:9/1" }],
    ["progress", ["x"]],
    ["question", { text: "x", options: "yes" }],
    ["question", { text: "x", options: Array.from({ length: 21 }, () => "x") }],
    ["question", { text: "x", options: ["x".repeat(LIMITS.agentTextCharsMax + 1)] }],
    ["question", { text: "x", options: [{ deep: true }] }],
    ["blocker", { reason: "x" }],
    ["done", null],
    ["propose", { title: "x" }],
    ["propose", { title: "x", details: "y", approve: true }],
    ["propose", { title: "x", details: "y", files: "a.ts" }],
  ])("do not take %s with %j", async (name, given) => {
    const { rig, call } = await setUp();
    expect((await call(name, given)).isError).toBe(true);
    expect(rig.all("toolCall")).toEqual([]);
  });

  test.each(["approve", "land", "complete", "__proto__", "toString", "", 5])(
    "are all there is: not %j",
    async (name) => {
      const { rig, ask } = await setUp();
      expect((await ask("tools/call", { name, arguments: {} })).error?.code).toBe(-32_602);
      expect(rig.all("toolCall")).toEqual([]);
    },
  );

  test("answer what is no message with what is wrong, and never fall over", async () => {
    const { door, post } = await setUp();
    const code = async (body: unknown) =>
      (JSON.parse((await post(body)).body) as { error: { code: number } }).error.code;
    expect(await code("{")).toBe(-32_700);
    expect(await code("[]")).toBe(-32_600);
    expect(await code("null")).toBe(-32_600);
    expect(await code({ id: 1, method: "ping" })).toBe(-32_600);
    expect(await code({ jsonrpc: "2.0", id: {}, method: "ping" })).toBe(-32_600);
    expect(await code({ jsonrpc: "2.0", id: 1, method: "x" })).toBe(-32_601);
    expect(await code({ jsonrpc: "2.0", id: 1, method: "tools/call" })).toBe(-32_602);
    expect((await post({ jsonrpc: "2.0", id: 4, result: {} })).status).toBe(202);
    expect((await get(door, "/mcp")).status).toBe(405);
    expect((await get(door, "/mcp", { method: "DELETE" })).status).toBe(405);
    const large = await post("x".repeat(LIMITS.messageBytesMax + 1)).catch(() => ({ status: 413 }));
    expect(large.status).toBe(413);
  });

  test("are bounded, so that no agent fills the disk by talking", async () => {
    const { rig, call } = await setUp();
    await call("progress", { text: "1" });
    await rig.core.close("self:1.2/1");
    const line = `${JSON.stringify({ id: "c-1", tool: "progress", arguments: {}, atMs: 0 })}\n`;
    const path = join(attemptDir(rig.stateDir, "self:1.2/1"), "mailbox.ndjson");
    appendFileSync(path, line.repeat(LIMITS.toolCallsPerAttemptMax - 2));
    const door = await rig.core.open(specOf({ tools: { context: "" } }));
    const say = (text: string) =>
      get(door, "/mcp", {
        body: JSON.stringify({
          jsonrpc: "2.0",
          id: 1,
          method: "tools/call",
          params: { name: "progress", arguments: { text } },
        }),
      });
    expect((await say("the last")).body).toContain("Noted");
    expect((await say("one more")).body).toContain("too much");
    expect(rig.all("toolCall")).toHaveLength(2);
  });
});
