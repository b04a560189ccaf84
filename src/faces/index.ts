export type { MemoryEntry, MemoryKind, MemoryTier } from "../daemon/index.ts";
export type { AgentWork } from "../journal/index.ts";
export type { WireType } from "./announce/wire.ts";
export { AgentProcess, AgentState } from "./api/agent-process.ts";
export type { AgentRunnerConfig, SpawnRequest } from "./api/agent-runner.ts";
export { AgentRunner } from "./api/agent-runner.ts";
export type { OrchestratorConfig, RepositoryPlace } from "./api/config.ts";
export { OrchestratorMode } from "./api/config.ts";
export type { EventListener, OrchestratorEvent } from "./api/events.ts";
export type { InsightWish } from "./api/memory.ts";
export { AgentMemory, getMemory, getWorkHistory, recallMemories } from "./api/memory.ts";
export type { NameClaim } from "./api/names.ts";
export { claimAgentName, getTakenNames } from "./api/names.ts";
export type { OrchestratorStatus, RoadmapStatus, VerificationResults } from "./api/orchestrator.ts";
export { Orchestrator } from "./api/orchestrator.ts";
export type { Goal, RoadmapHealth, RoadmapPlace, WorkStream } from "./api/roadmap.ts";
export {
  checkRoadmapHealth,
  gardenRoadmap,
  getAvailableWorkStreams,
  getBootstrapPhases,
  getPrioritizedWorkStreams,
  getWorkStreamStatus,
  interpretGoal,
  parseRoadmap,
} from "./api/roadmap.ts";
export type { TargetRepository } from "./api/targets.ts";
export { getTarget, getTargets } from "./api/targets.ts";
