import { describe, expect, it } from "vitest";
import { newLaws } from "./laws/index.ts";
import { runSeed } from "./seeds.ts";
import { Simulation } from "./simulation.ts";

const SEEDS = 150;
const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;

describe("the simulator", () => {
  it("runs a seed the same way every time", () => {
    const first = runSeed({ seed: 4_711 });
    const second = runSeed({ seed: 4_711 });
    expect(second).toEqual(first);
    expect(runSeed({ seed: 4_712 }).digest).not.toBe(first.digest);
  });

  it("finds every law kept by the engine, through faults and crashes", () => {
    let crashes = 0;
    for (let seed = 1; seed <= SEEDS; seed++) {
      const result = runSeed({ seed });
      expect(result.broken, `seed ${seed}`).toBeNull();
      expect(result.events).toBeGreaterThanOrEqual(500);
      crashes += result.crashes;
    }
    expect(crashes).toBeGreaterThan(SEEDS / 2);
  });

  it("spends nothing in a week in which there is nothing to do", () => {
    for (let seed = 1; seed <= 30; seed++) {
      const sim = new Simulation({ seed, laws: newLaws() });
      sim.run();
      const { usedEver } = sim.purse;
      const { events } = sim;
      const runs = sim.machine.runs.size;
      const untilMs = sim.timeline.nowMs + WEEK_MS;
      for (let atMs = sim.timeline.nowMs; atMs < untilMs; atMs += HOUR_MS) {
        sim.timeline.at(atMs, () => sim.orchestrator?.deliver({ type: "time-passed", atMs }));
      }
      while (sim.timeline.nowMs < untilMs && sim.timeline.advance());
      expect(sim.purse.usedEver, `seed ${seed}`).toBe(usedEver);
      expect(sim.machine.runs.size, `seed ${seed}`).toBe(runs);
      expect(sim.events - events, `seed ${seed}`).toBeLessThan(50);
    }
  });
});
