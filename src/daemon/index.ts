export type { AgentWish, DetectedAgent, StoredDefinition } from "../agents/index.ts";
export {
  activateDefinition,
  archiveDefinition,
  checkDefinition,
  detectAgents,
  missingProgram,
  generateDefinition,
  listDefinitions,
  readTemplate,
  writeDefinition,
  MODELS_AS_OF,
} from "../agents/index.ts";
export type { DetectedProject } from "../gates/index.ts";
export { detectProject } from "../gates/index.ts";
export type { MemoryEntry, MemoryKind, MemoryTier, Note, OriginJournal } from "../memory/index.ts";
export {
  distil,
  formatForContext,
  MEMORY_KINDS,
  MEMORY_TIERS,
  originJournal,
  plainName,
} from "../memory/index.ts";
export type { BudgetStanding } from "./budget/standing.ts";
export { allowSpending, budgetStanding } from "./budget/standing.ts";
export { confinementOf } from "./confinement.ts";
export { ask } from "./control/ask.ts";
export type { CheckpointDiff } from "./control/checkpoints.ts";
export {
  awaitState,
  checkpointSeq,
  diffCheckpoints,
  newestRefusal,
  roadmapOfCheckpoint,
} from "./control/checkpoints.ts";
export type { ControlAnswer } from "./control/control.ts";
export { startDetached } from "./control/detach.ts";
export { excludeOurFiles, isExcluded } from "./exclude.ts";
export { ignoredAddresses, providersOf } from "./gateway/keys.ts";
export { attemptOutputPath } from "./logs.ts";
export type { SeenEvent } from "./loop.ts";
export type { Hand } from "./memory/place.ts";
export { importMemory, remember, rememberedHere, revokeMemory } from "./memory/place.ts";
export { noticeTroubles } from "./notices/book.ts";
export { lookOutside } from "./outside/look.ts";
export { solutionsOf } from "./perform/solutions.ts";
export type { ReplayReport, Seen } from "./read.ts";
export {
  followEvents,
  hasJournal,
  readEvents,
  readInputs,
  readState,
  replayJournal,
} from "./read.ts";
export type { ChosenDefinition } from "./registry.ts";
export { chooseDefinition } from "./registry.ts";
export type { ReadRoadmap } from "./roadmap/desk.ts";
export { readFacts, readRoadmapFile } from "./roadmap/desk.ts";
export { replaceRoadmap } from "./roadmap/write.ts";
export { readAsked } from "./session/asked.ts";
export type { SessionEnd, SessionHooks } from "./session/session.ts";
export { lead } from "./session/session.ts";
export type { SessionStart } from "./session/start.ts";
export { gatherTeam } from "./team/gather.ts";
export type { NamedWork, RoleView, RoleWord, TeamView } from "./team/view.ts";
export { readTeam } from "./team/view.ts";
export type { AttemptTrace } from "./trace/read.ts";
export { readTrace } from "./trace/read.ts";
export { isInterrupted } from "./unfinished.ts";
export type { Backup, Diagnosis, Repaired, RepairSource } from "./upkeep/repair.ts";
export { backUp, diagnose, repair } from "./upkeep/repair.ts";
export type { DiskPlace, Garbage, RestoreWish } from "./upkeep/upkeep.ts";
export {
  checkTarget,
  collectGarbage,
  inspectTarget,
  landDiverted,
  restoreArchive,
} from "./upkeep/upkeep.ts";
export type { Workplace, WorkplaceOptions } from "./workplace.ts";
export { learningPath, openWorkplace } from "./workplace.ts";
