export { accountOf } from "./account.ts";
export { adapterFor } from "./adapter-for.ts";
export type { Adapter, Capabilities, HomeFile, LaunchCommand, LaunchContext } from "./adapter.ts";
export type { AgentFailure, AgentLine, FailureCause, Reset } from "./agent-line.ts";
export { askedBy } from "./asked.ts";
export type { DefinitionFinding } from "./definition/check.ts";
export { checkDefinition } from "./definition/check.ts";
export type { AgentDefinition } from "./definition/definition.ts";
export type { FoundDefinition } from "./definition/find.ts";
export { findDefinition } from "./definition/find.ts";
export type { AgentWish } from "./definition/generate.ts";
export { generateDefinition } from "./definition/generate.ts";
export type { StoredDefinition } from "./definition/store.ts";
export {
  activateDefinition,
  archiveDefinition,
  listDefinitions,
  readTemplate,
  writeDefinition,
} from "./definition/store.ts";
export type { DetectedAgent, LoginState } from "./detect.ts";
export { detectAgents } from "./detect.ts";
export { LineReader } from "./lines.ts";
export type { LoopFound, LoopWatch } from "./loops.ts";
export { LOOPS_UNSEEN, watchLine } from "./loops.ts";
export { MODELS, MODELS_AS_OF, windowOf } from "./models.ts";
export { spendingOf } from "./prices.ts";
export type { Prompt, PromptParts } from "./prompt.ts";
export { assembleFollowUp, assemblePrompt } from "./prompt.ts";
export type { Seen } from "./seen.ts";
export { NOTHING_SEEN, addUsage, see, seeTail, usageSince } from "./seen.ts";
