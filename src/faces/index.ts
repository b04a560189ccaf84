export type { OrchestratorEvent, OrchestratorOptions } from "./api/orchestrator.ts";
export { Orchestrator } from "./api/orchestrator.ts";
export type { RoadmapPlace } from "./api/roadmap.ts";
export {
  checkRoadmapHealth,
  gardenRoadmap,
  getAvailableWorkStreams,
  interpretGoal,
  parseRoadmap,
} from "./api/roadmap.ts";
export type { WireType } from "./announce/wire.ts";
