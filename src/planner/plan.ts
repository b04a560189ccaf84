import {
  findComponents,
  type Decision,
  type DecisionReason,
  type Plan,
  type Selection,
  type StreamFacts,
  type StreamKey,
} from "../model/index.ts";
import { expectedSeconds, forecastFinish } from "./estimate.ts";
import { cyclesAmong, keysOf, layer } from "./graph.ts";
import { buildNetwork, compareNodes, longestTails, type Network } from "./network.ts";
import { fileOverlap, overlapShare } from "./overlap/overlap.ts";
import { dependencyEdges, findOverlapEdges } from "./overlap/edges.ts";
import { colourStreams, rankStreams } from "./rank.ts";
import { type ScheduledRun, scheduleRuns } from "./schedule.ts";
import { lastFinish, shortenRuns } from "./shorten.ts";
import { idOf } from "./words.ts";

export interface PlanRequest {
  readonly facts: readonly StreamFacts[];
  /** Finished although the roadmap does not say so yet. */
  readonly done: ReadonlySet<StreamKey>;
  readonly selection: Selection;
  readonly concurrency: number;
  /** Share of files two streams may have in common and still run side by side, 0…1. */
  readonly overlapMax: number;
  /** Expected seconds by stream where history knows better than the effort letter. */
  readonly durations?: ReadonlyMap<StreamKey, number>;
  /** Attempts that those were learned from; without it they are as good as measured. */
  readonly attempts?: number;
  /** Epoch milliseconds; without it deadlines press nobody. */
  readonly nowMs?: number;
}

/**
 * A schedule for the selected streams that are not finished. Each stream gets a decision: it starts
 * now, waits, or can never start, with the reasons. Renaming or moving streams changes no time.
 */
export function planWork(request: PlanRequest): Plan {
  const whole = buildNetwork(request.facts);
  const barred = findBarred(whole, request.done);
  const selected = selectStreams(whole, barred, request);
  const runnable = keepRunnable(whole, barred, selected, request.done);
  const network = buildNetwork(whole.facts.filter((facts) => runnable.has(facts.key)));
  const { levels, order } = layer(network);
  const seconds = network.facts.map((facts) => expectedSeconds(facts, request.durations));
  const ranks = rankStreams(network, order, request.nowMs);
  const tails = longestTails(network, order, seconds);
  const colours = colourStreams(network, ranks, seconds);
  const agents = Math.max(1, Math.floor(request.concurrency) || 1);
  const { overlapMax } = request;
  const input = { network, seconds, ranks, tails, colours, agents, overlapMax };
  const { runs, lowerBound } = shortenRuns(input, scheduleRuns(input));
  const chain = longestChain(network, tails);
  const makespan = lastFinish(runs);
  return {
    levels: levels.map((level) => keysOf(network, level)),
    criticalPath: keysOf(network, chain),
    edges: [
      ...dependencyEdges(network),
      ...findOverlapEdges(
        network,
        runs.map((run) => run.node),
        overlapMax,
      ),
    ],
    schedule: runs.map(({ node, agent, start, finish }) => ({
      id: network.facts[node]?.key ?? "",
      agent,
      start,
      finish,
    })),
    forecast: forecastFinish(
      makespan,
      chain.map((node) => seconds[node] ?? 0),
      {
        measured: network.facts.filter((facts) => request.durations?.has(facts.key)).length,
        attempts: request.attempts ?? Number.POSITIVE_INFINITY,
        stated: network.facts.filter((facts) => facts.effort !== null).length,
        total: network.facts.length,
      },
    ),
    lowerBound,
    decisions: decide(whole, { barred, selected, request, network, runs, agents }),
  };
}

/** Why a stream cannot start whatever else happens in the plan; finished streams are not barred. */
export function findBarred(
  whole: Network,
  done: ReadonlySet<StreamKey>,
): ReadonlyMap<StreamKey, Decision> {
  const barred = new Map<StreamKey, Decision>();
  const bar = (key: StreamKey, decision: Decision["decision"], reason: DecisionReason): void => {
    if (!barred.has(key)) barred.set(key, { key, decision, reasons: [reason] });
  };
  const open = buildNetwork(whole.facts.filter((facts) => !isDone(whole, facts.key, done)));
  for (const cycle of cyclesAmong(open)) {
    const keys = keysOf(open, cycle);
    const message = cycleWords(keys);
    for (const key of keys) bar(key, "never", { kind: "defect", message });
  }
  for (const facts of open.facts) {
    if (facts.defect !== null) bar(facts.key, "never", { kind: "defect", message: facts.defect });
    if (!facts.workable) bar(facts.key, "never", { kind: "status", status: facts.status });
    if (facts.assignee !== null) bar(facts.key, "wait", { kind: "claimed", by: facts.assignee });
  }
  return barred;
}

function cycleWords(keys: readonly StreamKey[]): string {
  const ids = keys.map(idOf);
  if (ids.length === 1) return `${ids[0] ?? ""} depends on itself`;
  return `${ids.slice(0, -1).join(", ")} and ${ids.at(-1) ?? ""} wait for one another`;
}

