import { pssBytes } from "../../src/platform/index.ts";

export interface Sample {
  readonly atMs: number;
  readonly bytes: number;
}

/** What a process and those beside it hold now, each page counted once. */
export function sampleOf(pids: readonly number[], atMs: number): Sample | null {
  const parts = pids.flatMap((pid) => pssBytes(pid) ?? []);
  if (parts.length === 0) return null;
  return { atMs, bytes: parts.reduce((sum, part) => sum + part, 0) };
}

export interface Memory {
  readonly samples: number;
  /** The least of each sixth of the time, in order: what is left when garbage is gone. */
  readonly floorsMb: readonly number[];
  readonly mostMb: number;
  /** Of the straight line closest to the least of every ten, without the first third: heaps warm up. */
  readonly slopeMbPerMinute: number;
}

const MB = 1024 * 1024;
const WARM_UP = 1 / 3;
const SIXTHS = 6;
const TEN = 10;

export function memoryOf(samples: readonly Sample[]): Memory | null {
  if (samples.length < TEN) return null;
  const floors = leastOfEach(samples, Math.ceil(samples.length / SIXTHS));
  const warm = leastOfEach(samples.slice(Math.floor(samples.length * WARM_UP)), TEN);
  const meanAt = mean(warm.map(({ atMs }) => atMs));
  const meanBytes = mean(warm.map(({ bytes }) => bytes));
  let above = 0;
  let below = 0;
  for (const { atMs, bytes } of warm) {
    above += (atMs - meanAt) * (bytes - meanBytes);
    below += (atMs - meanAt) ** 2;
  }
  return {
    samples: samples.length,
    floorsMb: floors.map(({ bytes }) => bytes / MB),
    mostMb: Math.max(...samples.map(({ bytes }) => bytes)) / MB,
    slopeMbPerMinute: below === 0 ? 0 : ((above / below) * 60_000) / MB,
  };
}

function leastOfEach(samples: readonly Sample[], size: number): readonly Sample[] {
  const least: Sample[] = [];
  for (let at = 0; at < samples.length; at += size) {
    const [first, ...others] = samples.slice(at, at + size);
    if (first === undefined) break;
    least.push(others.reduce((one, two) => (two.bytes < one.bytes ? two : one), first));
  }
  return least;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
