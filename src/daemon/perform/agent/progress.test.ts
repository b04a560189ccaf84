import { expect, test } from "vitest";
import type { RunView } from "../../../model/index.ts";
import { progressWatch } from "./progress.ts";

function view(stdoutBytes: number, cpuMs: number | null): RunView {
  return {
    id: "self:1.1/1",
    state: "running",
    process: null,
    confinement: "bubblewrap",
    startedAtMs: 0,
    spool: { stdoutBytes, stderrBytes: 0, flooded: false },
    cpuMs,
    exit: null,
  };
}

test("output and work are progress, ticking over is none", () => {
  let now = 0;
  const isProgress = progressWatch(() => now);
  const after = (ms: number, seen: RunView): boolean => {
    now += ms;
    return isProgress(seen);
  };
  expect(after(0, view(0, 40))).toBe(false);
  expect(after(1000, view(0, 45))).toBe(false);
  expect(after(1000, view(0, 545))).toBe(true);
  expect(after(1000, view(10, 545))).toBe(true);
  expect(after(60_000, view(10, 555))).toBe(false);
  expect(after(1000, view(10, null))).toBe(false);
});
