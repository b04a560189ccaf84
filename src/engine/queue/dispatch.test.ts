import { describe, expect, it } from "vitest";
import { dispatchOf } from "./dispatch.ts";
import { executing } from "../scenario.fixture.ts";
import { factsOf } from "../../model/state.fixture.ts";

const LEARNED = { learned: { seconds: {}, proven: {} } };
const CHAIN = [
  factsOf("1"),
  factsOf("2"),
  factsOf("3"),
  factsOf("4", { dependsOn: ["self:3"] }),
  factsOf("5", { dependsOn: ["self:4"] }),
];

describe("which ready stream starts first", () => {
  it("is the one most hangs on, where the policy holds what was learned", () => {
    const s = executing(CHAIN, { concurrency: 1, ...LEARNED });
    expect(s.stage("3")).toBe("preparing");
    expect(s.stage("1")).toBe("waiting");
  });

  it("is the roadmap's first under a policy of older journals", () => {
    const s = executing(CHAIN, { concurrency: 1 });
    expect(s.stage("1")).toBe("preparing");
  });

  it("is what a person calls urgent all the same", () => {
    const urgent = CHAIN.map((one) =>
      one.id === "2" ? { ...one, priority: "high" as const } : one,
    );
    const s = executing(urgent, { concurrency: 1, ...LEARNED });
    expect(s.stage("2")).toBe("preparing");
  });

  it("follows what history says of the time that work takes", () => {
    const learned = { seconds: { "self:2": 86_400 }, proven: {} };
    const s = executing(CHAIN.slice(0, 3), { concurrency: 1, learned });
    expect(s.stage("2")).toBe("preparing");
  });
});

describe("the order of an engine that was restarted", () => {
  it("is that of one that was not, whatever changed meanwhile (law I12)", () => {
    const s = executing(CHAIN, { concurrency: 1, ...LEARNED });
    const same = (): void => {
      // Another object of the same content: its worklist is built anew, as from a snapshot.
      expect([...dispatchOf({ ...s.state })]).toEqual([...dispatchOf(s.state)]);
    };
    same();
    s.send({
      type: "roadmap-observed",
      atMs: s.state.nowMs + 1,
      target: "self",
      digest: "another",
      upserted: [factsOf("2", { effort: "XL" }), factsOf("6", { dependsOn: ["self:2"] })],
      removed: ["self:5"],
    });
    same();
    expect(dispatchOf(s.state).get("self:2") ?? 0).toBeGreaterThan(
      dispatchOf(s.state).get("self:1") ?? 0,
    );
    s.run();
    same();
  });
});

describe("who is asked first of those who are free", () => {
  it("is whoever did what it depends on, whatever was proven", () => {
    const streams = [factsOf("1"), factsOf("2"), factsOf("3", { dependsOn: ["self:1", "self:2"] })];
    const last = { ...factsOf("4", { title: "Fix the totals" }), dependsOn: ["self:3"] };
    const of = (proven: readonly string[]) => {
      const s = executing([...streams, last], {
        learned: { seconds: {}, proven: { fix: proven } },
      });
      s.run();
      return s.stream("4").agent?.name;
    };
    expect(of(["Bruno"])).toBe(of(["Aria"]));
  });

  it("is otherwise whoever has proven on that kind of work", () => {
    const fix = factsOf("9", { title: "Fix the totals", files: ["a", "b"] });
    const of = (proven: readonly string[]) => {
      // It waits for both, because it touches what both touch, and goes on from neither.
      const streams = [factsOf("1", { files: ["a"] }), factsOf("2", { files: ["b"] }), fix];
      const s = executing(streams, { learned: { seconds: {}, proven: { fix: proven } } });
      s.run();
      return s.stream("9").agent?.name;
    };
    expect([of(["Bruno"]), of(["Aria"])]).toEqual(["Bruno", "Aria"]);
  });
});
