import { describe, expect, it } from "vitest";
import { pendingEffects, replay } from "../index.ts";
import { ended } from "../scenario.fixture.ts";
import { factsOf } from "../../model/state.fixture.ts";
import {
  CODER,
  CRASH,
  HOUR,
  MINUTE,
  NOTHING,
  TeamScenario,
  role,
} from "./standing-team.fixture.ts";

const DONE = ended({ kind: "claimed-done", summary: "done" });

describe("the launch of a team", () => {
  it("starts roles by priority, one after another, before they take work", () => {
    const team = new TeamScenario([factsOf("1")], [CODER, role("architect")]);
    team.live(10_000);
    const started = team.events.filter((event) => event.type === "role-started");
    expect(started.map((event) => ("role" in event ? event.role : ""))).toEqual([
      "architect",
      "code_developer",
    ]);
    expect(started.map(({ atMs }) => atMs)).toEqual([1_000, 2_000]);
    expect(team.stage("1")).toBe("completed");
  });

  it("goes on when everything is done, and takes up what a person adds", () => {
    const team = new TeamScenario([factsOf("1")], [CODER]);
    team.live(HOUR);
    expect(team.state.session?.state).toBe("executing");
    team.roadmap([factsOf("2")]);
    team.live(2 * HOUR);
    expect(team.stage("2")).toBe("completed");
  });

  it("gives a role one work stream at a time, and never a second member", () => {
    const team = new TeamScenario([factsOf("1"), factsOf("2")], [CODER, role("architect")]);
    team.live(10_000, {}, ["run-agent"]);
    expect(team.promised.filter((id) => id.endsWith("/run"))).toEqual(["self:1/1/run"]);
    team.end("self:1/1/run", DONE);
    team.live(MINUTE);
    const names = [...team.state.names.values()];
    expect(names.map(({ id }) => id)).toEqual(["role-code_developer"]);
  });

  it("routes by whole words: a build is no work of the ui's", () => {
    const ux = role("ux", { routes: { words: ["ui"], files: [], rest: false } });
    const build = factsOf("1", { title: "Build the quick guide" });
    const ui = factsOf("2", { title: "A UI for it" });
    const named = factsOf("3", { title: "Anything", assignee: "UX" });
    const team = new TeamScenario([build, ui, named], [CODER, ux]);
    team.live(MINUTE);
    const roleOf = (id: string) => team.stream(id).agent?.role;
    expect([roleOf("1"), roleOf("2"), roleOf("3")]).toEqual(["code_developer", "ux", "ux"]);
  });

  it("lets a role's own agent and model work for it", () => {
    const coder = { ...CODER, agent: "codex", model: "small" };
    const team = new TeamScenario([factsOf("1")], [coder]);
    team.live(10_000, {}, ["run-agent"]);
    const run = pendingEffects(team.state).find(({ kind }) => kind === "run-agent");
    expect(run).toMatchObject({ program: "codex", model: "small" });
  });

  it("lands a role's green work with a person's word alone where its definition says so", () => {
    const team = new TeamScenario([factsOf("1")], [{ ...CODER, autoApprove: false }]);
    team.live(MINUTE);
    expect(team.stage("1")).toBe("needs-person");
    team.act({ kind: "approve", entry: "q-1" });
    team.live(2 * MINUTE);
    expect(team.stage("1")).toBe("completed");
  });

  describe("whose role is busy", () => {
    const page = { words: ["page"], files: [], rest: false };
    const jen = role("jen", { routes: page, capabilities: ["pages"] });
    const roy = role("roy", {
      routes: { ...page, words: ["api"] },
      capabilities: ["api", "pages"],
    });
    const pages = ["1", "2", "3"].map((id) => factsOf(id, { title: "A page" }));
    const api = factsOf("4", { title: "An API" });
    const on = (streams: Parameters<TeamScenario["roadmap"]>[0], roles: (typeof jen)[]) => {
      const team = new TeamScenario(streams, roles);
      team.live(MINUTE, {}, ["run-agent"]);
      return team;
    };
    const rolesIn = (team: TeamScenario, ids: readonly string[]) =>
      ids.map((id) => team.stream(id).agent?.role ?? null);

    it("is taken by one that can all that it can, when it has nothing of its own", () => {
      expect(rolesIn(on(pages, [jen, roy]), ["1", "2", "3"])).toEqual(["jen", "roy", null]);
      expect(rolesIn(on([...pages, api], [jen, roy]), ["1", "2", "3", "4"])).toEqual([
        "jen",
        null,
        null,
        "roy",
      ]);
    });

    it("is left to it by one that cannot, and where nobody says what it can", () => {
      const apis = ["1", "2"].map((id) => factsOf(id, { title: "An API" }));
      expect(rolesIn(on(apis, [jen, roy]), ["1", "2"])).toEqual(["roy", null]);
      const silent = { ...jen, capabilities: [] };
      expect(rolesIn(on(pages, [silent, roy]), ["1", "2"])).toEqual(["jen", null]);
    });

    it("stays with whoever helped out, until it has landed", () => {
      const team = on(pages.slice(0, 2), [jen, roy]);
      team.end("self:2/1/run", CRASH);
      team.end("self:1/1/run", DONE);
      team.live(HOUR);
      expect(rolesIn(team, ["1", "2"])).toEqual(["jen", "roy"]);
      expect(team.stage("2")).toBe("completed");
    });
  });

  it("leaves alone what no role that was started takes", () => {
    const team = new TeamScenario([factsOf("1")], [role("architect")]);
    team.live(HOUR);
    expect(team.stage("1")).toBe("waiting");
  });
});

