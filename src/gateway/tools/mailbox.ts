import { join } from "node:path";
import { LIMITS } from "../../model/index.ts";
import { type AppendFile, nowMs, openAppendFile } from "../../platform/index.ts";
import type { ToolCall } from "../messages.ts";
import { attemptDir, readLines } from "../metering/usage-file.ts";

const MAILBOX = "mailbox.ndjson";

/** What an agent has said over its tools, durable before it is reported or answered. */
export class Mailbox {
  readonly #attempt: string;
  readonly #file: AppendFile;
  #count: number;
  #proposals: number;

  constructor(dir: string, attempt: string) {
    this.#attempt = attempt;
    const { texts } = readLines(join(dir, MAILBOX), 0);
    this.#count = texts.length;
    this.#proposals = texts.filter((text) => callOf(text)?.tool === "propose").length;
    this.#file = openAppendFile(join(dir, MAILBOX));
  }

  get isFull(): boolean {
    return this.#count >= LIMITS.toolCallsPerAttemptMax;
  }

  /** How often it proposed work. */
  get proposals(): number {
    return this.#proposals;
  }

  /** Resolves once it is on the disk. */
  async put(tool: ToolCall["tool"], given: ToolCall["arguments"]): Promise<ToolCall> {
    const call: ToolCall = {
      attempt: this.#attempt,
      id: `c-${++this.#count}`,
      tool,
      arguments: given,
      atMs: nowMs(),
    };
    if (tool === "propose") this.#proposals += 1;
    this.#file.append(JSON.stringify(call));
    await this.#file.synced();
    return call;
  }

  close(): void {
    this.#file.close();
  }
}

/** What an agent has said from a byte of its mailbox on: 0, or the last page's `nextByte`. */
export function readMailbox(
  stateDir: string,
  attempt: string,
  fromByte: number,
): { readonly calls: readonly ToolCall[]; readonly nextByte: number } {
  const { texts, nextByte } = readLines(join(attemptDir(stateDir, attempt), MAILBOX), fromByte);
  return { calls: texts.flatMap((text) => callOf(text) ?? []), nextByte };
}

function callOf(text: string): ToolCall | null {
  try {
    const call = JSON.parse(text) as ToolCall;
    return typeof call.id === "string" && typeof call.tool === "string" ? call : null;
  } catch {
    return null;
  }
}
