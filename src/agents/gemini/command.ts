import { dirname, join } from "node:path";
import { environment, minimalEnv } from "../../platform/index.ts";
import type { HomeFile, LaunchCommand, LaunchContext } from "../adapter.ts";
import { matchesTool } from "../definition/tools.ts";
import { agentEnvironment, modelUrl, modelVariables } from "../start/environment.ts";
import { placesOf } from "../start/program.ts";

export const PROGRAM = "gemini";

export const OWN_VARIABLES = [
  "GEMINI_API_KEY",
  "GOOGLE_API_KEY",
  "GOOGLE_CLOUD_LOCATION",
  "GOOGLE_CLOUD_PROJECT",
  "GOOGLE_GEMINI_BASE_URL",
  "GOOGLE_GENAI_USE_VERTEXAI",
] as const;

const ATTEMPTS = 3;

export function command(context: LaunchContext, session: string | null): LaunchCommand {
  const { config, definition, gateway, home } = context;
  const model = definition?.model ?? config.model;
  const env = agentEnvironment(context, modelVariables(context, OWN_VARIABLES));
  return {
    argv: [
      PROGRAM,
      "--approval-mode",
      "yolo",
      "--output-format",
      "stream-json",
      ...(model === null ? [] : ["--model", model]),
      ...(session === null ? [] : ["--resume", session]),
    ],
    env: {
      ...env,
      GEMINI_CLI_HOME: home,
      GEMINI_CLI_TRUST_WORKSPACE: "true",
      // Else a parent stays between us and the one that works, and does not pass signals on.
      GEMINI_CLI_NO_RELAUNCH: "true",
      ...(gateway === null
        ? {}
        : { GOOGLE_GEMINI_BASE_URL: modelUrl(gateway, "gemini"), GEMINI_API_KEY: gateway.token }),
    },
    stdin: context.prompt,
    readOnly: placesOf(PROGRAM),
    files: homeFiles(context, env),
  };
}

const TOOLS: readonly (readonly [string, readonly string[]])[] = [
  ["glob", ["Glob"]],
  ["google_web_search", ["WebSearch"]],
  ["grep_search", ["Grep"]],
  ["list_directory", ["LS", "Glob"]],
  ["read_file", ["Read"]],
  ["read_many_files", ["Read"]],
  ["replace", ["Edit", "MultiEdit"]],
  ["run_shell_command", ["Bash"]],
  ["web_fetch", ["WebFetch"]],
  ["write_file", ["Write"]],
];

/** Where the user's login is, when there is one. */
export function loginFile(): string {
  const mine = environment()["GEMINI_CLI_HOME"] ?? minimalEnv()["HOME"] ?? "";
  return join(mine, ".gemini", "oauth_creds.json");
}

function homeFiles(
  context: LaunchContext,
  env: Readonly<Record<string, string>>,
): readonly HomeFile[] {
  const hasKey = context.gateway !== null || env["GEMINI_API_KEY"] !== undefined;
  const accounts = join(dirname(loginFile()), "google_accounts.json");
  const login: readonly HomeFile[] = [
    { path: ".gemini/oauth_creds.json", copyOf: loginFile() },
    { path: ".gemini/google_accounts.json", copyOf: accounts },
  ];
  return [
    { path: ".gemini/settings.json", text: `${JSON.stringify(settings(context, hasKey))}\n` },
    ...projectFiles(context.workspace),
    ...(hasKey ? [] : login),
  ];
}

const PROJECT = "work";

/**
 * It keeps conversations by a name that it gives the directory it works in. To it all clones of a
 * work stream are one project: else it finds none of what was said before (measured).
 */
function projectFiles(workspace: string): readonly HomeFile[] {
  const projects = JSON.stringify({ projects: { [workspace]: PROJECT } });
  return [
    { path: ".gemini/projects.json", text: `${projects}\n` },
    { path: `.gemini/tmp/${PROJECT}/.project_root`, text: workspace },
    { path: `.gemini/history/${PROJECT}/.project_root`, text: workspace },
  ];
}

function settings(context: LaunchContext, hasKey: boolean): Record<string, unknown> {
  const { definition, mcpUrl, token } = context;
  const headers = token === null ? {} : { headers: { Authorization: `Bearer ${token}` } };
  return {
    security: { auth: { selectedType: hasKey ? "gemini-api-key" : "oauth-personal" } },
    general: { maxAttempts: ATTEMPTS, retryFetchErrors: false, enableAutoUpdate: false },
    privacy: { usageStatisticsEnabled: false },
    ...(definition === null
      ? {}
      : {
          tools: {
            exclude: TOOLS.flatMap(([tool, names]) =>
              [tool, ...names].some((name) => matchesTool(definition, name)) ? [] : [tool],
            ),
          },
        }),
    ...(mcpUrl === null
      ? {}
      : { mcpServers: { team: { httpUrl: mcpUrl, trust: true, ...headers } } }),
  };
}
