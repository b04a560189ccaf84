import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import type { AgentLine } from "../lines/agent-line.ts";
import type { Fields } from "../lines/fields.ts";
import { readObject } from "../lines/fields.ts";
import { LineReader } from "../lines/lines.ts";
import { ownProgram } from "../own-program.ts";
import { NOTHING_SEEN, see } from "../lines/seen.ts";
import type { AcpTask, Turn } from "./conversation.ts";
import { begin, cancel, hear } from "./conversation.ts";
import { TASK_VARIABLE, writeTask } from "./task.ts";
import { parse } from "./wire.ts";

const folder = fileURLToPath(new URL("../../../../shared/fixtures/cli-streams", import.meta.url));
const isThere = existsSync(folder);
if (!isThere) console.warn("recorded agent streams are not here: their tests are skipped");

const base = mkdtempSync(join(tmpdir(), "acp-"));
afterAll(() => rmSync(base, { recursive: true, force: true }));

const TASK: AcpTask = {
  cwd: "/w",
  prompt: "Do it.",
  session: null,
  mcp: null,
  tools: { tools: null, deniedTools: [] },
};

interface Heard {
  readonly turn: Turn;
  readonly sent: readonly Fields[];
  readonly lines: readonly AgentLine[];
}

function converse(messages: readonly Fields[], task: AcpTask = TASK): Heard {
  let turn = begin(task);
  const sent = [...turn.send];
  const lines = [...turn.lines];
  for (const message of messages) {
    turn = hear(turn.conversation, message);
    sent.push(...turn.send);
    lines.push(...turn.lines);
  }
  return { turn, sent, lines };
}

const answer = (id: number, result: Fields): Fields => ({ jsonrpc: "2.0", id, result });
const update = (fields: Fields): Fields => ({
  jsonrpc: "2.0",
  method: "session/update",
  params: { sessionId: "s", update: fields },
});
const OPENED = [
  answer(1, { protocolVersion: 1, agentCapabilities: { loadSession: true } }),
  answer(2, { sessionId: "s" }),
];

