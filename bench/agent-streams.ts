import { closeSync, openSync, writeSync } from "node:fs";
import type { AdapterName } from "../src/model/index.ts";

/**
 * An agent's output as its program writes it: much talk in short lines, calls of tools whose input
 * and output are as long as files are, now and then a line beyond what is read of one, and one that
 * is no event.
 */
export type StreamedAdapter = Exclude<AdapterName, "scripted" | "command">;

interface Dialect {
  readonly begin: readonly object[];
  readonly said: (text: string) => object;
  readonly called: (id: string, path: string, text: string) => readonly object[];
  readonly end: readonly object[];
}

const RESULT_USAGE = { inputTokens: 10, outputTokens: 5 };

const DIALECTS: Readonly<Record<StreamedAdapter, Dialect>> = {
  "claude-code": {
    begin: [
      { type: "system", subtype: "init", session_id: "s", model: "m", claude_code_version: "2" },
    ],
    said: (text) => ({
      type: "assistant",
      message: { id: "m", content: [{ type: "text", text }], usage: { input_tokens: 3 } },
      parent_tool_use_id: null,
      session_id: "s",
    }),
    called: (id, path, text) => [
      {
        type: "assistant",
        message: {
          content: [
            { type: "tool_use", id, name: "Write", input: { file_path: path, content: text } },
          ],
        },
        session_id: "s",
      },
      {
        type: "user",
        message: { content: [{ type: "tool_result", tool_use_id: id, content: text }] },
        tool_use_result: { stdout: text },
        session_id: "s",
      },
    ],
    end: [{ type: "result", subtype: "success", is_error: false, result: "done" }],
  },
  codex: {
    begin: [{ type: "thread.started", thread_id: "s" }, { type: "turn.started" }],
    said: (text) => ({ type: "item.completed", item: { id: "0", type: "agent_message", text } }),
    called: (id, path, text) => [
      { type: "item.started", item: { id, type: "command_execution", command: `cat ${path}` } },
      {
        type: "item.completed",
        item: {
          id,
          type: "command_execution",
          command: `cat ${path}`,
          aggregated_output: text,
          exit_code: 0,
          status: "completed",
        },
      },
    ],
    end: [{ type: "turn.completed", usage: { input_tokens: 10, output_tokens: 5 } }],
  },
  opencode: {
    begin: [{ type: "step_start", sessionID: "s", part: {} }],
    said: (text) => ({ type: "text", sessionID: "s", part: { text } }),
    called: (callID, filePath, content) => [
      {
        type: "tool_use",
        sessionID: "s",
        part: {
          tool: "write",
          callID,
          state: { status: "completed", input: { filePath, content }, output: content },
        },
      },
    ],
    end: [
      {
        type: "step_finish",
        sessionID: "s",
        part: { reason: "stop", tokens: { input: 1, output: 1, reasoning: 0 }, cost: 0 },
      },
    ],
  },
  gemini: {
    begin: [{ type: "init", session_id: "s", model: "m" }],
    said: (content) => ({ type: "message", role: "assistant", content, delta: true }),
    called: (id, path, text) => [
      {
        type: "tool_use",
        tool_name: "write_file",
        tool_id: id,
        parameters: { file_path: path, content: text },
      },
      { type: "tool_result", tool_id: id, status: "success", output: text },
    ],
    end: [{ type: "result", status: "success", stats: { input_tokens: 10, output_tokens: 5 } }],
  },
  // As our own driver tells it: it has cut what is long.
  acp: {
    begin: [{ kind: "started", session: "s", model: null, version: null }],
    said: (text) => ({ kind: "said", text, partial: true }),
    called: (id, path, text) => [
      {
        kind: "tool-started",
        id,
        tool: "edit",
        input: text.slice(0, 2_000),
        inputDigest: "d",
        files: [path],
      },
      {
        kind: "tool-ended",
        id,
        failed: false,
        output: text.slice(0, 2_000),
        outputDigest: "d",
        files: [],
      },
    ],
    end: [
      { kind: "usage", usage: RESULT_USAGE, scope: "total" },
      { kind: "finished", text: "done" },
    ],
  },
};

export const STREAMED = Object.keys(DIALECTS) as StreamedAdapter[];

const SOURCE = `export function add(a: number, b: number): number {\n\treturn a + b; // "plus"\n}\n`;

/** Sizes of tools' inputs and outputs in one stretch of a stream, in bytes. */
const CALLS = [200, 900, 4_000, 12_000, 2_000, 60_000, 500, 8_000] as const;
const LONG_BYTES = 3_000_000;
/** A long line stands in one of so many stretches. */
const LONG_EVERY = 100;

export function writeStream(path: string, adapter: StreamedAdapter, megabytes: number): void {
  const dialect = DIALECTS[adapter];
  const lines = (events: readonly object[]) =>
    events.map((event) => `${JSON.stringify(event)}\n`).join("");
  const stretch = Buffer.from(
    `${CALLS.map((bytes, at) => {
      const talk = lines(
        [1, 2, 3].map((n) => dialect.said(`So I look at it, ${n}.\n`.repeat(n * 4))),
      );
      const text = SOURCE.repeat(Math.ceil(bytes / SOURCE.length));
      return talk + lines(dialect.called(`t-${at}`, `/w/src/file-${at}.ts`, text));
    }).join("")}a word that is no event\n`,
  );
  const long = Buffer.from(lines(dialect.called("t-l", "/w/long", SOURCE.repeat(LONG_BYTES / 80))));
  const file = openSync(path, "w");
  writeSync(file, lines(dialect.begin));
  let left = megabytes * 1_000_000;
  for (let at = 0; left > 0; at++) {
    left -= writeSync(file, stretch);
    if (at % LONG_EVERY === LONG_EVERY - 1) left -= writeSync(file, long);
  }
  writeSync(file, lines(dialect.end));
  closeSync(file);
}
