import { describe, expect, it } from "vitest";
import type { DutyTime } from "../../model/index.ts";
import { factsOf } from "../../model/state.fixture.ts";
import { replay } from "../index.ts";
import { ended } from "../scenario.fixture.ts";
import { CODER, CRASH, HOUR, MINUTE, TeamScenario, role } from "./standing-team.fixture.ts";

const AHEAD = { kind: "ahead", role: "code_developer" } as const;
const AFTER = { kind: "after", role: "code_developer" } as const;
const PROPOSAL = {
  parts: [{ id: "9", title: "A bug", tasks: [], files: [], dependsOn: [] }],
  adds: true,
  diff: "+9",
} as const;

function withDuty(id: string, when: DutyTime, proposes = false) {
  const duty = { id: "look", title: "Look", prompt: "p", when };
  return role(id, { duties: [proposes ? { ...duty, proposes } : duty] });
}

const duties = (team: TeamScenario): string[] =>
  [...team.state.streams.keys()].filter((key) => key.includes("@")).sort();

describe("a duty ahead of another role", () => {
  const architect = withDuty("architect", AHEAD);

  it("is done before the work stream that it is about is begun, and once", () => {
    const team = new TeamScenario([factsOf("1"), factsOf("2")], [CODER, architect]);
    team.live(HOUR);
    expect(duties(team)).toEqual(["self:@architect/look:1", "self:@architect/look:2"]);
    const claims = team.events.flatMap((event) => (event.type === "claimed" ? [event.key] : []));
    for (const id of ["1", "2"]) {
      expect(claims.indexOf(`self:@architect/look:${id}`)).toBeLessThan(
        claims.indexOf(`self:${id}`),
      );
      expect(team.stage(id)).toBe("completed");
    }
    expect(replay(team.turns).divergence).toBe(null);
  });

  it("tells the work stream's reason to wait, and what it is about", () => {
    const team = new TeamScenario([factsOf("1")], [CODER, architect]);
    team.live(MINUTE, {}, ["run-agent"]);
    expect(team.stage("1")).toBe("waiting");
    const on = ["self:@architect/look:1"];
    expect(team.stream("1").decision?.reasons).toEqual([{ kind: "dependency", on }]);
    expect(team.stream("@architect/look:1").facts.duty?.about).toBe("self:1");
  });

  it("comes up for three at a time, the next ones first", () => {
    const five = ["1", "2", "3", "4", "5"].map((id) => factsOf(id));
    const team = new TeamScenario(five, [CODER, architect]);
    team.live(MINUTE, {}, ["run-agent"]);
    expect(duties(team).map((key) => key.at(-1))).toEqual(["1", "2", "3"]);
    team.live(HOUR);
    expect(duties(team)).toHaveLength(5);
    expect(five.map(({ id }) => team.stage(id)).every((kind) => kind === "completed")).toBe(true);
  });

  it("holds nobody up when its role is critical, or when it failed for good", () => {
    const team = new TeamScenario([factsOf("1")], [CODER, architect]);
    team.live(MINUTE, {}, ["run-agent"]);
    for (let crashes = 1; crashes <= 4; crashes++) {
      team.end(`self:@architect/look:1/${crashes}/run`, CRASH);
      team.live(team.nowMs + 10 * MINUTE - 1, {}, ["run-agent"]);
    }
    expect(team.phase("architect")).toBe("critical");
    expect(team.stage("1")).toBe("running");
    const gave = new TeamScenario([factsOf("1")], [CODER, architect]);
    gave.live(MINUTE, {}, ["run-agent"]);
    gave.end("self:@architect/look:1/1/run", ended({ kind: "gave-up", message: "no" }));
    gave.live(HOUR);
    expect(gave.stage("1")).toBe("completed");
  });

  it("holds nothing up that a person skips it for, or gives to somebody", () => {
    const team = new TeamScenario([factsOf("1"), factsOf("2")], [CODER, architect]);
    team.live(MINUTE, {}, ["run-agent"]);
    team.act({ kind: "skip", key: "self:@architect/look:2", reason: "no need" });
    team.live(2 * MINUTE, {}, ["run-agent"]);
    expect([team.stage("1"), team.stage("2")]).toEqual(["waiting", "running"]);
    const given = new TeamScenario([factsOf("1")], [CODER, architect]);
    given.live(MINUTE, {}, ["run-agent"]);
    given.act({ kind: "reassign", key: "self:1", agent: "code_developer" });
    given.live(2 * MINUTE, {}, ["run-agent"]);
    expect(given.stage("1")).toBe("running");
  });

  it("is nothing to a team without the role that it is ahead of", () => {
    const team = new TeamScenario([factsOf("1")], [architect]);
    team.live(HOUR);
    expect(duties(team)).toEqual([]);
  });
});

describe("a duty after another role", () => {
  it("comes up for each of its landings, also while it is still at the one before", () => {
    const manager = withDuty("project_manager", AFTER);
    const ux = role("ux", { routes: { words: ["ui"], files: [], rest: false } });
    const streams = [factsOf("1"), factsOf("2"), factsOf("3", { title: "A UI" })];
    const team = new TeamScenario(streams, [CODER, manager, ux]);
    team.live(HOUR);
    expect(duties(team)).toEqual([
      "self:@project_manager/look:1-1",
      "self:@project_manager/look:2-1",
    ]);
    expect(team.times("landed")).toHaveLength(5);
  });

  it("comes up for what lands while the team is paused, and is done when it goes on", () => {
    const manager = withDuty("project_manager", AFTER);
    const team = new TeamScenario([factsOf("1")], [CODER, manager]);
    team.live(MINUTE, {}, ["verify"]);
    team.act({ kind: "pause" });
    team.live(5 * MINUTE);
    expect(team.state.session?.state).toBe("paused");
    expect(team.stage("1")).toBe("completed");
    expect(team.stage("@project_manager/look:1-1")).toBe("waiting");
    team.act({ kind: "resume" });
    team.live(HOUR);
    expect(team.stage("@project_manager/look:1-1")).toBe("completed");
  });

  it("proposes work that nobody begins before a person approves it", () => {
    const manager = withDuty("project_manager", AFTER, true);
    const team = new TeamScenario([factsOf("1")], [CODER, manager]);
    const answers = { "propose-split": { kind: "split-proposed", proposal: PROPOSAL } } as const;
    team.live(HOUR, answers);
    expect(team.times("landed")).toHaveLength(1);
    const key = "@project_manager/look:1-1";
    expect(team.stage(key)).toBe("settled");
    const entry = team.stream(key).recovery?.escalation?.entry ?? "";
    team.act({ kind: "approve", entry });
    expect(team.promised.some((id) => id.includes("/apply-split"))).toBe(true);
  });
});
