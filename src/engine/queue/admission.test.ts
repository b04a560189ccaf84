import { describe, expect, it } from "vitest";
import type { AdmissionPolicy, MachineReading } from "../../model/index.ts";
import { factsOf } from "../../model/state.fixture.ts";
import { nextWakeMs } from "../index.ts";
import type { Scenario } from "../scenario.fixture.ts";
import { ended, executing } from "../scenario.fixture.ts";

const ADMISSION: AdmissionPolicy = {
  freeMemoryMin: 0.1,
  freeDiskBytesMin: 1_000,
  busyCpuMax: 0.8,
  staggerMs: 0,
};
const PLENTY: MachineReading = { freeMemory: 0.9, freeDiskBytes: 1_000_000, busyCpu: 0.1 };
const THREE = [factsOf("1"), factsOf("2"), factsOf("3")];

function look(s: Scenario, reading: Partial<MachineReading>) {
  return s
    .send({ type: "machine-observed", atMs: s.nowMs, reading: { ...PLENTY, ...reading } })
    .map(({ type }) => type);
}

/** One works, two more could. */
function withRoom(admission: Partial<AdmissionPolicy> = {}): Scenario {
  const s = executing(THREE, { concurrency: 1, admission: { ...ADMISSION, ...admission } });
  expect(s.promised).toEqual(["self:1/1/prepare"]);
  return s;
}

function reasonsOf(s: Scenario, key: string) {
  return s.state.streams.get(`self:${key}`)?.decision?.reasons;
}

describe("a machine that is short of something", () => {
  it.each([
    ["memory", { freeMemory: 0.05 }, "5% of the memory is free, 10% has to be"],
    ["disk", { freeDiskBytes: 10 }, "0 MB of disk are free, 0 MB have to be"],
    ["cpu", { busyCpu: 0.95 }, "95% of the processors are busy, 80% may be"],
  ] as const)("of %s starts nobody beside those at work, and says so", (lack, reading, why) => {
    const s = withRoom();
    expect(look(s, reading)).toContain("machine-short");
    s.act({ kind: "set-limit", concurrency: 3 });
    expect(s.promised).toEqual(["self:1/1/prepare"]);
    expect(reasonsOf(s, "2")).toEqual([{ kind: "machine", lack, why }]);
    expect(look(s, {})).toContain("machine-eased");
    expect(s.promised).toEqual(["self:1/1/prepare", "self:2/1/prepare", "self:3/1/prepare"]);
  });

  it("still lets somebody work who would be alone", () => {
    const s = withRoom();
    look(s, { freeMemory: 0 });
    s.act({ kind: "set-limit", concurrency: 3 });
    s.run({ "self:1/1/run": ended({ kind: "failed", reason: "crashed", message: "x" }) }, [
      "self:2/1/run",
      "self:3/1/run",
    ]);
    expect(s.stage("1")).toBe("waiting");
    expect([s.stage("2"), s.stage("3")]).toEqual(["running", "waiting"]);
  });

  it("has to have somewhat more than the least again, and is not news twice", () => {
    const s = withRoom();
    expect(look(s, { freeMemory: 0.09 })).toContain("machine-short");
    expect(look(s, { freeMemory: 0.08 })).toEqual([]);
    expect(look(s, { freeMemory: 0.11 })).toEqual([]);
    expect(look(s, { freeMemory: 0.13 })).toContain("machine-eased");
    expect(look(s, { freeMemory: 0.11 })).toEqual([]);
  });

  it("is as short as it was when a look tells nothing", () => {
    const s = withRoom();
    look(s, { freeMemory: 0.01 });
    expect(look(s, { freeMemory: null })).toEqual([]);
    expect(look(s, { freeMemory: null, freeDiskBytes: 0 })).toContain("machine-short");
    expect(s.state.machine?.lack).toBe("disk");
  });

  it("is nothing to a session whose policy asks for nothing", () => {
    const s = executing(THREE, { concurrency: 3 });
    expect(look(s, { freeMemory: 0, freeDiskBytes: 0, busyCpu: 1 })).toEqual([]);
    const off = withRoom({ freeMemoryMin: 0, freeDiskBytesMin: 0, busyCpuMax: 1 });
    expect(look(off, { freeMemory: 0, freeDiskBytes: 0, busyCpu: 1 })).toEqual([]);
  });
});

describe("a stagger", () => {
  it("starts one agent after the other, and wakes for the next", () => {
    const s = executing(THREE, { concurrency: 3, admission: { ...ADMISSION, staggerMs: 5_000 } });
    expect(s.promised).toEqual(["self:1/1/prepare"]);
    expect(reasonsOf(s, "3")).toEqual([{ kind: "stagger", untilMs: s.nowMs + 5_000 }]);
    expect(nextWakeMs(s.state)).toBe(s.nowMs + 5_000);
    s.wait(4_999);
    expect(s.promised).toHaveLength(1);
    s.wait(1);
    expect(s.promised).toEqual(["self:1/1/prepare", "self:2/1/prepare"]);
    s.wait(5_000);
    expect(s.promised).toHaveLength(3);
  });
});