function isDone(whole: Network, key: StreamKey, done: ReadonlySet<StreamKey>): boolean {
  return done.has(key) || whole.facts[whole.at.get(key) ?? -1]?.status === "complete";
}

/** Dependencies not finished, as the roadmap lists them. */
function unmet(
  whole: Network,
  facts: StreamFacts,
  done: ReadonlySet<StreamKey>,
): readonly StreamKey[] {
  return facts.dependsOn.filter((key) => !isDone(whole, key, done));
}

function selectStreams(
  whole: Network,
  barred: ReadonlyMap<StreamKey, Decision>,
  request: PlanRequest,
): ReadonlySet<StreamKey> {
  const { selection, done } = request;
  switch (selection.kind) {
    case "all":
      return new Set(whole.facts.map((facts) => facts.key));
    case "streams":
      return new Set(selection.keys);
    case "next": {
      const everything = { ...request, selection: { kind: "all" } } as const;
      const ready = whole.facts.filter(
        (facts) =>
          !isDone(whole, facts.key, done) &&
          !barred.has(facts.key) &&
          unmet(whole, facts, done).length === 0,
      );
      const startable = new Set(ready.map((facts) => facts.key));
      // With one agent the schedule is the order in which streams would be taken.
      const order = planWork({ ...everything, concurrency: 1 }).schedule.map((run) => run.id);
      return new Set(order.filter((key) => startable.has(key)).slice(0, selection.count));
    }
  }
}

/** Selected, not finished, not barred, and everything before it finished or runnable as well. */
export function keepRunnable(
  whole: Network,
  barred: ReadonlyMap<StreamKey, Decision>,
  selected: ReadonlySet<StreamKey>,
  done: ReadonlySet<StreamKey>,
): ReadonlySet<StreamKey> {
  const runnable = new Set<StreamKey>();
  for (const component of findComponents(whole.before)) {
    for (const node of component) {
      const facts = whole.facts[node];
      if (facts === undefined || isDone(whole, facts.key, done)) continue;
      if (barred.has(facts.key) || !selected.has(facts.key)) continue;
      if (unmet(whole, facts, done).every((key) => runnable.has(key))) runnable.add(facts.key);
    }
  }
  return runnable;
}

/** The chain of dependencies that takes longest; of equal ones the first in the roadmap. */
function longestChain(network: Network, tails: readonly number[]): readonly number[] {
  const longest = (nodes: readonly number[]): number | undefined =>
    nodes.reduce<number | undefined>((best, node) => {
      if (best === undefined) return node;
      const more = (tails[node] ?? 0) - (tails[best] ?? 0);
      if (more !== 0) return more > 0 ? node : best;
      return compareNodes(network, node, best) < 0 ? node : best;
    }, undefined);
  const chain: number[] = [];
  let at = longest(network.facts.map((_, i) => i));
  while (at !== undefined) {
    chain.push(at);
    at = longest(network.after[at] ?? []);
  }
  return chain;
}

interface Outcome {
  readonly barred: ReadonlyMap<StreamKey, Decision>;
  readonly selected: ReadonlySet<StreamKey>;
  readonly request: PlanRequest;
  readonly network: Network;
  readonly runs: readonly ScheduledRun[];
  readonly agents: number;
}

function decide(whole: Network, outcome: Outcome): readonly Decision[] {
  const { barred, selected, request, network, runs, agents } = outcome;
  const atOnce = runs.filter((run) => run.start === 0);
  const running = atOnce.flatMap((run) => network.facts[run.node] ?? []);
  const starting = new Set(running.map(({ key }) => key));
  return whole.facts.flatMap((facts): Decision[] => {
    const { key } = facts;
    if (isDone(whole, key, request.done)) return [];
    if (!selected.has(key)) return [{ key, decision: "wait", reasons: [{ kind: "not-selected" }] }];
    const bar = barred.get(key);
    if (bar !== undefined) return [bar];
    const on = unmet(whole, facts, request.done);
    if (on.length > 0) return [{ key, decision: "wait", reasons: [{ kind: "dependency", on }] }];
    if (starting.has(key)) return [{ key, decision: "start", reasons: [{ kind: "ready" }] }];
    return [{ key, decision: "wait", reasons: waitReasons(facts, running, request, agents) }];
  });
}

/** Ready, and not among the first to start: files in the way, or no agent left. */
function waitReasons(
  facts: StreamFacts,
  running: readonly StreamFacts[],
  request: PlanRequest,
  agents: number,
): readonly DecisionReason[] {
  const reasons: DecisionReason[] = [];
  for (const other of running) {
    if (other.target !== facts.target) continue;
    if (overlapShare(facts.files, other.files) > request.overlapMax) {
      const { share, shared } = fileOverlap(facts.files, other.files);
      reasons.push({ kind: "overlap", with: other.key, share, files: shared });
    }
  }
  if (running.length >= agents) {
    reasons.push({ kind: "limit", running: running.length, limit: agents });
    const last = running.at(-1);
    if (last !== undefined && reasons.length === 1) {
      reasons.push({ kind: "priority", behind: last.key });
    }
  }
  return reasons;
}
