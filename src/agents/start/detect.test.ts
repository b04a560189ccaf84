import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import type { AgentConfig } from "../../model/index.ts";
import { detectAgents, missingProgram } from "./detect.ts";

const base = mkdtempSync(join(tmpdir(), "detect-"));
afterAll(() => rmSync(base, { recursive: true, force: true }));

const before = { ...process.env };
let home = "";
beforeEach(() => {
  home = mkdtempSync(join(base, "home-"));
  for (const name of Object.keys(process.env)) {
    if (/_API_KEY$|_TOKEN$|_HOME$|_CONFIG_DIR$/.test(name)) delete process.env[name];
  }
  process.env["HOME"] = home;
  process.env["PATH"] = join(home, "bin");
});
afterEach(() => {
  process.env = { ...before };
});

function put(path: string, text: string, mode = 0o644): string {
  const full = join(home, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
  chmodSync(full, mode);
  return full;
}

const program = (name: string, says: string) =>
  put(`bin/${name}`, `#!/bin/sh\necho '${says}'\n`, 0o755);

test("finds what the PATH has, asks it for its version, and says who is logged in", async () => {
  program("claude", "2.1.328 (Claude Code)");
  program("codex", "codex-cli 0.169.0");
  program("opencode", "1.18.33");
  put(".codex/auth.json", "{}");
  expect(await detectAgents()).toEqual([
    {
      adapter: "claude-code",
      program: "claude",
      path: join(home, "bin/claude"),
      version: "2.1.328",
      login: { kind: "none", command: "claude auth login" },
      keys: expect.arrayContaining(["ANTHROPIC_API_KEY", "CLAUDE_CODE_OAUTH_TOKEN"]),
      isOld: false,
    },
    expect.objectContaining({ adapter: "codex", version: "0.169.0", login: { kind: "account" } }),
    expect.objectContaining({ adapter: "opencode", login: { kind: "unknown" } }),
  ]);
});

test("believes the package before it starts a program that takes seconds", async () => {
  const script = put("lib/node_modules/@google/gemini-cli/dist/cli.js", "exit 1", 0o755);
  put(
    "lib/node_modules/@google/gemini-cli/package.json",
    '{ "name": "@google/gemini-cli", "version": "0.61.0" }',
  );
  mkdirSync(join(home, "bin"), { recursive: true });
  symlinkSync(script, join(home, "bin/gemini"));
  process.env["GEMINI_API_KEY"] = "hush";
  const found = await detectAgents();
  expect(found).toMatchObject([
    { adapter: "gemini", version: "0.61.0", login: { kind: "key", variable: "GEMINI_API_KEY" } },
  ]);
  expect(JSON.stringify(found)).not.toContain("hush");
});

test.each([
  ["2.1.196", true],
  ["2.0", true],
  ["1.9.900", true],
  ["2.1.197", false],
  ["2.2.0-beta.1", false],
  ["10.0.0", false],
  ["nightly", false],
])("tells whether %s is older than what was tried", async (version, isOld) => {
  program("claude", version);
  expect(await detectAgents()).toMatchObject([{ adapter: "claude-code", version, isOld }]);
});

test("leaves out what does not run, is no program, or leads nowhere", async () => {
  put("bin/claude", "#!/bin/sh\nexit 1\n", 0o755);
  put("bin/codex", "no program", 0o644);
  symlinkSync(join(home, "nowhere"), join(home, "bin/gemini"));
  mkdirSync(join(home, "bin/opencode"));
  expect(await detectAgents()).toEqual([]);
});

test("takes Codex with a provider of the user's own as it is", async () => {
  program("codex", "codex-cli 1.0.0");
  put(".codex/config.toml", 'model_provider = "near"\n');
  expect(await detectAgents()).toMatchObject([{ login: { kind: "unknown" } }]);
});

test("passes over a folder of the PATH that it cannot look into", async () => {
  symlinkSync(join(home, "round"), join(home, "round"));
  program("claude", "2.1.328 (Claude Code)");
  process.env["PATH"] = `${join(home, "round", "bin")}:${join(home, "bin")}`;
  expect(await detectAgents()).toMatchObject([{ adapter: "claude-code", version: "2.1.328" }]);
});

test("names the program that a configured agent would look for in vain", async () => {
  const plain = { script: null, model: null, envAllow: [], isUsers: true } as const;
  const named = (adapter: AgentConfig["adapter"], env: Record<string, string> = {}) =>
    missingProgram({ ...plain, adapter, run: null, env });
  const run = (line: string, env: Record<string, string> = {}) =>
    missingProgram({ ...plain, adapter: "command", run: line, env });
  expect(await named("claude-code")).toBe("claude");
  const elsewhere = { PATH: dirname(put("elsewhere/claude", "#!/bin/sh\n", 0o755)) };
  expect(await named("claude-code", elsewhere)).toBeNull();
  // A clone's own programs are there only when its setup has been run.
  expect(await named("codex", { PATH: "node_modules/.bin" })).toBeNull();
  expect(await named("scripted")).toBeNull();

  expect(await run("aider --yes")).toBe("aider");
  expect(await run("aider; true")).toBe("aider");
  program("aider", "0.86.0");
  expect(await run("aider --yes")).toBeNull();
  expect(await run("cd sub && nothing-known")).toBeNull();
  expect(await run("if true; then :; fi")).toBeNull();
  expect(await run("./agent.sh")).toBeNull();
  expect(await run("KEY=1 nothing-known")).toBeNull();
  expect(await run('"$AGENT" --yes')).toBeNull();
});
