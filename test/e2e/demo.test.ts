import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawn } from "node:child_process";
import { expect, onTestFinished, test } from "vitest";
import { ENTRY, finished } from "./rig.ts";

test("the demo shows everything it promises, and leaves nothing", {
  timeout: 240_000,
}, async () => {
  const home = mkdtempSync(join(tmpdir(), "orchestrator-demo-test-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const env = { PATH: process.env["PATH"], HOME: home, TMPDIR: home, LANG: "C.UTF-8" };
  const ran = await finished(
    spawn(process.execPath, [ENTRY, "demo", "--json"], { cwd: home, env }),
  );
  expect(ran.code, ran.stdout + ran.stderr).toBe(0);
  const { data } = JSON.parse(ran.stdout) as { data: { incidents: { happened: boolean }[] } };
  expect(data.incidents.length).toBeGreaterThanOrEqual(8);
  expect(data.incidents.filter(({ happened }) => !happened)).toEqual([]);
  expect(readdirSync(home).filter((name) => !name.startsWith("."))).toEqual([]);
});
