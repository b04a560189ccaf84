import { unreachable, isRecord } from "../../model/index.ts";
import type { AgentLine } from "../lines/agent-line.ts";
import { readFailure } from "../outcome/cause.ts";
import type { AgentDefinition } from "../definition/definition.ts";
import type { Fields } from "../lines/fields.ts";
import { fieldsOf, listOf, numberOf, textOf } from "../lines/fields.ts";
import { permission } from "../lines/make-line.ts";
import type { ToolCalls } from "./updates.ts";
import { NO_CALLS, isPermitted, readUpdate, usageOfAnswer } from "./updates.ts";

/** What a conversation over the Agent Client Protocol is for: one prompt, answered once. */
export interface AcpTask {
  readonly cwd: string;
  readonly prompt: string;
  /** A conversation to go on from, where the agent keeps them. */
  readonly session: string | null;
  readonly mcp: { readonly url: string; readonly token: string | null } | null;
  readonly tools: Pick<AgentDefinition, "tools" | "deniedTools">;
}

/**
 * Where the conversation is. Every state but the last waits for the answer to the request of
 * number `asked`.
 */
type State =
  | { readonly at: "greeting" }
  | { readonly at: "opening" }
  /** Its history is told again; that is nothing new. */
  | { readonly at: "loading" }
  | { readonly at: "choosing-mode" }
  | { readonly at: "prompting" }
  | { readonly at: "ended" };

export interface Conversation {
  readonly task: AcpTask;
  readonly state: State;
  readonly asked: number;
  readonly session: string | null;
  readonly calls: ToolCalls;
}

/** What follows from a message: what to send, what it says, and whether that was all. */
export interface Turn {
  readonly conversation: Conversation;
  readonly send: readonly Fields[];
  readonly lines: readonly AgentLine[];
}

const METHOD_UNKNOWN = -32_601;
/** By which an agent says that nobody has logged in. */
const LOGIN_NEEDED = -32_000;
/** Modes in which an agent works without asking; one that only reads commits nothing (measured). */
const WORKING_MODES = ["full-access"] as const;

export function begin(task: AcpTask): Turn {
  const conversation: Conversation = {
    task,
    state: { at: "greeting" },
    asked: 0,
    session: null,
    calls: NO_CALLS,
  };
  return ask(conversation, { at: "greeting" }, "initialize", {
    protocolVersion: 1,
    clientInfo: { name: "orchestrator", version: "1" },
    // It works on the files itself: what we would tell it of a missing one breaks some agents.
    clientCapabilities: { fs: { readTextFile: false, writeTextFile: false }, terminal: false },
  });
}

/** Asks the agent to stop; its answer to the prompt then says that it was cancelled. */
export function cancel(conversation: Conversation): readonly Fields[] {
  if (conversation.session === null || conversation.state.at === "ended") return [];
  return [notification("session/cancel", { sessionId: conversation.session })];
}

export function hear(conversation: Conversation, message: Fields): Turn {
  if (conversation.state.at === "ended") return stay(conversation);
  const method = textOf(message, "method");
  const id = message["id"];
  if (method === null) {
    if (id !== conversation.asked) return stay(conversation);
    return isRecord(message["error"])
      ? refused(conversation, fieldsOf(message, "error"))
      : answered(conversation, fieldsOf(message, "result"));
  }
  const isRequest = typeof id === "number" || typeof id === "string";
  const params = fieldsOf(message, "params");
  if (method === "session/update" && !isRequest) return heardUpdate(conversation, params);
  if (!isRequest) return stay(conversation);
  if (method === "session/request_permission") return judge(conversation, id, params);
  const error = { code: METHOD_UNKNOWN, message: `${method} is not offered` };
  return { ...stay(conversation), send: [{ jsonrpc: "2.0", id, error }] };
}

function stay(conversation: Conversation): Turn {
  return { conversation, send: [], lines: [] };
}

function ask(conversation: Conversation, state: State, method: string, params: Fields): Turn {
  const asked = conversation.asked + 1;
  return {
    conversation: { ...conversation, state, asked },
    send: [{ jsonrpc: "2.0", id: asked, method, params }],
    lines: [],
  };
}

function notification(method: string, params: Fields): Fields {
  return { jsonrpc: "2.0", method, params };
}

function answered(conversation: Conversation, result: Fields): Turn {
  const { state, task } = conversation;
  switch (state.at) {
    case "greeting":
      return open(conversation, fieldsOf(result, "agentCapabilities"));
    case "opening":
    case "loading": {
      const session = textOf(result, "sessionId") ?? task.session;
      if (session === null) return fail(conversation, "it opened no session");
      const opened: Conversation = { ...conversation, session, calls: NO_CALLS };
      const mode = workingMode(fieldsOf(result, "modes"));
      const next =
        mode === null
          ? prompt(opened, session)
          : ask(opened, { at: "choosing-mode" }, "session/set_mode", {
              sessionId: session,
              modeId: mode,
            });
      return { ...next, lines: [started(session, result)] };
    }
    case "choosing-mode":
      return conversation.session === null
        ? fail(conversation, "it opened no session")
        : prompt(conversation, conversation.session);
    case "prompting":
      return ended(conversation, result);
    case "ended":
      return stay(conversation);
    default:
      return unreachable(state);
  }
}

