// Drives an agent that speaks the Agent Client Protocol: the prompt on stdin, the agent's command
// and its task in the environment, what it says as lines of ours on stdout.
import { spawn } from "node:child_process";
import { readFileSync, writeSync } from "node:fs";
import { environment } from "../../platform/index.ts";
import type { AgentLine } from "../lines/agent-line.ts";
import type { Fields } from "../lines/fields.ts";
import { readObject } from "../lines/fields.ts";
import { LineReader } from "../lines/lines.ts";
import { output } from "../lines/make-line.ts";
import type { Conversation, Turn } from "./conversation.ts";
import { begin, cancel, hear } from "./conversation.ts";
import { TASK_VARIABLE, readTask } from "./task.ts";
import { writeLine } from "./wire.ts";

/** How long an agent may take to end once its stdin is closed; some never do (measured). */
const END_MS = 3_000;
const ABORTED_CODE = 143;

const { [TASK_VARIABLE]: given = "", ...env } = environment();
const { run, ...rest } = readTask(given);
const task = { ...rest, cwd: process.cwd(), prompt: readFileSync(0, "utf8") };

const child = spawn("/bin/sh", ["-c", run], { stdio: ["pipe", "pipe", "inherit"], env });
const reader = new LineReader();
let code = 1;
let last: AgentLine | null = null;
let conversation: Conversation = take(begin(task));

child.on("error", (error) => end(`it could not be started: ${error.message}`));
child.on("exit", (exitCode, signal) => end(`it ended (${signal ?? exitCode}) before it answered`));
// What it can no longer read, its end tells.
child.stdin.on("error", () => undefined);
child.stdout.on("data", (chunk: Buffer) => {
  for (const line of reader.push(chunk)) listen(line);
});
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    code = ABORTED_CODE;
    send(cancel(conversation));
    closeSoon();
  });
}

function listen(line: string): void {
  if (line === "") return;
  const message = readObject(line);
  if (message === null) return say(output(line));
  conversation = take(hear(conversation, message));
  if (conversation.state.at === "ended") closeSoon();
}

function take(turn: Turn): Conversation {
  for (const line of turn.lines) say(line);
  send(turn.send);
  return turn.conversation;
}

function send(messages: readonly Fields[]): void {
  for (const message of messages) child.stdin.write(`${JSON.stringify(message)}\n`);
}

function say(line: AgentLine): void {
  last = line;
  if (line.kind === "finished" && code !== ABORTED_CODE) code = 0;
  writeSync(1, writeLine(line));
}

/** Most agents end when nobody speaks to them any more; the others are ended. */
function closeSoon(): void {
  child.stdin.end();
  setTimeout(() => child.kill("SIGTERM"), END_MS).unref();
  setTimeout(() => process.exit(code), 2 * END_MS).unref();
}

function end(message: string): void {
  if (conversation.state.at !== "ended" && last?.kind !== "failed") {
    say({ kind: "failed", failure: { cause: "unknown", message, reset: null }, final: true });
  }
  process.exit(code);
}
