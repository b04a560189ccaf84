import { describe, expect, it } from "vitest";
import { ended, executing, facts } from "./scenario.fixture.ts";

const crash = ended({ kind: "failed", reason: "crashed", message: "gone" });

describe("the team", () => {
  it("is as large as the work was wide, however much work there was", () => {
    const ids = Array.from({ length: 30 }, (_, index) => `${index + 1}`);
    const s = executing(ids.map((id) => facts(id)));
    s.run();
    expect(ids.every((id) => s.stage(id) === "completed")).toBe(true);
    const members = new Set(ids.map((id) => s.stream(id).agent?.id));
    // Two at work, and those whose work is on its way to land: it may come back to them.
    expect(members.size).toBeLessThan(ids.length);
  });

  it("gives work to who did what it depends on", () => {
    const s = executing([facts("1"), facts("2"), facts("3", { dependsOn: ["self:2"] })]);
    s.run();
    expect(s.stream("3").agent).toEqual(s.stream("2").agent);
    expect(s.stream("1").agent).not.toEqual(s.stream("2").agent);
  });

  it("keeps a member for work that is to be tried again", () => {
    const s = executing([facts("1"), facts("2"), facts("3")]);
    const first = s.stream("1").agent;
    s.run({ "self:1/1/run": crash });
    expect(s.stage("1")).toBe("waiting");
    expect(s.stream("3").agent).not.toEqual(first);
    s.wait(60_000);
    expect(s.stream("1").agent).toEqual(first);
  });
});
