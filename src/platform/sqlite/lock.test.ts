import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { acquireLock, type Lock, readLockHolder, selfIdentity } from "../index.ts";

let dir: string;
let path: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "orch-lock-"));
  path = join(dir, "leader.lock");
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function take(note = "run"): Lock {
  const answer = acquireLock(path, { waitMs: 0, note });
  if ("heldBy" in answer) throw new Error("the lock was refused");
  return answer;
}

function spawnHolder(purpose: string) {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", join(import.meta.dirname, "lock.fixture.ts"), path, purpose],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const said = new Promise<string>((resolve) =>
    child.stdout.once("data", (data: Buffer) => resolve(data.toString().trim())),
  );
  const gone = new Promise((resolve) => child.once("exit", resolve));
  return { child, said, gone };
}

test("the one who does not get it learns who has it", () => {
  const lock = take("batch run");
  expect(acquireLock(path, { waitMs: 10, note: "second" })).toMatchObject({
    heldBy: { identity: selfIdentity(), purpose: "batch run" },
  });
  expect(readLockHolder(path)).toMatchObject({ purpose: "batch run" });
  lock.release();
  lock.release();
  expect(readLockHolder(path)).toBeNull();
  take("third").release();
});

test("a late second release takes nothing from the next holder", () => {
  const first = take("first");
  first.release();
  const second = take("second");
  first.release();
  expect(readLockHolder(path)).toMatchObject({ purpose: "second" });
  second.release();
});

test("the kernel frees the lock of a killed holder at once", async () => {
  const holder = spawnHolder("doomed");
  expect(await holder.said).toBe("held");
  expect(acquireLock(path, { waitMs: 0, note: "me" })).toMatchObject({
    heldBy: { identity: { pid: holder.child.pid }, purpose: "doomed" },
  });
  holder.child.kill("SIGKILL");
  await holder.gone;
  expect(readLockHolder(path)).toBeNull();
  take().release();
});

test("of many that start together exactly one gets it", async () => {
  const holders = Array.from({ length: 6 }, (_, index) => spawnHolder(`racer ${index}`));
  const answers = await Promise.all(holders.map((one) => one.said));
  expect(answers.filter((answer) => answer === "held").length).toBe(1);
  for (const { child, gone } of holders) {
    child.kill("SIGKILL");
    await gone;
  }
});

test("a note that is torn or strange hides nothing but the name", () => {
  const lock = take();
  writeFileSync(`${path}.holder`, '{"identity":');
  expect(acquireLock(path, { waitMs: 0, note: "me" })).toEqual({ heldBy: null });
  writeFileSync(`${path}.holder`, "{}");
  expect(readLockHolder(path)).toBeNull();
  lock.release();
});