describe("a conversation over ACP", () => {
  test("greets, opens a session, prompts once and ends with the answer", () => {
    const { sent, lines, turn } = converse([
      ...OPENED,
      update({ sessionUpdate: "agent_message_chunk", content: { type: "text", text: "Well " } }),
      update({ sessionUpdate: "agent_message_chunk", content: { type: "text", text: "done" } }),
      answer(3, { stopReason: "end_turn", usage: { inputTokens: 5, outputTokens: 2 } }),
    ]);
    expect(sent.map((one) => one["method"])).toEqual([
      "initialize",
      "session/new",
      "session/prompt",
    ]);
    expect(sent[2]?.["params"]).toEqual({
      sessionId: "s",
      prompt: [{ type: "text", text: "Do it." }],
    });
    expect(turn.conversation.state).toEqual({ at: "ended" });
    const seen = lines.reduce(see, NOTHING_SEEN);
    expect(seen).toMatchObject({ session: "s", said: "Well done", end: { kind: "finished" } });
    expect(seen.usage).toMatchObject({ inputTokens: 5, outputTokens: 2 });
  });

  test("goes on from a session where the agent keeps them, and is told no history twice", () => {
    const task = { ...TASK, session: "old" };
    const { sent, lines } = converse(
      [
        OPENED[0] ?? {},
        update({ sessionUpdate: "agent_message_chunk", content: { type: "text", text: "old" } }),
        answer(2, {}),
      ],
      task,
    );
    expect(sent.map((one) => one["method"])).toEqual([
      "initialize",
      "session/load",
      "session/prompt",
    ]);
    expect(lines.some((line) => line.kind === "said")).toBe(false);
    const forgotten = converse(
      [OPENED[0] ?? {}, { jsonrpc: "2.0", id: 2, error: { code: -1, message: "no such" } }],
      task,
    );
    expect(forgotten.sent.at(-1)?.["method"]).toBe("session/new");
    const never = converse([answer(1, { agentCapabilities: {} })], task);
    expect(never.sent.at(-1)?.["method"]).toBe("session/new");
  });

  test("chooses the mode that works, where reading alone would be the default", () => {
    const modes = { currentModeId: "read-only", availableModes: [{ id: "full-access" }] };
    const { sent } = converse([
      OPENED[0] ?? {},
      answer(2, { sessionId: "s", modes }),
      answer(3, {}),
    ]);
    expect(sent.slice(2).map((one) => one["method"])).toEqual([
      "session/set_mode",
      "session/prompt",
    ]);
  });

  test("allows what the role may do once, and refuses the rest, by the kind of option", () => {
    const request = (id: number, toolCall: Fields): Fields => ({
      jsonrpc: "2.0",
      id,
      method: "session/request_permission",
      params: {
        sessionId: "s",
        toolCall,
        options: [
          { kind: "allow_always", optionId: "1" },
          { kind: "allow_once", optionId: "2" },
          { kind: "reject_once", optionId: "3" },
        ],
      },
    });
    const edit = { toolCallId: "t", title: "Write a", kind: "edit", rawInput: { a: 1 } };
    const run = { toolCallId: "u", title: "rm -rf /", kind: "execute", rawInput: { b: 1 } };
    const tools = { tools: ["Read", "Edit"], deniedTools: [] };
    const { sent, lines } = converse([...OPENED, request(7, edit), request(8, run)], {
      ...TASK,
      tools,
    });
    const outcome = (optionId: string) => ({ outcome: { outcome: "selected", optionId } });
    expect(sent.slice(3)).toEqual([
      { jsonrpc: "2.0", id: 7, result: outcome("2") },
      { jsonrpc: "2.0", id: 8, result: outcome("3") },
    ]);
    const states = lines.flatMap((line) => (line.kind === "permission" ? line.state : []));
    expect(states).toEqual(["allowed", "denied"]);
  });

  test("says a tool call once, when its input is known, with the files it writes", () => {
    const call = { toolCallId: "t", kind: "edit", title: "Write" };
    const { lines } = converse([
      ...OPENED,
      update({ ...call, sessionUpdate: "tool_call", rawInput: {}, status: "pending" }),
      update({
        ...call,
        sessionUpdate: "tool_call_update",
        rawInput: { path: "a" },
        locations: [{ path: "/w/a" }],
      }),
      update({ ...call, sessionUpdate: "tool_call_update", status: "completed", rawOutput: "ok" }),
      update({ ...call, sessionUpdate: "tool_call_update", status: "completed", rawOutput: "ok" }),
    ]);
    const tools = lines.filter((line) => line.kind.startsWith("tool-"));
    expect(tools).toMatchObject([
      { kind: "tool-started", files: ["/w/a"], input: '{"path":"a"}' },
      { kind: "tool-ended", failed: false, output: "ok" },
    ]);
  });

  test.each([
    [{ code: -32_000, message: "Authentication required" }, "login"],
    [{ code: -32_603, message: "Internal error", data: { details: "429 quota" } }, "limit"],
    [{ code: -32_603, message: "x", data: { details: "prompt is too long" } }, "prompt-too-long"],
  ])("ends with the reason of an error: %j", (error, cause) => {
    const { lines } = converse([...OPENED, { jsonrpc: "2.0", id: 3, error }]);
    expect(lines.at(-1)).toMatchObject({ kind: "failed", final: true, failure: { cause } });
  });

  test.each([
    ["max_tokens", "cap"],
    ["refusal", "request"],
    ["cancelled", "interrupted"],
    ["something_new", "unknown"],
  ])("does not take %s for success", (stopReason, cause) => {
    const { lines } = converse([...OPENED, answer(3, { stopReason })]);
    expect(lines.at(-1)).toMatchObject({ kind: "failed", failure: { cause } });
  });

  test("offers the agent no files and no terminal, and says so when it asks", () => {
    const asked = { jsonrpc: "2.0", id: 5, method: "fs/read_text_file", params: { path: "/etc" } };
    expect(converse([...OPENED, asked]).sent.at(-1)).toMatchObject({ id: 5, error: {} });
  });

  test("can be cancelled once it is open", () => {
    expect(cancel(begin(TASK).conversation)).toEqual([]);
    const { turn } = converse(OPENED);
    expect(cancel(turn.conversation)).toMatchObject([
      { method: "session/cancel", params: { sessionId: "s" } },
    ]);
  });

  test("survives whatever an agent sends", () => {
    const message = fc.dictionary(
      fc.constantFrom("id", "method", "result", "params", "error", "update"),
      fc.oneof(
        fc.constantFrom("session/update", "session/request_permission", 1, 2, 3),
        fc.jsonValue(),
      ),
    );
    fc.assert(
      fc.property(fc.array(message, { maxLength: 8 }), (messages) => {
        const { lines } = converse([...OPENED, ...messages]);
        for (const line of lines) expect(parse(JSON.stringify(line))).toEqual([line]);
      }),
    );
  });
});

