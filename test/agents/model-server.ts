import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { listen } from "../listen.ts";

/** What the scripted model does in a turn. */
export type ModelTurn =
  | { readonly kind: "say"; readonly text: string }
  /** A shell command, under whatever name the program has its shell. */
  | { readonly kind: "run"; readonly command: string }
  /** One of the team's tools, under whatever name the program gives it. */
  | {
      readonly kind: "call";
      readonly tool: string;
      readonly input: Readonly<Record<string, unknown>>;
    };

export type Fault = "429" | "529" | "500" | "400" | "401" | "cut" | "malformed";

/** A run of a program, told apart by the key it sends. */
export interface Scenario {
  readonly key: string;
  /** Turn by turn; how many tools have answered says where it is. The last one stays. */
  readonly turns: readonly ModelTurn[];
  /** What it does once it has been told `cue`. */
  readonly again: readonly ModelTurn[];
  readonly cue: string;
  readonly fault: Fault | null;
  /** What happens once, when the turn of that number is asked for. */
  readonly once?: {
    readonly turn: number;
    /** A usage limit that ends after so many seconds, or an answer that never comes. */
    readonly what: { readonly limitSeconds: number } | "hang";
  };
}

export interface ModelRequest {
  readonly path: string;
  readonly key: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface ModelServer {
  readonly url: string;
  readonly requests: readonly ModelRequest[];
  readonly close: () => Promise<void>;
}

type Json = Readonly<Record<string, unknown>>;

const INPUT_TOKENS = 1_000;
const OUTPUT_TOKENS = 50;

/** A server that speaks as the four model APIs do and answers by script; no model is near. */
export async function serveModels(scenarios: readonly Scenario[]): Promise<ModelServer> {
  const requests: ModelRequest[] = [];
  const played = new Set<Scenario>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const path = request.url ?? "";
      const key = keyOf(request, path);
      const body = readBody(Buffer.concat(chunks));
      requests.push({ path, key, body });
      const scenario = scenarios.find((one) => one.key === key);
      answer(response, path, body, { scenario: scenario ?? null, played });
    });
  });
  return { url: await listen(server), requests, close: () => close(server) };
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((done) => server.close(() => done()));
}

function keyOf(request: IncomingMessage, path: string): string {
  const { authorization, "x-api-key": api, "x-goog-api-key": google } = request.headers;
  const query = new URL(path, "http://localhost").searchParams.get("key");
  return String(api ?? google ?? query ?? authorization?.replace(/^Bearer /, "") ?? "");
}

function readBody(bytes: Buffer): Json {
  try {
    return JSON.parse(bytes.toString("utf8")) as Json;
  } catch {
    return {};
  }
}

interface Stage {
  readonly scenario: Scenario | null;
  /** Those whose `once` has been. */
  readonly played: Set<Scenario>;
}

function answer(response: ServerResponse, path: string, body: Json, stage: Stage): void {
  const { scenario, played } = stage;
  const route = new URL(path, "http://localhost").pathname;
  const dialect = DIALECTS.find((one) => one.route.test(route));
  if (dialect === undefined) return send(response, 404, { error: { message: "not here" } });
  if (route.endsWith("/count_tokens")) return send(response, 200, { input_tokens: 100 });
  if (scenario === null) return send(response, 401, errorBody("authentication_error", "no key"));
  if (scenario.fault !== null) return fail(response, scenario.fault);
  // Titles and summaries are asked for without tools.
  const hasTools = Array.isArray(body["tools"]) && body["tools"].length > 0;
  // A conversation that is gone on with holds its earlier turns too: what counts is what follows.
  const said = JSON.stringify(dialect.conversation(body) ?? []);
  const back = said.lastIndexOf(scenario.cue);
  const turns = back === -1 ? scenario.turns : scenario.again;
  const answered = count(said.slice(Math.max(0, back)), dialect.answer);
  const { once } = scenario;
  if (hasTools && once !== undefined && once.turn === answered && !played.has(scenario)) {
    played.add(scenario);
    if (once.what !== "hang") limit(response, once.what.limitSeconds);
    return;
  }
  const turn = hasTools ? turns[Math.min(answered, turns.length - 1)] : undefined;
  const events = dialect.write(turn ?? { kind: "say", text: "A title" }, body);
  response.writeHead(200, { "content-type": "text/event-stream", "request-id": "req_1" });
  for (const { name, data } of events) {
    response.write(`${name === null ? "" : `event: ${name}\n`}data: ${JSON.stringify(data)}\n\n`);
  }
  response.end(dialect.done);
}

