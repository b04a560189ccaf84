import { expect, test } from "vitest";
import type { AgentConfig, RoleSetting } from "../model/index.ts";
import { allHands } from "./hands.ts";

function configured(): AgentConfig {
  return { adapter: "claude-code", run: null, script: null, model: null, env: {}, envAllow: [] };
}

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
