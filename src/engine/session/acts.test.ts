import { describe, expect, it } from "vitest";
import { ended, executing } from "../scenario.fixture.ts";
import { factsOf } from "../../model/state.fixture.ts";

describe("a person's roadmap", () => {
  it("wins over a waiting stream at once and over a running one when it is collected", () => {
    const s = executing([factsOf("1"), factsOf("2", { dependsOn: ["self:1"] })]);
    s.run({}, ["run-agent"]);
    s.roadmap([factsOf("1", { status: "complete", workable: false })]);
    expect(s.stage("1")).toBe("running");
    expect(s.stage("2")).toBe("preparing");
    s.run();
    expect(s.stream("1").stage).toMatchObject({ kind: "settled", status: "complete" });
    expect(s.stream("1").attempts[0]).toMatchObject({ outcome: "superseded" });
    expect(s.stream("1").attempts[0]?.archiveRef).toBeTruthy();
    expect(s.types()).toContain("released");
    expect(s.state.session?.state).toBe("completed");
  });

  it("may be our own edit coming back: the landing is decided by what landed", () => {
    const s = executing([factsOf("1")]);
    s.run({}, ["land"]);
    s.roadmap([factsOf("1", { status: "complete", workable: false })]);
    expect(s.stage("1")).toBe("landing");
    s.run();
    expect(s.stage("1")).toBe("completed");
    s.roadmap([factsOf("1", { status: "complete", workable: false })]);
    expect(s.stage("1")).toBe("completed");
  });

  it("adds its new streams to a session that is for everything, and to no other", () => {
    const s = executing([factsOf("1")]);
    s.roadmap([factsOf("2")]);
    expect(s.stage("2")).toBe("preparing");
    const t = executing([factsOf("1")], {}, { kind: "streams", keys: ["self:1"] });
    t.roadmap([factsOf("2")]);
    expect(t.stage("2")).toBe("waiting");
    expect(t.reason("2")).toBe("not-selected");
  });

  it("opens again what a person took off the branch, and nothing else", () => {
    const s = executing([factsOf("1")]);
    s.run();
    const { stage } = s.stream("1");
    if (stage.kind !== "completed") throw new Error(stage.kind);
    const { commit } = stage;
    const missed = { type: "landing-missed", key: "self:1", commit } as const;
    s.send({ ...missed, atMs: s.nowMs, commit: "another" });
    s.roadmap([factsOf("1", { status: "complete", workable: false })]);
    s.send({ ...missed, atMs: s.nowMs });
    expect(s.stage("1")).toBe("completed");
    s.roadmap([factsOf("1")]);
    s.send({ ...missed, atMs: s.nowMs });
    expect(s.stage("1")).toBe("waiting");
    expect(s.stream("1").attempts[0]).toMatchObject({ outcome: "landed" });
    s.start();
    s.run();
    expect(s.stream("1").stage).toMatchObject({ kind: "completed", attempt: "self:1/2" });
  });

  it("opens again what it had closed", () => {
    const s = executing([factsOf("1"), factsOf("2")], { concurrency: 1 });
    s.roadmap([], ["2"]);
    expect(s.stage("2")).toBe("settled");
    s.roadmap([factsOf("2")]);
    expect(s.stage("2")).toBe("waiting");
    s.run();
    expect(s.stage("2")).toBe("completed");
  });
});

