import { LIMITS, OrchestratorError } from "../../model/index.ts";
import type { Lock, LockHolder } from "../../platform/index.ts";
import { acquireLock } from "../../platform/index.ts";
import type { Workplace } from "../workplace.ts";
import { furnish } from "../workplace.ts";

/**
 * Takes the one leadership of a repository (law I1). The lock is the kernel's: it is free the
 * moment its holder is dead, whatever killed it, and never because time has passed.
 */
export function takeLeadership(workplace: Workplace, purpose: string): Lock {
  furnish(workplace);
  const answer = acquireLock(workplace.lockPath, { waitMs: LIMITS.leaderWaitMs, note: purpose });
  if (!("heldBy" in answer)) return answer;
  throw alreadyLed(answer.heldBy);
}

/** Told to whoever came second: who leads here, where and since when. */
export function alreadyLed(holder: LockHolder | null): OrchestratorError {
  return new OrchestratorError("already-running", describeHolder(holder), {
    hint: "Watch it: orchestrator status. Stop it: orchestrator stop. Add work to it: --join.",
    details: { holder },
  });
}

const LED = "another orchestrator is running for this repository";

function describeHolder(holder: LockHolder | null): string {
  if (holder === null) return LED;
  const { purpose, identity, host, user, sinceMs } = holder;
  const since = new Date(sinceMs).toISOString();
  return `${LED}: ${purpose}, pid ${identity.pid} on ${host} (${user}), since ${since}`;
}
