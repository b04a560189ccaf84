import { isRecord } from "../../model/index.ts";
import type { Usage } from "../../model/index.ts";
import type { AgentLine } from "../lines/agent-line.ts";
import type { AgentDefinition } from "../definition/definition.ts";
import { matchesTool } from "../definition/tools.ts";
import type { Fields } from "../lines/fields.ts";
import {
  cut,
  fieldsOf,
  listOf,
  numberOf,
  textOf,
  tokensOf,
  textOfContent,
} from "../lines/fields.ts";
import { said, toolEnded, toolStarted } from "../lines/make-line.ts";

/** A tool call is told in pieces; it is said once its input is known, or when it begins. */
interface Call {
  readonly title: string;
  readonly kind: string;
  readonly input: unknown;
  readonly files: readonly string[];
  readonly isSaid: boolean;
}

export interface ToolCalls {
  readonly open: ReadonlyMap<string, Call>;
  /** Summed from the agents that tell it step by step. */
  readonly steps: Usage | null;
  readonly costUsd: number | null;
}

export const NO_CALLS: ToolCalls = { open: new Map(), steps: null, costUsd: null };

/** An agent that never ends its calls does not fill the memory. */
const OPEN_MAX = 500;

interface Read {
  readonly calls: ToolCalls;
  readonly lines: readonly AgentLine[];
}

/** One `session/update` of the Agent Client Protocol, version 1. */
export function readUpdate(calls: ToolCalls, update: Fields): Read {
  const what = textOf(update, "sessionUpdate") ?? "update";
  switch (what) {
    case "agent_message_chunk":
      return readChunk(calls, update);
    case "tool_call":
    case "tool_call_update":
      return readCall(calls, update);
    case "usage_update": {
      const costUsd = numberOf(fieldsOf(update, "cost"), "amount") ?? calls.costUsd;
      return { calls: { ...calls, costUsd }, lines: activity(what) };
    }
    default:
      return { calls, lines: activity(what) };
  }
}

function activity(what: string): readonly AgentLine[] {
  return [{ kind: "activity", what: cut(what, 100) }];
}

function readChunk(calls: ToolCalls, update: Fields): Read {
  const text = textOf(fieldsOf(update, "content"), "text") ?? "";
  const lines: AgentLine[] = text === "" ? [] : [said(text, true)];
  const step = usageOfStep(fieldsOf(fieldsOf(update, "_meta"), "usage"));
  if (step === null) return { calls, lines: lines.length === 0 ? activity("chunk") : lines };
  const before = calls.steps;
  const steps: Usage = {
    inputTokens: (before?.inputTokens ?? 0) + step.inputTokens,
    outputTokens: (before?.outputTokens ?? 0) + step.outputTokens,
    cacheReadTokens: (before?.cacheReadTokens ?? 0) + (step.cacheReadTokens ?? 0),
  };
  return {
    calls: { ...calls, steps },
    lines: [...lines, { kind: "usage", usage: steps, scope: "total" }],
  };
}

function readCall(calls: ToolCalls, update: Fields): Read {
  const id = textOf(update, "toolCallId");
  if (id === null) return { calls, lines: activity("tool_call") };
  const before = calls.open.get(id);
  const status = textOf(update, "status");
  const hasEnded = status === "completed" || status === "failed";
  // The last pieces of a call that is over say nothing new.
  if (before === undefined && textOf(update, "sessionUpdate") !== "tool_call" && hasEnded) {
    return { calls, lines: activity("tool_call_update") };
  }
  const call = merge(before, update);
  const isKnown = !isEmpty(call.input) || status === "in_progress" || hasEnded;
  const lines: AgentLine[] = [];
  if (isKnown && !call.isSaid) {
    lines.push(toolStarted(id, nameOf(call, update), call.input, call.files));
  }
  if (hasEnded) lines.push(toolEnded(id, status === "failed", outputOf(update), call.files));
  const open = new Map(calls.open);
  open.delete(id);
  if (!hasEnded) open.set(id, { ...call, isSaid: call.isSaid || isKnown });
  for (const oldest of open.keys()) {
    if (open.size <= OPEN_MAX) break;
    open.delete(oldest);
  }
  return { calls: { ...calls, open }, lines: lines.length === 0 ? activity("tool_call") : lines };
}

