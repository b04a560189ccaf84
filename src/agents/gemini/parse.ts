import { isRecord } from "../../model/index.ts";
import type { AgentLine } from "../lines/agent-line.ts";
import { readFailure } from "../outcome/cause.ts";
import type { Fields } from "../lines/fields.ts";
import { countOf, cut, fieldsOf, numberOf, readObject, textOf, tokensOf } from "../lines/fields.ts";
import { output, said, toolEnded, toolStarted } from "../lines/make-line.ts";

/** Every event of `gemini --output-format stream-json` (0.61). Its retries are only on stderr. */
export function parse(line: string): readonly AgentLine[] {
  const event = readObject(line);
  const type = event === null ? null : textOf(event, "type");
  if (event === null || type === null) return line === "" ? [] : [output(line)];
  switch (type) {
    case "init":
      return [
        {
          kind: "started",
          session: textOf(event, "session_id"),
          model: textOf(event, "model"),
          version: null,
        },
      ];
    case "message":
      return textOf(event, "role") === "assistant"
        ? [said(textOf(event, "content") ?? "", event["delta"] === true)]
        : [{ kind: "activity", what: "message" }];
    case "tool_use":
      return [parseToolUse(event)];
    case "tool_result":
      return [parseToolResult(event)];
    case "error":
      return [parseError(event)];
    case "result":
      return parseResult(event);
    default:
      return [{ kind: "activity", what: cut(type, 100) }];
  }
}

const WRITING_TOOLS: ReadonlySet<string> = new Set(["write_file", "replace", "edit"]);

function parseToolUse(event: Fields): AgentLine {
  const tool = textOf(event, "tool_name") ?? "";
  const input = fieldsOf(event, "parameters");
  const path = WRITING_TOOLS.has(tool) ? textOf(input, "file_path") : null;
  return toolStarted(textOf(event, "tool_id") ?? "", tool, input, path === null ? [] : [path]);
}

/** A command that failed is a success in its eyes, and only says so in words. */
function parseToolResult(event: Fields): AgentLine {
  const error = event["error"];
  const text = textOf(event, "output") ?? (isRecord(error) ? textOf(error, "message") : null) ?? "";
  const failed =
    textOf(event, "status") === "error" ||
    /exited with code: (?!0\b)-?\d+|^Exit Code: (?!0\b)\d/m.test(text);
  return toolEnded(textOf(event, "tool_id") ?? "", failed, text);
}

function parseError(event: Fields): AgentLine {
  const message = textOf(event, "message") ?? "";
  if (textOf(event, "severity") === "warning")
    return { kind: "warned", message: cut(message, 500) };
  return { kind: "failed", failure: readFailure(message), final: false };
}

function parseResult(event: Fields): readonly AgentLine[] {
  const lines = usageLines(fieldsOf(event, "stats"));
  if (textOf(event, "status") === "success") return [...lines, { kind: "finished", text: null }];
  const error = fieldsOf(event, "error");
  const type = textOf(error, "type") ?? "";
  const failure = readFailure(textOf(error, "message") ?? "it ended with an error");
  return [
    ...lines,
    {
      kind: "failed",
      final: true,
      failure: /TurnLimited/.test(type) ? { ...failure, cause: "cap" } : failure,
    },
  ];
}

function usageLines(stats: Fields): readonly AgentLine[] {
  if (numberOf(stats, "input_tokens") === null) return [];
  const used = Object.entries(fieldsOf(stats, "models")).filter(
    (entry): entry is [string, Fields] => isRecord(entry[1]),
  );
  const [most] = used.toSorted(
    ([, a], [, b]) => countOf(b, "total_tokens") - countOf(a, "total_tokens"),
  );
  return [
    {
      kind: "usage",
      scope: "total",
      usage: {
        inputTokens: tokensOf(stats, "input_tokens"),
        // Thoughts are in the total and in neither part, and are paid as output.
        outputTokens: Math.max(
          tokensOf(stats, "output_tokens"),
          tokensOf(stats, "total_tokens") - tokensOf(stats, "input_tokens"),
        ),
        cacheReadTokens: tokensOf(stats, "cached"),
        ...(most === undefined ? {} : { model: most[0] }),
      },
    },
  ];
}
