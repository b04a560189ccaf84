import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lead } from "../../src/daemon/index.ts";
import { workplaceOf } from "../killpoints/world.ts";
import { kept } from "./kept.ts";
import { ENTRY, type Rig, type Script, WAIT, finished, fiveStreams, sleep } from "./rig.ts";

const ONE =
  "# Roadmap\n\n### Phase 1.1: First\n- **Status:** ⚪ Not Started\n- **Files:** 1.1.txt\n";
const SAY_SO = { write: { path: "deaf.txt", text: "asked in vain\n" } };
const WRITE = [{ write: { path: "{{id}}.txt", text: "done\n" } }, { commit: "feat: {{id}}" }];

function rigOf(script: Script, config = ""): Rig {
  return kept(fiveStreams({ roadmap: ONE, script: { "*": WRITE, ...script }, config }));
}

test("Ctrl-C and TERM end agents gracefully with their own exit codes, and resume goes on", async () => {
  const rig = rigOf({ "1.1#1": ["hang"], "1.1#2": ["hang"] });
  const first = rig.follow("batch", "--trust");
  await first.until("agent_running");
  first.child.kill("SIGINT");
  expect((await first.ended).code).toBe(130);
  expect(await rig.settled()).toEqual([]);
  const second = rig.follow("resume", "--trust");
  await second.until("agent_running", { attempt: "self:1.1/2" });
  second.child.kill("SIGTERM");
  expect((await second.ended).code).toBe(143);
  expect(await rig.settled()).toEqual([]);
  const resumed = await rig.run("resume", "--trust", "--json");
  expect(resumed.code, resumed.stdout).toBe(0);
  expect(rig.landed()).toEqual(["1.1"]);
});

test("a stop while the last work lands ends a run that is complete, and so does a Ctrl-C", async () => {
  for (const signal of [null, "SIGINT"] as const) {
    const rig = rigOf({}, "gates: [{ name: slow, run: sleep 2 }]\n");
    const run = rig.follow("batch", "--trust");
    while ((await rig.data("explain", "1.1"))["stage"] !== "verifying") await sleep(20);
    if (signal !== null) run.child.kill(signal);
    else expect((await rig.run("stop")).stdout).toContain("on the way to the branch: Phase 1.1");
    const ended = await run.ended;
    expect(ended.code, ended.stdout).toBe(0);
    expect(rig.landed()).toEqual(["1.1"]);
    expect(run.events.at(-1)).toMatchObject({
      type: "finished",
      data: { sessionState: "completed" },
    });
    expect((await rig.data("resume"))["accepted"]).toBe(false);
  }
});

test("a second Ctrl-C kills what will not end", async () => {
  const rig = rigOf(
    { "1.1#1": ["ignore-term", SAY_SO, "hang"] },
    "timeouts: { stop_grace: 10m }\n",
  );
  const run = rig.follow("batch", "--trust");
  const { workspace } = await run.until("spawning_agent");
  while (!existsSync(join(String(workspace), "deaf.txt"))) await sleep(20);
  run.child.kill("SIGINT");
  await sleep(300);
  run.child.kill("SIGINT");
  expect((await run.ended).code).toBe(130);
  expect(await rig.settled()).toEqual([]);
});

test("an orchestrator that hangs is no reason why its agents could not be stopped now", async () => {
  const rig = rigOf({ "1.1#1": ["hang"] });
  const run = rig.follow("batch", "--trust");
  await run.until("agent_running");
  run.child.kill("SIGSTOP");
  const stopped = await rig.run("stop", "--now", "--json");
  expect(stopped.code, stopped.stdout).toBe(0);
  expect(await rig.settled()).toEqual([]);
  const resumed = await rig.run("resume", "--trust", "--json");
  expect(resumed.code, resumed.stdout).toBe(0);
  expect(rig.landed()).toEqual(["1.1"]);
});

