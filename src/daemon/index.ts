export type { ControlAnswer } from "./control.ts";
export { ask } from "./ask.ts";
export { startDetached } from "./detach.ts";
export type { SeenEvent } from "./loop.ts";
export { attemptOutputPath } from "./output.ts";
export type { ReplayReport, Seen } from "./read.ts";
export {
  followEvents,
  hasJournal,
  readEvents,
  readInputs,
  readState,
  replayJournal,
} from "./read.ts";
export { lookOutside } from "./outside/look.ts";
export type { ReadRoadmap } from "./roadmap-desk.ts";
export { readFacts, readRoadmapFile } from "./roadmap-desk.ts";
export { replaceRoadmap } from "./roadmap-write.ts";
export type { SessionEnd, SessionHooks } from "./session.ts";
export type { SessionStart } from "./session-start.ts";
export type { Hand } from "./memory/place.ts";
export { importMemory, remember, rememberedHere, revokeMemory } from "./memory/place.ts";
export type { MemoryEntry, MemoryKind, MemoryTier, Note, OriginJournal } from "../memory/index.ts";
export {
  distil,
  formatForContext,
  MEMORY_KINDS,
  MEMORY_TIERS,
  originJournal,
  plainName,
} from "../memory/index.ts";
export type { ChosenDefinition } from "./registry.ts";
export { chooseDefinition } from "./registry.ts";
export type { NamedWork, RoleView, RoleWord, TeamView } from "./team/view.ts";
export { readTeam } from "./team/view.ts";
export { gatherTeam } from "./team/gather.ts";
export type { AttemptTrace } from "./trace/read.ts";
export { solutionsOf } from "./perform/solutions.ts";
export { readTrace } from "./trace/read.ts";
export { lead } from "./session.ts";
export { isInterrupted } from "./unfinished.ts";
export type { Workplace, WorkplaceOptions } from "./workplace.ts";
export { openWorkplace } from "./workplace.ts";
export type { DiskPlace, Garbage, RestoreWish } from "./upkeep.ts";
export {
  checkTarget,
  collectGarbage,
  inspectTarget,
  landDiverted,
  restoreArchive,
} from "./upkeep.ts";
export type { AgentWish, DetectedAgent, StoredDefinition } from "../agents/index.ts";
export {
  activateDefinition,
  archiveDefinition,
  checkDefinition,
  detectAgents,
  generateDefinition,
  listDefinitions,
  readTemplate,
  writeDefinition,
} from "../agents/index.ts";
export { confinementOf } from "./confinement.ts";
export type { DetectedProject } from "../gates/index.ts";
export { detectProject } from "../gates/index.ts";
export { excludeOurFiles, isExcluded } from "./exclude.ts";
export type { BudgetStanding } from "./budget/standing.ts";
export { allowSpending, budgetStanding } from "./budget/standing.ts";
export { MODELS_AS_OF } from "../agents/index.ts";
export type { CheckpointDiff } from "./checkpoints.ts";
export {
  awaitState,
  checkpointSeq,
  diffCheckpoints,
  newestRefusal,
  roadmapOfCheckpoint,
} from "./checkpoints.ts";
export type { Backup, Diagnosis, Repaired, RepairSource } from "./repair.ts";
export { backUp, diagnose, repair } from "./repair.ts";
