import { join } from "node:path";
import { environment, minimalEnv } from "../../platform/index.ts";
import type { HomeFile, LaunchCommand, LaunchContext } from "../adapter.ts";
import { agentEnvironment, modelUrl, modelVariables } from "../start/environment.ts";
import { placesOf } from "../start/program.ts";

export const PROGRAM = "codex";

export const OWN_VARIABLES = ["CODEX_API_KEY", "OPENAI_API_KEY", "OPENAI_BASE_URL"] as const;
const TOKEN_VARIABLE = "ORCHESTRATOR_MODEL_TOKEN";
const RETRIES = 2;

export function command(context: LaunchContext, session: string | null): LaunchCommand {
  const model = context.definition?.model ?? context.config.model;
  const options = [
    "--json",
    // Ours is around it: its own does not start in a second one, and makes `.git` read-only.
    "--dangerously-bypass-approvals-and-sandbox",
    "--skip-git-repo-check",
    ...(model === null ? [] : ["--model", model]),
    ...settings(context).flatMap((setting) => ["-c", setting]),
  ];
  return {
    // `-`: the prompt comes on stdin.
    argv:
      session === null
        ? [PROGRAM, "exec", ...options, "-"]
        : [PROGRAM, "exec", "resume", ...options, session, "-"],
    env: {
      ...agentEnvironment(context, modelVariables(context, OWN_VARIABLES)),
      CODEX_HOME: join(context.home, "codex"),
      ...(context.gateway === null ? {} : { [TOKEN_VARIABLE]: context.gateway.token }),
    },
    stdin: context.prompt,
    readOnly: placesOf(PROGRAM),
    files: homeFiles(context),
  };
}

/** In TOML, each a `-c`: they win over what the user's file says. No secret is among them. */
function settings({ gateway, mcpUrl, token }: LaunchContext): readonly string[] {
  const quoted = (text: string): string => JSON.stringify(text);
  return [
    "check_for_update_on_startup=false",
    ...(gateway === null
      ? []
      : [
          'model_provider="gateway"',
          `model_providers.gateway={name="gateway",base_url=${quoted(`${modelUrl(gateway, "openai")}/v1`)},` +
            `env_key="${TOKEN_VARIABLE}",wire_api="responses",` +
            `request_max_retries=${RETRIES},stream_max_retries=${RETRIES}}`,
        ]),
    ...(mcpUrl === null
      ? []
      : [
          `mcp_servers.team={url=${quoted(mcpUrl)}` +
            `${token === null ? "" : ',bearer_token_env_var="ORCHESTRATOR_TOKEN"'}}`,
        ]),
  ];
}

function usersHome(): string {
  return environment()["CODEX_HOME"] ?? join(minimalEnv()["HOME"] ?? "", ".codex");
}

/** Where the user's login is, when there is one. */
export function loginFile(): string {
  return join(usersHome(), "auth.json");
}

/** Without a gateway the user's own providers count, and those stand beside the login. */
function homeFiles(context: LaunchContext): readonly HomeFile[] {
  const empty: HomeFile = { path: "codex/.keep", text: "" };
  if (context.gateway !== null) return [empty];
  return [
    empty,
    { path: "codex/auth.json", copyOf: loginFile() },
    { path: "codex/config.toml", copyOf: join(usersHome(), "config.toml") },
  ];
}
