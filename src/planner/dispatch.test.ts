import { describe, expect, it } from "vitest";
import { dispatchOrder } from "./dispatch.ts";
import { roadmapOf } from "./facts.fixture.ts";

const LIMITS = { concurrency: 2, overlapMax: 0.2 };

describe("what hangs on a stream", () => {
  it("is the most for what the longest chain waits for", () => {
    const facts = roadmapOf({ alone: [], first: [], second: ["first"], third: ["second"] });
    const order = dispatchOrder(facts, new Map(), LIMITS);
    const of = (id: string): number => order.get(`self:${id}`) ?? -1;
    expect(of("first")).toBeGreaterThan(of("second"));
    expect(of("second")).toBeGreaterThan(of("alone"));
    expect(of("third")).toBe(of("alone"));
  });

  it("follows the estimates, and is none where streams wait for one another", () => {
    const facts = roadmapOf({ short: [], long: [] });
    const order = dispatchOrder(facts, new Map([["self:long", 90_000]]), LIMITS);
    expect(order.get("self:long") ?? 0).toBeGreaterThan(order.get("self:short") ?? 0);
    expect(dispatchOrder(roadmapOf({ a: ["b"], b: ["a"] }), new Map(), LIMITS).size).toBe(0);
  });

  it("does not depend on the order of the lines", () => {
    const facts = roadmapOf({ a: [], b: [], c: ["a"], d: ["c", "b"], e: [] });
    const there = dispatchOrder(facts, new Map([["self:b", 900]]), LIMITS);
    const back = dispatchOrder([...facts].reverse(), new Map([["self:b", 900]]), LIMITS);
    expect(new Set(back)).toEqual(new Set(there));
  });
});
