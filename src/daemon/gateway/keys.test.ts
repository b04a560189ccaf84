import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AgentConfig } from "../../model/index.ts";
import { ignoredAddresses, keysOf, nameOfKey } from "./keys.ts";

const before = { ...process.env };

beforeEach(() => {
  for (const name of Object.keys(process.env)) {
    if (/API_KEY|AUTH_TOKEN|BASE_URL/.test(name)) delete process.env[name];
  }
});
afterEach(() => {
  process.env = { ...before };
});

const configured = (more: Partial<AgentConfig> = {}): AgentConfig => ({
  adapter: "claude-code",
  run: null,
  script: null,
  model: null,
  env: {},
  envAllow: [],
  ...more,
});

describe("the gateway holds", () => {
  const command = (more: Partial<AgentConfig>): AgentConfig =>
    configured({ adapter: "command", run: "some-agent", ...more });

  test("each agent's own key, and none for a login of its program's own", () => {
    const claude = configured({ env: { ANTHROPIC_API_KEY: "a" } });
    const other = configured({ env: { ANTHROPIC_API_KEY: "b" } });
    const codex = configured({ adapter: "codex", env: { OPENAI_API_KEY: "c" } });
    expect(keysOf(claude)?.anthropic).toMatchObject({ apiKey: "a", kind: "x-api-key" });
    expect(keysOf(other)?.anthropic?.apiKey).toBe("b");
    expect(Object.keys(keysOf(codex) ?? {})).toEqual(["openai"]);
    expect(keysOf(configured({ adapter: "gemini" }))).toBeNull();
    const names = [claude, other].map((one) => Object.values(keysOf(one) ?? {}).map(nameOfKey));
    expect(new Set(names.flat()).size).toBe(2);
    expect(names.flat().join(" ")).not.toMatch(/\b[ab]\b/);
  });

  test("for any program what its settings give it, and nothing else of the user's", () => {
    process.env["OPENAI_API_KEY"] = "users";
    process.env["OPENAI_BASE_URL"] = "http://users.example/v1";
    expect(keysOf(command({}))).toBeNull();
    const users = { baseUrl: "http://users.example/v1", apiKey: "users", kind: "bearer" };
    expect(keysOf(command({ envAllow: ["OPENAI_API_KEY", "OPENAI_BASE_URL"] }))).toEqual({
      openai: users,
    });
    expect(keysOf(command({ providers: ["openai", "gemini"] }))).toEqual({ openai: users });
    expect(keysOf(command({ providers: [], env: { OPENAI_API_KEY: "own" } }))).toBeNull();
    const both = { OPENAI_API_KEY: "own", GOOGLE_API_KEY: "g" };
    expect(keysOf(command({ adapter: "acp", env: both }))).toEqual({
      openai: { baseUrl: "https://api.openai.com/v1", apiKey: "own", kind: "bearer" },
      gemini: {
        baseUrl: "https://generativelanguage.googleapis.com",
        apiKey: "g",
        kind: "x-goog-api-key",
      },
    });
  });

  test("no key for a server that wants none", () => {
    const env = { OPENAI_API_BASE: "http://127.0.0.1:11434/v1" };
    expect(keysOf(command({ env }))).toEqual({
      openai: { baseUrl: env.OPENAI_API_BASE, apiKey: "", kind: "none" },
    });
    expect(keysOf(configured({ env: { ANTHROPIC_BASE_URL: "http://near" } }))).toBeNull();
  });

  test("the user's key for an address of the user's settings, never of a repository's", () => {
    process.env["ANTHROPIC_API_KEY"] = "users";
    const env = { ANTHROPIC_BASE_URL: "http://elsewhere.example" };
    expect(keysOf(configured({ env }))?.anthropic?.baseUrl).toBe("https://api.anthropic.com");
    const own = configured({ env, isUsers: true });
    expect(keysOf(own)?.anthropic).toMatchObject({ baseUrl: env.ANTHROPIC_BASE_URL });
  });

  test("and says which addresses of a repository are not heeded, and no others", () => {
    const env = { ANTHROPIC_BASE_URL: "http://elsewhere.example" };
    expect(ignoredAddresses(configured({ env }))).toEqual([]);
    process.env["ANTHROPIC_API_KEY"] = "users";
    process.env["ANTHROPIC_BASE_URL"] = "https://me:secret@mine.example/v1";
    expect(ignoredAddresses(configured({ env }))).toEqual([
      { variable: "ANTHROPIC_BASE_URL", provider: "anthropic", instead: "mine.example" },
    ]);
    expect(ignoredAddresses(configured({ env, isUsers: true }))).toEqual([]);
    expect(ignoredAddresses(configured({}))).toEqual([]);
    const own = { ...env, ANTHROPIC_API_KEY: "the repository's" };
    expect(ignoredAddresses(configured({ env: own }))).toEqual([]);
  });
});
