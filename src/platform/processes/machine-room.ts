import { cpus } from "node:os";
import { readTextIfExists } from "../files/look.ts";

/** Share of the memory that is free for more, 0…1; null where that cannot be told. */
export function freeMemoryShare(): number | null {
  const machine = ofMachine();
  const own = ofControlGroup();
  if (machine === null) return own;
  return own === null ? machine : Math.min(machine, own);
}

/** What the kernel could give without swapping; `os.freemem` leaves out what it only keeps. */
function ofMachine(): number | null {
  const text = readOrNull("/proc/meminfo");
  const kilobytes = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(text ?? "")?.[1] ?? Number.NaN);
  return shareOf(kilobytes("MemAvailable"), kilobytes("MemTotal"));
}

/** Of a container's own limit; the file pages that it could drop count as free. */
function ofControlGroup(): number | null {
  const group = "/sys/fs/cgroup";
  const limit = Number(readOrNull(`${group}/memory.max`) ?? Number.NaN);
  const used = Number(readOrNull(`${group}/memory.current`) ?? Number.NaN);
  const stat = readOrNull(`${group}/memory.stat`) ?? "";
  const kept = Number(/^inactive_file (\d+)$/m.exec(stat)?.[1] ?? 0);
  return shareOf(limit - used + kept, limit);
}

function shareOf(part: number, whole: number): number | null {
  return whole > 0 && part >= 0 ? Math.min(1, part / whole) : null;
}

/** Gives at each call the share of the processors that was busy since the call before, 0…1. */
export function busyCpuWatch(): () => number | null {
  let before = processorTimes();
  return () => {
    const now = processorTimes();
    const whole = now.whole - before.whole;
    const busy = now.busy - before.busy;
    before = now;
    return shareOf(busy, whole);
  };
}

function processorTimes(): { readonly busy: number; readonly whole: number } {
  let [busy, whole] = [0, 0];
  for (const { times } of cpus()) {
    const working = times.user + times.nice + times.sys + times.irq;
    busy += working;
    whole += working + times.idle;
  }
  return { busy, whole };
}

/** Not every machine has these, and not every sandbox shows them. */
function readOrNull(path: string): string | null {
  try {
    return readTextIfExists(path);
  } catch {
    return null;
  }
}