describe("a role that crashes", () => {
  it("is restarted after 60, 120 and 240 seconds, then is critical, and no crash is more", () => {
    const team = new TeamScenario([factsOf("1"), factsOf("2")], [CODER]);
    team.live(HOUR, { "run-agent": CRASH });
    const started = team.times("role-started");
    expect(started.map((at) => at - (started[0] ?? 0))).toEqual([
      0,
      MINUTE,
      3 * MINUTE,
      7 * MINUTE,
    ]);
    expect(team.times("role-critical")).toHaveLength(1);
    expect(team.events.filter(({ type }) => type === "agent-ended")).toHaveLength(4);
  });

  it("leaves the others at work", () => {
    const ux = role("ux", { routes: { words: ["ui"], files: [], rest: false } });
    const work = [factsOf("1"), factsOf("2", { title: "ui one" })];
    const team = new TeamScenario(work, [CODER, ux]);
    const crash = (effect: { readonly id: string }) =>
      effect.id.startsWith("self:1/") ? CRASH : DONE;
    team.live(HOUR, { "run-agent": crash });
    expect([team.phase("code_developer"), team.phase("ux")]).toEqual(["critical", "up"]);
    expect(team.stage("2")).toBe("completed");
  });

  it("keeps its count through a restart of the orchestrator and of the team", () => {
    const team = new TeamScenario([factsOf("1")], [CODER]);
    team.live(2 * MINUTE, { "run-agent": CRASH });
    const before = team.state.team?.roles[0]?.restarts;
    team.send({ type: "loop-started", atMs: team.nowMs, epoch: 2, version: "test" });
    expect(team.state.team?.roles[0]?.restarts).toBe(before);
    team.act({ kind: "stop", keys: null, now: true });
    team.run();
    team.startTeam([CODER]);
    expect(team.state.team?.roles[0]?.restarts).toBe(before);
    team.live(HOUR, { "run-agent": CRASH });
    expect(team.phase("code_developer")).toBe("critical");
    expect(team.events.filter(({ type }) => type === "agent-ended")).toHaveLength(4);
  });

  it("is forgiven after ten healthy minutes", () => {
    const team = new TeamScenario([factsOf("1")], [CODER]);
    let crashes = 0;
    const once = () => (crashes++ === 0 ? CRASH : DONE);
    team.live(HOUR, { "run-agent": once });
    const [restarted = 0] = team.times("role-started").slice(-1);
    expect(team.times("role-recovered")).toEqual([restarted + 10 * MINUTE]);
    expect(team.state.team?.roles[0]?.restarts).toBe(0);
  });

  it("comes back when a person says so, also from critical", () => {
    const team = new TeamScenario([factsOf("1")], [CODER]);
    team.live(HOUR, { "run-agent": CRASH });
    team.act({ kind: "restart-role", role: "code_developer" });
    team.live(3 * HOUR);
    expect(team.stage("1")).toBe("completed");
    const refused = team.act({ kind: "restart-role", role: "nobody" });
    expect(refused.map(({ type }) => type)).toEqual(["act-refused"]);
  });

  it("is not blamed for what a provider, a limit or a gate did", () => {
    const team = new TeamScenario([factsOf("1")], [CODER]);
    const provider = ended({ kind: "failed", reason: "provider", message: "503" });
    team.live(HOUR, { "run-agent": provider });
    expect(team.phase("code_developer")).toBe("up");
    expect(team.times("role-restarting")).toEqual([]);
  });

  it("holds the whole team for a while when many crash at once", () => {
    const words = ["a1", "b1", "c1"];
    const roles = words.map((word, at) =>
      role(word, { priority: at, routes: { words: [word], files: [], rest: false } }),
    );
    const work = words.map((word, at) => factsOf(String(at + 1), { title: word }));
    const fleet = { crashes: 3, windowMs: 10 * MINUTE, holdMs: 30 * MINUTE };
    const team = new TeamScenario(work, roles, { fleet });
    team.live(20 * MINUTE, { "run-agent": CRASH });
    const [heldAt = 0] = team.times("fleet-held");
    expect(heldAt).toBeGreaterThan(0);
    expect(team.times("role-started").filter((at) => at > heldAt)).toEqual([]);
    team.live(HOUR);
    expect(words.map((word) => team.phase(word))).toEqual(["up", "up", "up"]);
  });
});

