import type { AdapterName, AgentOutcome, RunExit } from "../model/index.ts";
import { adapterFor } from "./adapter-for.ts";
import type { AgentLine } from "./lines/agent-line.ts";
import { NOTHING_SEEN, see, seeTail } from "./lines/seen.ts";

export const adapter = (name: AdapterName) =>
  adapterFor({ adapter: name, run: null, script: null, model: null, env: {}, envAllow: [] });

export const NOW_MS = Date.UTC(2026, 10, 20, 12, 0, 0);
export const exited = (code: number): RunExit => ({ kind: "exited", code });

/** What an adapter makes of events of its agent; a string is a line as it is. */
export function linesOf(name: AdapterName, events: readonly unknown[]): AgentLine[] {
  return events.flatMap((event) =>
    adapter(name).parse(typeof event === "string" ? event : JSON.stringify(event)),
  );
}

/** What it makes of a run that printed these and ended. */
export function judge(
  name: AdapterName,
  events: readonly unknown[],
  { exit = exited(0), stderr = "" }: { exit?: RunExit; stderr?: string } = {},
): AgentOutcome {
  const seen = seeTail(linesOf(name, events).reduce(see, NOTHING_SEEN), stderr);
  return adapter(name).classify(exit, seen, NOW_MS);
}

/** One run in every dialect that begins, says something, writes a file, and ends well. */
export const WELL: Readonly<Record<string, readonly unknown[]>> = {
  "claude-code": [
    { type: "system", subtype: "init", session_id: "s-1", model: "m", claude_code_version: "2" },
    { type: "assistant", message: { content: [{ type: "text", text: "Hello" }] } },
    {
      type: "assistant",
      message: {
        content: [{ type: "tool_use", id: "t", name: "Write", input: { file_path: "/w/a" } }],
      },
    },
    {
      type: "user",
      message: { content: [{ type: "tool_result", tool_use_id: "t", content: "ok" }] },
    },
    {
      type: "result",
      subtype: "success",
      is_error: false,
      result: "All done",
      total_cost_usd: 0.5,
      modelUsage: {
        m: {
          inputTokens: 10,
          cacheReadInputTokens: 80,
          cacheCreationInputTokens: 10,
          outputTokens: 5,
        },
      },
    },
  ],
  codex: [
    { type: "thread.started", thread_id: "s-1" },
    { type: "turn.started" },
    { type: "item.completed", item: { id: "0", type: "agent_message", text: "Hello" } },
    {
      type: "item.started",
      item: { id: "t", type: "file_change", changes: [{ path: "/w/a", kind: "add" }] },
    },
    {
      type: "item.completed",
      item: {
        id: "t",
        type: "file_change",
        changes: [{ path: "/w/a", kind: "add" }],
        status: "completed",
      },
    },
    { type: "item.completed", item: { id: "1", type: "agent_message", text: "All done" } },
    {
      type: "turn.completed",
      usage: { input_tokens: 100, cached_input_tokens: 80, output_tokens: 5 },
    },
  ],
  opencode: [
    { type: "step_start", sessionID: "s-1", part: {} },
    { type: "text", sessionID: "s-1", part: { text: "Hello" } },
    {
      type: "tool_use",
      sessionID: "s-1",
      part: {
        tool: "write",
        callID: "t",
        state: { status: "completed", input: { filePath: "/w/a" }, output: "ok" },
      },
    },
    { type: "text", sessionID: "s-1", part: { text: "All done" } },
    {
      type: "step_finish",
      sessionID: "s-1",
      part: {
        reason: "stop",
        tokens: { input: 10, output: 5, reasoning: 0, cache: { read: 80, write: 10 } },
        cost: 0.5,
      },
    },
  ],
  gemini: [
    { type: "init", session_id: "s-1", model: "m" },
    { type: "message", role: "user", content: "the prompt" },
    { type: "tool_use", tool_name: "write_file", tool_id: "t", parameters: { file_path: "/w/a" } },
    { type: "tool_result", tool_id: "t", status: "success", output: "ok" },
    { type: "message", role: "assistant", content: "All ", delta: true },
    { type: "message", role: "assistant", content: "done", delta: true },
    {
      type: "result",
      status: "success",
      stats: { input_tokens: 100, output_tokens: 5, cached: 80, total_tokens: 105 },
    },
  ],
};
