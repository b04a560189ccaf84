import { programOf } from "../engine/index.ts";
import type { AgentConfig, AttemptId, Config, State, StreamKey } from "../model/index.ts";
import { keyOf } from "../model/index.ts";
import { keysOf } from "./gateway/keys.ts";
import type { PerformContext } from "./perform/context.ts";

/** Which configured agent and model work on an attempt; absent: the session's own. */
export interface Hands {
  readonly program?: string;
  readonly model?: string;
}

/** The agent as configured that works on an attempt; null: what it was given to is configured no more. */
export function agentFor(
  config: Config,
  own: AgentConfig,
  { program, model }: Hands,
): AgentConfig | null {
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
 * The context in which an attempt is worked on. The gateway holds the keys of the session's own
 * agent: one with others asks its models itself.
 */
export function contextFor(context: PerformContext, hands: Hands): PerformContext | null {
  if (hands.program === undefined && hands.model === undefined) return context;
  const agent = agentFor(context.config, context.agent, hands);
  if (agent === null) return null;
  const same = JSON.stringify(keysOf(agent)) === JSON.stringify(keysOf(context.agent));
  return { ...context, agent, doors: same ? context.doors : null };
}

export function contextOfStream(context: PerformContext, key: StreamKey): PerformContext {
  return contextFor(context, handsOf(context.state(), key)) ?? context;
}
