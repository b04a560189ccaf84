import { diskUsage, freeBytes, monotonicMs, pssBytes } from "../../platform/index.ts";
import { readKernelFile } from "../proc.ts";
import { descendants, readProcesses } from "../process-table.ts";
import type { Run } from "../run.ts";

/** Ceilings that no control group holds: they are looked after, and a run beyond one is ended. */
export interface Watch {
  readonly memoryBytes: number | null;
  readonly processes: number | null;
  readonly diskBytes: number | null;
  /** What it may write: where its disk space goes. */
  readonly paths: readonly string[];
}

const MEMORY_EVERY_MS = 500;
const DISK_EVERY_MS = 2_000;
/** However little the disk as a whole has lost, others may have freed what this one took. */
const MEASURE_EVERY_MS = 60_000;
/** A disk that lost less than this part of the ceiling since the last measure is not measured. */
const NOTABLE_PART = 1 / 8;

interface DiskNote {
  free: number;
  measuredMs: number;
  busy: boolean;
}

/** Tells of runs that are beyond a ceiling; whoever asked ends them. */
export class CeilingWatch {
  readonly #exceeded: (run: Run, what: string) => void;
  readonly #disks = new WeakMap<Run, DiskNote>();
  #usageAtMs = 0;
  #diskAtMs = 0;

  constructor(exceeded: (run: Run, what: string) => void) {
    this.#exceeded = exceeded;
  }

  look(runs: readonly Run[]): void {
    const now = monotonicMs();
    const watched = runs.filter((run) => run.state === "running" && run.ending === null);
    if (now - this.#usageAtMs >= MEMORY_EVERY_MS) {
      this.#usageAtMs = now;
      this.#lookAtProcesses(watched);
    }
    if (now - this.#diskAtMs < DISK_EVERY_MS) return;
    this.#diskAtMs = now;
    for (const run of watched) void this.#lookAtDisk(run, now);
  }

  #lookAtProcesses(runs: readonly Run[]): void {
    const counted = runs.filter(
      ({ terms }) =>
        (terms.watch?.memoryBytes ?? null) !== null || (terms.watch?.processes ?? null) !== null,
    );
    if (counted.length === 0) return;
    const rows = readProcesses();
    for (const run of counted) {
      if (run.process === null) continue;
      const pids = descendants(rows, run.process.pid).map((row) => row.pid);
      const { memoryBytes = null, processes = null } = run.terms.watch ?? {};
      if (processes !== null && pids.length > processes) {
        this.#exceeded(run, `it had ${pids.length} processes, and ${processes} may be`);
      } else if (memoryBytes !== null && isBeyond(pids, memoryBytes)) {
        this.#exceeded(run, `it used more memory than the ${inMegabytes(memoryBytes)} it may`);
      }
    }
  }

  async #lookAtDisk(run: Run, now: number): Promise<void> {
    const { diskBytes = null, paths = [] } = run.terms.watch ?? {};
    const [first] = paths;
    if (diskBytes === null || first === undefined) return;
    const free = freeOrNone(first);
    const note = this.#disks.get(run) ?? { free, measuredMs: now, busy: false };
    this.#disks.set(run, note);
    const isDue =
      note.free - free >= diskBytes * NOTABLE_PART || now - note.measuredMs >= MEASURE_EVERY_MS;
    if (note.busy || !isDue) return;
    note.busy = true;
    const sizes = await Promise.all(paths.map((path) => diskUsage(path).catch(() => 0)));
    note.busy = false;
    note.free = free;
    note.measuredMs = now;
    if (run.state !== "running" || run.ending !== null) return;
    if (sum(sizes) <= diskBytes) return;
    this.#exceeded(run, `it took more of the disk than the ${inMegabytes(diskBytes)} it may`);
  }
}

/** Resident pages count shared ones for everybody; only beyond the ceiling is it worth to divide. */
function isBeyond(pids: readonly number[], bytesMax: number): boolean {
  if (sum(pids.map(residentBytes)) <= bytesMax) return false;
  return sum(pids.map((pid) => pssBytes(pid) ?? 0)) > bytesMax;
}

function residentBytes(pid: number): number {
  const found = /^VmRSS:\s+(\d+) kB/m.exec(readKernelFile(`/proc/${pid}/status`) ?? "");
  return Number(found?.[1] ?? 0) * 1024;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** A disk that cannot be looked at is taken for full: then what the run has taken is measured. */
function freeOrNone(path: string): number {
  try {
    return freeBytes(path);
  } catch {
    return 0;
  }
}

function inMegabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 ** 2)} MB`;
}
