import { accountOf } from "../agents/index.ts";
import { programOf } from "../engine/index.ts";
import type {
  AgentConfig,
  AttemptId,
  Config,
  State,
  StreamKey,
  TeamPolicy,
} from "../model/index.ts";
import { keyOf } from "../model/index.ts";
import type { PerformContext } from "./perform/context.ts";

/** Which configured agent and model work on an attempt; absent: the session's own. */
export interface Hands {
  readonly program?: string;
  readonly model?: string;
}

/** The agent as configured that works on an attempt; null: what it was given to is configured no more. */
function agentFor(config: Config, own: AgentConfig, { program, model }: Hands): AgentConfig | null {
  const found =
    program === undefined
      ? own
      : Object.hasOwn(config.agents, program)
        ? config.agents[program]
        : undefined;
  if (found === undefined) return null;
  return model === undefined ? found : { ...found, model };
}

/** The same for the books, which are kept of what is configured no more too. */
export function agentOnBooks(
  config: Config,
  own: AgentConfig,
  state: State,
  attempt: AttemptId,
): AgentConfig {
  return agentFor(config, own, handsOf(state, keyOf(attempt))) ?? own;
}

function handsOf(state: State, key: StreamKey): Hands {
  const stream = state.streams.get(key);
  return stream === undefined ? {} : programOf(state, stream);
}

/**
 * Everybody who may be given work in a session, its own agent first: agents of roles, and who
 * stands in for whom when work goes wrong.
 */
export function allHands(
  { roles, recovery, agents }: Pick<Config, "roles" | "recovery" | "agents">,
  own: AgentConfig,
  team: TeamPolicy | null,
): readonly AgentConfig[] {
  const steps = Object.values(recovery.rows).flat();
  const names = [
    ...(roles ?? []).map(({ agent }) => agent),
    ...(team?.roles ?? []).map(({ agent }) => agent),
    ...recovery.standIns,
    ...steps.map((step) => (step.kind === "other" ? step.agent : null)),
  ];
  const found = names.flatMap((name) =>
    name === null || !Object.hasOwn(agents, name) ? [] : (agents[name] ?? []),
  );
  return [...new Set([own, ...found])];
}

export function accountsOf(agents: readonly AgentConfig[]): readonly string[] {
  return [...new Set(agents.map(accountOf))];
}

/** The account of the session's agent, and by name those of configured agents with another one. */
export function accountsFor(
  { agents }: Pick<Config, "agents">,
  own: AgentConfig,
): { readonly account: string; readonly programs: Readonly<Record<string, string>> } {
  const account = accountOf(own);
  const all = Object.entries(agents).map(([name, agent]) => [name, accountOf(agent)] as const);
  return { account, programs: Object.fromEntries(all.filter(([, other]) => other !== account)) };
}

/**
 * The context in which an attempt is worked on. A door is there for an agent whose keys the gateway
 * holds, or who can use the team's tools.
 */
export function contextFor(context: PerformContext, hands: Hands): PerformContext | null {
  const agent = agentFor(context.config, context.agent, hands);
  if (agent === null) return null;
  const doors = context.doors?.isFor(agent) === true ? context.doors : null;
  return { ...context, agent, doors };
}

export function contextOfStream(context: PerformContext, key: StreamKey): PerformContext {
  return contextFor(context, handsOf(context.state(), key)) ?? context;
}
