import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { loadRoles, loadTeamSettings } from "../../platform/index.ts";
import { adjustRoles } from "./adjust.ts";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "orchestrator-team-"));
  mkdirSync(join(folder, "team"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function rolesOf(settings: string) {
  writeFileSync(join(folder, "team.yaml"), settings);
  const found = loadRoles(folder);
  const started = found.filter(({ starts }) => starts).map(({ definition }) => definition);
  return adjustRoles(started, loadTeamSettings(folder), found);
}

it("leaves roles as they are where nothing is said", () => {
  const turns = rolesOf("stagger: 1s\n").map(({ turn }) => turn);
  expect(turns).toEqual([null, null, null, null, null, null]);
});

it("says of single roles what AgentConfig says, under its names", () => {
  const roles = rolesOf(
    "agents:\n  CODE_DEVELOPER: { agent_type: code_developer, auto_approve: false, timeout_seconds: 600, memory_limit_mb: 512 }\n",
  );
  const coder = roles.find(({ id }) => id === "code_developer");
  expect(coder).toMatchObject({
    autoApprove: false,
    timeoutMs: 600_000,
    memoryBytesMax: 512 * 1024 ** 2,
    routes: { rest: true },
  });
  expect(roles.find(({ id }) => id === "architect")).toMatchObject({ autoApprove: true });
});

it("gives each role its slot of the half hour in turns, by launch order", () => {
  const minutes = rolesOf("cadence: turns\n").map(({ turn }) => (turn?.offsetMs ?? -1) / 60_000);
  expect(minutes).toEqual([0, 5, 10, 15, 20, 25]);
});

it.each([
  ["max_queue_size: 1000", /team\.yaml:1: max_queue_size: .*roadmap.*concurrency/],
  ["cleanup_interval_hours: 24", /archive_days.*gc/],
  ["database_path: data/orchestrator.db", /journal\.db.*backup/],
  ["agents: { NOBODY: { auto_approve: true } }", /no role is called nobody/],
  ["agents: { ARCHITECT: { agent_type: assistant } }", /says that it is assistant/],
  ["agents: { ARCHITECT: { timeout: 1 } }", /agents\.ARCHITECT\.timeout/],
  ["cadence: sometimes", /cadence/],
])("refuses %s, with what is ours in its place", (text, why) => {
  expect(() => rolesOf(`${text}\n`)).toThrow(why);
});
