import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openLog, redactText } from "./index.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "orch-log-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test("lines are JSON, there at once, and only ours to read", () => {
  const file = join(dir, "logs", "daemon.log");
  const log = openLog(file, "daemon").child({ target: "self" });
  log.info("started", { attempt: "1.2/1" });
  log.debug("not shown");
  log.error("broke", { err: new Error("why") });
  const lines = readFileSync(file, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines).toMatchObject([
    { name: "daemon", target: "self", attempt: "1.2/1", msg: "started" },
    { msg: "broke", err: { message: "why" } },
  ]);
  expect(statSync(file).mode & 0o077).toBe(0);
});

test("secrets are masked by their names and by their looks", () => {
  const file = join(dir, "a.log");
  const log = openLog(file, "x");
  const canary = "sk-ant-abcdefghijklmnop1234";
  log.info(`using ${canary}`, { token: "canary-1", nested: { password: "canary-2" } });
  log.warn("auth", {
    header: `Bearer ${canary}`,
    deep: { list: [{ url: `https://u:canary-3@h/x` }] },
  });
  log.error("env", { err: new Error(`failed with ${canary}`), env: { A: "canary-4" } });
  const text = readFileSync(file, "utf8");
  expect(text).not.toContain("canary");
  expect(text).not.toContain(canary);
  expect(text).toContain("[redacted]");
});

test("ordinary text passes unchanged", () => {
  for (const text of [
    "skip-this-one",
    "task sk-1",
    "basic training",
    "https://host/path?q=a:b@c",
    "the bearer of news",
    "AKIA",
  ]) {
    expect(redactText(text)).toBe(text);
  }
});

test("a hostile text is masked in linear time", () => {
  expect(redactText(`https://${"a".repeat(200_000)}`).length).toBeGreaterThan(100_000);
  expect(redactText("-----BEGIN PRIVATE KEY-----".repeat(5_000))).toBe("[redacted]");
});
