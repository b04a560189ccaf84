import type { AdapterName } from "../../src/model/index.ts";

/** A real program, at the version that the adapter was written for. */
export interface AgentProgram {
  readonly adapter: AdapterName;
  readonly package: string;
  readonly version: string;
  readonly model: string;
  /** A user's key, which the gateway then holds for it. */
  readonly env: (url: string, key: string) => Readonly<Record<string, string>>;
  /** How it reaches a server by itself, as a user would set it up. */
  readonly ownEnv: (url: string, key: string) => Readonly<Record<string, string>>;
  /** Files of the home of a user who does that. */
  readonly home: (url: string) => Readonly<Record<string, string>>;
}

const CODEX_CONFIG = (url: string): string => `model_provider = "near"
[model_providers.near]
name = "near"
base_url = "${url}/v1"
env_key = "OPENAI_API_KEY"
wire_api = "responses"
request_max_retries = 1
stream_max_retries = 1
`;

export const PROGRAMS: readonly AgentProgram[] = [
  {
    adapter: "claude-code",
    package: "@anthropic-ai/claude-code",
    version: "2.1.328",
    model: "claude-opus-5-5",
    env: (url, key) => ({ ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: key }),
    ownEnv: (url, key) => ({ ANTHROPIC_BASE_URL: url, CLAUDE_CODE_OAUTH_TOKEN: key }),
    home: () => ({}),
  },
  {
    adapter: "codex",
    package: "@openai/codex",
    version: "0.169.0",
    model: "gpt-5.5",
    env: (url, key) => ({ OPENAI_BASE_URL: `${url}/v1`, OPENAI_API_KEY: key }),
    ownEnv: (_url, key) => ({ OPENAI_API_KEY: key }),
    home: (url) => ({ ".codex/config.toml": CODEX_CONFIG(url) }),
  },
  {
    adapter: "opencode",
    package: "opencode-ai",
    version: "1.18.33",
    model: "anthropic/claude-opus-5-5",
    env: (url, key) => ({ ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: key }),
    ownEnv: (url, key) => ({
      OPENCODE_CONFIG_CONTENT: JSON.stringify({
        provider: { anthropic: { options: { baseURL: `${url}/v1`, apiKey: key } } },
      }),
    }),
    home: () => ({}),
  },
  {
    adapter: "gemini",
    package: "@google/gemini-cli",
    version: "0.61.0",
    model: "gemini-2.5-pro",
    env: (url, key) => ({ GOOGLE_GEMINI_BASE_URL: url, GEMINI_API_KEY: key }),
    ownEnv: (url, key) => ({ GOOGLE_GEMINI_BASE_URL: url, GEMINI_API_KEY: key }),
    home: () => ({}),
  },
];
