/**
 * Orchestrator as a library; docs/typescript.md shows it at work.
 *
 * ```ts
 * import { Orchestrator } from "orchestrator";
 *
 * const orchestrator = new Orchestrator({ maxConcurrentAgents: 3 });
 * orchestrator.addEventCallback((event) => console.log(event.timestamp, event.message));
 * await orchestrator.runBatch();
 * await orchestrator.runner.waitForAll();
 * console.log(orchestrator.getReport().completed);
 * ```
 */
export type {
  AgentRunnerConfig,
  AgentWork,
  EventListener,
  Goal,
  InsightWish,
  MemoryEntry,
  MemoryKind,
  MemoryTier,
  NameClaim,
  OrchestratorConfig,
  OrchestratorEvent,
  OrchestratorStatus,
  RepositoryPlace,
  RoadmapHealth,
  RoadmapPlace,
  RoadmapStatus,
  SpawnRequest,
  TargetRepository,
  VerificationResults,
  WireType,
  WorkStream,
} from "./faces/index.ts";
export {
  AgentMemory,
  AgentProcess,
  AgentRunner,
  AgentState,
  checkRoadmapHealth,
  claimAgentName,
  gardenRoadmap,
  getAvailableWorkStreams,
  getBootstrapPhases,
  getMemory,
  getPrioritizedWorkStreams,
  getTakenNames,
  getTarget,
  getTargets,
  getWorkHistory,
  getWorkStreamStatus,
  interpretGoal,
  Orchestrator,
  OrchestratorMode,
  parseRoadmap,
  recallMemories,
} from "./faces/index.ts";
export type { ErrorCode, ExitCode, InterpretedGoal, StreamStatus } from "./model/index.ts";
export { EXIT, OrchestratorError } from "./model/index.ts";
