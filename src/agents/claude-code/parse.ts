import { isRecord } from "../../model/index.ts";
import type { Usage } from "../../model/index.ts";
import type { AgentFailure, AgentLine } from "../lines/agent-line.ts";
import { epochMs, readFailure } from "../outcome/cause.ts";
import type { Fields } from "../lines/fields.ts";
import {
  countOf,
  cut,
  fieldsOf,
  listOf,
  numberOf,
  readObject,
  textOf,
  tokensOf,
  textOfContent,
} from "../lines/fields.ts";
import { output, permission, said, toolEnded, toolStarted } from "../lines/make-line.ts";
import type { Request } from "./request.ts";
import { questionsOf, readRequest } from "./request.ts";

/** Every event of `claude -p --output-format stream-json` (2.1), and of Qwen Code, its cousin. */
export function parse(line: string): readonly AgentLine[] {
  return skim(line) ?? read(line);
}

const PIECE = '{"type":"stream_event",';
const INIT = '{"type":"system","subtype":"init",';

/**
 * The two bulky kinds of line, known by how they begin: pieces of what another line says whole,
 * and the list of everything the program can do. Null: it must be read.
 */
function skim(line: string): readonly AgentLine[] | null {
  if (line.startsWith(PIECE)) return line.endsWith("}") ? activity("stream_event") : null;
  if (!line.startsWith(INIT) || !line.endsWith("}") || line.includes('"status":"failed"')) {
    return null;
  }
  const session = plainText(line, "session_id");
  const model = plainText(line, "model");
  const version = plainText(line, "claude_code_version");
  if (session === null || model === null || version === null) return null;
  return [{ kind: "started", session, model, version }];
}

/** A text without escapes under a name that stands once: then it cannot be of something else. */
function plainText(line: string, name: string): string | null {
  const key = `"${name}":"`;
  const at = line.indexOf(key);
  if (at === -1 || line.indexOf(key, at + key.length) !== -1) return null;
  const from = at + key.length;
  const end = line.indexOf('"', from);
  if (end === -1) return null;
  const text = line.slice(from, end);
  return text.includes("\\") ? null : text;
}

function read(line: string): readonly AgentLine[] {
  const event = readObject(line);
  const type = event === null ? null : textOf(event, "type");
  if (event === null || type === null) return line === "" ? [] : [output(line)];
  switch (type) {
    case "system":
      return parseSystem(event);
    case "assistant":
      return parseAssistant(event);
    case "user":
      return parseUser(event);
    case "result":
      return parseResult(event);
    case "control_request":
      return parseRequest(event);
    case "rate_limit_event":
      return parseRateLimit(event);
    case "auth_status":
      return textOf(event, "error") === null ? activity(type) : [failed(event, "error")];
    default:
      return activity(type);
  }
}

function activity(what: string): readonly AgentLine[] {
  return [{ kind: "activity", what: cut(what, 100) }];
}

function failed(event: Fields, name: string): AgentLine {
  return { kind: "failed", failure: readFailure(textOf(event, name) ?? ""), final: false };
}

function parseSystem(event: Fields): readonly AgentLine[] {
  const subtype = textOf(event, "subtype") ?? "system";
  switch (subtype) {
    case "init":
      return [
        {
          kind: "started",
          session: textOf(event, "session_id"),
          model: textOf(event, "model"),
          version: textOf(event, "claude_code_version"),
        },
        ...failedServers(event),
      ];
    case "api_retry":
      return [
        {
          kind: "retrying",
          attempt: countOf(event, "attempt"),
          afterMs: numberOf(event, "retry_delay_ms"),
          failure: retriedFailure(event),
        },
      ];
    case "permission_denied":
      return [permission("denied", textOf(event, "tool_name") ?? "", textOf(event, "message"))];
    case "informational":
    case "notification": {
      const text = textOf(event, "content") ?? textOf(event, "text");
      return text === null ? activity(subtype) : [{ kind: "warned", message: cut(text, 500) }];
    }
    default:
      return activity(subtype);
  }
}

