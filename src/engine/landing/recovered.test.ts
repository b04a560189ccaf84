import { describe, expect, it } from "vitest";
import { Scenario } from "../scenario.fixture.ts";
import { factsOf } from "../../model/state.fixture.ts";

function recovered(status: "complete" | "not_started"): Scenario {
  const s = new Scenario();
  s.roadmap([factsOf("1", { status }), factsOf("2")]);
  s.send({
    type: "recovered",
    atMs: s.nowMs,
    source: "git",
    epoch: 1_000,
    targets: ["self"],
    generations: [
      { key: "self:1", generation: 3 },
      { key: "self:gone", generation: 9 },
    ],
    landed: [{ key: "self:1", attempt: "self:1/3", commit: "c1", onto: "c0" }],
  });
  return s;
}

describe("what was recovered", () => {
  it("is complete where the branch and the roadmap say so, and can be rolled back again", () => {
    const s = recovered("complete");
    expect(s.stream("1").stage).toMatchObject({ kind: "completed", commit: "c1" });
    s.head.commit = "c1";
    s.act({ kind: "rollback", key: "self:1", withDependents: false });
    s.run();
    expect(s.stage("1")).toBe("skipped");
  });

  it("gives no attempt's and no leader's number a second time", () => {
    const s = recovered("not_started");
    expect(s.stage("1")).toBe("waiting");
    expect(s.state.epoch).toBe(1_000);
    s.send({ type: "loop-started", atMs: s.nowMs, epoch: 1_001, version: "test" });
    s.start({ kind: "streams", keys: ["self:1"] });
    s.run();
    expect(s.stream("1")).toMatchObject({ generation: 4, stage: { kind: "completed" } });
  });
});
