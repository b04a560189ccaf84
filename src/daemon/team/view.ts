import type { RoleDefinition, RoleState, State, StreamState } from "../../model/index.ts";
import { PRIORITIES, displayKey } from "../../model/index.ts";
import { roleFor, teamOf, workOfRole } from "../../engine/index.ts";
import type { LockHolder } from "../../platform/index.ts";
import { liveness, nowMs as machineNow } from "../../platform/index.ts";
import { readState } from "../read.ts";
import type { Workplace } from "../workplace.ts";
import { findStatusFile, nextOf } from "./status-files.ts";

export type RoleWord =
  | "ACTIVE"
  | "WAITING"
  | "IDLE"
  | "LAUNCHING"
  | "RESTARTING"
  | "CRITICAL"
  | "STOPPED";

export interface NamedWork {
  readonly id: string;
  readonly title: string;
}

/** A role as people see it. Times in epoch milliseconds; null: there is none, or nobody knows. */
export interface RoleView {
  readonly id: string;
  readonly title: string;
  readonly state: RoleWord;
  readonly signs: RoleState["signs"];
  /** Why it is restarting or critical. */
  readonly cause: string | null;
  readonly workingOn: NamedWork | null;
  readonly nextTask: NamedWork | null;
  readonly queueDepth: number;
  readonly nextTurnMs: number | null;
  readonly uptimeMs: number | null;
  readonly pid: number | null;
  readonly cpuPercent: number | null;
  readonly memoryBytes: number | null;
  readonly restarts: number;
  readonly restartsTotal: number;
  readonly heartbeatAgeMs: number | null;
}

export interface TeamView {
  readonly running: boolean;
  readonly pid: number | null;
  readonly uptimeMs: number | null;
  readonly roles: readonly RoleView[];
  readonly queueDepth: number;
  /** Of the last hour, newest first. */
  readonly completions: readonly (NamedWork & { readonly role: string; readonly atMs: number })[];
  readonly seq: number;
}

const HOUR_MS = 3_600_000;

/** The team of a repository as its journal and its status files have it; null: none was started. */
export function readTeam(workplace: Workplace): TeamView | null {
  const { state, seq, leader } = readState(workplace);
  if (state.team === null) return null;
  const nowMs = Math.max(machineNow(), state.nowMs);
  const running = isRunning(state, leader);
  const definitions = new Map(teamOf(state)?.roles.map((role) => [role.id, role]));
  const roles = state.team.roles.map((role) =>
    roleView(workplace, state, role, { definition: definitions.get(role.id), running, nowMs }),
  );
  return {
    running,
    pid: running ? (leader?.identity.pid ?? null) : null,
    uptimeMs: running && leader !== null ? Math.max(0, nowMs - leader.sinceMs) : null,
    roles,
    queueDepth: roles.reduce((sum, role) => sum + role.queueDepth, 0),
    completions: completionsOf(state, nowMs - HOUR_MS),
    seq,
  };
}

function isRunning(state: State, leader: LockHolder | null): boolean {
  const open = state.session?.state === "executing" || state.session?.state === "planning";
  return open && leader !== null && liveness(leader.identity) !== "dead" && teamOf(state) !== null;
}

function roleView(
  workplace: Workplace,
  state: State,
  role: RoleState,
  seen: {
    readonly definition: RoleDefinition | undefined;
    readonly running: boolean;
    readonly nowMs: number;
  },
): RoleView {
  const { running, nowMs, definition } = seen;
  const key = running ? workOfRole(state, role.id) : null;
  const current = key === null ? undefined : state.streams.get(key);
  const queue = queueOf(state, role.id);
  const { phase } = role;
  const process = current?.stage.kind === "running" ? current.stage.process : null;
  const file = running ? findStatusFile(workplace, role.id) : null;
  // Measured of the process that the role has now, or not at all.
  const measured = process !== null && file?.pid === process.pid ? file.metrics : null;
  const heartbeatMs = file === null ? Number.NaN : Date.parse(file.last_heartbeat);
  const memory = measured?.memory_mb ?? null;
  return {
    id: role.id,
    title: definition?.title ?? role.id,
    state: running ? wordOf(role, current !== undefined, queue.length) : "STOPPED",
    signs: role.signs,
    cause: "cause" in phase ? phase.cause : null,
    workingOn: current === undefined ? null : named(current),
    nextTask: queue[0] === undefined ? null : named(queue[0]),
    queueDepth: queue.length,
    nextTurnMs: running ? nextOf(role) : null,
    uptimeMs: running && phase.kind === "up" ? Math.max(0, nowMs - phase.sinceMs) : null,
    pid: process?.pid ?? null,
    cpuPercent: measured?.cpu_percent ?? null,
    memoryBytes: memory === null ? null : memory * 1024 ** 2,
    restarts: role.restarts,
    restartsTotal: role.restartsTotal,
    heartbeatAgeMs: Number.isNaN(heartbeatMs) ? null : Math.max(0, nowMs - heartbeatMs),
  };
}

function wordOf({ phase }: RoleState, works: boolean, waiting: number): RoleWord {
  switch (phase.kind) {
    case "launching":
      return "LAUNCHING";
    case "restarting":
      return works ? "ACTIVE" : "RESTARTING";
    case "critical":
      return "CRITICAL";
    case "up":
      return works ? "ACTIVE" : waiting > 0 ? "WAITING" : "IDLE";
  }
}

/** Open work for a role, the next first. */
function queueOf(state: State, role: string): readonly StreamState[] {
  const policy = teamOf(state);
  if (policy === null) return [];
  const queue = [...state.streams.values()].filter(
    ({ stage, facts, inRoadmap }) =>
      stage.kind === "waiting" &&
      inRoadmap &&
      facts.workable &&
      facts.defect === null &&
      roleFor(policy, facts)?.id === role,
  );
  return queue.sort(
    (a, b) =>
      PRIORITIES.indexOf(a.facts.priority) - PRIORITIES.indexOf(b.facts.priority) ||
      a.facts.order - b.facts.order,
  );
}

function named({ facts }: StreamState): NamedWork {
  return { id: displayKey(facts.key), title: facts.title };
}

function completionsOf(state: State, sinceMs: number): TeamView["completions"] {
  const done = [...state.streams.values()].flatMap((stream) => {
    const last = stream.attempts.at(-1);
    const atMs = last?.finishedAtMs ?? 0;
    const isDone = stream.stage.kind === "completed" || stream.facts.duty !== undefined;
    if (!isDone || last === undefined || atMs < sinceMs) return [];
    if (last.outcome !== "landed" && last.outcome !== "superseded") return [];
    return [{ ...named(stream), role: last.agent.role, atMs }];
  });
  return done.sort((a, b) => b.atMs - a.atMs);
}