describe.skipIf(!isThere)("recorded conversations with real agents", () => {
  // Two were led in another way than ours: in another mode, with other numbers.
  const recorded = isThere
    ? readdirSync(folder).filter((file) => /^acp-(?!codex\.|gemini2)/.test(file))
    : [];

  test("begin, work and end as they did", () => {
    expect(recorded.length).toBeGreaterThan(5);
    for (const file of recorded) {
      const messages = readFileSync(join(folder, file), "utf8")
        .split("\n")
        .map(readObject)
        .filter((message) => message !== null);
      const { lines, turn } = converse(messages);
      expect(turn.conversation.state, file).toEqual({ at: "ended" });
      const seen = lines.reduce(see, NOTHING_SEEN);
      expect(seen.end, file).toMatchObject({ kind: "finished" });
      expect(seen.said, file).toContain("Done: hello.txt");
      const written = lines.flatMap((line) => (line.kind === "tool-started" ? line.files : []));
      const calls = lines.filter((line) => line.kind === "tool-started");
      const ends = lines.filter((line) => line.kind === "tool-ended");
      if (/acp-(?:claude|opencode|qwen)/.test(file)) {
        expect(written.join(), file).toContain("hello.txt");
      }
      expect(calls.length, file).toBeGreaterThan(0);
      expect(ends.length, file).toBeLessThanOrEqual(calls.length);
    }
  });
});

/** An agent that answers as it is told to, and does not end when its stdin does. */
const AGENT = `
const { createInterface } = require("node:readline");
const { writeFileSync } = require("node:fs");
const say = (message) => process.stdout.write(JSON.stringify({ jsonrpc: "2.0", ...message }) + "\\n");
setInterval(() => {}, 1000);
if (process.argv[2] === "crash") process.exit(7);
createInterface({ input: process.stdin }).on("line", (line) => {
  const { id, method, params } = JSON.parse(line);
  if (method === "initialize") say({ id, result: { protocolVersion: 1 } });
  if (method === "session/new") say({ id, result: { sessionId: "s-1" } });
  if (method !== "session/prompt") return;
  process.stdout.write("a stray word\\n");
  writeFileSync("made.txt", params.prompt[0].text);
  say({ method: "session/update", params: { update: {
    sessionUpdate: "agent_message_chunk", content: { type: "text", text: "made it" } } } });
  say({ id, result: { stopReason: "end_turn" } });
});
`;

describe("the driver", () => {
  const script = join(base, "agent.cjs");
  writeFileSync(script, AGENT);

  function drive(how: string) {
    const [program, ...args] = ownProgram("acp", "acp-driver.js").argv;
    const work = mkdtempSync(join(base, "clone-"));
    const run = `exec '${process.execPath}' '${script}' ${how}`;
    const task = writeTask({ run, session: null, mcp: null, tools: TASK.tools });
    const ran = spawnSync(program, args, {
      cwd: work,
      input: "Do it well.",
      env: { PATH: process.env["PATH"], [TASK_VARIABLE]: task },
    });
    const reader = new LineReader();
    const lines = [...reader.push(ran.stdout), ...reader.end()].flatMap(parse);
    return { work, code: ran.status, seen: lines.reduce(see, NOTHING_SEEN), lines };
  }

  test("hands the prompt to the agent, tells what it says, and ends it", () => {
    const { work, code, seen, lines } = drive("work");
    expect(code).toBe(0);
    expect(readFileSync(join(work, "made.txt"), "utf8")).toBe("Do it well.");
    expect(seen).toMatchObject({ session: "s-1", said: "made it", end: { kind: "finished" } });
    expect(lines).toContainEqual({ kind: "output", text: "a stray word" });
    const left = execFileSync("ps", ["-eo", "args"], { encoding: "utf8" });
    expect(left.split("\n").filter((line) => line.includes(script))).toEqual([]);
  });

  test("fails with the agent that ends before it answered", () => {
    const { code, seen } = drive("crash");
    expect(code).toBe(1);
    expect(seen.end).toMatchObject({ kind: "failed" });
  });
});
