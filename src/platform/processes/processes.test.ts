import { spawn } from "node:child_process";
import { expect, test } from "vitest";
import {
  bootId,
  identify,
  liveness,
  pssBytes,
  selfIdentity,
  signal,
  signalGroup,
  sleep,
  treeCpuMs,
  treeOf,
} from "../index.ts";

async function until(check: () => boolean): Promise<void> {
  for (let i = 0; i < 250 && !check(); i++) await sleep(20);
  expect(check()).toBe(true);
}

test("this process knows itself and is alive", () => {
  const self = selfIdentity();
  expect(self).toEqual(identify(process.pid));
  expect(self.pid).toBe(process.pid);
  expect(self.startTime).not.toBe("");
  expect(liveness(self)).toBe("alive");
});

test("another process under the same pid is not the one that was meant", () => {
  const reused = { ...selfIdentity(), startTime: "1" };
  expect(liveness(reused)).toBe("dead");
  expect(signal(reused, "SIGKILL")).toBe(false);
  expect(signalGroup(reused, "SIGKILL")).toBe(false);
});

test("a process of an earlier boot is dead whatever its numbers say", () => {
  expect(liveness({ ...selfIdentity(), bootId: `${bootId()}-earlier` })).toBe("dead");
});

test("a process that has ended is dead and takes no signal", async () => {
  const child = spawn("sleep", ["300"]);
  const identity = identify(child.pid ?? 0);
  if (identity === null) throw new Error("the child was not found");
  expect(liveness(identity)).toBe("alive");
  expect(signal(identity, "SIGKILL")).toBe(true);
  await new Promise((resolve) => child.on("exit", resolve));
  expect(liveness(identity)).toBe("dead");
  expect(identify(identity.pid)).toBeNull();
  expect(signal(identity, "SIGTERM")).toBe(false);
});

test("a zombie is dead although its pid is still taken", async () => {
  const parent = spawn("/bin/sh", ["-c", "sleep 0.1 & echo $!; exec sleep 300"]);
  const pid = await new Promise<number>((resolve) =>
    parent.stdout.once("data", (data: Buffer) => resolve(Number(data.toString()))),
  );
  const identity = identify(pid);
  if (identity !== null) await until(() => liveness(identity) === "dead");
  expect(identify(pid)).toBeNull();
  parent.kill("SIGKILL");
});

test("a tree holds its grandchildren and the time they used", async () => {
  const parent = spawn("/bin/sh", [
    "-c",
    "(while :; do :; done) & echo $!; (sleep 300 & wait) & wait",
  ]);
  const busy = await new Promise<number>((resolve) =>
    parent.stdout.once("data", (data: Buffer) => resolve(Number(data.toString()))),
  );
  const root = parent.pid ?? 0;
  await until(() => treeOf(root).length >= 4);
  expect(treeOf(root)[0]).toBe(root);
  expect(treeOf(root)).toContain(busy);
  await until(() => (treeCpuMs(root) ?? 0) > 50);
  // A shell whose child is killed ends by itself, so its pid may be gone before its turn comes.
  for (const identity of treeOf(root).map(identify)) {
    if (identity !== null) signal(identity, "SIGKILL");
  }
  await until(() => treeOf(root).length === 1);
});

test("memory is counted as a share, and what is gone has none", () => {
  expect(pssBytes(process.pid)).toBeGreaterThan(1_000_000);
  expect(pssBytes(2 ** 22 + 1)).toBeNull();
  expect(treeCpuMs(2 ** 22 + 1)).toBeNull();
});
