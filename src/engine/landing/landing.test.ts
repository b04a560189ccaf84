import { describe, expect, it } from "vitest";
import type { Effect, Outcome } from "../../model/index.ts";
import { Scenario, executing, report } from "../scenario.fixture.ts";
import { factsOf } from "../../model/state.fixture.ts";

const red = (effect: Effect): Outcome => {
  if (effect.kind === "verify") {
    return { kind: "verified", report: report(effect.candidate.tree, "failed") };
  }
  if (effect.kind === "verify-alone") {
    return { kind: "verified", report: report(effect.work.tree, "failed") };
  }
  throw new Error(effect.kind);
};

describe("landing", () => {
  it("lands one after another, each verified on the head the one before it left", () => {
    const s = executing([factsOf("1"), factsOf("2")]);
    s.run({}, ["verify"]);
    expect(s.stage("1")).toBe("verifying");
    expect(s.stage("2")).toBe("queued");
    s.run();
    const landed = s.events.filter((event) => event.type === "landed");
    expect(landed[1]?.onto).toBe(landed[0]?.commit);
  });

  it("holds no slot while it waits for its turn", () => {
    const s = executing([factsOf("1"), factsOf("2"), factsOf("3")], { concurrency: 1 });
    s.run({}, ["verify"]);
    expect([s.stage("1"), s.stage("2"), s.stage("3")]).toEqual(["verifying", "queued", "queued"]);
  });

  it("sends red work back to the same agent with the exact output, and blocks it in the end", () => {
    const s = executing([factsOf("1")]);
    s.run({ verify: red }, ["self:1/2/prepare"]);
    expect(s.stream("1")).toMatchObject({
      generation: 2,
      rejections: 1,
      rejection: { reason: { kind: "gate-failed", gates: ["tests"] } },
      carry: { work: { tree: "tree of self:1/1" }, rebase: false },
    });
    expect(s.stream("1").rejection?.evidence).toContain("output of failed");
    s.run({ verify: red });
    expect(s.stream("1").stage).toMatchObject({ kind: "blocked", reason: "gates failed: tests" });
    expect(s.stream("1").attempts.map((each) => each.agent.name)).toEqual(["Aria", "Aria", "Aria"]);
  });

  it("names the suspects of work that is green alone and red together", () => {
    const s = executing([factsOf("1"), factsOf("2")], { rejectionsMax: 1 });
    s.run({ "self:2/1/verify/1": red });
    expect(s.stream("2").rejection?.reason).toEqual({
      kind: "semantic-conflict",
      gates: ["tests"],
      suspects: ["self:1"],
    });
    expect(s.stream("2").carry?.rebase).toBe(true);
    expect(s.stage("1")).toBe("completed");
  });

  it("blames work that is red by itself, whatever landed meanwhile", () => {
    const s = executing([factsOf("1"), factsOf("2")], { rejectionsMax: 1 });
    s.run({ "self:2/1/verify/1": red, "verify-alone": red });
    expect(s.stream("2").rejection?.reason.kind).toBe("gate-failed");
  });

  it("blames nobody for a gate that could not look", () => {
    const s = executing([factsOf("1")]);
    s.run({}, ["verify"]);
    const tree = "tree of self:1/1 on c0";
    s.end("self:1/1/verify/1", { kind: "verified", report: report(tree, "unavailable") });
    expect(s.stage("1")).toBe("verifying");
    expect(s.promised).not.toContain("self:1/1/verify/1");
    s.wait(1_000);
    s.run();
    expect(s.stage("1")).toBe("completed");
    expect(s.stream("1").rejections).toBe(0);
  });

  it("takes no verdict about another tree", () => {
    const s = executing([factsOf("1")]);
    s.run({}, ["verify"]);
    s.end("self:1/1/verify/1", { kind: "verified", report: report("some other tree") });
    expect(s.stage("1")).toBe("verifying");
  });

  it("builds the candidate again when the branch has moved, under a new number", () => {
    const s = executing([factsOf("1")]);
    s.run({}, ["land"]);
    s.head.commit = "a person's";
    s.run({}, ["verify"]);
    expect(s.promised).toContain("self:1/1/verify/2");
    expect(s.end("self:1/1/verify/1", { kind: "verified", report: report("x") })).toEqual([]);
    s.run();
    expect(s.events.filter((event) => event.type === "landed")).toMatchObject([
      { onto: "a person's" },
    ]);
  });

  it("pauses between rebuilds on a branch that never stands still", () => {
    const s = executing([factsOf("1")]);
    let moves = 0;
    s.run({ land: () => ({ kind: "head-moved", head: `p${moves++}` }) });
    expect(s.stage("1")).toBe("merging");
    expect(moves).toBe(50);
    expect(s.promised).toEqual([]);
  });

  it("uses a green verdict about the same tree on the same head again", () => {
    const s = executing([factsOf("1")]);
    s.run({ land: { kind: "refused", message: "no permission" } });
    expect(s.stage("1")).toBe("blocked");
    s.act({ kind: "retry", key: "self:1" });
    s.start();
    s.run(
      {
        merge: () => {
          const candidate = { commit: "c", tree: "tree of self:1/1 on c0", onto: "c0", files: [] };
          return { kind: "candidate-built", candidate };
        },
      },
      ["land"],
    );
    expect(s.events.findLast((event) => event.type === "verified")).toMatchObject({ cached: true });
    expect(s.stage("1")).toBe("landing");
  });

  it("waits for a person where one must agree, and lets the others land", () => {
    const s = executing([factsOf("1"), factsOf("2")]);
    s.run({
      "self:1/1/verify/1": (effect) => ({
        kind: "verified",
        report: report(effect.kind === "verify" ? effect.candidate.tree : "", "passed", [
          "test deleted",
        ]),
      }),
    });
    expect([s.stage("1"), s.stage("2")]).toEqual(["needs-person", "completed"]);
    expect(s.state.session).toMatchObject({ state: "failed" });
    s.act({ kind: "land", key: "self:1", force: false });
    s.run({}, ["verify"]);
    expect(s.promised).toEqual(["self:1/1/verify/2"]);
    s.run();
    expect(s.stream("1").stage).toMatchObject({ kind: "completed", forced: false });
  });

  it("lets a person land what waited through later sessions, and looks at the branch again", () => {
    const s = executing([factsOf("1")]);
    s.run({
      "self:1/1/verify/1": (effect) => ({
        kind: "verified",
        report: report(effect.kind === "verify" ? effect.candidate.tree : "", "passed", ["risky"]),
      }),
    });
    s.start();
    expect(s.state.session).toMatchObject({ id: "s-2", state: "completed" });
    s.act({ kind: "land", key: "self:1", force: false });
    const red = report("base-tree", "failed");
    s.run({ "verify-base": { kind: "base-verified", head: "c0", report: red } });
    expect(s.stage("1")).toBe("needs-person");
    s.act({ kind: "land", key: "self:1", force: false });
    s.run();
    expect(s.stream("1").stage).toMatchObject({ kind: "completed", forced: false });
  });

  it("judges a commit of somebody else before it blames the work that was merged with it", () => {
    const s = executing([factsOf("1"), factsOf("2")]);
    s.run({}, ["merge"]);
    s.head.commit = "pushed by a person";
    s.run(
      {
        verify: (effect) => ({
          kind: "verified",
          report: report(effect.kind === "verify" ? effect.candidate.tree : "", "failed"),
        }),
      },
      ["verify-base"],
    );
    expect([s.stage("1"), s.stage("2")]).toEqual(["queued", "queued"]);
    const { commit: head } = s.head;
    s.run({ "verify-base": { kind: "base-verified", head, report: report("t", "failed") } });
    expect(s.state.session?.state).toBe("failed");
    expect(s.state.session?.reason).toContain("red at pushed by a ");
    expect([s.stage("1"), s.stage("2")]).toEqual(["stopped", "stopped"]);
    expect(s.stream("1")).toMatchObject({ rejections: 0, rejection: null });
    s.start();
    s.run();
    expect([s.stage("1"), s.stage("2")]).toEqual(["completed", "completed"]);
  });

  it("blames the work when somebody else's commit is green by itself", () => {
    const s = executing([factsOf("1")]);
    s.run({}, ["merge"]);
    s.head.commit = "pushed by a person";
    s.run({
      "self:1/1/verify/1": (effect) => ({
        kind: "verified",
        report: report(effect.kind === "verify" ? effect.candidate.tree : "", "failed"),
      }),
      "self:1/1/verify/2": (effect) => ({
        kind: "verified",
        report: report(effect.kind === "verify" ? effect.candidate.tree : "", "failed"),
      }),
    });
    expect(s.events.filter(({ type }) => type === "base-doubted")).toHaveLength(1);
    expect(s.events.find(({ type }) => type === "rejected")).toMatchObject({
      rejection: { reason: { kind: "semantic-conflict", suspects: [] } },
    });
    expect(s.stage("1")).toBe("completed");
  });

  it("goes on after a pause with the branch looked at again, if it was red", () => {
    const s = executing([factsOf("1")]);
    s.run({}, ["merge"]);
    s.act({ kind: "pause" });
    s.head.commit = "pushed by a person";
    s.run({
      verify: (effect) => ({
        kind: "verified",
        report: report(effect.kind === "verify" ? effect.candidate.tree : "", "failed"),
      }),
      "verify-base": { kind: "base-verified", head: s.head.commit, report: report("t", "failed") },
    });
    expect(s.promised).toEqual([]);
    expect(s.stage("1")).toBe("stopped");
    s.act({ kind: "resume" });
    s.run();
    expect(s.stage("1")).toBe("completed");
  });

  it("blocks work that a gate can never look at, with the gate's reason", () => {
    const s = executing([factsOf("1")]);
    let looks = 0;
    const unavailable = (effect: Effect) => {
      looks += 1;
      return {
        kind: "verified" as const,
        report: report(effect.kind === "verify" ? effect.candidate.tree : "", "unavailable"),
      };
    };
    for (let turn = 0; turn < 100; turn++) {
      s.run({ verify: unavailable });
      s.wait(60_000);
    }
    expect(looks).toBe(20);
    expect(s.stream("1").stage).toMatchObject({ kind: "blocked" });
    expect(JSON.stringify(s.stream("1").stage)).toContain("gate tests could not look");
    expect(s.state.session?.state).toBe("failed");
  });

  it("gives up a branch that no gate can look at, and looks as often in the next session", () => {
    const s = new Scenario();
    s.roadmap([factsOf("1")]);
    let looks = 0;
    const unavailable = () => {
      looks += 1;
      return {
        kind: "base-verified" as const,
        head: "c0",
        report: report("base-tree", "unavailable"),
      };
    };
    for (const session of [1, 2]) {
      s.start();
      for (let turn = 0; turn < 100; turn++) {
        s.run({ "verify-base": unavailable });
        s.wait(60_000);
      }
      expect(looks).toBe(20 * session);
      expect(s.state.session?.state).toBe("failed");
      expect(s.state.session?.reason).toContain("could not be judged: gate tests could not look");
    }
  });

  it("begins nothing more while the line to land is long, and says so", () => {
    const many = Array.from({ length: 40 }, (_, index) => factsOf(`${index + 1}`));
    const s = executing(many, { concurrency: 8 });
    s.run({}, ["merge"]);
    const stages = many.map(({ id }) => s.stage(id));
    expect(stages.filter((stage) => stage === "queued").length).toBeGreaterThanOrEqual(16);
    expect(stages.filter((stage) => stage === "waiting").length).toBeGreaterThanOrEqual(15);
    expect(s.reason("40")).toBe("landings");
    s.run();
    expect(s.state.session?.state).toBe("completed");
  });

  it("sends conflicts back to be redone on the present head", () => {
    const s = executing([factsOf("1")], { rejectionsMax: 1 });
    s.run({ merge: { kind: "conflicted", onto: "c0", files: ["a.ts"] } });
    expect(s.stream("1").stage).toMatchObject({ reason: "merge conflict in a.ts" });
    expect(s.stream("1").carry?.rebase).toBe(true);
  });

  it("verifies nothing and lands nothing when asked so, unless a person forces it", () => {
    const s = executing([factsOf("1")], { verify: false });
    s.run();
    expect(s.stage("1")).toBe("unverified");
    expect(s.types()).not.toContain("base-judged");
    expect(s.act({ kind: "land", key: "self:1", force: false })[0]?.type).toBe("act-refused");
    s.act({ kind: "land", key: "self:1", force: true });
    s.run();
    expect(s.stream("1").stage).toMatchObject({ kind: "completed", forced: true });
    expect(s.types()).not.toContain("verified");
  });
});
