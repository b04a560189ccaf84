import { homedir } from "node:os";
import { join, resolve } from "node:path";
import {
  ADAPTERS,
  type AdapterName,
  type AgentConfig,
  type Config,
  OrchestratorError,
  SELF_TARGET,
} from "../../model/index.ts";
import { configHome } from "../environment.ts";
import { isWithin, pathExists, realPath } from "../files/look.ts";
import { DEFAULTS, NAMES } from "./defaults.ts";
import { resolveAdmission } from "./sections/admission.ts";
import { resolveBudget } from "./sections/budget.ts";
import { durationMs } from "./sections/gates.ts";
import { readIncludeLayer, readLayer } from "./layers.ts";
import { foldSettings, mergeLayers } from "./merge.ts";
import { settingsOfEnvironment, settingsOfFlags, warnOfVariables } from "./overrides.ts";
import { resolveNotify } from "./sections/notify.ts";
import { parseShare } from "./quantities.ts";
import { resolveRecovery } from "./sections/recovery.ts";
import { requestsOf, textDigest } from "./requests.ts";
import { resolveFence } from "./sections/sandbox.ts";
import type { AgentSettings, Author, Layer, Settings, TargetSettings } from "./settings.ts";
import { placeOfTarget, resolveTargets } from "./sections/targets.ts";
import { resolveTelemetry } from "./sections/telemetry.ts";

export interface LoadOptions {
  /** The repository's root. */
  readonly cwd: string;
  /** A file to read in place of the repository's own (`--config`). */
  readonly configFile?: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * Settings of this run alone: `concurrency`, `sandbox`, `requireSandbox`, `roadmap`, `branch`,
   * `onFailure`, `timeout`, `idleTimeout`, and `target`.
   */
  readonly flags?: Readonly<Record<string, unknown>>;
}

/**
 * Resolves every setting: flags, then `ORCHESTRATOR_*` variables, orchestrator.local.yaml,
 * orchestrator.yaml (with config/targets.yaml), the user's config.yaml, defaults. Creates nothing
 * but a cache in the user's state directory.
 * @throws OrchestratorError `bad-config` (file, line, key, what is allowed), `unsafe-config`,
 * `unknown-target`, `usage`
 */
export function loadConfig(options: LoadOptions): Config {
  const root = realPath(resolve(options.cwd));
  const flags = options.flags ?? {};
  const layers = readLayers(root, options);
  const merged = mergeLayers(layers);
  const overrides = [...settingsOfFlags(flags), ...settingsOfEnvironment(options.env)];
  const asked = typeof flags["target"] === "string" ? flags["target"] : null;
  const repository = layers.filter((layer) => layer.author === "repository");
  const settings = applyOverrides(merged.settings, overrides, asked);
  const warnings = [
    ...layers.flatMap((layer) => layer.warnings),
    ...merged.warnings,
    ...warnOfVariables(options.env),
    ...warnOfOtherSpelling(root),
  ];
  const { telemetry, warnings: unheard } = resolveTelemetry(settings.telemetry, options.env);
  const included = readTargetLayers(root, settings);
  const carried = foldSettings(included.map((layer) => layer.settings)).targets ?? {};
  const targets = resolveTargets(
    { root, home: homedir(), merged: { ...merged, settings }, carried, warnings: [] },
    asked,
  );
  return {
    ...plainSettings(settings),
    root,
    fence: resolveFence(settings.sandbox ?? {}, root, homedir()),
    source: layers[0]?.path ?? null,
    trustDigest: textDigest([...repository, ...included], root),
    repositoryCommands: [...requestsOf(merged.repository), ...requestsOf({ targets: carried })],
    targets: targets.targets,
    defaultTarget: targets.defaultTarget,
    agents: resolveAgents(settings.agents ?? {}, merged.repository.agents ?? {}, root),
    telemetry,
    notify: resolveNotify(settings.notify, homedir()),
    warnings: [...warnings, ...unheard, ...targets.warnings],
    recovery: resolveRecovery(settings.recovery, settings.agents ?? {}),
  };
}

