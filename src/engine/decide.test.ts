import { describe, expect, it } from "vitest";
import { decide, replay } from "./index.ts";
import { executing, report, Scenario } from "./scenario.fixture.ts";
import { factsOf } from "../model/state.fixture.ts";

describe("a session", () => {
  it("carries a graph out in dependency order and is completed", () => {
    const s = executing([factsOf("1"), factsOf("2", { dependsOn: ["self:1"] }), factsOf("3")]);
    expect(s.stage("1")).toBe("preparing");
    expect(s.stage("2")).toBe("waiting");
    expect(s.reason("2")).toBe("dependency");
    s.run();
    expect(s.state.session?.state).toBe("completed");
    const landed = s.events.filter((event) => event.type === "landed").map((event) => event.key);
    expect(landed.indexOf("self:1")).toBeLessThan(landed.indexOf("self:2"));
    expect(s.promised).toEqual([]);
    expect(s.state.releases.size).toBe(0);
  });

  it("decides the same again when its journal is replayed", () => {
    const s = executing([factsOf("1"), factsOf("2", { dependsOn: ["self:1"] }), factsOf("3")]);
    s.run();
    const again = replay(structuredClone(s.turns));
    expect(again.divergence).toBeNull();
    expect(again.state).toEqual(s.state);
  });

  it("takes a journal for what it says, in whatever order its keys were written", () => {
    const s = executing([factsOf("1")]);
    s.run();
    const written = s.turns.map((turn) => ({
      ...turn,
      events: turn.events.map((event) => reversed(event) as typeof event),
    }));
    expect(replay(written).divergence).toBeNull();
    const at = written.findIndex(({ events }) => events.some(({ type }) => type === "landed"));
    const other = written.map((turn, i) =>
      i === at ? { ...turn, events: turn.events.slice(1) } : turn,
    );
    expect(replay(other).divergence?.seq).toBe(written[at]?.seq);
  });

  it("changes nothing in deciding", () => {
    const s = executing([factsOf("1"), factsOf("2"), factsOf("3")]);
    const before = structuredClone(s.state);
    decide(s.state, {
      type: "effect-ended",
      atMs: 2_000,
      effect: "self:1/1/prepare",
      outcome: { kind: "prepared", workspace: { path: "/w", base: "c0" } },
    });
    expect(s.state).toEqual(before);
  });

  it("fails on a red base and leaves the streams alone", () => {
    const s = new Scenario();
    s.roadmap([factsOf("1")]);
    s.start();
    s.run({ "verify-base": { kind: "base-verified", head: "c0", report: report("t", "failed") } });
    expect(s.state.session?.state).toBe("failed");
    expect(s.state.session?.reason).toContain("red");
    expect(s.stage("1")).toBe("waiting");
    expect(s.stream("1").generation).toBe(0);
    expect(s.stream("1").decision?.reasons).toEqual([{ kind: "base-red", gates: ["tests"] }]);
  });
});

/** The same with every object's keys the other way round, and one that says nothing. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  const parts = Object.entries(value).map(([key, part]) => [key, reversed(part)]);
  return { absent: undefined, ...Object.fromEntries(parts.reverse()) };
}