const STATUS: Readonly<Record<string, readonly [number, string, string]>> = {
  "429": [429, "rate_limit_error", "rate limited"],
  "529": [529, "overloaded_error", "Overloaded"],
  "500": [500, "api_error", "fake error"],
  "400": [400, "invalid_request_error", "prompt is too long: 300000 tokens > 200000 maximum"],
  "401": [401, "authentication_error", "invalid x-api-key"],
};

/** As OpenAI says it; the gateway reads it whoever does. */
function limit(response: ServerResponse, seconds: number): void {
  const type = "usage_limit_reached";
  const error = { type, message: "The usage limit is reached", resets_in_seconds: seconds };
  send(response, 429, { type: "error", error });
}

function fail(response: ServerResponse, fault: Fault): void {
  const [status, type, message] = STATUS[fault] ?? [200, "", ""];
  if (status !== 200) return send(response, status, errorBody(type, message));
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.write('event: message_start\ndata: {"type":"mess');
  if (fault === "malformed") response.end("\n\n");
  else setTimeout(() => response.destroy(), 20);
}

function errorBody(type: string, message: string): Json {
  return { type: "error", error: { type, message, code: type } };
}

function send(response: ServerResponse, status: number, body: Json): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

interface ServerEvent {
  readonly name: string | null;
  readonly data: Json;
}

interface Dialect {
  readonly route: RegExp;
  readonly conversation: (body: Json) => unknown;
  /** What stands once in it for every tool that has answered. */
  readonly answer: string;
  readonly write: (turn: ModelTurn, body: Json) => readonly ServerEvent[];
  readonly done: string;
}

function count(text: string, piece: string): number {
  return text.split(piece).length - 1;
}

/** What the program calls a tool of the team; throws where it was not offered. */
function teamTool(tool: string, body: Json): string {
  const offered = JSON.stringify(body["tools"] ?? []);
  const found = [...offered.matchAll(/"name":"([^"]+)"/g)].map(([, name]) => name ?? "");
  return found.find((name) => name.endsWith(`_${tool}`)) ?? tool;
}

/** Claude Code calls it `Bash`, others `bash`. */
function shellOf(body: Json): string {
  return JSON.stringify(body["tools"] ?? []).includes('"name":"bash"') ? "bash" : "Bash";
}

function inputOf(turn: Exclude<ModelTurn, { readonly kind: "say" }>): Json {
  if (turn.kind === "call") return turn.input;
  return { command: turn.command, description: "run a command" };
}

const named = (data: Json): ServerEvent => ({ name: String(data["type"]), data });

const anthropic: Dialect = {
  route: /\/v1\/messages/,
  conversation: (body) => body["messages"],
  answer: '"type":"tool_result"',
  done: "",
  write(turn, body) {
    const usage = { input_tokens: INPUT_TOKENS, output_tokens: 1, cache_read_input_tokens: 0 };
    const message = { id: `msg_${Date.now()}`, type: "message", role: "assistant", content: [] };
    const isText = turn.kind === "say";
    const input = isText ? {} : inputOf(turn);
    const name = turn.kind === "call" ? teamTool(turn.tool, body) : shellOf(body);
    const block = isText
      ? { type: "text", text: "" }
      : { type: "tool_use", id: `toolu_${Date.now()}`, name, input: {} };
    const delta = isText
      ? { type: "text_delta", text: turn.text }
      : { type: "input_json_delta", partial_json: JSON.stringify(input) };
    return [
      { type: "message_start", message: { ...message, model: body["model"], usage } },
      { type: "content_block_start", index: 0, content_block: block },
      { type: "content_block_delta", index: 0, delta },
      { type: "content_block_stop", index: 0 },
      {
        type: "message_delta",
        delta: { stop_reason: isText ? "end_turn" : "tool_use", stop_sequence: null },
        usage: { output_tokens: OUTPUT_TOKENS },
      },
      { type: "message_stop" },
    ].map(named);
  },
};