describe("a duty", () => {
  const every = { kind: "every", everyMs: HOUR } as const;
  const duty = (when: (typeof architect)["duties"][number]["when"]) => ({
    id: "review",
    title: "Review the specs",
    prompt: "Look at them.",
    when,
  });
  const architect = role("architect", {
    duties: [{ id: "review", title: "Review", prompt: "Look at them.", when: every }],
  });

  it("comes up when its role starts and then at its interval, each time as work of its own", () => {
    const team = new TeamScenario([], [architect]);
    team.live(2.5 * HOUR, NOTHING);
    expect(team.times("duty-done")).toHaveLength(3);
    expect([...team.state.streams.keys()]).toEqual([
      "self:@architect/review-1",
      "self:@architect/review-2",
      "self:@architect/review-3",
    ]);
  });

  it("goes through the gates and lands where it changed something", () => {
    const team = new TeamScenario([], [architect]);
    team.live(HOUR / 2);
    expect(team.times("landed")).toHaveLength(1);
    expect(team.stage("@architect/review-1")).toBe("completed");
  });

  it("is not taken away by a roadmap that does not list it", () => {
    const team = new TeamScenario([], [architect]);
    team.live(MINUTE, {}, ["run-agent"]);
    team.roadmap([], ["@architect/review-1"]);
    expect(team.stage("@architect/review-1")).toBe("running");
  });

  it("is left out while the one before it is still at work, and made up once after a sleep", () => {
    const team = new TeamScenario([], [architect]);
    team.live(3.5 * HOUR, NOTHING, ["prepare"]);
    expect(team.state.streams.size).toBe(1);
    team.run(NOTHING);
    team.nowMs += 100 * HOUR;
    team.live(team.nowMs + MINUTE, NOTHING);
    expect(team.state.streams.size).toBe(2);
  });

  it("comes at its turn by the clock: five past and five past half", () => {
    const turn = { kind: "turn", everyMs: 30 * MINUTE, offsetMs: 5 * MINUTE } as const;
    const team = new TeamScenario([], [role("jen", { duties: [duty(turn)] })]);
    team.live(2 * HOUR, NOTHING);
    expect(team.times("duty-due").map((at) => at / MINUTE)).toEqual([5, 35, 65, 95]);
  });

  it("follows what lands of the roadmap, and not what lands of itself", () => {
    const verify = role("project_manager", {
      duties: [duty({ kind: "event", event: "landed" })],
    });
    const team = new TeamScenario([factsOf("1")], [CODER, verify]);
    team.live(HOUR);
    expect(team.times("duty-due")).toHaveLength(1);
    expect(team.times("landed")).toHaveLength(2);
  });

  it("stays with its team: a batch afterwards does not do it", () => {
    const team = new TeamScenario([], [architect]);
    team.live(MINUTE, {}, ["run-agent"]);
    team.act({ kind: "stop", keys: null, now: true });
    team.run({ "run-agent": ended({ kind: "failed", reason: "stopped", message: "" }) });
    team.start();
    team.run();
    expect(team.state.session?.keys).toEqual([]);
  });
});

describe("a role with turns", () => {
  it("takes work of the roadmap only when its turn comes", () => {
    const turn = { everyMs: 30 * MINUTE, offsetMs: 10 * MINUTE };
    const team = new TeamScenario([factsOf("1"), factsOf("2")], [{ ...CODER, turn }]);
    team.live(HOUR);
    expect(team.times("claimed").map((at) => Math.floor(at / MINUTE))).toEqual([10, 10]);
  });
});

describe("the health of a role", () => {
  it("is told once when it changes, and not again", () => {
    const team = new TeamScenario([], [CODER]);
    const look = (signs: readonly ("cpu" | "memory")[]) =>
      team.send({
        type: "team-observed",
        atMs: team.nowMs,
        readings: [{ role: "code_developer", signs }],
      }).length;
    team.live(MINUTE);
    expect([look([]), look(["cpu"]), look(["cpu"]), look([])]).toEqual([0, 1, 0, 1]);
  });
});

describe("a standing team", () => {
  it("decides the same again from its journal", () => {
    const duties = [
      { id: "look", title: "Look", prompt: "p", when: { kind: "every", everyMs: HOUR } as const },
    ];
    const team = new TeamScenario([factsOf("1")], [CODER, role("architect", { duties })]);
    team.live(6 * HOUR, NOTHING);
    const again = replay(team.turns);
    expect(again.divergence).toBe(null);
    expect(again.state.team).toEqual(team.state.team);
  });

  it("wakes nobody while it waits for work", () => {
    const team = new TeamScenario([], [CODER, role("architect")]);
    team.live(MINUTE);
    const events = team.events.length;
    team.live(72 * HOUR);
    expect(team.events.length).toBe(events);
  });
});
