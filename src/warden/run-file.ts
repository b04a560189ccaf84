import { appendFileSync, openSync, closeSync, writeSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import type {
  ConfinementKind,
  ConfinementProfile,
  ProcessIdentity,
  RunExit,
  RunSpec,
} from "../model/index.ts";
import { bootId, explainIo, readTextIfExists } from "../platform/index.ts";
import type { Watch } from "./fence/ceiling-watch.ts";

/** What is kept of a run's specification; environment and arguments stay off the disk. */
export interface RunTerms {
  readonly id: string;
  readonly kind: RunSpec["kind"];
  /** `ORCHESTRATOR_RUN` in the run's environment: how its processes are found again. */
  readonly tag: string;
  readonly confinement: ConfinementKind;
  /** `off` accepts that strays are cleared a moment after the exit is told. */
  readonly mode: ConfinementProfile["mode"];
  /** What it is held to, in words; absent where there is no fence around it. */
  readonly held?: string;
  readonly watch?: Watch;
  readonly deadlineMs: number;
  readonly stdoutBytesMax: number;
  readonly stderrBytesMax: number;
  readonly bootId: string;
  readonly atMs: number;
}

/** A keeper as it wrote itself down: `up` is the machine's uptime in seconds at that moment. */
export interface KeeperNote {
  readonly process: ProcessIdentity;
  readonly up: number;
}

/**
 * A run as its file tells it. `run.ndjson` is append-only; warden and keeper each add whole lines:
 * `terms`, `started`, then `inside` (the sandbox stands), `deadline`, `stopping`, `killing`, and at
 * last `code`, `signal`, `lost` or `refused`. It is one file because creating files is what a
 * start pays for most.
 */
export interface RunRecord {
  readonly terms: RunTerms | null;
  readonly started: KeeperNote | null;
  readonly inside: boolean;
  readonly deadline: boolean;
  readonly stopping: boolean;
  readonly killing: boolean;
  readonly ending: RunEnding | null;
}

/** Who asked to carry the run out, one line each; the first line is who does. */
export const CLAIM_FILE = "claim";

export type RunEnding =
  | { readonly kind: "code"; readonly code: number }
  | { readonly kind: "signal"; readonly signal: string }
  | { readonly kind: "lost"; readonly message: string }
  | { readonly kind: "refused"; readonly message: string };

export const RUN_FILE = "run.ndjson";

/** Creates the file with its first line; false when there is one. Not synced: see the ledger. */
export function createRunFile(dir: string, terms: RunTerms): boolean {
  const path = join(dir, RUN_FILE);
  try {
    const fd = openSync(path, "wx", 0o600);
    try {
      writeSync(fd, `${JSON.stringify({ terms })}\n`);
    } finally {
      closeSync(fd);
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw explainIo(error, "create", path);
  }
}

export type RunLine =
  | { readonly terms: RunTerms }
  | { readonly deadline: true }
  | { readonly stopping: true }
  | { readonly killing: true }
  | { readonly signal: string }
  | { readonly lost: string }
  | { readonly refused: string };

/**
 * Adds a line; one write with O_APPEND, so lines of several writers never mix. It begins with a
 * newline of its own: what a killed writer left unfinished before it stays apart.
 */
export function appendRunLine(dir: string, line: RunLine): void {
  const path = join(dir, RUN_FILE);
  try {
    appendFileSync(path, `\n${JSON.stringify(line)}\n`);
  } catch (error) {
    throw explainIo(error, "append to", path);
  }
}

export function readRunFile(dir: string): RunRecord | null {
  const text = readTextIfExists(join(dir, RUN_FILE));
  return text === null ? null : parseRunFile(text);
}

/** Folds the lines; one that is torn or foreign is passed over. The first ending counts. */
export function parseRunFile(text: string): RunRecord {
  let record: RunRecord = {
    terms: null,
    started: null,
    inside: false,
    deadline: false,
    stopping: false,
    killing: false,
    ending: null,
  };
  for (const line of text.split("\n")) {
    const entry = parseLine(line);
    if (entry !== null) record = addEntry(record, entry);
  }
  return record;
}

function parseLine(line: string): Readonly<Record<string, unknown>> | null {
  if (line === "") return null;
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === "object" && entry !== null ? { ...entry } : null;
  } catch {
    return null;
  }
}

function addEntry(record: RunRecord, entry: Readonly<Record<string, unknown>>): RunRecord {
  if (isTerms(entry["terms"])) return { ...record, terms: record.terms ?? entry["terms"] };
  if (typeof entry["started"] === "string") {
    const boot = record.terms?.bootId ?? "";
    return { ...record, started: record.started ?? parseKeeper(entry["started"], boot) };
  }
  if (entry["inside"] === true) return { ...record, inside: true };
  if (entry["deadline"] === true) return { ...record, deadline: true };
  if (entry["stopping"] === true) return { ...record, stopping: true };
  if (entry["killing"] === true) return { ...record, killing: true };
  const ending = endingOf(entry);
  return ending === null ? record : { ...record, ending: record.ending ?? ending };
}

function endingOf(entry: Readonly<Record<string, unknown>>): RunEnding | null {
  if (typeof entry["code"] === "number") return { kind: "code", code: entry["code"] };
  if (typeof entry["signal"] === "string") return { kind: "signal", signal: entry["signal"] };
  if (typeof entry["lost"] === "string") return { kind: "lost", message: entry["lost"] };
  if (typeof entry["refused"] === "string") return { kind: "refused", message: entry["refused"] };
  return null;
}

function isTerms(value: unknown): value is RunTerms {
  return typeof value === "object" && value !== null && "tag" in value && "deadlineMs" in value;
}

/** All who asked to carry the run out, the first of them with success. */
export function readClaims(dir: string, boot: string): KeeperNote[] {
  const lines = (readTextIfExists(join(dir, CLAIM_FILE)) ?? "").split("\n");
  return lines.flatMap((line) => parseKeeper(line, boot) ?? []);
}

/** `<pid> <start time> <uptime> …` as a keeper writes it; null when it is no such thing. */
export function parseKeeper(text: string, boot: string): KeeperNote | null {
  const [pid, startTime, up] = text.split(" ");
  if (pid === undefined || startTime === undefined || !/^[1-9][0-9]*$/.test(pid)) return null;
  return {
    process: { pid: Number(pid), startTime, bootId: boot },
    up: Number(up ?? "0"),
  };
}

/** How the run ended by its record; null while it has not. `stderrTail` explains what never ran. */
export function exitOf(record: RunRecord, stderrTail: () => string): RunExit | null {
  const { ending, terms } = record;
  if (ending === null) return null;
  switch (ending.kind) {
    case "lost":
      return { kind: "lost", message: ending.message };
    case "refused":
      return { kind: "not-started", message: ending.message };
    case "signal":
      return record.deadline ? { kind: "deadline" } : { kind: "signalled", signal: ending.signal };
    case "code":
      if (isSandboxed(terms?.confinement) && !record.inside && !record.stopping) {
        const why = stderrTail().trim();
        return { kind: "not-started", message: why === "" ? "the sandbox did not start" : why };
      }
      if (record.deadline) return { kind: "deadline" };
      // unshare reports the SIGKILL of its child as a failure of its own.
      return terms?.confinement === "pid-namespace" && record.killing && ending.code === 1
        ? { kind: "signalled", signal: "SIGKILL" }
        : codeExit(ending.code);
  }
}

/** Whether a program stands around it, whose first process inside notes that the sandbox stands. */
export function isSandboxed(kind: ConfinementKind | undefined): boolean {
  return kind === "bubblewrap" || kind === "pid-namespace";
}

/** A shell, a sandbox and `timeout` alike report death by signal n as 128 + n. */
export function codeExit(code: number): RunExit {
  if (code <= 128) return { kind: "exited", code };
  const signal = Object.entries(constants.signals).find(([, number]) => number === code - 128);
  return signal === undefined ? { kind: "exited", code } : { kind: "signalled", signal: signal[0] };
}

export function newTerms(
  spec: Omit<RunSpec, "stdin">,
  tag: string,
  confinement: ConfinementKind,
  atMs: number,
  fence: { readonly held: string; readonly watch: Watch } | null,
): RunTerms {
  return {
    id: spec.id,
    kind: spec.kind,
    tag,
    confinement,
    mode: spec.confinement.mode,
    deadlineMs: spec.deadlineMs,
    stdoutBytesMax: spec.stdoutBytesMax,
    stderrBytesMax: spec.stderrBytesMax,
    bootId: bootId(),
    atMs,
    ...fence,
  };
}
