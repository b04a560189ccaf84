import type {
  Event,
  ProcessIdentity,
  RoleDefinition,
  RoleReading,
  State,
  TeamPolicy,
} from "../../model/index.ts";
import type { HealthMemory, MemoryReading } from "../../engine/index.ts";
import {
  foreseenMemory,
  HEALTHY,
  judgeHealth,
  MEMORY_READINGS_MAX,
  policyFor,
  roleState,
  teamOf,
  workOfRole,
} from "../../engine/index.ts";
import type { Log } from "../../platform/index.ts";
import {
  liveness,
  monotonicMs,
  pathExists,
  processId,
  pssBytes,
  treeCpuMs,
  treeOf,
} from "../../platform/index.ts";
import type { Loop } from "../loop.ts";
import { messageOf } from "../message-of.ts";
import { isUnderWay } from "../unfinished.ts";
import type { Workplace } from "../workplace.ts";
import type { RoleMeasure, StatusFile } from "./status-files.ts";
import { statusDir, statusOf, statusPath, stoppedStatus, writeStatus } from "./status-files.ts";

/** The files follow what happens, but not more often than this. */
const FILES_MS = 500;

interface KeeperOptions {
  readonly workplace: Workplace;
  readonly policy: TeamPolicy;
  readonly loop: Loop;
  readonly dir: string;
  readonly log: Log;
}

/** Watches over the session's team from now on; null where no team is at work. */
export async function watchTeam(
  workplace: Workplace,
  loop: Loop,
  log: Log,
): Promise<TeamKeeper | null> {
  const policy = teamOf(loop.state);
  if (policy === null || !isUnderWay(loop.state)) return null;
  return new TeamKeeper({ workplace, policy, loop, log, dir: await statusDir(workplace) });
}

interface Watched {
  readonly memory: HealthMemory;
  readonly process: ProcessIdentity | null;
  /** At the last check, to reckon the share since. */
  readonly cpuMs: number | null;
  readonly atMs: number;
  readonly measure: RoleMeasure;
  /** Of this process alone, oldest first. */
  readonly readings: readonly MemoryReading[];
}

/** Looks at a standing team's processes every half minute, and keeps its status files. */
class TeamKeeper {
  readonly #options: KeeperOptions;
  readonly #dir: string;
  readonly #watched = new Map<string, Watched>();
  readonly #written = new Set<string>();
  readonly #timer: NodeJS.Timeout;
  #soon: NodeJS.Timeout | null = null;

  constructor(options: KeeperOptions) {
    this.#options = options;
    this.#dir = options.dir;
    this.#timer = setInterval(() => this.#check(), options.policy.healthEveryMs);
    this.#check();
  }