function readLayers(root: string, options: LoadOptions): readonly Layer[] {
  const named = options.configFile ?? options.env["ORCHESTRATOR_CONFIG"] ?? null;
  const home = configHome();
  const user = join(home, "config.yaml");
  const layers = [
    ...(named === null || named === ""
      ? [
          readLayer(join(root, "orchestrator.local.yaml"), "orchestrator.local.yaml", "repository"),
          readLayer(join(root, "orchestrator.yaml"), "orchestrator.yaml", "repository"),
          readLayer(join(root, "config", "targets.yaml"), "config/targets.yaml", "repository"),
        ]
      : [readNamed(named, root, options.cwd)]),
    readIncludeLayer(join(root, INCLUDE), INCLUDE),
    readLayer(user, user, "user"),
  ];
  return layers.filter((layer) => layer !== null);
}

/** What other targets want to have carried into their clones, where nothing is set about it. */
function readTargetLayers(root: string, { targets = {}, defaults }: Settings): readonly Layer[] {
  if (defaults?.workspace_include !== undefined) return [];
  return Object.entries(targets).flatMap(([id, target]) => {
    if (id === SELF_TARGET || target.workspace_include !== undefined) return [];
    const place = placeOfTarget(root, homedir(), target.path ?? null);
    if (place === null) return [];
    return readIncludeLayer(join(place, INCLUDE), `${INCLUDE} of ${id}`, id) ?? [];
  });
}

const INCLUDE = ".worktreeinclude";

const OTHER_SPELLINGS = ["orchestrator.yml", ".orchestrator.yaml", ".orchestrator.yml"];

function warnOfOtherSpelling(root: string): readonly string[] {
  return OTHER_SPELLINGS.filter((name) => pathExists(join(root, name))).map(
    (name) => `${name} is not read; settings belong in orchestrator.yaml`,
  );
}

/** A file the user names is the user's own, unless it lies in the repository. */
function readNamed(named: string, root: string, cwd: string): Layer {
  const path = resolve(cwd, named);
  const layer = pathExists(path) ? readLayer(path, named, authorOf(path, root)) : null;
  if (layer !== null) return layer;
  throw new OrchestratorError("bad-config", `${named}: there is no such file`, {
    hint: "It was named with --config or ORCHESTRATOR_CONFIG.",
  });
}

function authorOf(path: string, root: string): Author {
  return isWithin(root, path) ? "repository" : "user";
}

/** Roadmap and branch of one run belong to the target that is asked for. */
function applyOverrides(
  settings: Settings,
  overrides: readonly Settings[],
  asked: string | null,
): Settings {
  const { roadmap, branch, ...others } = foldSettings(overrides);
  const own: TargetSettings = {
    ...(roadmap === undefined ? {} : { roadmap }),
    ...(branch === undefined ? {} : { branch }),
  };
  const whole = foldSettings([others, settings]);
  const id = asked ?? settings.default_target ?? SELF_TARGET;
  if (Object.keys(own).length === 0) return whole;
  if (id !== SELF_TARGET && settings.targets?.[id] === undefined) return whole;
  if (roadmap === undefined) return withTarget(whole, id, { ...whole.targets?.[id], ...own });
  // A roadmap named for this run takes the place of whatever source is configured.
  const { source: _source, ...kept } = whole.targets?.[id] ?? {};
  const { source: _own, ...rest } = whole;
  return withTarget(id === SELF_TARGET ? rest : whole, id, { ...kept, ...own });
}

function withTarget(whole: Settings, id: string, target: TargetSettings): Settings {
  return { ...whole, targets: { ...whole.targets, [id]: target } };
}

