import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AdapterName, AgentConfig } from "../model/index.ts";
import { MODEL_PROVIDERS } from "../model/index.ts";
import type { LaunchCommand, LaunchContext } from "./adapter.ts";
import { adapterFor } from "./adapter-for.ts";
import { readFailure } from "./outcome/cause.ts";

const URL = "http://127.0.0.1:4321";
const TOKEN = "token-of-the-attempt";
const SECRETS = {
  ANTHROPIC_API_KEY: "real-anthropic",
  ANTHROPIC_BASE_URL: "http://elsewhere",
  OPENAI_API_KEY: "real-openai",
  GEMINI_API_KEY: "real-gemini",
} as const;

const before = { ...process.env };
beforeEach(() => Object.assign(process.env, SECRETS));
afterEach(() => {
  for (const name of Object.keys(SECRETS)) delete process.env[name];
  Object.assign(process.env, before);
});

function launch(adapter: AdapterName, session: string | null = null): LaunchCommand {
  const config: AgentConfig = {
    adapter,
    run: "some-agent --acp",
    script: null,
    model: null,
    env: {},
    envAllow: [],
  };
  const context: LaunchContext = {
    attempt: "self:1.2/1",
    key: "self:1.2",
    generation: 1,
    streamId: "1.2",
    title: "A title",
    agent: { id: "aria-1", name: "Aria", role: "coder" },
    definition: null,
    workspace: "/clone",
    home: "/home-of-it",
    target: "self",
    messages: [],
    prompt: "Do it.",
    config,
    gateway: { url: URL, token: TOKEN, providers: MODEL_PROVIDERS },
    mcpUrl: `${URL}/mcp`,
    token: TOKEN,
  };
  const found = adapterFor(config);
  const command = session === null ? found.command(context) : found.resume(context, session);
  if (command === null) throw new Error("it cannot");
  return command;
}

const fileIn = (command: LaunchCommand, path: string): unknown => {
  const file = command.files.find((one) => one.path === path);
  return file !== undefined && "text" in file ? JSON.parse(file.text) : null;
};

describe("behind the gateway", () => {
  const all: readonly AdapterName[] = [
    "claude-code",
    "codex",
    "opencode",
    "gemini",
    "acp",
    "command",
  ];

  test.each(all)("%s holds the token of its attempt and no key, login or proxy", (adapter) => {
    const command = launch(adapter);
    const everything = JSON.stringify(command);
    for (const secret of Object.values(SECRETS)) expect(everything).not.toContain(secret);
    expect(command.files.filter((file) => "copyOf" in file)).toEqual([]);
    expect(JSON.stringify(command.env)).toContain(TOKEN);
    expect(command.argv.join(" ")).not.toContain(TOKEN);
  });

  test("Claude Code is led there by its variables, to the tools by its file", () => {
    for (const command of [
      launch("claude-code"),
      launch("claude-code", "0c6f2c3e-3f3b-4b7e-9d58-3a2a1b9d5c11"),
    ]) {
      expect(command.env).toMatchObject({
        ANTHROPIC_BASE_URL: `${URL}/anthropic`,
        ANTHROPIC_API_KEY: TOKEN,
      });
      expect(command.argv).toContain("--strict-mcp-config");
      expect(command.argv).toContain(join("/home-of-it", "mcp.json"));
      expect(fileIn(command, "mcp.json")).toMatchObject({
        mcpServers: { team: { type: "http", url: `${URL}/mcp` } },
      });
    }
  });

  test("Codex is led there by its settings", () => {
    const { argv, env } = launch("codex");
    const settings = argv.filter((_, at) => argv[at - 1] === "-c").join("\n");
    expect(settings).toContain(`base_url="${URL}/openai/v1"`);
    expect(settings).toContain(`mcp_servers.team={url="${URL}/mcp"`);
    expect(env["ORCHESTRATOR_MODEL_TOKEN"]).toBe(TOKEN);
  });

  test("opencode is led there for each provider that it knows", () => {
    const config = JSON.parse(launch("opencode").env["OPENCODE_CONFIG_CONTENT"] ?? "") as unknown;
    expect(config).toMatchObject({
      provider: {
        anthropic: { options: { baseURL: `${URL}/anthropic/v1` } },
        openai: { options: { baseURL: `${URL}/openai/v1` } },
        google: { options: { baseURL: `${URL}/gemini/v1beta` } },
      },
      mcp: { team: { type: "remote", url: `${URL}/mcp` } },
    });
  });

  test("Gemini is led there by its variables, to the tools by its settings", () => {
    const command = launch("gemini");
    expect(command.env).toMatchObject({
      GOOGLE_GEMINI_BASE_URL: `${URL}/gemini`,
      GEMINI_API_KEY: TOKEN,
    });
    expect(fileIn(command, ".gemini/settings.json")).toMatchObject({
      mcpServers: { team: { httpUrl: `${URL}/mcp` } },
    });
  });

  test.each(["acp", "command"] as const)("%s agents find every common variable", (adapter) => {
    expect(launch(adapter).env).toMatchObject({
      ANTHROPIC_BASE_URL: `${URL}/anthropic`,
      OPENAI_BASE_URL: `${URL}/openai/v1`,
      GOOGLE_GEMINI_BASE_URL: `${URL}/gemini`,
    });
  });

  test("a spent allowance is the attempt's cap, however the program words it", () => {
    const said = "The allowance of this attempt is spent (5000 tokens).";
    for (const text of [
      `API Error: 400 {"type":"error","error":{"type":"invalid_request_error","message":"${said}"}}`,
      `unexpected status 400 Bad Request: ${said}, url: ${URL}`,
      said,
    ]) {
      expect(readFailure(text).cause).toBe("cap");
    }
    expect(readFailure(said, { status: 400 }).cause).toBe("cap");
  });
});
