import type { DutyTime, RoleDefinition, TeamPolicy } from "../src/model/index.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const AHEAD: DutyTime = { kind: "ahead", role: "code_developer" };
const AFTER: DutyTime = { kind: "after", role: "code_developer" };

/**
 * Six roles with the intervals of the team that ours are modelled on, and one duty on events; two
 * of them hand over to others besides.
 */
export function sixRoles(): TeamPolicy {
  return teamOf([
    role("architect", 1, { duty: { kind: "every", everyMs: HOUR_MS }, ahead: AHEAD }),
    role("code_developer", 2, { duty: { kind: "every", everyMs: 30 * MINUTE_MS } }),
    role("project_manager", 3, { duty: { kind: "event", event: "landed" }, after: AFTER }),
    role("assistant", 4, {
      duty: { kind: "turn", everyMs: HOUR_MS, offsetMs: 10 * MINUTE_MS },
    }),
    role("code_searcher", 5, { duty: { kind: "cron", cron: "0 3 * * *" } }),
    role("ux_design_expert", 6, { duty: { kind: "every", everyMs: 2 * HOUR_MS } }),
  ]);
}

/** Roles with nothing but hand-offs, beside one that nothing is handed to. */
export function handingOver(): TeamPolicy {
  return teamOf([
    role("architect", 1, { ahead: AHEAD }),
    role("code_developer", 2, {}),
    role("project_manager", 3, { after: AFTER }),
    role("ux_design_expert", 4, {}, ["src/file-1*.ts"]),
  ]);
}

function teamOf(roles: readonly RoleDefinition[]): TeamPolicy {
  return {
    roles,
    staggerMs: 1_000,
    healthEveryMs: 30_000,
    restartsMax: 3,
    restartBaseMs: MINUTE_MS,
    healthyResetMs: 10 * MINUTE_MS,
    fleet: { crashes: 10, windowMs: 10 * MINUTE_MS, holdMs: 30 * MINUTE_MS },
  };
}

function role(
  id: string,
  priority: number,
  duties: Readonly<Record<string, DutyTime>>,
  files: readonly string[] = [],
): RoleDefinition {
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
    routes: { words: [], files, rest: id === "code_developer" },
    duties: Object.entries(duties).map(([name, when]) => {
      return { id: name, title: "a duty", prompt: "do it", when };
    }),
    timeoutMs: null,
    heartbeatMsMax: 5 * MINUTE_MS,
    cpuShareMax: 0.8,
    memoryBytesMax: 256 * 1024 ** 2,
  };
}
