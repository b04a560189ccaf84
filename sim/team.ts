import type { DutyTime, RoleDefinition, TeamPolicy } from "../src/model/index.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Six roles with the intervals of the team that ours are modelled on, and one duty on events. */
export function sixRoles(): TeamPolicy {
  return {
    roles: [
      role("architect", 1, { kind: "every", everyMs: HOUR_MS }),
      role("code_developer", 2, { kind: "every", everyMs: 30 * MINUTE_MS }),
      role("project_manager", 3, { kind: "event", event: "landed" }),
      role("assistant", 4, { kind: "turn", everyMs: HOUR_MS, offsetMs: 10 * MINUTE_MS }),
      role("code_searcher", 5, { kind: "cron", cron: "0 3 * * *" }),
      role("ux_design_expert", 6, { kind: "every", everyMs: 2 * HOUR_MS }),
    ],
    staggerMs: 1_000,
    healthEveryMs: 30_000,
    restartsMax: 3,
    restartBaseMs: MINUTE_MS,
    healthyResetMs: 10 * MINUTE_MS,
    fleet: { crashes: 10, windowMs: 10 * MINUTE_MS, holdMs: 30 * MINUTE_MS },
  };
}

function role(id: string, priority: number, when: DutyTime): RoleDefinition {
  return {
    id,
    title: id,
    priority,
    turn: null,
    agent: null,
    model: null,
    autoApprove: true,
    budget: null,
    memoryCeilingBytes: null,
    instructions: "",
    routes: { words: [], files: [], rest: id === "code_developer" },
    duties: [{ id: "duty", title: "a duty", prompt: "do it", when }],
    timeoutMs: null,
    heartbeatMsMax: 5 * MINUTE_MS,
    cpuShareMax: 0.8,
    memoryBytesMax: 256 * 1024 ** 2,
  };
}
