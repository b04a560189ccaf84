import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { nowMs } from "../../platform/index.ts";
import { steadyClock } from "./steady-clock.ts";

const YEAR_MS = 365 * 24 * 3_600_000;
const CLOSE_MS = 30_000;

let dir = "";

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "orchestrator-clock-"));
});

afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

/** As if the last leader had seen the wall clock off by `ms`. */
function setBack(ms: number): void {
  const path = join(dir, "clock.json");
  const anchor = JSON.parse(readFileSync(path, "utf8")) as { atMs: number };
  writeFileSync(path, JSON.stringify({ ...anchor, atMs: anchor.atMs + ms }));
}

test("it never runs backwards, and starts by the wall clock", () => {
  const clock = steadyClock(dir, false);
  let last = clock();
  expect(Math.abs(last - nowMs())).toBeLessThan(CLOSE_MS);
  for (let i = 0; i < 1000; i++) {
    const now = clock();
    expect(now).toBeGreaterThanOrEqual(last);
    last = now;
  }
});

test("a wall clock that was set between a crash and the restart expires nothing", () => {
  steadyClock(dir, false);
  setBack(-YEAR_MS);
  expect(Math.abs(steadyClock(dir, true)() - (nowMs() - YEAR_MS))).toBeLessThan(CLOSE_MS);
});

test("another process goes on from the very same clock", () => {
  steadyClock(dir, false);
  setBack(-YEAR_MS);
  const code = `import("./src/daemon/session/steady-clock.ts").then(({ steadyClock }) =>
    process.stdout.write(String(steadyClock(process.argv[1], true)())));`;
  const words = ["--import", "tsx", "--input-type=module", "--eval", code, dir];
  const other = spawnSync(process.execPath, words, { encoding: "utf8" });
  expect(Math.abs(Number(other.stdout) - (nowMs() - YEAR_MS)), other.stderr).toBeLessThan(CLOSE_MS);
});

test("with nothing in flight the wall clock is believed again", () => {
  steadyClock(dir, false);
  setBack(-YEAR_MS);
  expect(Math.abs(steadyClock(dir, false)() - nowMs())).toBeLessThan(CLOSE_MS);
});

test("a record of another boot, or none that can be read, is no record", () => {
  steadyClock(dir, false);
  const path = join(dir, "clock.json");
  const anchor = JSON.parse(readFileSync(path, "utf8")) as object;
  for (const text of ["", "{", "[]", JSON.stringify({ ...anchor, bootId: "another", atMs: 1 })]) {
    writeFileSync(path, text);
    expect(Math.abs(steadyClock(dir, true)() - nowMs())).toBeLessThan(CLOSE_MS);
  }
});
