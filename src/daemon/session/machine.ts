import type { MachineReading } from "../../model/index.ts";
import { LIMITS } from "../../model/index.ts";
import type { Log } from "../../platform/index.ts";
import { busyCpuWatch, freeBytes, freeMemoryShare } from "../../platform/index.ts";
import type { Loop } from "../loop.ts";
import { messageOf } from "../message-of.ts";
import type { Workplace } from "../workplace.ts";

/**
 * Looks now and then at how much room the machine has, and tells the loop; the engine decides what
 * follows. Gives back how to stop it.
 */
export async function followMachine(
  { stateDir }: Workplace,
  loop: Loop,
  log: Log,
): Promise<() => void> {
  const busyCpu = busyCpuWatch();
  const look = (cpu: number | null): Promise<unknown> => {
    const reading: MachineReading = {
      freeMemory: freeMemoryShare(),
      freeDiskBytes: freeDisk(stateDir, log),
      busyCpu: cpu,
    };
    return loop.submit({ type: "machine-observed", atMs: loop.now, reading });
  };
  const timer = setInterval(() => void look(busyCpu()), LIMITS.machineLookMs);
  timer.unref();
  // Of the processors nothing is known yet.
  await look(null);
  return () => clearInterval(timer);
}

/** A failed look says nothing. */
function freeDisk(path: string, log: Log): number | null {
  try {
    return freeBytes(path);
  } catch (error) {
    log.warn("the disk could not be looked at", { error: messageOf(error) });
    return null;
  }
}
