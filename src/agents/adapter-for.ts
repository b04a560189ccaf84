import type { AgentConfig } from "../model/index.ts";
import { OrchestratorError } from "../model/index.ts";
import type { Adapter } from "./adapter.ts";
import { commandAdapter } from "./command-adapter.ts";
import { scriptedAdapter } from "./scripted-adapter.ts";

const ADAPTERS_BUILT: readonly Adapter[] = [scriptedAdapter, commandAdapter];

/** The adapter of a configured agent; throws `no-agent` for one that this version has not. */
export function adapterFor(config: AgentConfig): Adapter {
  const found = ADAPTERS_BUILT.find((adapter) => adapter.name === config.adapter);
  if (found !== undefined) return found;
  throw new OrchestratorError("no-agent", `this version cannot drive ${config.adapter} yet`, {
    hint: "Use adapter: command with a script that calls it, or adapter: scripted.",
  });
}
