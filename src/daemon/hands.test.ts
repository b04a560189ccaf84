import { afterEach, beforeEach, expect, test } from "vitest";
import type { AgentConfig, RoleSetting } from "../model/index.ts";
import { keysHeld, keysOfAll } from "./gateway/keys.ts";
import { allHands } from "./hands.ts";

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

test("everybody who may be given work is known before any is given", () => {
  const [own, second, third] = [configured(), configured(), configured()];
  const agents = { default: configured(), second, third, unused: configured() };
  const none = { domain: null, words: null, files: null, rest: null, capabilities: null };
  const roles: readonly RoleSetting[] = [
    { id: "backend", ...none, agent: "second" },
    { id: "frontend", ...none, agent: null },
  ];
  const step = { kind: "other", agent: "third" } as const;
  const recovery = { rows: { "agent-failure": [step] }, standIns: [] };
  const bySecond = { rows: {}, standIns: ["second"] };
  const found = allHands({ roles, recovery, agents }, own, null);
  expect(found.map((one) => [own, second, third].indexOf(one))).toEqual([0, 1, 2]);
  const others = allHands({ roles: null, recovery: bySecond, agents }, own, null);
  expect(others.map((one) => [own, second, third].indexOf(one))).toEqual([0, 1]);
});

test("the gateway stands in for agents whose keys it holds, and for no other", () => {
  const claude = configured({ env: { ANTHROPIC_API_KEY: "a" } });
  const other = configured({ env: { ANTHROPIC_API_KEY: "b" } });
  const codex = configured({ adapter: "codex", env: { OPENAI_API_KEY: "c" } });
  const login = configured({ adapter: "gemini" });
  const held = keysOfAll([claude, other, codex, login]);
  expect(Object.keys(held).sort()).toEqual(["anthropic", "openai"]);
  expect(held.anthropic?.apiKey).toBe("a");
  expect(Object.keys(keysHeld(claude, held) ?? {})).toEqual(["anthropic"]);
  expect(Object.keys(keysHeld(codex, held) ?? {})).toEqual(["openai"]);
  expect(keysHeld(other, held)).toBeNull();
  expect(keysHeld(login, held)).toBeNull();
  expect(keysOfAll([login])).toEqual({});
});