  /** Something happened: the files say so shortly. */
  heed(events: readonly { readonly event: Event }[]): void {
    const isNews = events.some(({ event }) => event.type !== "agent-progressed");
    if (!isNews || this.#soon !== null) return;
    this.#soon = setTimeout(() => {
      this.#soon = null;
      this.#write((file) => file);
    }, FILES_MS).unref();
  }

  /** The last word of every role: it is stopped, and since when. */
  close(): void {
    clearInterval(this.#timer);
    if (this.#soon !== null) clearTimeout(this.#soon);
    this.#write((file) => stoppedStatus(file, this.#options.loop.now));
  }

  #check(): void {
    const { policy, loop } = this.#options;
    const readings: RoleReading[] = [];
    for (const definition of policy.roles) {
      const watched = this.#look(definition);
      this.#watched.set(definition.id, watched);
      const { signs } = watched.memory;
      const told = roleState(this.#options.loop.state, definition.id)?.signs ?? [];
      if (told.join() !== signs.join()) readings.push({ role: definition.id, signs });
    }
    if (readings.length > 0) {
      void loop.submit({ type: "team-observed", atMs: loop.now, readings });
    }
    this.#write((file) => file);
  }

  #look(definition: RoleDefinition): Watched {
    const { now } = this.#options.loop;
    const before = this.#watched.get(definition.id);
    const run = runOf(this.#options.loop.state, definition.id);
    const { process, progressMs } = run;
    const atMs = monotonicMs();
    const cpuMs = process === null ? null : treeCpuMs(process.pid);
    const isSame = process !== null && before?.process?.startTime === process.startTime;
    const known = isSame && before.cpuMs !== null && cpuMs !== null && atMs > before.atMs;
    const cpuShare = known ? Math.max(0, cpuMs - before.cpuMs) / (atMs - before.atMs) : null;
    const memoryBytes = process === null ? null : memoryOf(process.pid);
    const earlier = isSame ? before.readings : [];
    const readings = memoryBytes === null ? earlier : [...earlier, { atMs, bytes: memoryBytes }];
    const kept = readings.slice(-MEMORY_READINGS_MAX);
    const foreseenBytes = foreseenMemory(kept, run.untilMs - now);
    // Without a process the role lives in this one, which is here.
    const heartbeatMs = progressMs ?? now;
    const path = statusPath(this.#dir, definition.id);
    const sample = {
      liveness: process === null ? null : liveness(process),
      heartbeatAgeMs: Math.max(0, now - heartbeatMs),
      cpuShare,
      memoryBytes,
      foreseenBytes,
      hasStatusFile: !this.#written.has(path) || pathExists(path),
    };
    const memory = judgeHealth(before?.memory ?? HEALTHY, sample, definition);
    const measure = {
      pid: process?.pid ?? null,
      cpuShare,
      memoryBytes,
      foreseenBytes,
      heartbeatMs,
    };
    return { memory, process, cpuMs, atMs, measure, readings: kept };
  }

  /** That a file could not be written is told in the log, and is no reason to stop. */
  #write(change: (file: StatusFile) => StatusFile): void {
    const { policy, loop, log } = this.#options;
    const current = loop.state;
    try {
      for (const role of current.team?.roles ?? []) {
        const measure = this.#measureOf(current, role.id);
        this.#put(change(statusOf(current, policy, role, measure, loop.now)));
      }
      this.#put(change(this.#ownStatus(current)));
    } catch (error) {
      log.warn("status files not written", { error: messageOf(error) });
    }
  }

  /** Between two checks a role may have got another process. */
  #measureOf(state: State, role: string): RoleMeasure {
    const { process, progressMs } = runOf(state, role);
    const last = this.#watched.get(role)?.measure;
    const pid = process?.pid ?? null;
    const heartbeatMs = progressMs ?? this.#options.loop.now;
    if (last !== undefined && last.pid === pid) return { ...last, heartbeatMs };
    return { pid, cpuShare: null, memoryBytes: null, foreseenBytes: null, heartbeatMs };
  }

  #put(file: StatusFile): void {
    writeStatus(this.#dir, file);
    this.#written.add(statusPath(this.#dir, file.agent_type));
  }

  #ownStatus(state: State): StatusFile {
    const { policy } = this.#options;
    const { now } = this.#options.loop;
    const roles = state.team?.roles ?? [];
    const critical = roles.filter(({ phase }) => phase.kind === "critical");
    const own = {
      id: "orchestrator",
      phase: { kind: "up", sinceMs: state.team?.sinceMs ?? now },
      restarts: 0,
      restartsTotal: roles.reduce((sum, role) => sum + role.restartsTotal, 0),
      signs: [],
      turnMs: null,
      nextTurnMs: null,
      duties: [],
    } as const;
    const memoryBytes = pssBytes(processId());
    const measure = {
      pid: processId(),
      cpuShare: null,
      memoryBytes,
      foreseenBytes: null,
      heartbeatMs: now,
    };
    const file = statusOf(state, policy, own, measure, now);
    if (critical.length === 0) return { ...file, state: "working" };
    const error = `critical: ${critical.map(({ id }) => id).join(", ")}`;
    return { ...file, state: "working", health: "unhealthy", error };
  }
}

interface RunningRole {
  readonly process: ProcessIdentity | null;
  readonly progressMs: number | null;
  /** When its attempt ends at the latest. */
  readonly untilMs: number;
}

/** The process a role has now, and when it last got on. */
function runOf(state: State, role: string): RunningRole {
  const key = workOfRole(state, role);
  const stream = key === null ? undefined : state.streams.get(key);
  const stage = stream?.stage;
  if (stream === undefined || stage?.kind !== "running" || stage.process === null)
    return { process: null, progressMs: null, untilMs: 0 };
  const startedMs = stage.startedAtMs ?? stage.preparedAtMs;
  const untilMs = startedMs + policyFor(state, stream.agent).totalMs;
  return { process: stage.process, progressMs: stage.progressAtMs, untilMs };
}

/** Of the whole tree, every page counted once; null where nothing of it can be read. */
function memoryOf(pid: number): number | null {
  let sum = 0;
  let isSeen = false;
  for (const one of treeOf(pid)) {
    const bytes = pssBytes(one);
    if (bytes === null) continue;
    sum += bytes;
    isSeen = true;
  }
  return isSeen ? sum : null;
}
