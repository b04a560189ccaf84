import type {
  AgentReport,
  AttemptRecord,
  CollectedWork,
  GateReport,
  RunPolicy,
  SessionRecord,
  Stage,
  State,
  StreamFacts,
  StreamState,
  TargetConfig,
  TargetState,
} from "./index.ts";
import {
  INITIAL_POLICY,
  attemptId,
  initialState,
  newStream,
  newTarget,
  streamKey,
  targetOf,
} from "./index.ts";

/** Facts as a roadmap without any fields would have them. */
export function factsOf(id: string, more: Partial<StreamFacts> = {}): StreamFacts {
  const key = more.key ?? streamKey("self", id);
  return {
    key,
    target: targetOf(key),
    id,
    title: `Stream ${id}`,
    status: "not_started",
    workable: true,
    priority: "medium",
    bootstrap: false,
    effort: null,
    dependsOn: [],
    defect: null,
    files: [],
    batch: null,
    assignee: null,
    deadline: null,
    order: Number(id) || 0,
    ...more,
  };
}

/** A policy with room for two agents. */
export const POLICY: RunPolicy = { ...INITIAL_POLICY, concurrency: 2 };

/** The end of a run whose agent says that it is done. */
export const AGENT_REPORT: AgentReport = {
  exit: { kind: "exited", code: 0 },
  outcome: { kind: "claimed-done", summary: "done" },
  usage: null,
  stdoutBytes: 0,
  stderrBytes: 0,
  stdoutDigest: null,
  flooded: false,
};

export const WAITING: Stage = { kind: "waiting", sinceMs: 0, notBeforeMs: 0 };

export function streamOf(id: string, stage: Stage, more: Partial<StreamState> = {}): StreamState {
  const agent = { id: `coder-${id}`, name: "Aria", role: "coder" };
  return { ...newStream(factsOf(id), 0), stage, generation: 1, agent, ...more };
}

export function attempt(id: string, more: Partial<AttemptRecord> = {}): AttemptRecord {
  return {
    attempt: attemptId(streamKey("self", id), 1),
    agent: { id: `coder-${id}`, name: "Aria", role: "coder" },
    claimedAtMs: 1_000,
    startedAtMs: 1_000,
    finishedAtMs: 3_000,
    outcome: "landed",
    reason: null,
    failure: null,
    usage: null,
    gates: [],
    commit: null,
    archiveRef: null,
    files: [],
    ...more,
  };
}

export function completed(id: string, more: Partial<Stage & { kind: "completed" }> = {}): Stage {
  return {
    kind: "completed",
    attempt: attemptId(streamKey("self", id), 1),
    commit: "c".repeat(40),
    atMs: 3_000,
    diverted: false,
    forced: false,
    ...more,
  };
}

export function blocked(
  id: string,
  reason: string,
  tried = true,
): Extract<Stage, { readonly kind: "blocked" }> {
  const tries = attemptId(streamKey("self", id), 1);
  return { kind: "blocked", reason, atMs: 3_000, attempt: tried ? tries : null };
}

export function running(id: string): Stage {
  return {
    kind: "running",
    attempt: attemptId(streamKey("self", id), 1),
    workspace: { path: "/clone", base: "b".repeat(40) },
    process: null,
    preparedAtMs: 1_000,
    startedAtMs: 1_000,
    progressAtMs: 1_000,
    outputBytes: 42,
    liveness: "alive",
    stopping: null,
    asking: [],
    heard: { questions: 0, loops: 0 },
    loop: null,
    percent: null,
  };
}

export const WORK: CollectedWork = {
  base: "b".repeat(40),
  head: "d".repeat(40),
  tree: "e".repeat(40),
  archiveRef: "refs/orchestrator/archive/x",
  files: [],
  uncommitted: [],
  roadmapEdited: false,
};

export function session(ids: readonly string[], more: Partial<SessionRecord> = {}): SessionRecord {
  return {
    id: "s-1",
    state: "completed",
    request: {
      selection: { kind: "streams", keys: ids.map((id) => streamKey("self", id)) },
      goal: null,
      policy: POLICY,
    },
    keys: ids.map((id) => streamKey("self", id)),
    startedAtMs: 1_000,
    finishedAtMs: 9_000,
    reason: "done",
    history: [],
    ...more,
  };
}

export function target(more: Partial<TargetState> = {}): TargetState {
  return { ...newTarget("self"), roadmapDigest: "x", baseRound: 1, ...more };
}

export function redReport(verdict: "failed" | "unavailable"): GateReport {
  const result = { durationMs: 1, exitCode: 1, excerpt: "", outputDigest: null, reason: "red" };
  return {
    tree: "e".repeat(40),
    gatesDigest: "g",
    green: false,
    results: [{ name: "tests", verdict, ...result }],
    needsPerson: [],
  };
}

export function stateOf(streams: readonly StreamState[], more: Partial<State> = {}): State {
  return {
    ...initialState(),
    epoch: 1,
    nowMs: 10_000,
    streams: new Map(streams.map((one) => [one.facts.key, one])),
    targets: new Map([["self", target()]]),
    concurrency: 2,
    ...more,
  };
}

/** A repository as the settings describe it when they say nothing of it. */
export function targetConfig(path: string, more: Partial<TargetConfig> = {}): TargetConfig {
  return {
    id: "self",
    name: "self",
    path,
    roadmap: "plans/roadmap.md",
    source: { kind: "markdown" },
    branch: null,
    gates: [],
    setup: [],
    protectedPaths: [],
    conventions: [],
    identityContext: null,
    devlog: null,
    workspaceInclude: [],
    isolation: "clone",
    ...more,
  };
}
