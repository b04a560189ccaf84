import { dirname } from "node:path";
import type { ModelProvider } from "../../model/index.ts";
import { environment, minimalEnv } from "../../platform/index.ts";
import type { LaunchContext } from "../adapter.ts";
import { PROVIDER_VARIABLES, variablesOf } from "./providers.ts";

/** How programs get out of a network that only lets a proxy do so. */
const NETWORK_VARIABLES = [
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
  "http_proxy",
  "https_proxy",
  "no_proxy",
  "NODE_EXTRA_CA_CERTS",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
] as const;

/**
 * The variables of a program that reaches its model by itself. With a gateway it gets none of
 * them: the token of its attempt is all it may hold.
 */
export function modelVariables(context: LaunchContext, own: readonly string[]): readonly string[] {
  return context.gateway === null ? [...own, ...NETWORK_VARIABLES] : [];
}

/** Where a provider's API is at the gateway: each has its own paths there. */
export function modelUrl(gateway: { readonly url: string }, provider: ModelProvider): string {
  return `${gateway.url}/${provider}`;
}

/**
 * For a program that we know nothing of: the common ways of saying where its models are. A key that
 * it was given under another common name is the token there as well.
 */
export function gatewayVariables({ gateway, config }: LaunchContext): Record<string, string> {
  const variables: Record<string, string> = {};
  if (gateway === null) return variables;
  for (const provider of gateway.providers) {
    const { bases, path, keys, ownKey } = PROVIDER_VARIABLES[provider];
    for (const name of bases) variables[name] = gateway.url + path;
    for (const [name] of keys) {
      const isGiven = name in config.env || config.envAllow.includes(name);
      if (isGiven || name === ownKey) variables[name] = gateway.token;
    }
  }
  return variables;
}

/**
 * What an agent's process may see: the few variables any program needs, what the configuration
 * sets or names, and who it works as. The user's other variables, secrets first, stay out (I14).
 * `programs`: the names that the agent's own program needs to reach its model.
 */
export function agentEnvironment(
  context: LaunchContext,
  programs: readonly string[] = [],
): Record<string, string> {
  const { config, agent } = context;
  const env: Record<string, string> = { ...minimalEnv() };
  const mine = environment();
  for (const name of [...programs, ...config.envAllow]) {
    const value = mine[name];
    if (value !== undefined) env[name] = value;
  }
  Object.assign(env, config.env);
  // A key that stands behind the gateway is not for the agent, and no other address leads past it.
  for (const name of variablesOf(context.gateway?.providers ?? [])) delete env[name];
  env["ORCHESTRATOR_WORK_STREAM"] = context.streamId;
  env["ORCHESTRATOR_TITLE"] = context.title;
  env["ORCHESTRATOR_AGENT_NAME"] = agent.name;
  env["ORCHESTRATOR_AGENT_ID"] = agent.id;
  env["ORCHESTRATOR_ATTEMPT"] = String(context.generation);
  env["ORCHESTRATOR_ATTEMPT_ID"] = context.attempt;
  env["ORCHESTRATOR_TARGET"] = context.target;
  if (context.mcpUrl !== null) env["ORCHESTRATOR_MCP_URL"] = context.mcpUrl;
  if (context.token !== null) env["ORCHESTRATOR_TOKEN"] = context.token;
  env["GIT_TERMINAL_PROMPT"] = "0";
  // In a broken clone git must not find a repository further up (decision 5).
  env["GIT_CEILING_DIRECTORIES"] = dirname(context.workspace);
  return env;
}
