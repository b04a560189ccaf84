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
  /**
   * What the heap holds more for each work stream that landed, garbage gone, without the first
   * third: heaps warm up. Null where too few landed to tell.
   */
  readonly heapKbPerStream: number | null;
  readonly heapMb: number | null;
}

const [KB, MB] = [1024, 1024 * 1024];
const WARM_UP = 1 / 3;
const SIXTHS = 6;
const SAMPLES_MIN = 10;
/** Fewer say less than what is just being worked on. */
const LANDED_MIN = 30;

export function memoryOf(samples: readonly Sample[]): Memory | null {
  if (samples.length < SAMPLES_MIN) return null;
  const warm = samples.slice(Math.floor(samples.length * WARM_UP));
  const heaps = warm.flatMap(({ landed, heapBytes }) =>
    heapBytes === null ? [] : [{ x: landed, y: heapBytes }],
  );
  const last = heaps.at(-1);
  const landed = (last?.x ?? 0) - (heaps[0]?.x ?? 0);
  return {
    samples: samples.length,
    floorsMb: leastOfEach(samples, Math.ceil(samples.length / SIXTHS)).map((one) => one / MB),
    mostMb: Math.max(...samples.map(({ bytes }) => bytes)) / MB,
    heapKbPerStream: landed < LANDED_MIN ? null : slopeOf(heaps) / KB,
    heapMb: last === undefined ? null : last.y / MB,
  };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Of the straight line that is closest to all points. */
function slopeOf(points: readonly Point[]): number {
  const meanX = mean(points.map(({ x }) => x));
  const meanY = mean(points.map(({ y }) => y));
  let above = 0;
  let below = 0;
  for (const { x, y } of points) {
    above += (x - meanX) * (y - meanY);
    below += (x - meanX) ** 2;
  }
  return below === 0 ? 0 : above / below;
}

function leastOfEach(samples: readonly Sample[], size: number): readonly number[] {
  const least: number[] = [];
  for (let at = 0; at < samples.length; at += size) {
    least.push(Math.min(...samples.slice(at, at + size).map(({ bytes }) => bytes)));
  }
  return least;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
