import type { RunPolicy, State } from "../model/index.ts";

/** What holds before any session has pinned a policy; only acts on nothing are decided under it. */
const BEFORE_ANY_SESSION: RunPolicy = {
  mode: "batch",
  concurrency: 1,
  verify: true,
  rejectionsMax: 3,
  failuresMax: 3,
  retryBaseMs: 60_000,
  retryCeilingMs: 240_000,
  totalMs: 1_800_000,
  idleMs: 600_000,
  startupMs: 60_000,
  stopGraceMs: 10_000,
  overlapMax: 0.2,
  ageingMs: 3_600_000,
  onFailure: "continue",
  names: {},
};

/** The policy in force: the newest session's, also for what outlives that session. */
export function policyOf(state: State): RunPolicy {
  return state.session?.request.policy ?? BEFORE_ANY_SESSION;
}

/** base·2ⁿ up to the ceiling, `n` counting the failures before this one. */
export function backoffMs(baseMs: number, ceilingMs: number, n: number): number {
  return Math.min(ceilingMs, baseMs * 2 ** Math.min(n, 30));
}

/** An agent that was told to end and has not: after this long it is killed (again). */
export function stopPatienceMs(policy: RunPolicy): number {
  return Math.max(1_000, policy.stopGraceMs * 3);
}
