export { decide, step } from "./decide.ts";
export { knownEffect, pendingEffects } from "./effects.ts";
export { evolve } from "./evolve.ts";
export type { RecordedTurn, Replay } from "./replay.ts";
export { replay } from "./replay.ts";
export { nextWakeMs } from "./session/clocks.ts";
export { nextDutyMs } from "./team/duty-time.ts";
export type { HealthMemory, RoleSample } from "./team/health.ts";
export { HEALTHY, judgeHealth } from "./team/health.ts";
export type { MemoryReading } from "./team/memory-trend.ts";
export { foreseenMemory, MEMORY_READINGS_MAX } from "./team/memory-trend.ts";
export {
  policyFor,
  programOf,
  roleFor,
  roleId,
  roleState,
  teamOf,
  workOfRole,
} from "./team/roles.ts";
