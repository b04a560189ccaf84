import { describe, expect, it } from "vitest";
import type { Effect, Outcome, PersonAct } from "../../model/index.ts";
import { replay } from "../replay.ts";
import { type Scenario, executing, report } from "../scenario.fixture.ts";
import { factsOf } from "../../model/state.fixture.ts";

function landed(...ids: readonly Parameters<typeof factsOf>[]): Scenario {
  const s = executing(ids.map((id) => factsOf(...id)));
  s.run();
  return s;
}

function refusal(s: Scenario, act: PersonAct): string {
  const [event] = s.act(act);
  return event?.type === "act-refused" ? event.message : `not refused: ${event?.type}`;
}

const rollback = (id: string, withDependents = false): PersonAct => ({
  kind: "rollback",
  key: `self:${id}`,
  withDependents,
});
const checkpoint = (name: string): PersonAct => ({ kind: "checkpoint", name, why: "test" });
const restore = (name: string): PersonAct => ({ kind: "restore-checkpoint", name });

const redRevert = (effect: Effect): Outcome => {
  if (effect.kind !== "verify-revert") throw new Error(effect.kind);
  return { kind: "verified", report: report(effect.candidate.tree, "failed") };
};

function undone(s: Scenario): readonly string[] {
  const begun = s.events.findLast((event) => event.type === "rollback-begun");
  return begun?.type === "rollback-begun" ? begun.changes.map(({ what }) => what) : [];
}

describe("a rollback", () => {
  it("takes a checkpoint, reverts, verifies, lands, and opens the stream again for a person", () => {
    const s = landed(["1"]);
    const from = s.events.length;
    s.act(rollback("1"));
    s.run();
    expect(s.types().slice(from)).toEqual([
      "checkpoint-begun",
      "rollback-begun",
      "checkpoint-kept",
      "rollback-built",
      "rollback-verified",
      "rolled-back",
      "checkout-moved",
    ]);
    expect(s.stream("1")).toMatchObject({
      stage: { kind: "skipped", reason: "rolled back by ada (1)" },
      facts: { status: "not_started" },
    });
    expect(s.promised).toEqual([]);
  });

  it("lets what it opened be done and landed anew", () => {
    const s = landed(["1"]);
    s.act(rollback("1"));
    s.run();
    s.act({ kind: "retry", key: "self:1" });
    s.start({ kind: "streams", keys: ["self:1"] });
    s.run();
    expect(s.stage("1")).toBe("completed");
    expect(s.state.targets.get("self")?.landed).toHaveLength(2);
  });

  it("names what landed on top, and undoes it too, newest first, when that is asked for", () => {
    const s = landed(["1"], ["2", { dependsOn: ["self:1"] }], ["3", { dependsOn: ["self:2"] }]);
    expect(refusal(s, rollback("1"))).toContain("2, 3 landed on top of 1");
    s.act(rollback("1", true));
    expect(undone(s)).toEqual(["3", "2", "1"]);
    s.run();
    expect(["1", "2", "3"].map((id) => s.stage(id))).toEqual(["skipped", "skipped", "skipped"]);
  });

  it("is refused while something that builds on it is being worked on", () => {
    const s = executing([factsOf("1"), factsOf("2", { dependsOn: ["self:1"] })]);
    s.run({}, ["self:2/1/run"]);
    expect(refusal(s, rollback("1"))).toBe("2 builds on 1 and is running; stop it first");
  });

  it("is refused for what has not landed, and while another is under way", () => {
    const s = landed(["1"], ["2"], ["3", { status: "complete" }]);
    expect(refusal(s, rollback("3"))).toContain("3 is settled");
    s.act(rollback("1"));
    expect(refusal(s, rollback("2"))).toContain("1 is being undone");
  });

  it("changes nothing when the gates fail without it, and says which", () => {
    const s = landed(["1"]);
    s.act(rollback("1"));
    s.run({ "verify-revert": redRevert });
    const refused = s.events.findLast((event) => event.type === "rollback-refused");
    expect(refused).toMatchObject({ message: expect.stringContaining("tests fails") });
    expect(s.stage("1")).toBe("completed");
    expect(s.promised).toEqual([]);
  });

  it("is built anew when the branch moves, and lands nothing in between", () => {
    const s = landed(["1"]);
    s.act(rollback("1"));
    s.run({}, ["land-revert"]);
    s.head.commit = "a person's";
    s.run();
    const ids = s.events.filter((event) => event.type === "rollback-built");
    expect(ids).toHaveLength(2);
    expect(s.stage("1")).toBe("skipped");
  });

  it("keeps finished work in line until it is over", () => {
    const s = executing([factsOf("1"), factsOf("2")]);
    s.run({}, ["self:2/1/run"]);
    s.act(rollback("1"));
    s.run({}, ["revert"]);
    expect(s.stage("2")).toBe("queued");
    s.run();
    expect(s.stage("2")).toBe("completed");
  });

  it("counts an answer once, and none to what was given up", () => {
    const s = landed(["1"]);
    s.act(rollback("1"));
    s.run({ revert: { kind: "conflicted", onto: "x", files: ["a.ts"] } });
    expect(s.end("self/revert/1", { kind: "nothing-to-land" })).toEqual([]);
    expect(s.end("self/land-revert/1", { kind: "landed", commit: "x", diverted: false })).toEqual(
      [],
    );
  });
});

