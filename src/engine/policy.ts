import type { RunPolicy, State } from "../model/index.ts";
import { INITIAL_POLICY } from "../model/index.ts";

/** The policy in force: the newest session's, also for what outlives that session. */
export function policyOf(state: State): RunPolicy {
  return state.session?.request.policy ?? INITIAL_POLICY;
}

/** base·2ⁿ up to the ceiling, `n` counting the failures before this one. */
export function backoffMs(baseMs: number, ceilingMs: number, n: number): number {
  return Math.min(ceilingMs, baseMs * 2 ** Math.min(n, 30));
}

/** An agent that was told to end and has not: after this long it is killed (again). */
export function stopPatienceMs(policy: RunPolicy): number {
  return Math.max(1_000, policy.stopGraceMs * 3);
}
