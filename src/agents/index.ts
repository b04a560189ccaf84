export type { Adapter, AgentLine, LaunchCommand, LaunchContext } from "./adapter.ts";
export { adapterFor } from "./adapter-for.ts";
export { splitLines } from "./lines.ts";
export type { Prompt, PromptParts } from "./prompt.ts";
export { assemblePrompt } from "./prompt.ts";