describe("a checkpoint", () => {
  it("is restored by undoing what landed since, which can be undone in its turn", () => {
    const s = executing([factsOf("1"), factsOf("2"), factsOf("3")], { concurrency: 1 });
    s.run({}, ["self:2/1/prepare"]);
    s.act(checkpoint("before"));
    s.run();
    s.act(restore("before"));
    expect(undone(s)).toEqual(["3", "2"]);
    s.run();
    expect(["1", "2", "3"].map((id) => s.stage(id))).toEqual(["completed", "skipped", "skipped"]);
    const own = [...s.state.checkpoints.keys()].find((name) => name.startsWith("before-restore"));
    s.act(restore(own ?? ""));
    s.run();
    expect(["1", "2", "3"].map((id) => s.stage(id))).toEqual([
      "completed",
      "completed",
      "completed",
    ]);
    s.act(restore("before"));
    expect(undone(s)).toHaveLength(4);
    s.run();
    expect(["1", "2", "3"].map((id) => s.stage(id))).toEqual(["completed", "skipped", "skipped"]);
  });

  it("is refused under a taken or impossible name, and when there is nothing to restore", () => {
    const s = landed(["1"]);
    s.act(checkpoint("a"));
    expect(refusal(s, restore("a"))).toContain("there is no checkpoint a");
    s.run();
    expect(refusal(s, checkpoint("a"))).toContain("already");
    expect(refusal(s, checkpoint("../a"))).toContain("letters");
    expect(refusal(s, restore("a"))).toContain("nothing has landed since");
    expect(refusal(s, restore("b"))).toContain("no checkpoint b");
  });

  it("that cannot be kept lets nothing be undone", () => {
    const s = landed(["1"]);
    s.act(rollback("1"));
    s.run({ "keep-checkpoint": { kind: "refused", message: "no room" } });
    expect(s.types().slice(-2)).toEqual(["checkpoint-dropped", "rollback-refused"]);
    expect(s.stage("1")).toBe("completed");
  });

  it("is made at the end of each level, where the session asks for it", () => {
    const streams = [factsOf("1"), factsOf("2"), factsOf("3", { dependsOn: ["self:1", "self:2"] })];
    const s = executing(streams, { checkpoints: true });
    s.run();
    expect([...s.state.checkpoints.keys()]).toEqual(["s-1-level-1", "s-1-level-2"]);
    expect(s.state.checkpoints.get("s-1-level-1")?.positions[0]?.landings).toBe(2);
  });

  it("makes room by letting the oldest automatic one go, never a person's", () => {
    const s = landed(["1"]);
    for (let n = 1; n < 100; n++) s.act(checkpoint(`mine-${n}`));
    s.run();
    s.act(rollback("1"));
    s.run();
    expect(refusal(s, checkpoint("mine-101"))).toContain("not refused");
    s.run();
    expect([...s.state.checkpoints.values()].filter(({ automatic }) => automatic)).toEqual([]);
    expect(refusal(s, checkpoint("mine-102"))).toContain("let some go");
    s.act({ kind: "drop-checkpoints", names: ["mine-1"] });
    s.run();
    expect(s.state.checkpoints.has("mine-1")).toBe(false);
  });

  it("and every rollback replays to the same decisions", () => {
    const s = executing([factsOf("1"), factsOf("2")], { checkpoints: true });
    s.run();
    s.act(rollback("1"));
    s.run();
    s.act(restore("before-rollback-2"));
    s.run();
    const replayed = replay(s.turns);
    expect(replayed.divergence).toBeNull();
    expect(replayed.state).toEqual(s.state);
  });
});
