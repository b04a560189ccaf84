import { median } from "../../model/index.ts";

/** What a process held at a time, oldest first; both of one process only. */
export interface MemoryReading {
  readonly atMs: number;
  readonly bytes: number;
}

/** Fewer readings show no trend; more than this are not needed. */
const READINGS_MIN = 9;
export const MEMORY_READINGS_MAX = 60;
/** Growth of less than this share over the time it was watched is warming up, or nothing. */
const GROWTH_MIN = 0.1;

/**
 * What a process will hold if it goes on for as long again as it has been watched, and no longer
 * than `leftMs`: further than it was seen a trend says nothing. Null unless each third of the
 * readings lies above the one before, so that a single spike or a step at the start is no trend.
 */
export function foreseenMemory(readings: readonly MemoryReading[], leftMs: number): number | null {
  const third = Math.floor(readings.length / 3);
  if (readings.length < READINGS_MIN) return null;
  const middles = [0, 1, 2].map((at) => middleOf(readings.slice(at * third, (at + 1) * third)));
  const [first, second, last] = middles;
  if (first === undefined || second === undefined || last === undefined) return null;
  if (!(first.bytes < second.bytes && second.bytes < last.bytes)) return null;
  // Growth that slows down comes to rest.
  const early = (second.bytes - first.bytes) / Math.max(1, second.atMs - first.atMs);
  const late = (last.bytes - second.bytes) / Math.max(1, last.atMs - second.atMs);
  if (late < early / 2 || last.bytes < first.bytes * (1 + GROWTH_MIN)) return null;
  const span = last.atMs - first.atMs;
  return last.bytes + Math.min(early, late) * Math.max(0, Math.min(span, leftMs));
}

function middleOf(readings: readonly MemoryReading[]): MemoryReading {
  return {
    atMs: median(readings.map(({ atMs }) => atMs)) ?? 0,
    bytes: median(readings.map(({ bytes }) => bytes)) ?? 0,
  };
}
