import type { AdmissionPolicy } from "../../../model/index.ts";
import { parseDuration, parseShare, parseSize } from "../quantities.ts";
import type { AdmissionSettings } from "../settings.ts";

const FREE_MEMORY_MIN = 0.1;
const FREE_DISK_BYTES_MIN = 1024 ** 3;
/** By default no load is too much: agents wait for their models most of the time. */
const BUSY_CPU_MAX = 1;

/** `false`: however little there is left. */
export function resolveAdmission(settings: AdmissionSettings | undefined): AdmissionPolicy {
  const { free_memory, free_disk, busy_cpu, stagger = 0, adapt = false } = settings ?? {};
  return {
    freeMemoryMin: orNone(free_memory, parseShare, FREE_MEMORY_MIN, 0),
    freeDiskBytesMin: orNone(free_disk, bytesOf, FREE_DISK_BYTES_MIN, 0),
    busyCpuMax: orNone(busy_cpu, parseShare, BUSY_CPU_MAX, 1),
    staggerMs: typeof stagger === "number" ? stagger * 1_000 : (parseDuration(stagger) ?? 0),
    ...(adapt ? { adapts: true } : {}),
  };
}

function bytesOf(size: string | number): number | null {
  return parseSize(size, Number.NaN);
}

function orNone(
  value: string | number | false | undefined,
  parse: (value: string | number) => number | null,
  usual: number,
  none: number,
): number {
  return value === false ? none : value === undefined ? usual : (parse(value) ?? usual);
}
