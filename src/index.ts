/**
 * Orchestrator as a library.
 *
 * ```ts
 * import { Orchestrator, interpretGoal } from "orchestrator";
 *
 * const orchestrator = new Orchestrator({ maxConcurrentAgents: 3 });
 * orchestrator.addEventCallback((event) => console.log(event.at, event.type, event["id"]));
 * const report = await orchestrator.runBatch();
 * ```
 */
export type {
  OrchestratorEvent,
  OrchestratorOptions,
  RoadmapPlace,
  WireType,
} from "./faces/index.ts";
export {
  checkRoadmapHealth,
  gardenRoadmap,
  getAvailableWorkStreams,
  interpretGoal,
  Orchestrator,
  parseRoadmap,
} from "./faces/index.ts";
export type { ErrorCode, ExitCode, InterpretedGoal, WorkStream } from "./model/index.ts";
export { EXIT, OrchestratorError } from "./model/index.ts";
