import { pssBytes } from "../../src/platform/index.ts";

export interface Sample {
  readonly atMs: number;
  /** PSS of the orchestrator and the wardens, each page counted once. */
  readonly bytes: number;
  /** What the orchestrator's heap holds when all garbage is gone; null before that was told. */
  readonly heapBytes: number | null;
  /** Work streams that had landed by then. */
  readonly landed: number;
}

/** PSS of a process and those beside it; null when none of them can be read. */
export function bytesOf(pids: readonly number[]): number | null {
  const parts = pids.flatMap((pid) => pssBytes(pid) ?? []);
  return parts.length === 0 ? null : parts.reduce((sum, part) => sum + part, 0);
}

export interface Memory {
  readonly samples: number;
  /** The least of each sixth of the time, in order: what is left when garbage is gone. */
  readonly floorsMb: readonly number[];
  readonly mostMb: number;
  /** Null where the heap was not told. */
  readonly heap: HeapGrowth | null;
}

/** What a heap without its garbage did after the first third of the time: heaps warm up. */
export interface HeapGrowth {
  readonly endMb: number;
  readonly grownMb: number;
  /** So many work streams landed meanwhile. */
  readonly landed: number;
  /** More than what is known of those, and what else comes to be compiled, accounts for. */
  readonly leaks: boolean;
}

const MB = 1024 * 1024;
const WARM_UP = 1 / 3;
const SIXTHS = 6;
const SAMPLES_MIN = 10;
/** What is known of a work stream after it landed; measured: 4 KB. */
const STREAM_MB_MAX = 8 / 1024;
/** Code that is compiled late, and what is just being worked on. */
const ASIDE_MB_MAX = 3;

export function memoryOf(samples: readonly Sample[]): Memory | null {
  if (samples.length < SAMPLES_MIN) return null;
  const warm = samples.slice(Math.floor(samples.length * WARM_UP));
  return {
    samples: samples.length,
    floorsMb: leastOfEach(samples, Math.ceil(samples.length / SIXTHS)).map((one) => one / MB),
    mostMb: Math.max(...samples.map(({ bytes }) => bytes)) / MB,
    heap: heapGrowth(warm),
  };
}

function heapGrowth(warm: readonly Sample[]): HeapGrowth | null {
  const told = warm.filter(({ heapBytes }) => heapBytes !== null);
  const [first, last] = [told[0], told.at(-1)];
  if (first === undefined || last === undefined) return null;
  const grownMb = ((last.heapBytes ?? 0) - (first.heapBytes ?? 0)) / MB;
  const landed = last.landed - first.landed;
  const leaks = grownMb > ASIDE_MB_MAX + landed * STREAM_MB_MAX;
  return { endMb: (last.heapBytes ?? 0) / MB, grownMb, landed, leaks };
}

function leastOfEach(samples: readonly Sample[], size: number): readonly number[] {
  const least: number[] = [];
  for (let at = 0; at < samples.length; at += size) {
    least.push(Math.min(...samples.slice(at, at + size).map(({ bytes }) => bytes)));
  }
  return least;
}
