import type { HealthSign, RoleDefinition } from "../../model/index.ts";

/** What was seen of one role at one health check. Null: not seen, or it has no process now. */
export interface RoleSample {
  readonly liveness: "alive" | "dead" | "uncertain" | null;
  readonly heartbeatAgeMs: number;
  /** CPU time of its tree over wall time since the last check: 1 is one core. */
  readonly cpuShare: number | null;
  readonly memoryBytes: number | null;
  /** What it will hold if it goes on growing as it has; null where there is no trend. */
  readonly foreseenBytes: number | null;
  readonly hasStatusFile: boolean;
}

/** Signs that are told now, and those that were seen or missed at the last check. */
export interface HealthMemory {
  readonly signs: readonly HealthSign[];
  readonly seen: readonly HealthSign[];
}

export const HEALTHY: HealthMemory = { signs: [], seen: [] };

/** These come and go: only twice in a row they begin, and only twice in a row they end. */
const UNSTEADY: ReadonlySet<HealthSign> = new Set<HealthSign>([
  "cpu",
  "memory",
  "growing",
  "uncertain",
]);

/**
 * What to tell of a role after a check. What cannot be seen is uncertain and never dead, and one
 * busy moment is no news; a process that is gone is told of at once.
 */
export function judgeHealth(
  before: HealthMemory,
  sample: RoleSample,
  limits: Pick<RoleDefinition, "heartbeatMsMax" | "cpuShareMax" | "memoryBytesMax">,
): HealthMemory {
  const seen = signsOf(sample, limits);
  const candidates = new Set([...before.signs, ...seen]);
  const signs = [...candidates].filter((sign) => {
    const isSeen = seen.includes(sign);
    if (!UNSTEADY.has(sign)) return isSeen;
    const wasSeen = before.seen.includes(sign);
    return before.signs.includes(sign) ? isSeen || wasSeen : isSeen && wasSeen;
  });
  return { signs: signs.sort(), seen };
}

function signsOf(
  { liveness, heartbeatAgeMs, cpuShare, memoryBytes, foreseenBytes, hasStatusFile }: RoleSample,
  limits: Pick<RoleDefinition, "heartbeatMsMax" | "cpuShareMax" | "memoryBytesMax">,
): readonly HealthSign[] {
  const signs: HealthSign[] = [];
  if (liveness === "dead") signs.push("dead");
  if (liveness === "uncertain") signs.push("uncertain");
  if (heartbeatAgeMs > limits.heartbeatMsMax) signs.push("heartbeat");
  if (cpuShare !== null && cpuShare > limits.cpuShareMax) signs.push("cpu");
  if (memoryBytes !== null && memoryBytes > limits.memoryBytesMax) signs.push("memory");
  else if (foreseenBytes !== null && foreseenBytes > limits.memoryBytesMax) signs.push("growing");
  if (!hasStatusFile) signs.push("missing");
  return signs;
}
