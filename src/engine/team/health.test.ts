import { describe, expect, it } from "vitest";
import type { HealthMemory, RoleSample } from "./health.ts";
import { HEALTHY, judgeHealth } from "./health.ts";

const LIMITS = { heartbeatMsMax: 300_000, cpuShareMax: 0.8, memoryBytesMax: 1_000 };
const FINE: RoleSample = {
  liveness: "alive",
  heartbeatAgeMs: 30_000,
  cpuShare: 0.1,
  memoryBytes: 10,
  foreseenBytes: null,
  hasStatusFile: true,
};

function after(samples: readonly Partial<RoleSample>[]): string[] {
  let memory: HealthMemory = HEALTHY;
  const told: string[] = [];
  for (const sample of samples) {
    memory = judgeHealth(memory, { ...FINE, ...sample }, LIMITS);
    told.push(memory.signs.join("+"));
  }
  return told;
}

describe("the health of a role that is looked at", () => {
  it("tells at once of a process that is gone, a stale heartbeat and a missing file", () => {
    expect(after([{ liveness: "dead" }])).toEqual(["dead"]);
    expect(after([{ heartbeatAgeMs: 300_001 }])).toEqual(["heartbeat"]);
    expect(after([{ heartbeatAgeMs: 300_000 }])).toEqual([""]);
    expect(after([{ hasStatusFile: false }])).toEqual(["missing"]);
  });

  it("takes one busy moment for none, and one quiet moment for no end", () => {
    const busy = { cpuShare: 0.9 };
    expect(after([busy, {}, busy, busy, {}, busy, {}, {}])).toEqual([
      "",
      "",
      "",
      "cpu",
      "cpu",
      "cpu",
      "cpu",
      "",
    ]);
  });

  it("calls what could not be seen uncertain, never dead, and only the second time", () => {
    const unseen = { liveness: "uncertain" } as const;
    expect(after([unseen, unseen, {}, {}])).toEqual(["", "uncertain", "uncertain", ""]);
  });

  it("says nothing of what was not measured", () => {
    const unknown = { liveness: null, cpuShare: null, memoryBytes: null };
    expect(after([unknown, unknown])).toEqual(["", ""]);
  });

  it("tells that a process grows towards its limit, until it is over it", () => {
    const grows = { foreseenBytes: 1_001 };
    const over = { memoryBytes: 1_001, foreseenBytes: 2_000 };
    expect(after([grows, grows, over, over, over])).toEqual([
      "",
      "growing",
      "growing",
      "memory",
      "memory",
    ]);
  });

  it("counts exactly the limit as within it", () => {
    const at = { cpuShare: 0.8, memoryBytes: 1_000 };
    expect(after([at, at])).toEqual(["", ""]);
  });
});