describe("the scheduler", () => {
  it("runs no more agents than the limit, best rank first", () => {
    const s = executing([
      factsOf("1", { priority: "low" }),
      factsOf("2", { priority: "high" }),
      factsOf("3", { priority: "high", bootstrap: true }),
      factsOf("4", { deadline: "1969-12-31", priority: "low" }),
    ]);
    expect([s.stage("1"), s.stage("2"), s.stage("3"), s.stage("4")]).toEqual([
      "waiting",
      "waiting",
      "preparing",
      "preparing",
    ]);
    expect(s.reason("2")).toBe("limit");
    s.act({ kind: "set-limit", concurrency: 3 });
    expect(s.stage("2")).toBe("preparing");
  });

  it("lets waiting raise the priority so that nothing starves", () => {
    const s = executing([factsOf("1"), factsOf("2", { priority: "low" })], { concurrency: 1 });
    s.run({}, ["run-agent"]);
    s.nowMs += 2 * 3_600_000;
    s.roadmap([factsOf("3", { priority: "high" })]);
    s.run({}, ["self:2/1/run", "self:3/1/run"]);
    expect(s.stage("2")).toBe("running");
    expect(s.stage("3")).toBe("waiting");
  });

  it("serialises streams that say they change the same files, and tells why", () => {
    const s = executing([
      factsOf("1", { files: ["src/a.ts", "src/b.ts"] }),
      factsOf("2", { files: ["src/a.ts", "src/c.ts"] }),
      factsOf("3", { files: ["src/d.ts"] }),
    ]);
    expect(s.stage("2")).toBe("waiting");
    expect(s.stream("2").decision?.reasons).toEqual([
      { kind: "overlap", with: "self:1", share: 0.5, files: ["src/a.ts"] },
    ]);
    expect(s.stage("3")).toBe("preparing");
    s.run({}, ["self:2/1/prepare"]);
    expect(s.stage("2")).toBe("preparing");
  });

  it("does not let a stream overtake a better placed one that waits for the same files", () => {
    const s = executing([factsOf("1", { files: ["a"] })], { concurrency: 3 });
    s.roadmap([factsOf("2", { files: ["a", "b"] }), factsOf("3", { files: ["b"] })]);
    expect(s.reason("2")).toBe("overlap");
    expect(s.stream("3").decision?.reasons).toEqual([{ kind: "priority", behind: "self:2" }]);
    s.run({}, ["self:2/1/prepare"]);
    expect([s.stage("2"), s.reason("3")]).toEqual(["preparing", "overlap"]);
  });

  it("tells of everything that does not start why, once", () => {
    const s = executing([
      factsOf("1"),
      factsOf("2", { defect: "in a cycle: 2 → 2" }),
      factsOf("3", { dependsOn: ["self:1", "self:9"] }),
      factsOf("4", { status: "deferred", workable: false }),
      factsOf("5", { status: "in_progress", assignee: "grace" }),
    ]);
    expect([2, 3, 4, 5].map((id) => s.reason(String(id)))).toEqual([
      "defect",
      "dependency",
      "not-selected",
      "claimed",
    ]);
    const before = s.events.filter((event) => event.type === "decided").length;
    s.wait(1);
    s.wait(1);
    expect(s.events.filter((event) => event.type === "decided")).toHaveLength(before);
  });

  it("gives every agent a name of its own", () => {
    const s = executing([factsOf("1"), factsOf("2"), factsOf("3")], { concurrency: 3 });
    expect(["1", "2", "3"].map((id) => s.stream(id).agent?.name)).toEqual([
      "Aria",
      "Bruno",
      "Aria-2",
    ]);
  });
});

