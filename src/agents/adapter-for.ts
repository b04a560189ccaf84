import type { AgentConfig } from "../model/index.ts";
import type { Adapter } from "./adapter.ts";
import { acpAdapter } from "./acp/adapter.ts";
import { claudeCodeAdapter } from "./claude-code/adapter.ts";
import { codexAdapter } from "./codex/adapter.ts";
import { commandAdapter } from "./command-adapter.ts";
import { geminiAdapter } from "./gemini/adapter.ts";
import { opencodeAdapter } from "./opencode/adapter.ts";
import { scriptedAdapter } from "./scripted/adapter.ts";

const ADAPTERS_BUILT: Readonly<Record<AgentConfig["adapter"], Adapter>> = {
  scripted: scriptedAdapter,
  command: commandAdapter,
  "claude-code": claudeCodeAdapter,
  codex: codexAdapter,
  opencode: opencodeAdapter,
  gemini: geminiAdapter,
  acp: acpAdapter,
};

/** The adapter of a configured agent. */
export function adapterFor(config: AgentConfig): Adapter {
  return ADAPTERS_BUILT[config.adapter];
}