function plainSettings(settings: Settings) {
  const { timeouts, retry } = settings;
  return {
    concurrency: settings.concurrency ?? DEFAULTS.concurrency,
    sandbox: settings.sandbox?.mode ?? "auto",
    gateway: settings.gateway ?? "auto",
    autoCommit: settings.auto_commit ?? true,
    timeouts: {
      totalMs: durationMs(timeouts?.total, DEFAULTS.timeouts.totalMs),
      idleMs: durationMs(timeouts?.idle, DEFAULTS.timeouts.idleMs),
      startupMs: durationMs(timeouts?.startup, DEFAULTS.timeouts.startupMs),
      stopGraceMs: durationMs(timeouts?.stop_grace, DEFAULTS.timeouts.stopGraceMs),
    },
    retry: {
      rejectionsMax: retry?.rejections ?? DEFAULTS.retry.rejectionsMax,
      failuresMax: retry?.failures ?? DEFAULTS.retry.failuresMax,
      baseMs: durationMs(retry?.base, DEFAULTS.retry.baseMs),
      ceilingMs: durationMs(retry?.ceiling, DEFAULTS.retry.ceilingMs),
    },
    admission: resolveAdmission(settings.admission),
    overlapMax: parseShare(settings.overlap ?? DEFAULTS.overlapMax) ?? DEFAULTS.overlapMax,
    ageingMs: durationMs(settings.ageing, DEFAULTS.ageingMs),
    onFailure: settings.on_failure ?? "continue",
    names: { ...NAMES, ...settings.names },
    roles: resolveRoles(settings),
    budget: resolveBudget(settings.budget),
    questions: {
      allow: settings.questions?.allow ?? [],
      deny: settings.questions?.deny ?? [],
      answers: Object.entries(settings.questions?.answers ?? {}).map(([question, answer]) => ({
        question,
        answer,
      })),
    },
    solutionCache: settings.solution_cache ?? false,
    archiveDays: settings.archive_days ?? DEFAULTS.archiveDays,
  } satisfies Partial<Config>;
}

function resolveRoles({ roles, agents = {} }: Settings): Config["roles"] {
  if (roles === undefined || Object.keys(roles).length === 0) return null;
  for (const [id, { agent }] of Object.entries(roles)) {
    if (agent === undefined || Object.hasOwn(agents, agent)) continue;
    throw new OrchestratorError("bad-config", `roles.${id}.agent: no agent is called ${agent}`, {
      hint: `Configured agents: ${Object.keys(agents).join(", ") || "none"}`,
    });
  }
  return Object.entries(roles).map(([id, role]) => ({
    id,
    domain: role.domain ?? null,
    words: role.words?.map((word) => word.toLowerCase()) ?? null,
    files: role.files ?? null,
    rest: role.rest ?? null,
    capabilities: role.capabilities ?? null,
    agent: role.agent ?? null,
  }));
}

function resolveAgents(
  agents: Readonly<Record<string, AgentSettings>>,
  repositorys: Readonly<Record<string, AgentSettings>>,
  root: string,
): Record<string, AgentConfig> {
  return Object.fromEntries(
    Object.entries(agents).map(([name, agent]) => {
      const found = resolveAgent(name, agent, root);
      return [name, Object.hasOwn(repositorys, name) ? found : { ...found, isUsers: true }];
    }),
  );
}

function resolveAgent(name: string, agent: AgentSettings, root: string): AgentConfig {
  const adapter = agent.adapter ?? impliedAdapter(agent);
  const missing =
    adapter === null
      ? `adapter is missing; allowed: ${ADAPTERS.join(", ")}`
      : adapter === "command" && agent.run === undefined
        ? "run is missing: the command line of the agent"
        : adapter === "scripted" && agent.script === undefined
          ? "script is missing: the file the scripted agent follows"
          : null;
  refuseProviders(name, agent, adapter);
  if (adapter === null || missing !== null) {
    throw new OrchestratorError("bad-config", `agents.${name}: ${missing ?? ""}`, {
      hint: "For example: agents: { default: { adapter: command, run: ./agent.sh } }",
    });
  }
  return {
    adapter,
    run: agent.run ?? null,
    script: agent.script === undefined ? null : resolve(root, agent.script),
    model: agent.model ?? null,
    env: agent.env ?? {},
    envAllow: agent.env_allow ?? [],
    ...(agent.providers === undefined ? {} : { providers: agent.providers }),
  };
}

/** Where the programs that we know have their models, we know as well. */
function refuseProviders(
  name: string,
  { providers = [] }: AgentSettings,
  adapter: AdapterName | null,
): void {
  if (providers.length === 0 || adapter === "acp" || adapter === "command") return;
  throw new OrchestratorError(
    "bad-config",
    `agents.${name}.providers: only agents of the adapters acp and command have them named`,
    { hint: "`providers: []` lets any agent reach its models by itself." },
  );
}

function impliedAdapter(agent: AgentSettings): AdapterName | null {
  if (agent.run !== undefined) return "command";
  return agent.script === undefined ? null : "scripted";
}
