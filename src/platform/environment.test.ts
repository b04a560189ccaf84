import { chmodSync, lstatSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  configHome,
  environment,
  minimalEnv,
  osName,
  processId,
  productVersion,
  runtimeDir,
  sleep,
  stateHome,
  userName,
  watchPath,
  writeDurable,
} from "./index.ts";

const NAMES = ["XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "TMPDIR"] as const;
let before: (string | undefined)[];
let dir: string;
beforeEach(() => {
  before = NAMES.map((name) => process.env[name]);
  dir = mkdtempSync(join(tmpdir(), "orch-env-"));
  process.env["XDG_STATE_HOME"] = join(dir, "state");
  process.env["XDG_RUNTIME_DIR"] = join(dir, "run");
  mkdirSync(join(dir, "run"));
});
afterEach(() => {
  NAMES.forEach((name, index) => {
    const value = before[index];
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  });
  rmSync(dir, { recursive: true, force: true });
});

test("homes follow XDG, and a relative one is ignored", () => {
  expect(stateHome()).toBe(join(dir, "state", "orchestrator"));
  process.env["XDG_CONFIG_HOME"] = "relative/config";
  expect(configHome().startsWith("/")).toBe(true);
  expect(configHome().endsWith(join(".config", "orchestrator"))).toBe(true);
});

test("the minimal environment holds no more than plain variables", () => {
  process.env["ORCH_TEST_SECRET"] = "canary";
  const env = minimalEnv();
  delete process.env["ORCH_TEST_SECRET"];
  expect(env["PATH"]).toBeTruthy();
  expect(env["HOME"]).toBeTruthy();
  expect(JSON.stringify(env)).not.toContain("canary");
});

test("the runtime directory is ours alone, short, and the same for everybody", () => {
  const first = runtimeDir("repo-1");
  expect(lstatSync(first).mode & 0o777).toBe(0o700);
  expect(Buffer.byteLength(join(first, "s".repeat(26)))).toBeLessThanOrEqual(107);
  delete process.env["XDG_RUNTIME_DIR"];
  process.env["TMPDIR"] = dir;
  expect(runtimeDir("repo-1")).toBe(first);
  rmSync(first, { recursive: true });
  expect(runtimeDir("repo-1")).toBe(first);
  expect(runtimeDir("repo-2")).not.toBe(first);
});

test("a planted link or an open directory is not taken", () => {
  mkdirSync(join(dir, "victim"));
  symlinkSync(join(dir, "victim"), join(dir, "run", "orch-repo-1"));
  mkdirSync(join(dir, "run", "orch-repo-2"));
  chmodSync(join(dir, "run", "orch-repo-2"), 0o777);
  expect(runtimeDir("repo-1")).not.toBe(join(dir, "run", "orch-repo-1"));
  expect(runtimeDir("repo-2")).not.toBe(join(dir, "run", "orch-repo-2"));
});

test("a directory that is too long for sockets is passed over", () => {
  const long = join(dir, "x".repeat(90));
  mkdirSync(long);
  process.env["XDG_RUNTIME_DIR"] = long;
  process.env["TMPDIR"] = long;
  const chosen = runtimeDir("repo-1");
  expect(chosen.length).toBeLessThan(81);
  rmSync(chosen, { recursive: true });
});

test("facts about this process are what the system says", () => {
  expect(processId()).toBe(process.pid);
  expect(environment()["PATH"]).toBe(process.env["PATH"]);
  expect(userName()).not.toBe("");
  expect(["linux", "macos", "windows", "other"]).toContain(osName());
  expect(productVersion()).toMatch(/^\d+\.\d+\.\d+/);
});

test("sleeping ends early when it is aborted", async () => {
  const controller = new AbortController();
  const asleep = sleep(3_600_000, controller.signal);
  controller.abort();
  await asleep;
  await sleep(3_600_000, controller.signal);
  await sleep(0);
});

test("a watched file that is replaced is noticed", async () => {
  const path = join(dir, "roadmap.md");
  writeDurable(path, "one");
  const noticed = new Promise<void>((resolve) => {
    const stop = watchPath(path, 50, () => {
      stop();
      resolve();
    });
  });
  writeDurable(path, "two");
  const alive = setInterval(() => {}, 1_000);
  await noticed;
  clearInterval(alive);
});
