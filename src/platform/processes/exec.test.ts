import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LIMITS } from "../../model/index.ts";
import { exec, identify, liveness, minimalEnv, sleep, spawnDetached } from "../index.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "orch-exec-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const PATH = process.env["PATH"] ?? "/usr/bin:/bin";

function shell(script: string, more: Partial<Parameters<typeof exec>[1]> = {}) {
  return exec(["/bin/sh", "-c", script], { cwd: dir, env: { PATH }, ...more });
}

test("a program gets exactly the environment it is given", async () => {
  process.env["ORCH_TEST_CANARY"] = "secret";
  const ran = await exec(["/usr/bin/env"], { cwd: dir, env: { ONLY: "this one" } });
  delete process.env["ORCH_TEST_CANARY"];
  expect(ran).toMatchObject({ code: 0, signal: null, timedOut: false, truncated: false });
  expect(ran.stdout.toString()).toBe("ONLY=this one\n");
});

test("arguments reach the program untouched by any shell", async () => {
  const hostile = ["$(touch canary)", "; touch canary", "`touch canary`", "a b", "*", ""];
  const ran = await exec(["printf", "%s|", ...hostile], { cwd: dir, env: { PATH } });
  expect(ran.stdout.toString()).toBe(`${hostile.join("|")}|`);
});

test("exit codes, signals and both outputs come back as they were", async () => {
  expect(await shell("printf out; printf err >&2; exit 3")).toMatchObject({
    code: 3,
    signal: null,
    stdout: Buffer.from("out"),
    stderr: Buffer.from("err"),
  });
  expect(await shell("kill -TERM $$")).toMatchObject({ code: null, signal: "SIGTERM" });
});

test("a program that cannot be started says why and rejects nothing", async () => {
  const missing = await exec(["no-such-program-here"], { cwd: dir, env: { PATH } });
  expect(missing.code).toBe(127);
  expect(missing.stderr.toString()).toContain("no-such-program-here");
  writeFileSync(join(dir, "plain"), "text", { mode: 0o644 });
  expect((await exec([join(dir, "plain")], { cwd: dir, env: {} })).code).toBe(126);
  const nowhere = await exec(["/bin/true"], { cwd: join(dir, "none"), env: {} });
  expect(nowhere.code).toBe(126);
  expect(nowhere.stderr.toString()).toContain(join(dir, "none"));
  expect((await exec(["/bin/echo", "a\0b"], { cwd: dir, env: {} })).code).toBe(126);
  const long = await exec(["/bin/echo", "x".repeat(200_000)], { cwd: dir, env: {} });
  expect(long.code).toBe(126);
  expect(long.stderr.toString()).toContain("E2BIG");
});

test("input is given whole, and a program that ignores it is no failure", async () => {
  const bytes = Buffer.alloc(3_000_000, "x");
  expect(
    (await exec(["wc", "-c"], { cwd: dir, env: { PATH }, stdin: bytes })).stdout.toString(),
  ).toMatch(/3000000/);
  expect(await shell("exit 0", { stdin: bytes })).toMatchObject({ code: 0 });
  expect((await exec(["cat"], { cwd: dir, env: { PATH } })).stdout.length).toBe(0);
});

test("output beyond the limit is dropped, said, and does not stall the program", async () => {
  const ran = await shell("head -c 5000000 /dev/zero; echo done >&2", { stdoutBytesMax: 1000 });
  expect(ran).toMatchObject({ code: 0, truncated: true });
  expect(ran.stdout.length).toBe(1000);
  expect(ran.stderr.toString()).toBe("done\n");
});

test("a timeout ends the program and its children", async () => {
  const ran = await shell("sleep 300 & echo $!; wait", { timeoutMs: 300 });
  expect(ran).toMatchObject({ code: null, signal: "SIGKILL", timedOut: true });
  const child = Number(ran.stdout.toString());
  expect(child).toBeGreaterThan(1);
  for (let i = 0; i < 100 && identify(child) !== null; i++) await sleep(20);
  expect(identify(child)).toBeNull();
});

test("a child that holds the output open does not hold up the answer", async () => {
  const ran = await shell("sleep 300 & echo $!; exit 0", { timeoutMs: 60_000 });
  expect(ran).toMatchObject({ code: 0, timedOut: false });
  const child = Number(ran.stdout.toString());
  for (let i = 0; i < 100 && identify(child) !== null; i++) await sleep(20);
  expect(identify(child)).toBeNull();
});

test("aborting ends the program, also before it began", async () => {
  const controller = new AbortController();
  const running = shell("sleep 300", { signal: controller.signal });
  controller.abort();
  expect(await running).toMatchObject({ code: null, signal: "SIGKILL", timedOut: false });
  expect(await shell("touch ran", { signal: controller.signal })).toMatchObject({ code: null });
});

test("a detached program lives in its own session and appends to files", async () => {
  const out = join(dir, "out");
  writeFileSync(out, "before\n");
  const started = spawnDetached(["/bin/sh", "-c", "echo out; echo err >&2; exit 4"], {
    cwd: dir,
    env: minimalEnv(),
    stdio: ["ignore", { append: out }, { append: join(dir, "err") }],
  });
  expect(await started.exited).toEqual({ code: 4, signal: null });
  expect(readFileSync(out, "utf8")).toBe("before\nout\n");
  expect(readFileSync(join(dir, "err"), "utf8")).toBe("err\n");
});

test("a detached program that cannot be started is an error at once", () => {
  const options = { cwd: dir, env: {}, stdio: ["ignore", "ignore", "ignore"] } as const;
  expect(() => spawnDetached(["/no/such/program"], options)).toThrow("/no/such/program");
});

test("a detached program is its own group leader and known by its identity", async () => {
  const started = spawnDetached(["sleep", "300"], {
    cwd: dir,
    env: { PATH },
    stdio: ["ignore", "ignore", "ignore"],
  });
  const identity = identify(started.pid);
  expect(identity).not.toBeNull();
  process.kill(-started.pid, "SIGKILL");
  expect(await started.exited).toEqual({ code: null, signal: "SIGKILL" });
  if (identity !== null) expect(liveness(identity)).toBe("dead");
});

test("a log that grew too long is set aside before a detached program appends to it", async () => {
  const log = join(dir, "detached.log");
  writeFileSync(log, "x".repeat(LIMITS.logBytesMax + 1));
  const started = spawnDetached(["/bin/sh", "-c", "echo anew; echo again >&2"], {
    cwd: dir,
    env: minimalEnv(),
    stdio: ["ignore", { append: log }, { append: log }],
  });
  await started.exited;
  expect(readFileSync(log, "utf8").split("\n").sort()).toEqual(["", "again", "anew"]);
  expect(readFileSync(`${log}.1`).length).toBe(LIMITS.logBytesMax + 1);
});

/** Nothing of this process runs meanwhile: a disk that is slow, a machine that is busy. */
function stall(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

test("what a program wrote is read to its end, however long this process was held up", async () => {
  const said = shell("sleep 0.4; echo everything");
  const other = shell("sleep 0.1");
  // Held up just here, the end of the first is heard together with the other's, before its words.
  const third = spawn("/bin/sh", ["-c", "sleep 0.1; echo now"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  third.stdout.once("data", () => {
    stall(500);
    setImmediate(() => stall(1_500));
  });
  stall(200);
  expect((await other).code).toBe(0);
  expect((await said).stdout.toString()).toBe("everything\n");
});
