import { dirname } from "node:path";
import { environment, minimalEnv } from "../../platform/index.ts";
import type { LaunchContext } from "../adapter.ts";

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
export function modelUrl(
  gateway: { readonly url: string },
  provider: "anthropic" | "openai" | "gemini",
): string {
  return `${gateway.url}/${provider}`;
}

/** For a program that we know nothing of: every common way of saying where its model is. */
export function gatewayVariables({ gateway }: LaunchContext): Record<string, string> {
  if (gateway === null) return {};
  return {
    ANTHROPIC_BASE_URL: modelUrl(gateway, "anthropic"),
    ANTHROPIC_API_KEY: gateway.token,
    OPENAI_BASE_URL: `${modelUrl(gateway, "openai")}/v1`,
    OPENAI_API_KEY: gateway.token,
    GOOGLE_GEMINI_BASE_URL: modelUrl(gateway, "gemini"),
    GEMINI_API_KEY: gateway.token,
  };
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
