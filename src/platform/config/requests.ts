import { relative } from "node:path";
import type { Config } from "../../model/index.ts";
import { sha256 } from "../hash.ts";
import type {
  AgentSettings,
  Layer,
  SandboxSettings,
  Settings,
  SourceSettings,
  TargetSettings,
} from "./settings.ts";

/**
 * What a repository's files ask for that could do harm, one line each, exact texts included:
 * commands to run, agents to start, other repositories to work in, secrets and files to hand over.
 */
export function requestsOf(settings: Settings): readonly string[] {
  const { agents = {}, defaults = {}, targets = {} } = settings;
  const { agents: listed = [], ...rows } = settings.recovery ?? {};
  const named = Object.values(rows)
    .flat()
    .flatMap((step) => (step.startsWith("other ") ? [step.slice("other ".length).trim()] : []));
  const standIns = [...new Set([...listed, ...named])];
  return [
    ...requestsOfSandbox(settings.sandbox ?? {}),
    ...requestsOfTelemetry(settings.telemetry),
    ...Object.entries(agents).map(([name, agent]) => describeAgent(name, agent)),
    ...(standIns.length === 0 ? [] : [`agents that go on where one fails: ${standIns.join(", ")}`]),
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

/** To see or reach more is to widen: it takes a person's word, like a command. */
function requestsOfSandbox(sandbox: SandboxSettings): readonly string[] {
  const { read = [], write = [], egress = [] } = sandbox;
  return [
    ...read.map((path) => `agents and gates may read ${path}`),
    ...write.map((path) => `agents and gates may write ${path}`),
    ...egress.map((host) => `agents may reach ${host}`),
  ];
}

function requestsOfTelemetry(telemetry: Settings["telemetry"]): readonly string[] {
  if (telemetry === undefined || telemetry === false) return [];
  const { otlp, agents } = telemetry;
  return [
    ...(otlp === undefined ? [] : [`what is worked on, by whom and how long is told to ${otlp}`]),
    ...(agents === true ? ["agents tell the receiver of traces what they know themselves"] : []),
  ];
}

function requestsOfTarget(target: TargetSettings, prefix: string): readonly string[] {
  const { gates = [], setup = [], workspace_include: carried = [] } = target;
  return [
    ...requestsOfSource(target.source).map((request) => prefix + request),
    ...setup.map((step) => `${prefix}setup: ${step.run}`),
    ...gates.flatMap(({ name, run, network }) =>
      run === undefined
        ? []
        : [
            `${prefix}gate ${name === undefined ? "" : `${name}: `}${run}` +
              (network === true ? " (with the network)" : ""),
          ],
    ),
    ...(target.isolation === "shared" ? [`${prefix}agents work in the checkout itself`] : []),
    ...carried.map((path) => `${prefix}ignored files given to agents: ${path}`),
  ];
}

/** A program is run, or the user's token is shown to an address. */
function requestsOfSource(source: SourceSettings | undefined): readonly string[] {
  if (source?.kind === "github") {
    const where = source.api === undefined ? "" : ` through ${source.api}`;
    return [`issues of ${source.repository ?? "?"} are read and closed with your token${where}`];
  }
  if (source?.kind !== "command") return [];
  return [
    `source: ${source.run ?? ""}`,
    ...(source.write === undefined ? [] : [`source writes: ${source.write}`]),
  ];
}

function describeAgent(name: string, agent: AgentSettings): string {
  const what = [agent.adapter, agent.run ?? agent.script ?? agent.model]
    .filter((part) => part !== undefined)
    .join(" ");
  const allowed = agent.env_allow ?? [];
  const seen = allowed.length === 0 ? "" : ` (sees ${allowed.join(", ")})`;
  const { providers = [], env = {} } = agent;
  const asked = providers.length === 0 ? "" : ` (asks ${providers.join(", ")} with your key)`;
  // Its program's own login goes to whatever address it is given.
  const led = Object.entries(env)
    .filter(([variable]) => /_(?:BASE_URL|API_BASE|ENDPOINT)$/.test(variable))
    .map(([variable, value]) => ` (${variable} is ${value})`);
  return `agent ${name}: ${what}${seen}${asked}${led.join("")}`;
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
