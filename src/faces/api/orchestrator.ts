import { readRoadmapFile, readState } from "../../daemon/index.ts";
import type { GateVerdict, RunMode, Selection, StreamState } from "../../model/index.ts";
import { displayKey } from "../../model/index.ts";
import type { RunData, StatusView } from "../../journal/index.ts";
import { sessionReport, statusView } from "../../journal/index.ts";
import { markBlocked } from "../cli/roadmap/roadmap-edit.ts";
import { findKey } from "../cli/roadmap/streams.ts";
import { overlayRoadmap } from "../status/overlay.ts";
import type { AgentProcess } from "./agent-process.ts";
import { AgentState } from "./agent-process.ts";
import { AgentRunner } from "./agent-runner.ts";
import type { OrchestratorConfig } from "./config.ts";
import { targetOfPlace } from "./config.ts";
import { Crew } from "./crew.ts";
import type { EventListener } from "./events.ts";

/** What `status` shows, and how many agents stand where. */
export interface OrchestratorStatus extends StatusView {
  readonly activeCount: number;
  readonly completedCount: number;
  readonly failedCount: number;
}

/** Ids of work streams by where they stand. */
export interface RoadmapStatus {
  readonly total: number;
  readonly available: readonly string[];
  readonly inProgress: readonly string[];
  readonly complete: readonly string[];
  readonly blocked: readonly string[];
}

/** What the gates and the landing made of an agent's work. */
export interface VerificationResults {
  /** Landed, every gate passed on the tree that landed. */
  readonly passed: boolean;
  /** Why not, one sentence or gate each; empty when it passed. */
  readonly failures: readonly string[];
  readonly checks: readonly {
    readonly name: string;
    readonly verdict: GateVerdict;
    readonly durationMs: number;
  }[];
  readonly commit: string | null;
}

/**
 * The product as a library: sets agents to work on one repository's roadmap, and tells what
 * happens. Starting work makes this process the repository's one leader until the work is done.
 * Everything throws `OrchestratorError`, whose `code` and `exitCode` are those of the command line.
 */
export class Orchestrator {
  readonly runner: AgentRunner;
  readonly #crew: Crew;

  constructor(config: OrchestratorConfig = {}) {
    this.#crew = new Crew(config);
    this.runner = new AgentRunner(this.#crew);
  }

  /** Calls `listener` with every event of this object's sessions; returns how to end that. */
  addEventCallback(listener: EventListener): () => void {
    return this.#crew.listen(listener);
  }

  /**
   * One agent, on this work stream or on the next available one: null when none is. Resolves when
   * it is at work; `runner.waitForAll()` or `agent.wait()` waits for its end.
   */
  async run(request: { readonly workStreamId?: string } = {}): Promise<AgentProcess | null> {
    const { workStreamId } = request;
    if (workStreamId !== undefined) return this.runner.spawnAgent({ workStreamId });
    const [agent] = await this.#start("single", { kind: "next", count: 1 });
    return agent ?? null;
  }

  /** Agents on the next available work streams, side by side. Resolves when they are at work. */
  runParallel(request: { readonly maxAgents?: number } = {}): Promise<AgentProcess[]> {
    const place = this.#crew.open();
    const { maxConcurrentAgents, maxAgents } = this.#crew.config;
    const asked = request.maxAgents ?? maxConcurrentAgents ?? maxAgents;
    const count = asked ?? place.config.concurrency;
    return this.#start("parallel", { kind: "next", count }, request.maxAgents);
  }

  /** Everything that is or becomes available. Resolves when the first agents are at work. */
  runBatch(request: { readonly maxAgents?: number } = {}): Promise<AgentProcess[]> {
    return this.#start("batch", { kind: "all" }, request.maxAgents);
  }

  /** Goes on with paused or interrupted work. */
  resume(): Promise<AgentProcess[]> {
    return this.#crew.resume();
  }

  /**
   * Ends all agents, of this process or of whichever leads; what they did is kept, and `resume`
   * goes on. At once, or after what they are doing (`graceful`).
   */
  stop(request: { readonly graceful?: boolean } = {}): Promise<void> {
    return this.#crew.stop(request.graceful === true);
  }

  /** Nothing more is done for a work stream; the roadmap says so, with the reason. */
  async markBlocked(workStreamId: string, request: { readonly reason: string }): Promise<void> {
    const target = targetOfPlace(this.#crew.open(), this.#crew.config.target);
    const key = findKey(readRoadmapFile(target).facts, workStreamId, target.id);
    await this.#crew.ask({ kind: "block", key, reason: request.reason });
    markBlocked(target, key, request.reason);
  }

  /** What was found when the agent's work was checked. Waits for the agent's end. */
  async verifyCompletion(agent: AgentProcess): Promise<VerificationResults> {
    await agent.wait();
    const checks = agent.gates.map(({ name, verdict, durationMs }) => ({
      name,
      verdict,
      durationMs,
    }));
    const red = checks.filter(({ verdict }) => verdict === "failed" || verdict === "timeout");
    const passed = agent.state === AgentState.COMPLETED && red.length === 0;
    const why = agent.errorMessage ?? `the agent is ${agent.state}`;
    return {
      passed,
      failures: passed ? [] : [...red.map(({ name }) => name), why],
      checks,
      commit: agent.commit,
    };
  }

  /** What runs, is ready, waits and is done, with the roadmap as it is on disk now. */
  getStatus(): OrchestratorStatus {
    const { state, confinement, atMs } = this.#look();
    const view = statusView(state, { nowMs: atMs, confinement });
    return {
      ...view,
      activeCount: view.inProgress.length,
      completedCount: view.done,
      failedCount: this.getReport().failed.length,
    };
  }

  /** The roadmap as it stands: its own words, and what was done since. */
  getRoadmapStatus(): RoadmapStatus {
    const { state } = this.#look();
    const view = statusView(state, { nowMs: state.nowMs });
    const ids = (streams: readonly { readonly id: string }[]) => streams.map(({ id }) => id);
    return {
      total: view.total,
      available: ids(view.available),
      inProgress: ids(view.inProgress),
      complete: [...state.streams.values()]
        .filter(isDone)
        .map(({ facts }) => displayKey(facts.key)),
      blocked: ids(view.blocked),
    };
  }

  /** What a session did; without an id, the newest. */
  getReport(session?: string): RunData {
    return sessionReport(readState(this.#crew.open()).state, session);
  }

  #start(mode: RunMode, selection: Selection, maxAgents?: number): Promise<AgentProcess[]> {
    return this.#crew.start({ mode, selection, maxAgents });
  }

  #look(): ReturnType<typeof readState> {
    const place = this.#crew.open();
    const target = targetOfPlace(place, this.#crew.config.target);
    const { state, ...seen } = readState(place);
    const shown = overlayRoadmap(state, readRoadmapFile(target).facts, target.id);
    return { ...seen, state: shown };
  }
}

function isDone({ stage, facts, inRoadmap }: StreamState): boolean {
  if (stage.kind === "completed") return true;
  if (stage.kind === "settled") return stage.status === "complete";
  return inRoadmap && stage.kind === "waiting" && facts.status === "complete";
}
