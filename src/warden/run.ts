import { join } from "node:path";
import type { ProcessIdentity, RunExit, RunView, SpoolState } from "../model/index.ts";
import { monotonicMs, nowMs, readTextIfExists } from "../platform/index.ts";
import {
  type RunEnding,
  type RunRecord,
  type RunTerms,
  codeExit,
  exitOf,
  isSandboxed,
  readRunFile,
} from "./run-file.ts";
import { readSpool, tendSpool } from "./spool.ts";

/**
 * A run as the warden holds it in memory; the run file is what is true.
 *
 * ```
 * starting ─▶ running ─▶ exited
 *     │          │ ▲
 *     │          ▼ │ not seen, not known to be dead
 *     │       uncertain ─▶ exited (lost, or what the keeper wrote at the last moment)
 *     └─▶ exited (never started)
 * ```
 */
export interface Run {
  readonly terms: RunTerms;
  readonly slug: string;
  readonly dir: string;
  state: RunView["state"];
  process: ProcessIdentity | null;
  /** Uptime in seconds at which it started; null until it has. */
  startedUp: number | null;
  startedAtMs: number;
  spool: SpoolState;
  cpuMs: number | null;
  exit: RunExit | null;
  ending: Ending | null;
  /** When it was first not found, by the monotonic clock. */
  unseenSinceMs: number | null;
  /** Launched by this warden, and when; null for one found on disk. */
  launchedMs: number | null;
}

/** The run is being ended: asked first, killed at `killAtMs` (monotonic). */
export interface Ending {
  killAtMs: number;
  killing: boolean;
}

const STDERR_TAIL_BYTES = 2_000;

export function viewOf(run: Run): RunView {
  return {
    id: run.terms.id,
    state: run.state,
    process: run.process,
    confinement: run.terms.confinement,
    ...(run.terms.held === undefined ? {} : { held: run.terms.held }),
    startedAtMs: run.startedAtMs,
    spool: run.spool,
    cpuMs: run.cpuMs,
    exit: run.exit,
  };
}

/** A run as its directory tells it, before anybody has looked for its process. */
export function runFromRecord(dir: string, slug: string, record: RunRecord): Run | null {
  const { terms } = record;
  if (terms === null) return null;
  const run = newRun(terms, slug, dir);
  const { started } = record;
  if (started !== null) {
    run.state = "running";
    run.process = started.process;
    run.startedUp = started.up;
    run.startedAtMs = startOf(started.up, terms.atMs);
  }
  run.spool = tendSpool(dir, terms);
  run.exit = exitOf(record, () => stderrTail(dir));
  if (run.exit !== null) run.state = "exited";
  return run;
}

/** The epoch milliseconds of a moment given as uptime, near enough to `atMs` to be believed. */
export function startOf(up: number, atMs: number): number {
  const now = uptimeSeconds();
  if (now === null || up === 0) return atMs;
  return Math.max(atMs, Math.round(nowMs() - (now - up) * 1000));
}

/** Seconds since boot, as keepers and the vigil count; null where the system does not say. */
export function uptimeSeconds(): number | null {
  const now = monotonicMs();
  // Only the time that a machine sleeps is counted by one of them alone.
  if (now - uptime.readMs > UPTIME_MS_MAX) {
    const text = readTextIfExists("/proc/uptime");
    uptime = { seconds: text === null ? null : Number(text.split(" ")[0]), readMs: now };
  }
  return uptime.seconds === null ? null : uptime.seconds + (now - uptime.readMs) / 1000;
}

const UPTIME_MS_MAX = 100;
let uptime: { readonly seconds: number | null; readonly readMs: number } = {
  seconds: null,
  readMs: Number.NEGATIVE_INFINITY,
};

function stderrTail(dir: string): string {
  const path = join(dir, "stderr");
  return readSpool(path, 0, STDERR_TAIL_BYTES).toString("utf8");
}

/**
 * The exit of a run of which nothing can be told but its code: this warden started it, nobody has
 * asked it to end, and no sandbox has anything to say. Null when its file has to be read.
 */
export function exitByReport(run: Run, ending: RunEnding | null): RunExit | null {
  if (ending?.kind !== "code" || run.launchedMs === null || run.ending !== null) return null;
  return isSandboxed(run.terms.confinement) ? null : codeExit(ending.code);
}

/**
 * Whether nobody can be left of it: the first process of its own namespace has ended by itself, and
 * the kernel ends all others before it tells of that. A code beyond 128 may be the death of the
 * program around it, which ends nobody.
 */
export function isEmptied(run: Run, ending: RunEnding | null): boolean {
  if (!isSandboxed(run.terms.confinement) || run.ending !== null) return false;
  return ending?.kind === "code" && ending.code <= 128;
}

/** The exit by the run's file, or by `ending` where that has none; null while it has not ended. */
export function exitByFile(run: Run, ending: RunEnding | null): RunExit | null {
  const record = readRunFile(run.dir);
  if (record === null) return null;
  return exitOf({ ...record, ending: record.ending ?? ending }, () => stderrTail(run.dir));
}

export function isLive(run: Run): boolean {
  return run.state !== "exited";
}

export function isSilent({ spool }: Run): boolean {
  return spool.stdoutBytes === 0 && spool.stderrBytes === 0;
}

/** Found on disk before anything ran; it waits for somebody to ask for it again. */
export function isUnlaunched(run: Run): boolean {
  return run.state === "starting" && run.launchedMs === null;
}

/** A run just laid down: nothing has been started yet. */
export function newRun(terms: RunTerms, slug: string, dir: string): Run {
  return {
    terms,
    slug,
    dir,
    state: "starting",
    process: null,
    startedUp: null,
    startedAtMs: terms.atMs,
    spool: { stdoutBytes: 0, stderrBytes: 0, flooded: false },
    cpuMs: null,
    exit: null,
    ending: null,
    unseenSinceMs: null,
    launchedMs: null,
  };
}
