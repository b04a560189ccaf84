import { describe, expect, it } from "vitest";
import { ended, executing } from "../scenario.fixture.ts";
import { factsOf } from "../../model/state.fixture.ts";

const crash = ended({ kind: "failed", reason: "crashed", message: "gone" });

describe("the team", () => {
  it("is as large as the work was wide, however much work there was", () => {
    const ids = Array.from({ length: 30 }, (_, index) => `${index + 1}`);
    const s = executing(ids.map((id) => factsOf(id)));
    s.run();
    expect(ids.every((id) => s.stage(id) === "completed")).toBe(true);
    const members = new Set(ids.map((id) => s.stream(id).agent?.id));
    // Two at work, and those whose work is on its way to land: it may come back to them.
    expect(members.size).toBeLessThan(ids.length);
  });

  it("gives work to who did what it depends on", () => {
    const s = executing([factsOf("1"), factsOf("2"), factsOf("3", { dependsOn: ["self:2"] })]);
    s.run();
    expect(s.stream("3").agent).toEqual(s.stream("2").agent);
    expect(s.stream("1").agent).not.toEqual(s.stream("2").agent);
  });

  it("gives nobody two streams when work that was given up is opened again", () => {
    const s = executing([factsOf("1"), factsOf("2")], { concurrency: 1 });
    s.run({ "self:1/1/run": ended({ kind: "gave-up", message: "no" }) }, ["self:2/1/run"]);
    expect(s.stream("2").agent).toEqual(s.stream("1").agent);
    s.act({ kind: "set-limit", concurrency: 2 });
    s.act({ kind: "retry", key: "self:1" });
    expect(s.stage("1")).toBe("preparing");
    expect(s.stream("1").agent).not.toEqual(s.stream("2").agent);
  });

  it("keeps a member for work that is to be tried again", () => {
    const s = executing([factsOf("1"), factsOf("2"), factsOf("3")]);
    const first = s.stream("1").agent;
    s.run({ "self:1/1/run": crash });
    expect(s.stage("1")).toBe("waiting");
    expect(s.stream("3").agent).not.toEqual(first);
    s.wait(60_000);
    expect(s.stream("1").agent).toEqual(first);
  });
});
