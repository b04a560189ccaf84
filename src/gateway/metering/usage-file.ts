import { join } from "node:path";
import { slug } from "../../model/index.ts";
import {
  type AppendFile,
  openAppendFile,
  openFixedFile,
  statOrNull,
} from "../../platform/index.ts";
import type { UsageRecord } from "../messages.ts";

/** Where an attempt's files lie. */
export function attemptDir(stateDir: string, attempt: string): string {
  return join(stateDir, "attempts", slug(attempt));
}

const USAGE = "usage.ndjson";

/**
 * `begun` is what the request would be charged at were nothing more ever heard of it; it is
 * written before anything is asked upstream. `usage` and `void` end it.
 */
type UsageLine =
  | { readonly begun: UsageRecord }
  | { readonly usage: UsageRecord }
  | { readonly void: string };

/** The durable record of an attempt's requests: no kill between two steps loses a token. */
export class UsageFile {
  readonly #file: AppendFile;
  readonly #unwritten: UsageLine[] = [];
  readonly settled: readonly UsageRecord[];

  constructor(dir: string) {
    const path = join(dir, USAGE);
    const settled: UsageRecord[] = [];
    const open = new Map<string, UsageRecord>();
    for (const line of linesIn(path, 0).lines) {
      if ("begun" in line) open.set(line.begun.requestId, line.begun);
      else if ("void" in line) open.delete(line.void);
      else {
        open.delete(line.usage.requestId);
        settled.push(line.usage);
      }
    }
    this.#file = openAppendFile(path);
    // Of these nothing more will be heard: their reservation is what they are charged at.
    for (const begun of open.values()) {
      this.settle(begun);
      settled.push(begun);
    }
    this.settled = settled;
  }

  /** Throws when the disk does not take it: then nothing may be asked. */
  begin(record: UsageRecord): void {
    this.#write({ begun: record });
  }

  settle(record: UsageRecord): void {
    this.#end({ usage: record });
  }

  /** Nothing was used: the provider refused it, or was never reached. */
  drop(requestId: string): void {
    this.#end({ void: requestId });
  }

  /** Rejects as long as something that ended could not be written. */
  async synced(): Promise<void> {
    if (this.#unwritten.length > 0) this.#write();
    await this.#file.synced();
  }

  /** What has ended cannot be refused for a full disk; it is written with what comes next. */
  #end(line: UsageLine): void {
    this.#unwritten.push(line);
    try {
      this.#write();
    } catch (error) {
      process.stderr.write(`usage is not written yet: ${String(error)}\n`);
    }
  }

  #write(line: UsageLine | null = null): void {
    for (let first = this.#unwritten[0]; first !== undefined; first = this.#unwritten[0]) {
      this.#file.append(JSON.stringify(first));
      this.#unwritten.shift();
    }
    if (line !== null) this.#file.append(JSON.stringify(line));
  }

  close(): void {
    this.#file.close();
  }
}

/** Records of an attempt, and where to go on reading. */
export interface UsagePage {
  readonly records: readonly UsageRecord[];
  readonly nextByte: number;
}

/**
 * What was counted for an attempt from a byte of its file on: 0, or the `nextByte` of the last
 * page. The file holds every record before it is reported, and outlives the gateway.
 */
export function readUsage(stateDir: string, attempt: string, fromByte: number): UsagePage {
  const { lines, nextByte } = linesIn(join(attemptDir(stateDir, attempt), USAGE), fromByte);
  return { records: lines.flatMap((line) => ("usage" in line ? [line.usage] : [])), nextByte };
}

function linesIn(path: string, fromByte: number): { lines: UsageLine[]; nextByte: number } {
  const { texts, nextByte } = readLines(path, fromByte);
  return { lines: texts.flatMap((text) => lineOf(text) ?? []), nextByte };
}

/** The whole lines of a file from a byte on; a line that is being written is left for later. */
export function readLines(path: string, fromByte: number): { texts: string[]; nextByte: number } {
  const size = statOrNull(path)?.size ?? 0;
  if (size <= fromByte) return { texts: [], nextByte: fromByte };
  const file = openFixedFile(path, { mode: "read", create: false });
  try {
    const bytes = file.read(fromByte, size - fromByte);
    const end = bytes.lastIndexOf(0x0a) + 1;
    const texts = bytes.subarray(0, end).toString("utf8").split("\n").slice(0, -1);
    return { texts, nextByte: fromByte + end };
  } finally {
    file.close();
  }
}

/** Null for a line that a power cut tore. */
function lineOf(text: string): UsageLine | null {
  try {
    const line = JSON.parse(text) as UsageLine;
    if ("usage" in line) return typeof line.usage.requestId === "string" ? line : null;
    if ("begun" in line) return typeof line.begun.requestId === "string" ? line : null;
    return "void" in line && typeof line.void === "string" ? line : null;
  } catch {
    return null;
  }
}
