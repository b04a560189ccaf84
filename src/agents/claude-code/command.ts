import { join } from "node:path";
import { environment, minimalEnv } from "../../platform/index.ts";
import type { HomeFile, LaunchCommand, LaunchContext } from "../adapter.ts";
import { agentEnvironment, modelUrl, modelVariables } from "../start/environment.ts";
import { placesOf } from "../start/program.ts";
import { userLine } from "./say.ts";

export const PROGRAM = "claude";

/** What it may hold where it reaches its model by itself. */
export const OWN_VARIABLES = [
  "ANTHROPIC_API_KEY",
  "ANTHROPIC_AUTH_TOKEN",
  "ANTHROPIC_BASE_URL",
  "CLAUDE_CODE_OAUTH_TOKEN",
] as const;

/** Everything it works with; for what is not named here it asks (measured). */
const TOOLS = [
  "Bash",
  "Edit",
  "Glob",
  "Grep",
  "MultiEdit",
  "NotebookEdit",
  "Read",
  "Skill",
  "TodoWrite",
  "ToolSearch",
  "WebFetch",
  "WebSearch",
  "Write",
] as const;

/** An agent that starts agents of its own is not planned, counted or budgeted by anybody. */
const DENIED_TOOLS = ["Agent", "Task", "Workflow", "CronCreate", "ScheduleWakeup"] as const;

/** Its server's name in the agent's eyes: tools are called `mcp__team__progress`. */
const TEAM_SERVER = "team";

/** How often it tries again by itself; longer waits are the orchestrator's. */
const RETRIES = "2";

export function command(context: LaunchContext, session: string | null): LaunchCommand {
  const { config, definition, mcpUrl } = context;
  const model = definition?.model ?? config.model;
  const allowed = definition?.tools ?? TOOLS;
  const team = mcpUrl === null ? [] : [`mcp__${TEAM_SERVER}`];
  return {
    argv: [
      PROGRAM,
      "-p",
      // It hears what is said to it while it works, until its stdin ends.
      "--input-format",
      "stream-json",
      "--output-format",
      "stream-json",
      "--verbose",
      // What is not allowed it asks for on its stdout, whoever its user is: the policy answers, or a person.
      "--permission-mode",
      "default",
      "--permission-prompt-tool",
      "stdio",
      // A repository's own settings name hooks and addresses; only the user widens.
      "--setting-sources",
      "user",
      "--strict-mcp-config",
      ...(mcpUrl === null ? [] : ["--mcp-config", join(context.home, "mcp.json")]),
      ...(model === null ? [] : ["--model", model]),
      ...(session === null ? [] : ["--resume", session]),
      ...(definition === null || definition.tools === null
        ? []
        : ["--tools", builtInsOf(definition.tools).join(",")]),
      ...listed("--allowedTools", [...allowed, ...team]),
      ...listed("--disallowedTools", [...DENIED_TOOLS, ...(definition?.deniedTools ?? [])]),
    ],
    env: launchEnvironment(context),
    stdin: userLine(context.prompt),
    listens: true,
    readOnly: placesOf(PROGRAM),
    files: homeFiles(context),
  };
}

function listed(flag: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [flag, ...names];
}

function builtInsOf(rules: readonly string[]): string[] {
  const names = rules.map(nameOfTool).filter((name) => !/^mcp__|\*/.test(name));
  return [...new Set(names)];
}

/** `Bash(git *)` is a rule for the tool `Bash`. */
function nameOfTool(rule: string): string {
  return rule.split("(")[0]?.trim() ?? rule;
}

function launchEnvironment(context: LaunchContext): Record<string, string> {
  const { gateway, home } = context;
  return {
    ...agentEnvironment(context, modelVariables(context, OWN_VARIABLES)),
    // Its own places: by default all sessions of a user share them, the temporary one too.
    CLAUDE_CONFIG_DIR: join(home, "claude"),
    CLAUDE_CODE_TMPDIR: join(home, "tmp"),
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
    CLAUDE_CODE_MAX_RETRIES: RETRIES,
    DISABLE_AUTOUPDATER: "1",
    ...(gateway === null
      ? {}
      : { ANTHROPIC_BASE_URL: modelUrl(gateway, "anthropic"), ANTHROPIC_API_KEY: gateway.token }),
  };
}

/** Where the user's login is, when there is one. */
export function loginFile(): string {
  const mine = environment()["CLAUDE_CONFIG_DIR"] ?? join(minimalEnv()["HOME"] ?? "", ".claude");
  return join(mine, ".credentials.json");
}

function homeFiles(context: LaunchContext): readonly HomeFile[] {
  const login: HomeFile = { path: "claude/.credentials.json", copyOf: loginFile() };
  return [
    { path: "tmp/.keep", text: "" },
    ...(context.gateway === null ? [login] : []),
    ...(context.mcpUrl === null ? [] : [teamServer(context.mcpUrl, context.token)]),
  ];
}

function teamServer(url: string, token: string | null): HomeFile {
  const headers = token === null ? {} : { headers: { Authorization: `Bearer ${token}` } };
  // What it has to search for before it can use it, it does not use.
  const server = { type: "http", url, alwaysLoad: true, ...headers };
  const servers = { mcpServers: { [TEAM_SERVER]: server } };
  return { path: "mcp.json", text: `${JSON.stringify(servers)}\n` };
}
