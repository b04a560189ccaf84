export { adapterFor } from "./adapter-for.ts";
export type { Adapter, Capabilities, HomeFile, LaunchCommand, LaunchContext } from "./adapter.ts";
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
export type { AgentFailure, AgentLine, FailureCause, Reset } from "./lines/agent-line.ts";
export { askedBy } from "./lines/asked.ts";
export { LineReader } from "./lines/lines.ts";
export type { LoopFound, LoopWatch } from "./lines/loops.ts";
export { LOOPS_UNSEEN, watchLine } from "./lines/loops.ts";
export type { Seen } from "./lines/seen.ts";
export { NOTHING_SEEN, addUsage, see, seeTail, usageSince } from "./lines/seen.ts";
export { MODELS, MODELS_AS_OF, windowOf } from "./pricing/models.ts";
export { spendingOf } from "./pricing/prices.ts";
export { accountOf } from "./start/account.ts";
export type { DetectedAgent, LoginState } from "./start/detect.ts";
export { detectAgents, missingProgram } from "./start/detect.ts";
export type { Prompt, PromptParts } from "./start/prompt.ts";
export { assembleFollowUp, assemblePrompt } from "./start/prompt.ts";
export type { ProviderVariables } from "./start/providers.ts";
export { PROVIDER_VARIABLES, isUnknownProgram, providersGiven } from "./start/providers.ts";
