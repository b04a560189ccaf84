import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { kept } from "./kept.ts";
import type { Following } from "./rig.ts";
import { Rig } from "./rig.ts";

/**
 * Speaks as Claude Code does and keeps its conversations as that does, below its own folder. What it
 * was told first it knows only from there. In its first turn it does half of the work.
 */
const CLAUDE = `#!/usr/bin/env node
const { execSync } = require("node:child_process");
const { existsSync, mkdirSync, readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const say = (line) => process.stdout.write(JSON.stringify(line) + "\\n");
const at = process.argv.indexOf("--resume");
const session = at === -1 ? "c0ffee00-0000-4000-8000-" + String(Date.now()).slice(-12) : process.argv[at + 1];
const path = join(process.env.CLAUDE_CONFIG_DIR, session + ".jsonl");
if (at !== -1 && !existsSync(path)) {
  process.stderr.write("No conversation found with session ID: " + session + "\\n");
  process.exit(1);
}
const heard = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : [];
let begun = false;
let told = "";
process.stdin.on("data", (chunk) => {
  told += chunk;
  if (!begun && told.includes("\\n")) void turn();
});
async function turn() {
  begun = true;
  heard.push(JSON.parse(told.split("\\n")[0]).message.content[0].text);
  mkdirSync(process.env.CLAUDE_CONFIG_DIR, { recursive: true });
  writeFileSync(path, JSON.stringify(heard));
  say({ type: "system", subtype: "init", session_id: session, model: "m", claude_code_version: "2.1" });
  if (heard.length === 1 && !existsSync("half.txt")) {
    writeFileSync("half.txt", "half\\n");
    while (!existsSync(".git/go-on")) await new Promise((done) => setTimeout(done, 20));
  } else {
    const knows = heard.some((text) => text.includes("the word is plum"));
    writeFileSync("whole.txt", JSON.stringify({ turns: heard.length, knows }) + "\\n");
  }
  execSync("git add -A && git commit -q -m work");
  say({ type: "result", subtype: "success", is_error: false, result: "done", session_id: session });
  process.exit(0);
}
`;

/** A half is rejected: what is missing is done in the next turn. */
function make(): Rig {
  const options = {
    roadmap:
      "# Roadmap\n\n### 1.1 Make it, the word is plum\n- **Status**: Not Started\n\n### 1.2 More\n- **Status**: Not Started\n- **Depends On**: 1.1\n",
    script: {},
    config:
      'agents: { default: { adapter: claude-code } }\ngates: [{ name: whole, run: "! test -e half.txt || test -e whole.txt" }]\n',
  };
  const rig = kept(Rig.make(options));
  rig.putOnPath("claude", CLAUDE);
  return rig;
}

async function atWork(rig: Rig): Promise<Following> {
  const run = rig.follow("run", "1.1", "--trust");
  await run.until("agent_running", { id: "1.1" });
  const { workspace } = await run.until("spawning_agent", { id: "1.1" });
  while (!readdirSync(String(workspace)).includes("half.txt")) {
    await new Promise((done) => setTimeout(done, 20));
  }
  return run;
}

function agentsOf(rig: Rig): readonly number[] {
  return rig.processes((told) => told.includes("claude\0-p"));
}

/** All of the user's processes are gone, as after the machine went down. */
async function goDown(rig: Rig): Promise<void> {
  rig.kill();
  // What the last of them started when it missed the first.
  rig.kill();
  expect(await rig.settled()).toEqual([]);
}

function whole(rig: Rig): unknown {
  return JSON.parse(rig.git("show", "main:whole.txt"));
}

async function sessionOf(rig: Rig): Promise<unknown> {
  return (await rig.data("state", "current"))["session"];
}

test("a pause leaves an agent its turn and no more, and a resume goes on in its conversation after the machine was down", async () => {
  const rig = make();
  const run = await atWork(rig);
  await rig.data("pause");
  expect(agentsOf(rig)).not.toEqual([]);
  await run.letGoOn("1.1");
  await run.until("rejected", { id: "1.1" });
  while (agentsOf(rig).length > 0) await new Promise((done) => setTimeout(done, 20));
  expect(await sessionOf(rig)).toMatchObject({ state: "paused" });
  await goDown(rig);
  await run.ended;
  const resumed = await rig.run("resume", "--trust", "--json");
  expect(resumed.code, resumed.stdout).toBe(0);
  expect(whole(rig)).toEqual({ turns: 2, knows: true });
  expect(rig.landed()).toEqual(["1.1"]);
  expect(await rig.settled()).toEqual([]);
});

test("a second pause is refused and changes nothing, and a stop ends a paused session's agents", async () => {
  const rig = make();
  const run = await atWork(rig);
  await rig.data("pause");
  const again = await rig.run("pause", "--json");
  expect(again.code).toBe(3);
  expect(again.stdout).toContain("paused already");
  await rig.data("stop");
  await run.ended;
  expect(agentsOf(rig)).toEqual([]);
  expect(await sessionOf(rig)).toMatchObject({ state: "paused" });
  expect((await rig.run("pause", "--json")).code).toBe(3);
  const resumed = await rig.run("resume", "--trust", "--json");
  expect(resumed.code, resumed.stdout).toBe(0);
  // Its turn was ended in the middle: the conversation and the file of it are still there.
  expect(whole(rig)).toEqual({ turns: 2, knows: true });
  const report = await rig.data("report");
  expect(report["metrics"]).toMatchObject({ failures: 0 });
  expect(await rig.settled()).toEqual([]);
});

test("one work stream is paused once, and gone on with in its conversation after the machine was down", async () => {
  const rig = make();
  const run = await atWork(rig);
  await rig.data("pause", "1.1");
  while (agentsOf(rig).length > 0) await new Promise((done) => setTimeout(done, 20));
  expect((await rig.run("pause", "1.1", "--json")).stdout).toContain("paused already");
  await run.ended;
  await goDown(rig);
  await rig.data("resume", "1.1");
  const resumed = await rig.run("run", "1.1", "--trust", "--json");
  expect(resumed.code, resumed.stdout).toBe(0);
  expect(whole(rig)).toEqual({ turns: 2, knows: true });
});

test("a conversation that is gone costs no failure: a fresh one is told everything", async () => {
  const rig = make();
  const run = await atWork(rig);
  await rig.data("stop");
  await run.ended;
  const state = join(rig.folder, "state");
  const files = readdirSync(state, { recursive: true, encoding: "utf8" });
  const talks = files.filter((path) => path.endsWith(".jsonl"));
  expect(talks).toHaveLength(1);
  for (const path of talks) rmSync(join(state, path));
  const resumed = await rig.run("resume", "--trust", "--json");
  expect(resumed.code, resumed.stdout).toBe(0);
  expect(whole(rig)).toEqual({ turns: 1, knows: true });
  const report = await rig.data("report");
  expect(report["metrics"]).toMatchObject({ failures: 0 });
});
