import { execFileSync, spawnSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { AgentConfig, RunExit } from "../model/index.ts";
import { ADAPTERS } from "../model/index.ts";
import { nowMs } from "../platform/index.ts";
import type { LaunchContext } from "./adapter.ts";
import { adapterFor } from "./adapter-for.ts";
import { LineReader } from "./lines/lines.ts";
import { NOTHING_SEEN, see, seeTail } from "./lines/seen.ts";

const base = mkdtempSync(join(tmpdir(), "agents-"));
afterAll(() => rmSync(base, { recursive: true, force: true }));

let workspace = "";
beforeEach(() => {
  workspace = mkdtempSync(join(base, "clone-"));
  execFileSync("git", ["init", "-q", workspace]);
});

const config = (more: Partial<AgentConfig>): AgentConfig => ({
  adapter: "scripted",
  run: null,
  script: null,
  model: null,
  env: {},
  envAllow: [],
  ...more,
});

const context = (agent: AgentConfig, generation = 1): LaunchContext => ({
  attempt: `self:1.2/${generation}`,
  key: "self:1.2",
  generation,
  streamId: "1.2",
  title: "A $(touch canary) title",
  agent: { id: "aria-1", name: "Aria", role: "coder" },
  definition: null,
  workspace,
  home: join(base, "home"),
  target: "self",
  prompt: "Do it.",
  messages: [],
  config: agent,
  gateway: null,
  mcpUrl: null,
  token: null,
});

/** Starts the command as a warden would and says what its adapter makes of the end. */
function launch(agent: AgentConfig, generation = 1) {
  const adapter = adapterFor(agent);
  const command = adapter.command(context(agent, generation));
  const [program, ...args] = command.argv;
  const spools = ["stdout", "stderr"].map((name) => openSync(join(base, name), "w"));
  const ran = spawnSync(program, args, {
    cwd: workspace,
    env: command.env,
    input: command.stdin,
    stdio: ["pipe", ...spools],
  });
  for (const fd of spools) closeSync(fd);
  const stdout = readFileSync(join(base, "stdout"));
  const exit: RunExit =
    ran.status === null
      ? { kind: "signalled", signal: ran.signal ?? "" }
      : { kind: "exited", code: ran.status };
  const stderr = readFileSync(join(base, "stderr"), "utf8");
  const reader = new LineReader();
  const lines = [...reader.push(stdout), ...reader.end()].flatMap((line) => adapter.parse(line));
  return {
    exit,
    outcome: adapter.classify(exit, seeTail(lines.reduce(see, NOTHING_SEEN), stderr), nowMs()),
    lines,
    stdout: stdout.toString("utf8"),
    tail: `${stdout}\n${stderr}`,
  };
}

function scripted(steps: string, generation = 1) {
  const script = join(base, "script.yaml");
  writeFileSync(script, `"*":\n${steps}`);
  return launch(config({ script }), generation);
}

const git = (...args: string[]): string =>
  execFileSync("git", ["-C", workspace, ...args], { encoding: "utf8" }).trim();

describe("the scripted agent", () => {
  test("does its steps in its clone and commits there", () => {
    const ran = scripted(`
  - say: "On {{id}} ({{title}}), try {{attempt}}, as {{name}}"
  - write: { path: "src/{{slug}}.txt", text: "one\\ntwo\\n" }
  - patch: { path: "src/{{slug}}.txt", find: "two", replace: "$& three" }
  - append: { path: "log/{{name}}", text: "more" }
  - usage: { inputTokens: 12, outputTokens: 3 }
  - send: { to: "channel:general", text: "done {{id}}" }
  - commit: "feat: {{id}}"
`);
    expect(ran.outcome.kind).toBe("claimed-done");
    expect(ran.lines).toContainEqual({
      kind: "said",
      text: "On 1.2 (A $(touch canary) title), try 1, as Aria",
      partial: false,
    });
    expect(ran.lines).toContainEqual({
      kind: "usage",
      usage: { inputTokens: 12, outputTokens: 3 },
      scope: "step",
    });
    expect(ran.lines).toContainEqual({ kind: "message", to: "channel:general", text: "done 1.2" });
    expect(git("log", "--format=%s")).toBe("feat: 1.2");
    const [file] = git("ls-files", "src").split("\n");
    expect(readFileSync(join(workspace, file ?? ""), "utf8")).toBe("one\n$& three\n");
    expect(existsSync(join(workspace, "canary"))).toBe(false);
    expect(git("status", "--porcelain")).toBe("");
  });

  test("that finds everything committed already is done, not failed", () => {
    const steps = '  - write: { path: a, text: "b" }\n  - commit: one\n';
    expect(scripted(steps).outcome.kind).toBe("claimed-done");
    expect(scripted(steps, 2).outcome.kind).toBe("claimed-done");
    expect(git("rev-list", "--count", "HEAD")).toBe("1");
  });

  test("goes wrong in every way it is told to, and is understood", () => {
    expect(scripted("  - exit: 7\n").outcome).toMatchObject({
      kind: "failed",
      reason: "exit-code",
    });
    expect(scripted("  - crash\n").outcome).toMatchObject({ kind: "failed", reason: "crashed" });
    expect(scripted("  - rate-limit: 60\n").outcome.kind).toBe("limited");
    expect(
      scripted("  - ask: { question: Why?, expect: answer, timeout: 0.1 }\n").outcome.kind,
    ).toBe("gave-up");
    expect(scripted("  - run: exit 5\n").outcome.kind).toBe("failed");
    expect(scripted("  - patch: { path: none, find: a, replace: b }\n").outcome.kind).toBe(
      "failed",
    );
    expect(scripted('  - write: { path: ../out, text: "x" }\n').outcome.kind).toBe("failed");
    expect(existsSync(join(base, "out"))).toBe(false);
  });

  test("says which line of its script is wrong", () => {
    const ran = scripted("  - say: hello\n  - juggle: 3\n");
    expect(ran.outcome.kind).toBe("failed");
    expect(ran.tail).toContain("line 3");
    expect(ran.tail).toContain("juggle");
  });

  test("may flood and babble without harm to who reads it", () => {
    const ran = scripted("  - malformed\n  - flood: 3000000\n  - say: still here\n");
    expect(ran.stdout.length).toBeGreaterThan(3_000_000);
    expect(ran.lines).toContainEqual({ kind: "said", text: "still here", partial: false });
  });
});

describe("the command agent", () => {
  test("gets the prompt on stdin and who it is in its environment, and no more of ours", () => {
    process.env["AGENTS_TEST_SECRET"] = "hush";
    process.env["AGENTS_TEST_WANTED"] = "yes";
    const run = "cat; env";
    const ran = launch(
      config({ adapter: "command", run, env: { MINE: "1" }, envAllow: ["AGENTS_TEST_WANTED"] }),
    );
    expect(ran.outcome.kind).toBe("claimed-done");
    expect(ran.stdout).toContain("Do it.");
    for (const line of [
      "ORCHESTRATOR_WORK_STREAM=1.2",
      "ORCHESTRATOR_AGENT_NAME=Aria",
      "ORCHESTRATOR_ATTEMPT=1",
      "ORCHESTRATOR_TARGET=self",
      "AGENTS_TEST_WANTED=yes",
      "MINE=1",
    ]) {
      expect(ran.stdout.split("\n")).toContain(line);
    }
    expect(ran.stdout).not.toContain("hush");
    expect(ran.stdout).not.toContain("ORCHESTRATOR_TOKEN");
  });

  test("fails with its code and its last words", () => {
    const ran = launch(config({ adapter: "command", run: "echo so it goes >&2; exit 4" }));
    expect(ran.outcome).toMatchObject({ kind: "failed", reason: "exit-code" });
    expect(ran.outcome).toHaveProperty("message", expect.stringContaining("so it goes"));
  });

  test("names what it needs from /tmp, which a sandbox replaces", () => {
    const path = join(workspace, "agent.sh");
    writeFileSync(path, "");
    const command = adapterFor(config({ adapter: "command" })).command(
      context(config({ adapter: "command", run: `sh ${path} --fast` })),
    );
    expect(command.readOnly).toEqual(path.startsWith("/tmp/") ? [path] : []);
  });
});

describe("an end that is not the agent's own", () => {
  test.each<[RunExit, string]>([
    [{ kind: "deadline" }, "total-timeout"],
    [{ kind: "lost", message: "gone" }, "lost"],
    [{ kind: "not-started", message: "no such" }, "not-started"],
    [{ kind: "signalled", signal: "SIGSEGV" }, "crashed"],
  ])("%j fails as %s, whoever it was", (exit, reason) => {
    for (const adapter of ADAPTERS) {
      const outcome = adapterFor(config({ adapter })).classify(exit, NOTHING_SEEN, 0);
      expect(outcome).toMatchObject({ kind: "failed", reason });
      expect(outcome).toHaveProperty("message", expect.stringMatching(/\w/));
    }
  });
});