/** Without an HTTP status nothing has answered. */
function retriedFailure(event: Fields): AgentFailure {
  const status = numberOf(event, "error_status");
  const error = textOf(event, "error") ?? "unknown";
  if (status === null && error === "unknown") {
    return { cause: "network", message: "the model could not be reached", reset: null };
  }
  return readFailure(error.replaceAll("_", " "), { status });
}

function failedServers(event: Fields): readonly AgentLine[] {
  return listOf(event, "mcp_servers").flatMap((server) => {
    if (!isRecord(server) || textOf(server, "status") !== "failed") return [];
    return [{ kind: "warned" as const, message: `MCP server ${textOf(server, "name")} failed` }];
  });
}

/** One event a content block; its usage is only the request's beginning and is not counted. */
function parseAssistant(event: Fields): readonly AgentLine[] {
  const message = fieldsOf(event, "message");
  if (textOf(message, "model") === "<synthetic>" && textOf(event, "error") !== null) {
    const failure = readFailure(textOfContent(message["content"]), {
      status: numberOf(event, "api_error_status"),
    });
    return [{ kind: "failed", failure, final: false }];
  }
  return listOf(message, "content").flatMap((block) => (isRecord(block) ? parseBlock(block) : []));
}

function parseBlock(block: Fields): readonly AgentLine[] {
  switch (textOf(block, "type")) {
    case "text":
      return [said(textOf(block, "text") ?? "")];
    case "tool_use": {
      const tool = textOf(block, "name") ?? "";
      const input = fieldsOf(block, "input");
      return [toolStarted(textOf(block, "id") ?? "", tool, input, filesOf(tool, input))];
    }
    default:
      return activity(textOf(block, "type") ?? "block");
  }
}

const WRITING_TOOLS: ReadonlySet<string> = new Set([
  "Edit",
  "MultiEdit",
  "NotebookEdit",
  "Write",
  "edit",
  "write_file",
]);

function filesOf(tool: string, input: Fields): string[] {
  if (!WRITING_TOOLS.has(tool)) return [];
  const path = textOf(input, "file_path") ?? textOf(input, "notebook_path");
  return path === null ? [] : [path];
}

function parseUser(event: Fields): readonly AgentLine[] {
  const blocks = listOf(fieldsOf(event, "message"), "content").filter(isRecord);
  const results = blocks.filter((block) => textOf(block, "type") === "tool_result");
  if (results.length === 0) return activity("user");
  return results.map((block) =>
    toolEnded(
      textOf(block, "tool_use_id") ?? "",
      block["is_error"] === true,
      textOfContent(block["content"]),
    ),
  );
}

/** It waits for an answer under the id of its request, however long that takes. */
function parseRequest(event: Fields): readonly AgentLine[] {
  const asked = readRequest(event);
  if (asked === null) return activity("control_request");
  const { tool, input, request } = asked;
  return [questionIn(asked) ?? permission("asked", tool, input, request)];
}

function questionIn({ tool, input, request }: Request): AgentLine | null {
  const questions = questionsOf(tool, input);
  const [first] = questions;
  if (first === undefined) return null;
  const isOne = questions.length === 1;
  const texts = questions.map(({ question, options }, at) =>
    isOne
      ? question
      : `${at + 1}. ${question}${options.length === 0 ? "" : ` (${options.join(" | ")})`}`,
  );
  const options = isOne ? first.options : [];
  return {
    kind: "question",
    question: cut(texts.join("\n"), 4_000),
    options,
    need: "now",
    request,
  };
}

