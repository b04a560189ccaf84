import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { kept } from "./kept.ts";
import { type Rig, fiveStreams } from "./rig.ts";

/** A git that never answers stands before the real one, until {@link letGitAnswer}. */
function silenceGit(rig: Rig): void {
  const bin = join(rig.folder, "bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, "git"), '#!/bin/sh\necho $$ >>"$0.pids"\nexec sleep 600\n');
  chmodSync(join(bin, "git"), 0o755);
  rig.extraEnv = { PATH: `${bin}:${process.env["PATH"] ?? ""}` };
}

function letGitAnswer(rig: Rig): void {
  const pids = readFileSync(join(rig.folder, "bin", "git.pids"), "utf8")
    .trim()
    .split("\n");
  for (const pid of pids) process.kill(Number(pid), "SIGKILL");
  rig.extraEnv = {};
}

function askedIn(rig: Rig): boolean {
  const states = join(rig.folder, "state", "orchestrator");
  if (!existsSync(states)) return false;
  return readdirSync(states).some((id) => existsSync(join(states, id, "asked.json")));
}

async function cutOff(rig: Rig, ...words: string[]): Promise<void> {
  silenceGit(rig);
  const run = rig.start(...words);
  await expect.poll(() => askedIn(rig), { timeout: 20_000 }).toBe(true);
  await expect.poll(() => existsSync(join(rig.folder, "bin", "git.pids"))).toBe(true);
  const ended = new Promise((resolve) => run.once("exit", resolve));
  run.kill("SIGKILL");
  await ended;
  letGitAnswer(rig);
}

test("a run cut off before the journal had heard of it is what resume begins", async () => {
  const rig = kept(fiveStreams());
  await cutOff(rig, "batch", "-n", "3", "--trust");
  const status = JSON.parse((await rig.run("status", "--json")).stdout);
  expect(status.warnings).toEqual(["a run was asked for, and cut off before anything was begun"]);
  expect(status.next[0]).toBe("orchestrator resume");
  await cutOff(rig, "resume", "--trust");
  const ran = await rig.data("resume", "--trust");
  expect(ran).toMatchObject({ sessionState: "completed" });
  expect([...rig.landed()].sort()).toEqual(["1.1", "1.2", "1.3", "1.4", "1.5"]);
  expect(askedIn(rig)).toBe(false);
  expect((await rig.data("resume", "--trust"))["accepted"]).toBe(false);
});

test("a run that was refused is asked for no more", async () => {
  const rig = kept(fiveStreams());
  rig.git("checkout", "--quiet", "--detach");
  rig.git("branch", "--quiet", "-D", "main");
  expect((await rig.run("batch", "--trust", "--json")).code).toBe(3);
  expect(askedIn(rig)).toBe(false);
  expect((await rig.data("resume", "--trust"))["message"]).toBe("nothing was begun here");
});
