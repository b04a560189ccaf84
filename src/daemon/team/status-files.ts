import { dirname, join } from "node:path";
import type { RoleState, State, TeamPolicy } from "../../model/index.ts";
import { displayKey } from "../../model/index.ts";
import { workOfRole } from "../../engine/index.ts";
import {
  ensureDir,
  exec,
  minimalEnv,
  pathExists,
  readTextIfExists,
  statOrNull,
  writeDurable,
} from "../../platform/index.ts";
import type { Workplace } from "../workplace.ts";

/** One role's status file: the shape that other tools know from `data/agent_status/`. */
export interface StatusFile {
  readonly agent_type: string;
  readonly state: "working" | "idle" | "error" | "stopped" | "crashed";
  readonly current_task: {
    readonly type: string;
    readonly status: string;
    readonly id: string;
    readonly title: string;
  } | null;
  /** ISO 8601 with an offset, as the other times. */
  readonly last_heartbeat: string;
  readonly next_check: string | null;
  readonly health: "healthy" | "unhealthy";
  readonly pid: number | null;
  readonly metrics: {
    readonly cpu_percent: number | null;
    readonly memory_mb: number | null;
    /** Only while it grows: what it will hold if it goes on so. */
    readonly memory_foreseen_mb?: number;
    readonly restarts: number;
    readonly restarts_total: number;
  };
  readonly error: string | null;
  readonly stopped_at?: string;
}

/** What the last health check measured of a role's process. */
export interface RoleMeasure {
  readonly pid: number | null;
  readonly cpuShare: number | null;
  readonly memoryBytes: number | null;
  /** What it will hold if it goes on growing; null where there is no trend. */
  readonly foreseenBytes: number | null;
  readonly heartbeatMs: number;
}

/**
 * Where status files go: `data/agent_status/` of the checkout, unless git tracks files there or
 * something else than folders is in the way; then beside the journal. Never into a person's files.
 */
export async function statusDir(workplace: Workplace): Promise<string> {
  const [shared, own] = placesOf(workplace);
  const inTheWay = [dirname(shared), shared].some((path) => {
    const stat = statOrNull(path);
    return stat !== null && stat.kind !== "directory";
  });
  const listed = inTheWay ? null : await trackedIn(workplace.root);
  const dir = listed === false ? shared : own;
  ensureDir(dir, 0o755);
  return dir;
}

/** In the checkout, and beside the journal. */
function placesOf({ root, journalDir }: Workplace): readonly [string, string] {
  return [join(root, "data", "agent_status"), join(journalDir, "agent_status")];
}

/** Null: git did not say. */
async function trackedIn(root: string): Promise<boolean | null> {
  const argv = ["git", "ls-files", "-z", "--", "data/agent_status"] as const;
  const ran = await exec(argv, { cwd: root, env: minimalEnv(), timeoutMs: 10_000 });
  return ran.code === 0 ? ran.stdout.length > 0 : null;
}

export function statusPath(dir: string, role: string): string {
  return join(dir, `${role}_status.json`);
}

/** The file of a role where it is: in the checkout, or beside the journal. */
export function findStatusFile(workplace: Workplace, role: string): StatusFile | null {
  for (const dir of placesOf(workplace)) {
    const path = statusPath(dir, role);
    if (!pathExists(path)) continue;
    try {
      return JSON.parse(readTextIfExists(path) ?? "") as StatusFile;
    } catch {
      // Somebody else wrote it: it says nothing of our role.
      return null;
    }
  }
  return null;
}

/** Readers see the old file or the new one, never half of one. */
export function writeStatus(dir: string, file: StatusFile): void {
  const path = statusPath(dir, file.agent_type);
  writeDurable(path, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o644 });
}

export function statusOf(
  state: State,
  { healthEveryMs }: TeamPolicy,
  role: RoleState,
  measure: RoleMeasure,
  nowMs: number,
): StatusFile {
  const key = workOfRole(state, role.id);
  const stream = key === null ? undefined : state.streams.get(key);
  const { phase } = role;
  const error = "cause" in phase ? phase.cause : null;
  return {
    agent_type: role.id,
    state: stateWord(role, stream !== undefined),
    current_task:
      stream === undefined
        ? null
        : {
            type: stream.facts.duty?.duty ?? "work_stream",
            status: stream.stage.kind,
            id: displayKey(stream.facts.key),
            title: stream.facts.title,
          },
    last_heartbeat: iso(measure.heartbeatMs),
    next_check: iso(nextOf(role) ?? nowMs + healthEveryMs),
    health: role.signs.length > 0 || error !== null ? "unhealthy" : "healthy",
    pid: measure.pid,
    metrics: {
      cpu_percent: measure.cpuShare === null ? null : Math.round(measure.cpuShare * 1_000) / 10,
      memory_mb: measure.memoryBytes === null ? null : mb(measure.memoryBytes),
      ...(measure.foreseenBytes === null ? {} : { memory_foreseen_mb: mb(measure.foreseenBytes) }),
      restarts: role.restarts,
      restarts_total: role.restartsTotal,
    },
    error,
  };
}

function mb(bytes: number): number {
  return Math.round(bytes / 1024 ** 2);
}

function stateWord({ phase }: RoleState, works: boolean): StatusFile["state"] {
  switch (phase.kind) {
    case "critical":
      return "crashed";
    case "restarting":
      return "error";
    case "launching":
    case "up":
      return works ? "working" : "idle";
  }
}

/** When the role does something by itself next; null where only work can come. */
export function nextOf({ phase, nextTurnMs, duties }: RoleState): number | null {
  if (phase.kind === "launching" || phase.kind === "restarting") return phase.atMs;
  const times = [nextTurnMs, ...duties.map(({ nextMs }) => nextMs)].filter((at) => at !== null);
  return phase.kind === "critical" || times.length === 0 ? null : Math.min(...times);
}

export function stoppedStatus(file: StatusFile, nowMs: number): StatusFile {
  return { ...file, state: "stopped", pid: null, next_check: null, stopped_at: iso(nowMs) };
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString().replace("Z", "+00:00");
}
