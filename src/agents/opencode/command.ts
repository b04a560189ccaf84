import { join } from "node:path";
import { environment, minimalEnv } from "../../platform/index.ts";
import type { HomeFile, LaunchCommand, LaunchContext } from "../adapter.ts";
import { matchesTool } from "../definition/tools.ts";
import { agentEnvironment, modelUrl, modelVariables } from "../start/environment.ts";
import { placesOf } from "../start/program.ts";

export const PROGRAM = "opencode";

export const OWN_VARIABLES = [
  "ANTHROPIC_API_KEY",
  "GEMINI_API_KEY",
  "GOOGLE_GENERATIVE_AI_API_KEY",
  "OPENAI_API_KEY",
  "OPENCODE_API_KEY",
  "OPENCODE_CONFIG_CONTENT",
  "OPENROUTER_API_KEY",
] as const;
const TOKEN_VARIABLE = "ORCHESTRATOR_MODEL_TOKEN";

export function command(context: LaunchContext, session: string | null): LaunchCommand {
  const { config, definition, home } = context;
  const model = definition?.model ?? config.model;
  const env = agentEnvironment(context, modelVariables(context, OWN_VARIABLES));
  const options = [
    "--format",
    "json",
    // What would be asked is rejected without a person, and the run ends there (measured).
    "--auto",
    ...(model === null ? [] : ["--model", model]),
  ];
  return {
    argv:
      session === null
        ? [PROGRAM, "run", ...options]
        : resumed(session, context.workspace, [...options, "--session", session]),
    env: {
      ...env,
      XDG_CONFIG_HOME: join(home, "config"),
      XDG_DATA_HOME: join(home, "data"),
      XDG_STATE_HOME: join(home, "state"),
      XDG_CACHE_HOME: join(home, "cache"),
      OPENCODE_DISABLE_AUTOUPDATE: "1",
      OPENCODE_DISABLE_MODELS_FETCH: "1",
      OPENCODE_CONFIG_CONTENT: JSON.stringify({
        ...usersConfig(env["OPENCODE_CONFIG_CONTENT"]),
        ...settings(context),
      }),
      ...(context.gateway === null ? {} : { [TOKEN_VARIABLE]: context.gateway.token }),
    },
    stdin: context.prompt,
    readOnly: placesOf(PROGRAM),
    files: homeFiles(context),
  };
}

/**
 * A conversation belongs to the directory that it began in, which is gone: without this it cannot
 * be gone on with (measured). Its own program moves it, inside its own fence: a database that an
 * agent could write is not for us to open.
 */
function resumed(
  session: string,
  workspace: string,
  options: readonly string[],
): readonly [string, ...string[]] {
  const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
  const move = `UPDATE session SET directory = ${quoted(workspace)} WHERE id = ${quoted(session)}`;
  const script = `${PROGRAM} db "$1" </dev/null >/dev/null 2>&1; shift; exec ${PROGRAM} run "$@"`;
  return ["/bin/sh", "-c", script, PROGRAM, move, ...options];
}

function usersConfig(text: string | undefined): Record<string, unknown> {
  if (text === undefined) return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

const TOOLS = ["bash", "edit", "glob", "grep", "list", "read", "skill", "webfetch", "websearch"];

/** Its names for what others call differently. */
const SAME_TOOL: Readonly<Record<string, readonly string[]>> = {
  edit: ["Edit", "Write", "MultiEdit", "write", "patch"],
  glob: ["Glob", "LS"],
  list: ["LS", "Glob"],
};

/** The token is in the environment, not in the settings, which it may show. */
function through(baseURL: string): Record<string, unknown> {
  return { options: { baseURL, apiKey: `{env:${TOKEN_VARIABLE}}` } };
}

function settings(context: LaunchContext): Record<string, unknown> {
  const { gateway, mcpUrl, token } = context;
  return {
    autoupdate: false,
    share: "disabled",
    permission: permissions(context),
    ...(gateway === null
      ? {}
      : {
          provider: {
            anthropic: through(`${modelUrl(gateway, "anthropic")}/v1`),
            openai: through(`${modelUrl(gateway, "openai")}/v1`),
            google: through(`${modelUrl(gateway, "gemini")}/v1beta`),
          },
        }),
    ...(mcpUrl === null
      ? {}
      : {
          mcp: {
            team: {
              type: "remote",
              url: mcpUrl,
              ...(token === null ? {} : { headers: { Authorization: `Bearer ${token}` } }),
            },
          },
        }),
  };
}

/** The last rule that fits counts. `task` starts agents of its own, which nobody has planned. */
function permissions({ definition }: LaunchContext): Record<string, "allow" | "deny"> {
  if (definition === null) return { "*": "allow", task: "deny" };
  const named = (tool: string): readonly string[] => [
    tool,
    `${tool.slice(0, 1).toUpperCase()}${tool.slice(1)}`,
    ...(SAME_TOOL[tool] ?? []),
  ];
  const rules: Record<string, "allow" | "deny"> = {
    "*": definition.tools === null ? "allow" : "deny",
  };
  for (const tool of TOOLS) {
    const mayUse = named(tool).some((name) => matchesTool(definition, name));
    rules[tool] = mayUse ? "allow" : "deny";
  }
  for (const rule of definition.tools ?? []) {
    // `mcp__server__tool` is `server_tool` here.
    const mcp = /^mcp__(.+?)(?:__(.+))?$/.exec(rule);
    if (mcp !== null) rules[`${mcp[1]}_${mcp[2] ?? "*"}`] = "allow";
  }
  return { ...rules, "team_*": "allow", task: "deny" };
}

function usersDir(variable: string, ...path: readonly string[]): string {
  const base = environment()[variable] ?? join(minimalEnv()["HOME"] ?? "", ...path);
  return join(base, "opencode");
}

/** Where the user's logins are, when there are any. */
export function loginFile(): string {
  return join(usersDir("XDG_DATA_HOME", ".local", "share"), "auth.json");
}

function homeFiles(context: LaunchContext): readonly HomeFile[] {
  if (context.gateway !== null) return [];
  const config = usersDir("XDG_CONFIG_HOME", ".config");
  return [
    { path: "data/opencode/auth.json", copyOf: loginFile() },
    ...["opencode.json", "opencode.jsonc"].map((name) => ({
      path: `config/opencode/${name}`,
      copyOf: join(config, name),
    })),
  ];
}