function open(conversation: Conversation, capabilities: Fields): Turn {
  const { task } = conversation;
  const where = { cwd: task.cwd, mcpServers: servers(task, capabilities) };
  return task.session !== null && capabilities["loadSession"] === true
    ? ask(conversation, { at: "loading" }, "session/load", { sessionId: task.session, ...where })
    : ask(conversation, { at: "opening" }, "session/new", where);
}

function servers({ mcp }: AcpTask, capabilities: Fields): readonly Fields[] {
  if (mcp === null || fieldsOf(capabilities, "mcpCapabilities")["http"] !== true) return [];
  const headers =
    mcp.token === null ? [] : [{ name: "Authorization", value: `Bearer ${mcp.token}` }];
  return [{ type: "http", name: "team", url: mcp.url, headers }];
}

function workingMode(modes: Fields): string | null {
  const offered = listOf(modes, "availableModes").map((mode) =>
    isRecord(mode) ? textOf(mode, "id") : null,
  );
  const wanted = WORKING_MODES.find((mode) => offered.includes(mode)) ?? null;
  return wanted === textOf(modes, "currentModeId") ? null : wanted;
}

function started(session: string, result: Fields): AgentLine {
  const model = textOf(fieldsOf(result, "models"), "currentModelId");
  return { kind: "started", session, model, version: null };
}

function prompt(conversation: Conversation, session: string): Turn {
  return ask(conversation, { at: "prompting" }, "session/prompt", {
    sessionId: session,
    prompt: [{ type: "text", text: conversation.task.prompt }],
  });
}

function heardUpdate(conversation: Conversation, params: Fields): Turn {
  if (conversation.state.at !== "prompting") return stay(conversation);
  const { calls, lines } = readUpdate(conversation.calls, fieldsOf(params, "update"));
  return { conversation: { ...conversation, calls }, send: [], lines };
}

/** Options are chosen by their kind: their ids differ from agent to agent. */
function judge(conversation: Conversation, id: unknown, params: Fields): Turn {
  const call = fieldsOf(params, "toolCall");
  const title = textOf(call, "title") ?? textOf(call, "kind") ?? "";
  const mayUse = isPermitted(conversation.task.tools, call);
  const kinds = mayUse ? ["allow_once", "allow_always"] : ["reject_once", "reject_always"];
  const options = listOf(params, "options").filter(isRecord);
  const option = kinds
    .map((kind) => options.find((one) => textOf(one, "kind") === kind))
    .find((one) => one !== undefined);
  const optionId = option === undefined ? null : textOf(option, "optionId");
  const outcome = optionId === null ? { outcome: "cancelled" } : { outcome: "selected", optionId };
  const state = mayUse && optionId !== null ? "allowed" : "denied";
  const seen = readUpdate(conversation.calls, { ...call, sessionUpdate: "tool_call_update" });
  return {
    conversation: { ...conversation, calls: seen.calls },
    send: [{ jsonrpc: "2.0", id, result: { outcome } }],
    lines: [...seen.lines, permission(state, title, call["rawInput"] ?? {})],
  };
}

function ended(conversation: Conversation, result: Fields): Turn {
  const usage = usageOfAnswer(result, conversation.calls);
  const lines: AgentLine[] = usage === null ? [] : [{ kind: "usage", usage, scope: "total" }];
  lines.push(endOf(textOf(result, "stopReason") ?? "unknown"));
  return { conversation: { ...conversation, state: { at: "ended" } }, send: [], lines };
}

function endOf(stopReason: string): AgentLine {
  switch (stopReason) {
    case "end_turn":
      return { kind: "finished", text: null };
    case "max_tokens":
    case "max_turn_requests":
      return final("cap", `it reached its limit (${stopReason})`);
    case "refusal":
      return final("request", "the model refused");
    case "cancelled":
      return final("interrupted", "it was cancelled");
    default:
      return final("unknown", `it stopped: ${stopReason}`);
  }
}

function final(cause: "cap" | "request" | "interrupted" | "unknown", message: string): AgentLine {
  return { kind: "failed", failure: { cause, message, reset: null }, final: true };
}

function refused(conversation: Conversation, error: Fields): Turn {
  const { state, task } = conversation;
  if (state.at === "loading") {
    // The old conversation is gone; the prompt says everything a new one needs.
    return ask(conversation, { at: "opening" }, "session/new", {
      cwd: task.cwd,
      mcpServers: [],
    });
  }
  if (state.at === "choosing-mode" && conversation.session !== null) {
    return prompt(conversation, conversation.session);
  }
  const data = fieldsOf(error, "data");
  const details = textOf(data, "details") ?? textOf(data, "message") ?? "";
  const message = `${textOf(error, "message") ?? "it answered with an error"} ${details}`.trim();
  return fail(conversation, message, numberOf(error, "code") === LOGIN_NEEDED);
}

function fail(conversation: Conversation, message: string, needsLogin = false): Turn {
  const failure = readFailure(message);
  const judged = needsLogin ? { ...failure, cause: "login" as const } : failure;
  return {
    conversation: { ...conversation, state: { at: "ended" } },
    send: [],
    lines: [{ kind: "failed", failure: judged, final: true }],
  };
}
