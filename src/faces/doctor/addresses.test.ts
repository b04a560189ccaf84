import { afterEach, beforeEach, expect, test } from "vitest";
import type { AgentConfig } from "../../model/index.ts";
import { addressWarnings } from "./addresses.ts";

const before = { ...process.env };

beforeEach(() => {
  delete process.env["ANTHROPIC_BASE_URL"];
  delete process.env["ANTHROPIC_AUTH_TOKEN"];
  process.env["ANTHROPIC_API_KEY"] = "users";
});
afterEach(() => {
  process.env = { ...before };
});

const agent: AgentConfig = {
  adapter: "claude-code",
  run: null,
  script: null,
  model: null,
  env: { ANTHROPIC_BASE_URL: "http://elsewhere.example" },
  envAllow: [],
};

test("an address that a repository names for a key of the user's is said not to be heeded", () => {
  const [line = "", ...more] = addressWarnings({ agents: { coder: agent }, gateway: "auto" });
  expect(line).toContain("agents.coder: the repository's ANTHROPIC_BASE_URL is not heeded");
  expect(line).toContain("api.anthropic.com");
  expect(line).not.toMatch(/\busers\b/);
  expect(more).toEqual([]);
});

test("nothing is said where there is no gateway, or the settings are the user's own", () => {
  expect(addressWarnings({ agents: { coder: agent }, gateway: "off" })).toEqual([]);
  const own: AgentConfig = { ...agent, isUsers: true };
  expect(addressWarnings({ agents: { coder: own }, gateway: "auto" })).toEqual([]);
});
