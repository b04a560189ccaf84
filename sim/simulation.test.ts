import { describe, expect, it } from "vitest";
import { runSeed } from "./seeds.ts";

const SEEDS = 150;

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
});
