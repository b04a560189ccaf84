import { relative } from "node:path";
import type { Config } from "../../model/index.ts";
import { sha256 } from "../hash.ts";
import type { AgentSettings, Layer, Settings, TargetSettings } from "./settings.ts";

/**
 * What a repository's files ask for that could do harm, one line each, exact texts included:
 * commands to run, agents to start, other repositories to work in, secrets and files to hand over.
 */
export function requestsOf(settings: Settings): readonly string[] {
  const { agents = {}, defaults = {}, targets = {} } = settings;
  return [
    ...Object.entries(agents).map(([name, agent]) => describeAgent(name, agent)),
    ...requestsOfTarget(settings, ""),
    ...requestsOfTarget(defaults, "every target: "),
    ...Object.entries(targets).flatMap(([id, target]) => [
      ...(target.path === undefined || target.path === "."
        ? []
        : [`target ${id}: works in ${target.path}`]),
      ...requestsOfTarget(target, `target ${id}: `),
    ]),
  ];
}

function requestsOfTarget(target: TargetSettings, prefix: string): readonly string[] {
  const { gates = [], setup = [], workspace_include: carried = [] } = target;
  return [
    ...setup.map((step) => `${prefix}setup: ${step.run}`),
    ...gates.flatMap(({ name, run }) =>
      run === undefined ? [] : [`${prefix}gate ${name === undefined ? "" : `${name}: `}${run}`],
    ),
    ...(target.isolation === "shared" ? [`${prefix}agents work in the checkout itself`] : []),
    ...carried.map((path) => `${prefix}ignored files given to agents: ${path}`),
  ];
}

function describeAgent(name: string, agent: AgentSettings): string {
  const what = [agent.adapter, agent.run ?? agent.script ?? agent.model]
    .filter((part) => part !== undefined)
    .join(" ");
  const allowed = agent.env_allow ?? [];
  const seen = allowed.length === 0 ? "" : ` (sees ${allowed.join(", ")})`;
  return `agent ${name}: ${what}${seen}`;
}

/** Trust is given to texts, byte for byte: any change of them asks again. */
export function textDigest(layers: readonly Layer[], root: string): string {
  const parts = layers.map((layer) => [relative(root, layer.path), layer.text]);
  return sha256(JSON.stringify(parts));
}

/** What a person is shown before trusting a repository; empty when nothing needs trust. */
export function commandsOf(config: Config): readonly string[] {
  return config.repositoryCommands;
}