/** Whether it was told in seconds or milliseconds differs between its versions. */
function parseRateLimit(event: Fields): readonly AgentLine[] {
  const info = fieldsOf(event, "rate_limit_info");
  const status = textOf(info, "status");
  const what = (textOf(info, "rateLimitType") ?? "usage").replaceAll("_", "-");
  if (status === "allowed_warning") {
    return [{ kind: "warned", message: `the ${what} limit is near` }];
  }
  // Beyond the plan it may go on at a price; then nothing has stopped.
  if (status !== "rejected" || info["isUsingOverage"] === true) return activity("rate_limit_event");
  const resetsAt = numberOf(info, "resetsAt");
  const failure: AgentFailure = {
    cause: "limit",
    message: `the ${what} limit is reached`,
    reset: resetsAt === null ? null : { kind: "at", atMs: epochMs(resetsAt) },
  };
  return [{ kind: "failed", failure, final: false }];
}

/** An API failure also has the subtype `success`: `is_error` decides. */
function parseResult(event: Fields): readonly AgentLine[] {
  const usage = usageOf(event);
  const lines: AgentLine[] = usage === null ? [] : [{ kind: "usage", usage, scope: "total" }];
  const isError = event["is_error"] === true;
  const subtype = textOf(event, "subtype") ?? "";
  if (!isError && subtype === "success") {
    return [...lines, { kind: "finished", text: textOf(event, "result") }];
  }
  return [...lines, { kind: "failed", failure: failureOf(event, subtype), final: true }];
}

function failureOf(event: Fields, subtype: string): AgentFailure {
  const errors = listOf(event, "errors").filter((one) => typeof one === "string");
  const message = textOf(event, "result") ?? errors.join("; ");
  const ended = textOf(event, "terminal_reason") ?? "";
  if (subtype === "error_max_turns" || subtype === "error_max_budget_usd") {
    return { cause: "cap", message: cut(message, 500), reset: null };
  }
  if (ended === "prompt_too_long") {
    return { cause: "prompt-too-long", message: cut(message, 500), reset: null };
  }
  if (ended.startsWith("aborted_")) {
    return { cause: "interrupted", message: `it was interrupted (${ended})`, reset: null };
  }
  const failure = readFailure(message === "" ? subtype : message, {
    status: numberOf(event, "api_error_status"),
  });
  const isApi = ended === "api_error" && failure.cause === "unknown";
  return isApi ? { ...failure, cause: "provider" } : failure;
}

/** `modelUsage` is of the whole process, subagents included; `usage` only of the last turn. */
function usageOf(event: Fields): Usage | null {
  const models = Object.entries(fieldsOf(event, "modelUsage")).filter(
    (entry): entry is [string, Fields] => isRecord(entry[1]),
  );
  if (models.length === 0) return usageOfTurn(fieldsOf(event, "usage"));
  let inputTokens = 0;
  let outputTokens = 0;
  let cacheReadTokens = 0;
  let cacheWriteTokens = 0;
  let most = -1;
  let model = "";
  for (const [name, used] of models) {
    const read = tokensOf(used, "cacheReadInputTokens");
    const written = tokensOf(used, "cacheCreationInputTokens");
    const input = tokensOf(used, "inputTokens") + read + written;
    const made = tokensOf(used, "outputTokens");
    if (input + made > most) [most, model] = [input + made, name];
    inputTokens += input;
    outputTokens += made;
    cacheReadTokens += read;
    cacheWriteTokens += written;
  }
  const costUsd = numberOf(event, "total_cost_usd");
  return {
    inputTokens,
    outputTokens,
    cacheReadTokens,
    cacheWriteTokens,
    model,
    ...(costUsd === null ? {} : { costUsd }),
  };
}

function usageOfTurn(usage: Fields): Usage | null {
  if (numberOf(usage, "input_tokens") === null) return null;
  const cacheReadTokens = tokensOf(usage, "cache_read_input_tokens");
  const cacheWriteTokens = tokensOf(usage, "cache_creation_input_tokens");
  return {
    inputTokens: tokensOf(usage, "input_tokens") + cacheReadTokens + cacheWriteTokens,
    outputTokens: tokensOf(usage, "output_tokens"),
    cacheReadTokens,
    cacheWriteTokens,
  };
}
