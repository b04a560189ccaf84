import { isRecord } from "../../model/index.ts";
import type { AgentLine } from "../lines/agent-line.ts";
import { readFailure } from "../outcome/cause.ts";
import type { Fields } from "../lines/fields.ts";
import {
  cut,
  fieldsOf,
  listOf,
  numberOf,
  readObject,
  textOf,
  tokensOf,
  textOfContent,
} from "../lines/fields.ts";
import { output, said, toolEnded, toolStarted } from "../lines/make-line.ts";

/** Every event of `codex exec --json` (0.169). */
export function parse(line: string): readonly AgentLine[] {
  const event = readObject(line);
  const type = event === null ? null : textOf(event, "type");
  if (event === null || type === null) return line === "" ? [] : [output(line)];
  switch (type) {
    case "thread.started":
      return [{ kind: "started", session: textOf(event, "thread_id"), model: null, version: null }];
    case "turn.started":
      return [{ kind: "started", session: null, model: null, version: null }];
    case "item.started":
      return parseItem(fieldsOf(event, "item"), true);
    case "item.completed":
      return parseItem(fieldsOf(event, "item"), false);
    case "error":
      return [parseError(textOf(event, "message") ?? "")];
    case "turn.completed":
      return [...usageLines(fieldsOf(event, "usage")), { kind: "finished", text: null }];
    case "turn.failed":
      return [
        {
          kind: "failed",
          failure: readFailure(textOf(fieldsOf(event, "error"), "message") ?? "the turn failed"),
          final: true,
        },
      ];
    default:
      return [{ kind: "activity", what: cut(type, 100) }];
  }
}

/** `Reconnecting... 2/5 (…)` is a retry; anything else is what `turn.failed` will repeat. */
function parseError(message: string): AgentLine {
  const retry = /^Reconnecting\.\.\. (?:(\d+)\/\d+|waiting for network) ?\((.*)\)$/s.exec(message);
  if (retry === null) return { kind: "failed", failure: readFailure(message), final: false };
  return {
    kind: "retrying",
    attempt: Number(retry[1] ?? 1),
    afterMs: null,
    failure: readFailure(retry[2] ?? message),
  };
}

/** The counts are of the process, and of the thread where it was gone on from: never add them. */
function usageLines(usage: Fields): readonly AgentLine[] {
  if (numberOf(usage, "input_tokens") === null) return [];
  return [
    {
      kind: "usage",
      scope: "total",
      usage: {
        inputTokens: tokensOf(usage, "input_tokens"),
        outputTokens: tokensOf(usage, "output_tokens"),
        cacheReadTokens: tokensOf(usage, "cached_input_tokens"),
        cacheWriteTokens: tokensOf(usage, "cache_write_input_tokens"),
      },
    },
  ];
}

function parseItem(item: Fields, isStart: boolean): readonly AgentLine[] {
  const type = textOf(item, "type") ?? "item";
  const id = textOf(item, "id") ?? "";
  switch (type) {
    case "agent_message":
      return isStart ? [] : [said(textOf(item, "text") ?? "")];
    case "command_execution":
      if (isStart) return [toolStarted(id, "shell", textOf(item, "command") ?? "")];
      return [
        toolEnded(id, numberOf(item, "exit_code") !== 0, textOf(item, "aggregated_output") ?? ""),
      ];
    case "file_change":
      return parseFileChange(item, id, isStart);
    case "mcp_tool_call":
      return parseToolCall(item, id, isStart);
    case "error":
      return [{ kind: "warned", message: cut(textOf(item, "message") ?? "", 500) }];
    default:
      return [{ kind: "activity", what: cut(type, 100) }];
  }
}

function parseFileChange(item: Fields, id: string, isStart: boolean): readonly AgentLine[] {
  const changes = listOf(item, "changes").filter(isRecord);
  const files = changes.flatMap((change) => textOf(change, "path") ?? []);
  if (isStart) return [toolStarted(id, "apply_patch", changes, files)];
  const failed = textOf(item, "status") === "failed";
  return [toolEnded(id, failed, textOf(item, "status") ?? "", failed ? [] : files)];
}

function parseToolCall(item: Fields, id: string, isStart: boolean): readonly AgentLine[] {
  const tool = `mcp__${textOf(item, "server") ?? ""}__${textOf(item, "tool") ?? ""}`;
  if (isStart) return [toolStarted(id, tool, item["arguments"] ?? {})];
  const error = item["error"];
  const hasFailed = error !== null && error !== undefined;
  const text = hasFailed
    ? (textOf(fieldsOf(item, "error"), "message") ?? JSON.stringify(error))
    : textOfContent(fieldsOf(item, "result")["content"]);
  return [toolEnded(id, hasFailed, text)];
}