describe("a person", () => {
  it("stops everything and goes on later, with nothing lost", () => {
    const s = executing([factsOf("1"), factsOf("2"), factsOf("3")]);
    s.run({}, ["run-agent"]);
    s.act({ kind: "stop", keys: null, now: false });
    expect(s.state.session?.state).toBe("paused");
    s.run();
    expect([s.stage("1"), s.stage("2"), s.stage("3")]).toEqual(["stopped", "stopped", "waiting"]);
    expect(s.stream("1").attempts[0]?.archiveRef).toBeTruthy();
    expect(s.promised).toEqual([]);
    s.act({ kind: "resume" });
    s.run();
    expect(s.state.session?.state).toBe("completed");
  });

  it("stops an attempt that is only being prepared without starting its agent", () => {
    const s = executing([factsOf("1")]);
    s.act({ kind: "stop", keys: null, now: true });
    s.run();
    expect(s.types()).not.toContain("agent-started");
    expect(s.stage("1")).toBe("stopped");
    expect(s.types()).toContain("released");
  });

  it("lets finished work land in a stopped session, unless it must end now", () => {
    const s = executing([factsOf("1"), factsOf("2")]);
    s.run({}, ["verify"]);
    s.act({ kind: "stop", keys: null, now: false });
    s.run({}, ["self:2/1/verify/1"]);
    expect(s.stage("1")).toBe("completed");
    s.act({ kind: "stop", keys: null, now: true });
    expect(s.stage("2")).toBe("stopped");
    s.act({ kind: "resume" });
    expect(s.stream("2").carry?.work.head).toBe("head of self:2/1");
  });

  it("completes a stopped session whose last work has landed: nothing is left to resume", () => {
    const s = executing([factsOf("1"), factsOf("2", { dependsOn: ["self:1"] })]);
    s.run({}, ["self:2/1/verify/1"]);
    s.act({ kind: "stop", keys: null, now: false });
    expect(s.state.session?.state).toBe("paused");
    s.run();
    expect(s.stage("2")).toBe("completed");
    expect(s.state.session).toMatchObject({ state: "completed", finishedAtMs: s.nowMs });
    expect(s.act({ kind: "resume" })).toMatchObject([{ type: "act-refused" }]);
  });

  it("leaves a stopped session paused while one of its streams is not complete", () => {
    const waits = executing([factsOf("1"), factsOf("2", { dependsOn: ["self:1"] })]);
    waits.run({}, ["self:1/1/land/1"]);
    waits.act({ kind: "stop", keys: null, now: false });
    waits.run();
    expect([waits.stage("1"), waits.stage("2")]).toEqual(["completed", "waiting"]);
    expect(waits.state.session?.state).toBe("paused");
    waits.roadmap([], ["2"]);
    expect(waits.stage("2")).toBe("settled");
    expect(waits.state.session?.state).toBe("completed");
    const held = executing([factsOf("1"), factsOf("2")], { concurrency: 1 });
    held.act({ kind: "pause", key: "self:2" });
    held.run({}, ["self:1/1/land/1"]);
    held.act({ kind: "stop", keys: null, now: false });
    held.run();
    expect(held.state.session?.state).toBe("paused");
  });

  it("pauses what would begin, not what has begun", () => {
    const s = executing([factsOf("1"), factsOf("2")], { concurrency: 1 });
    s.act({ kind: "pause" });
    expect(s.reason("2")).toBe("paused");
    s.run();
    expect([s.stage("1"), s.stage("2")]).toEqual(["completed", "waiting"]);
    s.act({ kind: "resume" });
    s.run();
    expect(s.state.session?.state).toBe("completed");
  });

  it("retries, skips and blocks what stands still and nothing else", () => {
    const s = executing([factsOf("1"), factsOf("2")], { concurrency: 1 });
    s.act({ kind: "block", key: "self:2", reason: "not now" });
    expect(s.stage("2")).toBe("blocked");
    s.act({ kind: "retry", key: "self:2" });
    expect(s.stage("2")).toBe("waiting");
    s.act({ kind: "skip", key: "self:2", reason: "" });
    expect(s.stream("2").stage).toMatchObject({ kind: "skipped", reason: "skipped by a person" });
    for (const kind of ["retry", "skip", "block"] as const) {
      expect(s.act({ kind, key: "self:1", reason: "x" })).toMatchObject([{ type: "act-refused" }]);
      expect(s.act({ kind, key: "self:9", reason: "x" })).toMatchObject([{ type: "act-refused" }]);
    }
  });

  it("takes a limit while a session is open, a paused one too, and no other: it would count for nothing", () => {
    const s = executing([factsOf("1")], { concurrency: 1 });
    s.act({ kind: "pause" });
    expect(s.act({ kind: "set-limit", concurrency: 2 })).toMatchObject([{ type: "limit-set" }]);
    s.act({ kind: "resume" });
    s.run();
    expect(s.state.session?.state).toBe("completed");
    expect(s.act({ kind: "set-limit", concurrency: 3 })).toMatchObject([{ type: "act-refused" }]);
    expect(s.state.concurrency).toBe(2);
  });

  it("starts one session at a time; a paused one gives way and its attempts go on", () => {
    const s = executing([factsOf("1"), factsOf("2")], { concurrency: 1 });
    expect(s.start()).toMatchObject([{ type: "act-refused" }]);
    s.run({}, ["run-agent"]);
    s.act({ kind: "pause" });
    s.start({ kind: "streams", keys: ["self:2"] }, { concurrency: 1 });
    expect(s.state.pastSessions).toMatchObject([{ id: "s-1", state: "failed" }]);
    expect(s.state.session?.keys).toEqual(["self:1", "self:2"]);
    s.run();
    expect([s.stage("1"), s.stage("2")]).toEqual(["completed", "completed"]);
    expect(s.state.session?.state).toBe("completed");
  });

  it("gets a session for the first few that can start, and no others", () => {
    const streams = [
      factsOf("1", { dependsOn: ["self:3"] }),
      factsOf("2"),
      factsOf("3"),
      factsOf("4"),
    ];
    const s = executing(streams, {}, { kind: "next", count: 2 });
    s.run();
    expect(["1", "2", "3", "4"].map((id) => s.stage(id))).toEqual([
      "waiting",
      "completed",
      "completed",
      "waiting",
    ]);
    expect(s.state.session?.state).toBe("completed");
  });

  it("is told at once that there is nothing to do", () => {
    const s = executing([factsOf("1", { status: "complete", workable: false })]);
    expect(s.state.session?.state).toBe("completed");
    expect(s.promised).toEqual([]);
  });

  it("may have the session end at the first failure for good", () => {
    const s = executing([factsOf("1"), factsOf("2")], { concurrency: 1, onFailure: "stop" });
    s.run({ "run-agent": ended({ kind: "gave-up", message: "beyond me" }) });
    expect([s.stage("1"), s.stage("2")]).toEqual(["blocked", "waiting"]);
    expect(s.state.session?.state).toBe("failed");
  });
});
