import { readRoadmapFile } from "../../daemon/index.ts";
import type { WorkStream } from "../../model/index.ts";
import { OrchestratorError } from "../../model/index.ts";
import { findKey } from "../cli/roadmap/streams.ts";
import type { AgentProcess } from "./agent-process.ts";
import type { OrchestratorConfig } from "./config.ts";
import { targetOfPlace } from "./config.ts";
import { Crew } from "./crew.ts";
import { followLines } from "./output-lines.ts";

export interface AgentRunnerConfig extends OrchestratorConfig {
  /** Agents at a time, 1…64; the same as `maxConcurrentAgents`. */
  readonly maxConcurrent?: number;
}

/** One of the two names a work stream. */
export interface SpawnRequest {
  readonly workStreamId?: string;
  readonly workStream?: Pick<WorkStream, "id">;
  /** A target's id; default: the runner's own. */
  readonly targetId?: string;
  /** Every line the agent prints, as it prints it. */
  readonly onOutput?: (line: string) => void;
}

/** Starts agents on work streams and keeps hold of them. */
export class AgentRunner {
  readonly #crew: Crew;

  constructor(config: AgentRunnerConfig | Crew = {}) {
    this.#crew = config instanceof Crew ? config : new Crew(crewConfig(config));
  }

  /** Every agent of this runner by its work stream. */
  get agents(): ReadonlyMap<string, AgentProcess> {
    return this.#crew.agents;
  }

  /** Those that have taken their work stream and not come to their end. */
  getRunningAgents(): AgentProcess[] {
    return [...this.agents.values()].filter((agent) => agent.isRunning && agent.agentId !== "");
  }

  /**
   * Sets an agent to work, beside those that are at work already. Resolves when its process lives
   * or it is clear that it will not; throws `OrchestratorError` (`not-found`, `not-trusted`, …).
   */
  async spawnAgent(request: SpawnRequest): Promise<AgentProcess> {
    const place = this.#crew.open();
    const target = targetOfPlace(place, request.targetId ?? this.#crew.config.target);
    const id = request.workStreamId ?? request.workStream?.id;
    if (id === undefined) throw new OrchestratorError("usage", "which work stream?");
    const key = findKey(readRoadmapFile(target).facts, id, target.id);
    const started = await this.#crew.start({
      mode: "parallel",
      selection: { kind: "streams", keys: [key] },
    });
    const agent = started.find((each) => each.key === key);
    if (agent === undefined) throw new OrchestratorError("bug", `nothing was started for ${id}`);
    const { onOutput } = request;
    if (onOutput !== undefined) agent.deliver(followLines(place, agent, onOutput));
    return agent;
  }

  /** Resolves when every agent has come to its end. */
  async waitForAll(): Promise<readonly AgentProcess[]> {
    await this.#crew.ended();
    return Promise.all([...this.agents.values()].map((agent) => agent.wait()));
  }

  /** Ends one agent at once, named by its id, its name or its work stream; its work is kept. */
  async killAgent(agentId: string): Promise<void> {
    const agent = this.getRunningAgents().find((each) =>
      [each.agentId, each.name, each.workStream].includes(agentId),
    );
    if (agent === undefined) {
      throw new OrchestratorError("not-found", `no agent ${JSON.stringify(agentId)} is running`);
    }
    await this.#crew.ask({ kind: "stop", keys: [agent.key], now: true });
  }
}

function crewConfig({ maxConcurrent, ...config }: AgentRunnerConfig): OrchestratorConfig {
  return maxConcurrent === undefined ? config : { maxConcurrentAgents: maxConcurrent, ...config };
}
