import type {
  AdapterName,
  AgentConfig,
  Config,
  LearnedPolicy,
  RunMode,
  Selection,
  SessionRequest,
  StreamFacts,
  TeamPolicy,
} from "../../../model/index.ts";
import { OrchestratorError } from "../../../model/index.ts";
import { rolesOf } from "../../../planner/index.ts";
import { recoveryPolicy } from "../../../platform/index.ts";
import { nearest } from "../../text/words.ts";

/** What was asked for, before the configuration fills in the rest. */
export interface Wish {
  readonly mode: RunMode;
  readonly selection: Selection;
  /** Agents at a time; null takes the configured number. */
  readonly concurrency: number | null;
  readonly goal: string | null;
  readonly verify: boolean;
  /** Work in no roadmap that the session is for. */
  readonly errand?: StreamFacts;
  /** A standing team, in place of a session that ends by itself. */
  readonly team?: TeamPolicy;
}

/** What else the command line said, for `resume` to go on in the same way. */
export interface Asked {
  readonly agent: string | null;
  readonly configFile: string | null;
}

/** A session's request: everything its decisions will depend on, pinned. */
export function requestFor(
  config: Config,
  wish: Wish,
  asked: Asked,
  learned: LearnedPolicy,
): SessionRequest {
  return {
    selection: wish.selection,
    goal: wish.goal,
    ...(asked.agent === null ? {} : { agent: asked.agent }),
    ...(wish.errand === undefined ? {} : { errand: wish.errand }),
    ...(wish.team === undefined ? {} : { team: wish.team }),
    ...(asked.configFile === null ? {} : { configFile: asked.configFile }),
    policy: {
      mode: wish.mode,
      concurrency: sharesCheckout(config) ? 1 : (wish.concurrency ?? config.concurrency),
      verify: wish.verify,
      rejectionsMax: config.retry.rejectionsMax,
      failuresMax: config.retry.failuresMax,
      retryBaseMs: config.retry.baseMs,
      retryCeilingMs: config.retry.ceilingMs,
      totalMs: config.timeouts.totalMs,
      idleMs: config.timeouts.idleMs,
      startupMs: config.timeouts.startupMs,
      stopGraceMs: config.timeouts.stopGraceMs,
      overlapMax: config.overlapMax,
      admission: config.admission,
      ageingMs: config.ageingMs,
      // A team outlives any single failure.
      onFailure: wish.team === undefined ? config.onFailure : "continue",
      names: config.names,
      // A standing team routes by its own roles.
      ...(config.roles === null || wish.team !== undefined
        ? {}
        : { routing: rolesOf(config.roles) }),
      questions: config.questions,
      learned,
      checkpoints: true,
      recovery: recoveryPolicy(config.recovery, Object.keys(config.agents)),
    },
  };
}

/** Agents that work in the person's own checkout do so one at a time (CFR-013). */
function sharesCheckout(config: Config): boolean {
  return config.targets.some(({ isolation }) => isolation === "shared");
}

/** Programs that need no more than their name to work; where they are configured, that counts. */
const KNOWN_AGENTS: ReadonlySet<string> = new Set<AdapterName>([
  "claude-code",
  "codex",
  "opencode",
  "gemini",
]);

/** The agent of `--agent`, by its name in the configuration or its program's; else the default one. */
export function chooseAgent(config: Config, wanted: string | undefined): AgentConfig {
  const name = wanted ?? "default";
  const found = Object.hasOwn(config.agents, name) ? config.agents[name] : undefined;
  if (found !== undefined) return found;
  if (KNOWN_AGENTS.has(name)) return plainAgent(name as AdapterName);
  const known = [...Object.keys(config.agents), ...KNOWN_AGENTS];
  if (wanted === undefined) {
    throw new OrchestratorError("no-agent", "no agent is configured", {
      hint: "Name one: --agent claude-code; or let one be written into orchestrator.yaml: orchestrator init",
    });
  }
  throw new OrchestratorError("no-agent", `no agent ${JSON.stringify(wanted)} is configured`, {
    hint: `Known agents: ${[...new Set([...nearest(wanted, known), ...known])].join(", ")}`,
  });
}

function plainAgent(adapter: AdapterName): AgentConfig {
  return { adapter, run: null, script: null, model: null, env: {}, envAllow: [], isUsers: true };
}
