import { resolve } from "node:path";
import type { SessionStart, Workplace } from "../../daemon/index.ts";
import { ask, lead, openWorkplace, readRoadmapFile, readState } from "../../daemon/index.ts";
import type { RunData, StatusView } from "../../journal/index.ts";
import { sessionReport, statusView } from "../../journal/index.ts";
import type { RunMode, Selection } from "../../model/index.ts";
import { OrchestratorError } from "../../model/index.ts";
import { environment, nowMs } from "../../platform/index.ts";
import type { WireEvent } from "../announce/wire.ts";
import { wireEvents } from "../announce/wire.ts";
import { chooseAgent, requestFor } from "../cli/request.ts";
import { findKey } from "../cli/streams.ts";
import { requireTrust } from "../cli/trusting.ts";
import { overlayRoadmap } from "../status/overlay.ts";

export interface OrchestratorOptions {
  /** A directory inside the repository; default: the process's working directory. */
  readonly cwd?: string;
  readonly configFile?: string;
  /** A target's id; default: the configuration's default target. */
  readonly target?: string;
  /** Name of the configured agent to use; default: `default`. */
  readonly agent?: string;
  /** 1…64; default: the configured number. */
  readonly maxConcurrentAgents?: number;
  /** Longest an attempt may take; default: the configured time. */
  readonly agentTimeoutSeconds?: number;
  /** `false` runs agents, verifies nothing and lands nothing. */
  readonly verifyAfterCompletion?: boolean;
  /** Trust the repository's configured commands for this object's runs. */
  readonly trust?: boolean;
}

/** An event under the name of the contract (`agent_running`, `landed`, …). */
export type OrchestratorEvent = WireEvent & { readonly seq: number };

/**
 * The product as a library: runs work streams of one repository and tells what happens. A run
 * makes this process the repository's one leader until it ends. Everything throws
 * `OrchestratorError`, whose `code` and `exitCode` are those of the command line.
 */
export class Orchestrator {
  readonly #options: OrchestratorOptions;
  readonly #listeners = new Set<(event: OrchestratorEvent) => void>();
  #stop: AbortController | null = null;
  #hurry: AbortController | null = null;

  constructor(options: OrchestratorOptions = {}) {
    this.#options = options;
  }

  /** Calls `listener` with every event of this object's runs; returns how to end that. */
  addEventCallback(listener: (event: OrchestratorEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** One work stream, or the next one that is available. */
  run(request: { readonly workStreamId?: string } = {}): Promise<RunData> {
    const { workStreamId } = request;
    if (workStreamId === undefined) return this.#carryOut("single", { kind: "next", count: 1 }, 1);
    const keys = [this.#keyOf(workStreamId)];
    return this.#carryOut("single", { kind: "streams", keys }, 1);
  }

  /** The next available work streams, side by side. */
  runParallel(request: { readonly maxAgents?: number } = {}): Promise<RunData> {
    const count = request.maxAgents ?? this.#concurrency();
    return this.#carryOut("parallel", { kind: "next", count }, count);
  }

  /** Everything that is or becomes available. */
  runBatch(request: { readonly maxAgents?: number } = {}): Promise<RunData> {
    return this.#carryOut("batch", { kind: "all" }, request.maxAgents ?? this.#concurrency());
  }

  /** Goes on with paused or interrupted work. */
  async resume(): Promise<RunData> {
    const place = this.#open();
    requireTrust(place, this.#options.trust === true);
    return this.#lead(place, { kind: "resume", agent: null });
  }

  /** Stops agents, of this process or of whichever leads; what they did is kept. */
  async stop(request: { readonly now?: boolean } = {}): Promise<void> {
    const now = request.now === true;
    if (this.#stop !== null) {
      if (now) this.#hurry?.abort();
      else this.#stop.abort();
      return;
    }
    const answer = await ask(this.#open(), { kind: "stop", keys: null, now });
    if (!answer.accepted) throw new OrchestratorError("illegal-transition", answer.message);
  }

  /** What runs, is ready, waits and is done, with the roadmap as it is on disk now. */
  getStatus(): StatusView {
    const place = this.#open();
    const target = this.#target(place);
    const { state, confinement } = readState(place);
    const shown = overlayRoadmap(state, readRoadmapFile(target).facts, target.id);
    return statusView(shown, { nowMs: Math.max(nowMs(), state.nowMs), confinement });
  }

  /** What a session did; without an id, the newest. */
  getReport(session?: string): RunData {
    return sessionReport(readState(this.#open()).state, session);
  }

  #open(): Workplace {
    const { cwd, configFile } = this.#options;
    return openWorkplace({
      cwd: resolve(cwd ?? "."),
      configFile: configFile ?? null,
      env: environment(),
    });
  }

  #target(place: Workplace) {
    const wanted = this.#options.target ?? place.config.defaultTarget;
    const found = place.config.targets.find((target) => target.id === wanted);
    if (found !== undefined) return found;
    throw new OrchestratorError("unknown-target", `there is no target ${JSON.stringify(wanted)}`);
  }

  #keyOf(id: string): string {
    const target = this.#target(this.#open());
    return findKey(readRoadmapFile(target).facts, id, target.id);
  }

  #concurrency(): number {
    return this.#options.maxConcurrentAgents ?? this.#open().config.concurrency;
  }

  #carryOut(mode: RunMode, selection: Selection, concurrency: number): Promise<RunData> {
    const { verifyAfterCompletion, agent, agentTimeoutSeconds, trust } = this.#options;
    const place = this.#open();
    const verify = verifyAfterCompletion !== false;
    const request = requestFor(place.config, { mode, selection, concurrency, goal: null, verify });
    const policy =
      agentTimeoutSeconds === undefined
        ? request.policy
        : { ...request.policy, totalMs: agentTimeoutSeconds * 1000 };
    requireTrust(place, trust === true);
    return this.#lead(place, {
      kind: "new",
      request: { ...request, policy },
      agent: chooseAgent(place.config, agent),
    });
  }

  async #lead(place: Workplace, start: SessionStart): Promise<RunData> {
    if (this.#stop !== null) {
      throw new OrchestratorError("already-running", "this orchestrator is already running");
    }
    this.#stop = new AbortController();
    this.#hurry = new AbortController();
    try {
      const end = await lead(place, start, {
        stop: this.#stop.signal,
        hurry: this.#hurry.signal,
        onEvents: (events, state) => {
          for (const { seq, event } of events) {
            for (const wire of wireEvents(event, state)) this.#tell({ ...wire, seq });
          }
        },
      });
      return sessionReport(end.state);
    } finally {
      this.#stop = null;
      this.#hurry = null;
    }
  }

  #tell(event: OrchestratorEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