/** Its shell has had several names. */
function codexTool(turn: Exclude<ModelTurn, { kind: "say" }>, body: Json) {
  if (turn.kind === "call") return codexCall(turn.tool, turn.input, body);
  const tools = JSON.stringify(body["tools"] ?? []);
  if (tools.includes('"exec_command"'))
    return { name: "exec_command", args: { cmd: turn.command } };
  if (tools.includes('"shell_command"')) {
    return { name: "shell_command", args: { command: turn.command } };
  }
  return { name: "shell", args: { command: ["bash", "-lc", turn.command] } };
}

const TEAM = "mcp__team";

/** It shows such tools to its model only when they are searched for, and takes a call all the same. */
function codexCall(tool: string, args: Json, body: Json) {
  const name = teamTool(tool, body);
  return name === tool ? { name, args, namespace: TEAM } : { name, args };
}

const responses: Dialect = {
  route: /\/responses$/,
  conversation: (body) => body["input"],
  answer: '"type":"function_call_output"',
  done: "",
  write(turn, body) {
    const id = `resp_${Date.now()}`;
    const tool = turn.kind === "say" ? null : codexTool(turn, body);
    const item =
      tool === null
        ? {
            type: "message",
            id: `msg_${Date.now()}`,
            role: "assistant",
            content: [{ type: "output_text", text: turn.kind === "say" ? turn.text : "" }],
          }
        : {
            type: "function_call",
            id: `fc_${Date.now()}`,
            call_id: `call_${Date.now()}`,
            name: tool.name,
            ...("namespace" in tool ? { namespace: tool.namespace } : {}),
            arguments: JSON.stringify(tool.args),
          };
    const usage = {
      input_tokens: INPUT_TOKENS,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: OUTPUT_TOKENS,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: INPUT_TOKENS + OUTPUT_TOKENS,
    };
    return [
      { type: "response.created", response: { id } },
      { type: "response.output_item.done", output_index: 0, item },
      { type: "response.completed", response: { id, usage, output: [item] } },
    ].map(named);
  },
};

const chat: Dialect = {
  route: /\/chat\/completions$/,
  conversation: (body) => body["messages"],
  answer: '"role":"tool"',
  done: "data: [DONE]\n\n",
  write(turn, body) {
    const base = {
      id: "chat-1",
      object: "chat.completion.chunk",
      created: 1,
      model: body["model"],
    };
    const call = (asked: Exclude<ModelTurn, { readonly kind: "say" }>) => ({
      index: 0,
      id: `call_${Date.now()}`,
      type: "function",
      function: {
        name: asked.kind === "call" ? teamTool(asked.tool, body) : "bash",
        arguments: JSON.stringify(inputOf(asked)),
      },
    });
    const delta = turn.kind === "say" ? { content: turn.text } : { tool_calls: [call(turn)] };
    const reason = turn.kind === "say" ? "stop" : "tool_calls";
    const usage = {
      prompt_tokens: INPUT_TOKENS,
      completion_tokens: OUTPUT_TOKENS,
      total_tokens: INPUT_TOKENS + OUTPUT_TOKENS,
    };
    return [
      { ...base, choices: [{ index: 0, delta: { role: "assistant", ...delta } }] },
      { ...base, choices: [{ index: 0, delta: {}, finish_reason: reason }] },
      { ...base, choices: [], usage },
    ].map((data) => ({ name: null, data }));
  },
};

const google: Dialect = {
  route: /:(?:streamGenerateContent|generateContent)$/,
  conversation: (body) => body["contents"],
  answer: '"functionResponse"',
  done: "",
  write(turn, body) {
    const name = turn.kind === "call" ? teamTool(turn.tool, body) : "run_shell_command";
    const part =
      turn.kind === "say" ? { text: turn.text } : { functionCall: { name, args: inputOf(turn) } };
    const usageMetadata = {
      promptTokenCount: INPUT_TOKENS,
      candidatesTokenCount: OUTPUT_TOKENS,
      totalTokenCount: INPUT_TOKENS + OUTPUT_TOKENS,
    };
    const candidate = { content: { role: "model", parts: [part] }, finishReason: "STOP", index: 0 };
    return [{ name: null, data: { candidates: [candidate], usageMetadata } }];
  },
};

const DIALECTS: readonly Dialect[] = [anthropic, responses, chat, google];