function merge(before: Call | undefined, update: Fields): Call {
  const rawInput = update["rawInput"];
  const kind = textOf(update, "kind") ?? before?.kind ?? "other";
  const files = filesOf(kind, update);
  return {
    title: textOf(update, "title") ?? before?.title ?? "",
    kind,
    input: isEmpty(rawInput) ? (before?.input ?? {}) : rawInput,
    files: files.length > 0 ? files : (before?.files ?? []),
    isSaid: before?.isSaid ?? false,
  };
}

function isEmpty(input: unknown): boolean {
  if (input === undefined || input === null) return true;
  return isRecord(input) && Object.keys(input).length === 0;
}

const WRITING_KINDS: ReadonlySet<string> = new Set(["edit", "delete", "move"]);

function filesOf(kind: string, update: Fields): string[] {
  if (!WRITING_KINDS.has(kind)) return [];
  const places = [...listOf(update, "locations"), ...listOf(update, "content")];
  const paths = places.flatMap((place) => (isRecord(place) ? (textOf(place, "path") ?? []) : []));
  return [...new Set(paths)];
}

function nameOf(call: Call, update: Fields): string {
  const meta = fieldsOf(update, "_meta");
  const named = textOf(meta, "toolName") ?? textOf(fieldsOf(meta, "claudeCode"), "toolName");
  return cut(named ?? (call.kind === "other" ? call.title : call.kind), 200);
}

function outputOf(update: Fields): string {
  const content = listOf(update, "content").map((one) =>
    isRecord(one) ? textOfContent([one["content"]]) : "",
  );
  const text = content.filter((one) => one !== "").join("\n");
  if (text !== "") return text;
  const raw = update["rawOutput"];
  if (raw === undefined || raw === null) return "";
  return typeof raw === "string" ? raw : (JSON.stringify(raw) ?? "");
}

/** What the protocol's kinds of tools are called in definitions. */
const KIND_TOOLS: Readonly<Record<string, readonly string[]>> = {
  read: ["Read", "read"],
  edit: ["Edit", "Write", "edit", "write"],
  delete: ["Edit", "Write", "edit", "write"],
  move: ["Edit", "Write", "edit", "write"],
  search: ["Grep", "Glob", "grep", "glob"],
  execute: ["Bash", "bash"],
  fetch: ["WebFetch", "WebSearch", "webfetch"],
};

/** What its role lets an agent do; the team's own tools are always allowed. */
export function isPermitted(
  tools: Pick<AgentDefinition, "tools" | "deniedTools">,
  call: Fields,
): boolean {
  const title = textOf(call, "title") ?? "";
  if (title.startsWith("mcp__team__")) return true;
  const kind = textOf(call, "kind") ?? "other";
  return [...(KIND_TOOLS[kind] ?? []), title].some((name) => matchesTool(tools, name));
}

/** In the answer to the prompt, as one agent or the other tells it. */
export function usageOfAnswer(result: Fields, calls: ToolCalls): Usage | null {
  const told =
    usageOfStep(fieldsOf(result, "usage")) ??
    usageOfQuota(fieldsOf(fieldsOf(fieldsOf(result, "_meta"), "quota"), "token_count")) ??
    calls.steps;
  if (told === null) return null;
  return calls.costUsd === null ? told : { ...told, costUsd: calls.costUsd };
}

/** Some count what came from the cache as input and some beside it; the total tells which. */
function usageOfStep(usage: Fields): Usage | null {
  if (numberOf(usage, "inputTokens") === null) return null;
  const input = tokensOf(usage, "inputTokens");
  const outputTokens = tokensOf(usage, "outputTokens");
  const cacheReadTokens = tokensOf(usage, "cachedReadTokens");
  const cacheWriteTokens = tokensOf(usage, "cachedWriteTokens");
  const beside = cacheReadTokens + cacheWriteTokens;
  const isBeside = tokensOf(usage, "totalTokens") >= input + outputTokens + beside;
  return {
    inputTokens: isBeside ? input + beside : input,
    outputTokens,
    cacheReadTokens,
    cacheWriteTokens,
  };
}

function usageOfQuota(count: Fields): Usage | null {
  if (numberOf(count, "input_tokens") === null) return null;
  return {
    inputTokens: tokensOf(count, "input_tokens"),
    outputTokens: tokensOf(count, "output_tokens"),
  };
}
