import { expect, it } from "vitest";
import type { AdmissionPolicy, MachineReading } from "../../model/index.ts";
import { factsOf } from "../../model/state.fixture.ts";
import type { Scenario } from "../scenario.fixture.ts";
import { ended, executing } from "../scenario.fixture.ts";

const ADAPTS: AdmissionPolicy = {
  freeMemoryMin: 0.1,
  freeDiskBytesMin: 0,
  busyCpuMax: 1,
  staggerMs: 0,
  adapts: true,
};
const PLENTY: MachineReading = { freeMemory: 0.9, freeDiskBytes: 1_000_000, busyCpu: 0.1 };

function ten(concurrency: number): Scenario {
  const facts = Array.from({ length: 10 }, (_, at) => factsOf(`${at + 1}`));
  return executing(facts, { concurrency, admission: ADAPTS });
}

function slots(s: Scenario): number {
  const holding = new Set(["preparing", "running", "collecting"]);
  return [...s.state.streams.values()].filter(({ stage }) => holding.has(stage.kind)).length;
}

it("begins with half of what a person allows, and says so", () => {
  const s = ten(4);
  expect(slots(s)).toBe(2);
  expect(s.state.streams.get("self:3")?.decision?.reasons).toEqual([
    { kind: "limit", running: 2, limit: 2, why: "of 4 that may be: it begins with half" },
  ]);
});

it("grows with each landing while more could start, up to the limit and no further", () => {
  const s = ten(4);
  s.run({}, ["self:2/1/run"]);
  expect(s.stage("1")).toBe("completed");
  expect(s.state.size?.agents).toBeGreaterThan(2);
  expect(s.state.size?.agents).toBeLessThanOrEqual(4);
  expect(slots(s)).toBeLessThanOrEqual(4);
});

it("is one less while the machine is short, and grows again only when it is not", () => {
  const s = ten(6);
  expect(slots(s)).toBe(3);
  const reading = { ...PLENTY, freeMemory: 0.01 };
  const events = s.send({ type: "machine-observed", atMs: s.nowMs, reading });
  expect(events.map(({ type }) => type)).toContain("size-set");
  expect(s.state.size).toMatchObject({ agents: 2, why: expect.stringContaining("memory") });
  expect(slots(s)).toBe(3);
});

it("is halved by a usage limit, and never less than one", () => {
  const s = ten(4);
  const limited = ended({ kind: "limited", untilMs: s.nowMs + 60_000, message: "too many" });
  s.run({ "self:1/1/run": limited }, ["self:2/1/run"]);
  expect(s.state.size).toMatchObject({ agents: 1, why: "a usage limit was reached" });
});

it("is not asked for by default, nor of a smaller limit than one", () => {
  const fixed = executing([factsOf("1"), factsOf("2"), factsOf("3")], { concurrency: 3 });
  expect(slots(fixed)).toBe(3);
  expect(slots(ten(1))).toBe(1);
  const s = ten(8);
  s.act({ kind: "set-limit", concurrency: 1 });
  expect(s.state.concurrency).toBe(1);
  expect(slots(s)).toBe(4);
});
