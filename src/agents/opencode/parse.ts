import type { Usage } from "../../model/index.ts";
import type { AgentLine } from "../lines/agent-line.ts";
import { readFailure } from "../outcome/cause.ts";
import type { Fields } from "../lines/fields.ts";
import { cut, fieldsOf, numberOf, readObject, textOf, tokensOf } from "../lines/fields.ts";
import { output, permission, said, toolEnded, toolStarted } from "../lines/make-line.ts";

/** Every event of `opencode run --format json` (1.18). Its retries are silent. */
export function parse(line: string): readonly AgentLine[] {
  const event = readObject(line);
  const type = event === null ? null : textOf(event, "type");
  if (event === null || type === null) return line === "" ? [] : [output(line)];
  const part = fieldsOf(event, "part");
  switch (type) {
    case "step_start":
      return [{ kind: "started", session: textOf(event, "sessionID"), model: null, version: null }];
    case "text":
      // What it says to itself after a compaction is not the model's word.
      return part["synthetic"] === true
        ? [{ kind: "activity", what: "synthetic" }]
        : [said(textOf(part, "text") ?? "")];
    case "tool_use":
      return parseTool(part);
    case "step_finish":
      return parseStep(part);
    case "error":
      return [parseError(fieldsOf(event, "error"))];
    default:
      return [{ kind: "activity", what: cut(type, 100) }];
  }
}

/** `stop` is the terminal event, unless another step begins; every other reason is not. */
function parseStep(part: Fields): readonly AgentLine[] {
  const lines: AgentLine[] = [{ kind: "usage", usage: usageOf(part), scope: "step" }];
  const reason = textOf(part, "reason");
  if (reason === "stop") lines.push({ kind: "finished", text: null });
  if (reason === "length") {
    const failure = readFailure("the answer reached the model's output limit");
    lines.push({ kind: "failed", failure: { ...failure, cause: "cap" }, final: false });
  }
  return lines;
}

function usageOf(part: Fields): Usage {
  const tokens = fieldsOf(part, "tokens");
  const cache = fieldsOf(tokens, "cache");
  const cacheReadTokens = tokensOf(cache, "read");
  const cacheWriteTokens = tokensOf(cache, "write");
  const cost = numberOf(part, "cost");
  return {
    inputTokens: tokensOf(tokens, "input") + cacheReadTokens + cacheWriteTokens,
    outputTokens: tokensOf(tokens, "output") + tokensOf(tokens, "reasoning"),
    cacheReadTokens,
    cacheWriteTokens,
    // A model without a price costs 0 in its eyes; unknown is not free.
    ...(cost === null || cost === 0 ? {} : { costUsd: cost }),
  };
}

function parseTool(part: Fields): readonly AgentLine[] {
  const tool = textOf(part, "tool") ?? "";
  const id = textOf(part, "callID") ?? textOf(part, "id") ?? "";
  const state = fieldsOf(part, "state");
  const input = fieldsOf(state, "input");
  const files = filesOf(tool, input);
  const started = toolStarted(id, tool, input, files);
  const error = textOf(state, "error");
  if (error !== null || textOf(state, "status") === "error") {
    const denied = /rejected permission|rule which prevents/.test(error ?? "");
    return [
      started,
      ...(denied ? [permission("denied", tool, input)] : []),
      toolEnded(id, true, error ?? ""),
    ];
  }
  const exit = numberOf(fieldsOf(state, "metadata"), "exit");
  return [
    started,
    toolEnded(id, exit !== null && exit !== 0, textOf(state, "output") ?? "", files),
  ];
}

function filesOf(tool: string, input: Fields): string[] {
  if (tool === "write" || tool === "edit") {
    const path = textOf(input, "filePath");
    return path === null ? [] : [path];
  }
  if (tool !== "multiedit" && tool !== "patch" && tool !== "apply_patch") return [];
  const patch = textOf(input, "patchText") ?? textOf(input, "patch") ?? "";
  const named = [...patch.matchAll(/^\*\*\* (?:Add|Update|Delete) File: (.+)$/gm)];
  const path = textOf(input, "filePath");
  return path === null ? named.flatMap(([, file]) => file ?? []) : [path];
}

function parseError(error: Fields): AgentLine {
  const data = fieldsOf(error, "data");
  const name = textOf(error, "name") ?? "error";
  const message = textOf(data, "message") ?? name;
  const headers = fieldsOf(data, "responseHeaders");
  const after = Number(textOf(headers, "retry-after") ?? Number.NaN);
  const failure = readFailure(message, {
    status: numberOf(data, "statusCode"),
    reset: Number.isFinite(after) && after > 0 ? { kind: "in", afterMs: after * 1_000 } : null,
  });
  const named = CAUSES[name];
  return {
    kind: "failed",
    failure: named === undefined ? failure : { ...failure, cause: named },
    final: false,
  };
}

const CAUSES: Readonly<
  Record<string, "prompt-too-long" | "login" | "interrupted" | "cap" | undefined>
> = {
  ContextOverflowError: "prompt-too-long",
  ProviderAuthError: "login",
  MessageAbortedError: "interrupted",
  MessageOutputLengthError: "cap",
};