test("a terminal that goes away takes nothing with it", async () => {
  const rig = rigOf({ "1.1": [WAIT, ...WRITE] });
  const run = rig.follow("batch", "--trust");
  await run.until("agent_running");
  run.child.kill("SIGHUP");
  run.child.stdout?.destroy();
  run.child.stderr?.destroy();
  await run.letGoOn("1.1");
  expect((await run.ended).code).toBe(0);
  expect(rig.landed()).toEqual(["1.1"]);
});

test("a reader that stops reading stops nothing", async () => {
  const rig = rigOf({});
  const line = `'${process.execPath}' '${ENTRY}' batch --trust --ndjson | head -n 1`;
  const piped = await finished(
    spawn("/bin/sh", ["-c", line], {
      cwd: rig.root,
      env: rig.env,
      stdio: ["ignore", "pipe", "pipe"],
    }),
  );
  expect(piped.stdout.split("\n")).toHaveLength(2);
  expect(piped.stderr).not.toContain("EPIPE");
  for (let tries = 0; tries < 200 && rig.landed().length === 0; tries++) await sleep(50);
  expect(rig.landed()).toEqual(["1.1"]);
});

test("a run outlives a log on a full disk, and does not end as if all had been told", async () => {
  if (!existsSync("/dev/full")) {
    console.warn("no /dev/full here: not tried");
    return;
  }
  const rig = rigOf({});
  const full = openSync("/dev/full", "w");
  const run = spawn(process.execPath, [ENTRY, "batch", "--trust", "--ndjson"], {
    cwd: rig.root,
    env: rig.env,
    stdio: ["ignore", full, "pipe"],
  });
  const ended = await finished(run);
  closeSync(full);
  expect(ended.stderr.match(/standard output takes no more: ENOSPC/g)).toHaveLength(1);
  expect(ended.stderr).not.toContain("at ");
  expect(ended.code).toBe(3);
  expect(rig.landed()).toEqual(["1.1"]);
});

test("a detached run leads in the background and is stopped and resumed from anywhere", async () => {
  const rig = rigOf(
    { "1.1#1": ["hang"] },
    "agents: { default: { adapter: scripted, script: agents.yaml }, far: { adapter: claude-code, env: { ANTHROPIC_BASE_URL: http://elsewhere.example } } }\n",
  );
  rig.extraEnv = { ANTHROPIC_API_KEY: "users" };
  const detached = await rig.run("batch", "--trust", "--detach", "--json");
  expect(detached.stdout.match(/ANTHROPIC_BASE_URL is not heeded/g)).toHaveLength(1);
  const started = (JSON.parse(detached.stdout) as { data: Record<string, unknown> }).data;
  const status = await rig.data("status");
  expect(status["leader"]).toMatchObject({ pid: started["pid"] });
  const busy = await rig.run("run", "1.1", "--trust", "--json");
  expect(busy.code).toBe(9);
  for (let tries = 0; tries < 200; tries++) {
    if ((await rig.data("explain", "1.1"))["stage"] === "running") break;
    await sleep(50);
  }
  const stopped = await rig.run("stop");
  expect(stopped.stdout).toContain("Work is paused; what the agents did is kept.\n");
  expect((await rig.run("state", "transition", "failed")).code).toBe(3);
  expect(await rig.settled()).toEqual([]);
  const resumed = await rig.data("resume", "--trust", "--detach");
  expect(resumed["pid"]).not.toBe(started["pid"]);
  for (let tries = 0; tries < 200 && rig.landed().length === 0; tries++) await sleep(50);
  expect(rig.landed()).toEqual(["1.1"]);
  expect(await rig.settled()).toEqual([]);
});

test("a stop that came before a beginning is not undone by it", async () => {
  const rig = rigOf({ "1.1": ["hang"] });
  const first = rig.follow("batch", "--trust");
  await first.until("agent_running");
  first.child.kill("SIGTERM");
  await first.ended;
  const place = workplaceOf(rig);
  const end = await lead(place, { kind: "resume", agent: null }, { stop: AbortSignal.abort() });
  expect([end.stopped, end.state.session?.state]).toEqual([true, "paused"]);
  expect(await rig.settled()).toEqual([]);
});
