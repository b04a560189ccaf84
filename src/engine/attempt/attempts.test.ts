import { describe, expect, it } from "vitest";
import type { Outcome } from "../../model/index.ts";
import { ended, executing, goodOutcome } from "../scenario.fixture.ts";
import { factsOf } from "../../model/state.fixture.ts";

const crash: Outcome = ended({ kind: "failed", reason: "crashed", message: "segmentation fault" });

describe("an attempt that fails", () => {
  it("is tried again by the same agent after a pause that doubles, then blocked with the reason", () => {
    const s = executing([factsOf("1")]);
    s.run({ "run-agent": crash });
    const agent = s.stream("1").agent;
    expect(s.reason("1")).toBe("backoff");
    s.wait(59_999);
    expect(s.stage("1")).toBe("waiting");
    s.wait(1);
    expect(s.stage("1")).toBe("preparing");
    expect(s.stream("1").agent).toEqual(agent);
    s.run({ "run-agent": crash });
    s.wait(119_999);
    expect(s.stage("1")).toBe("waiting");
    s.wait(1);
    s.run({ "run-agent": crash });
    expect(s.stream("1").stage).toMatchObject({
      kind: "blocked",
      reason: "crashed: segmentation fault",
      attempt: "self:1/3",
    });
    expect(s.state.session?.state).toBe("failed");
    expect(s.state.session?.reason).toContain("crashed");
  });

  it("is done with when it claims success and left nothing", () => {
    const s = executing([factsOf("1")]);
    s.run({
      collect: (effect) => {
        const good = goodOutcome(effect, s.head);
        if (good.kind !== "collected") throw new Error(good.kind);
        return { kind: "collected", work: { ...good.work, head: good.work.base } };
      },
    });
    expect(s.stream("1").attempts[0]).toMatchObject({ outcome: "failed", failure: "no-result" });
    expect(s.types()).not.toContain("merge-started");
  });

  it("lands that it is done where it is a check that found nothing to change", () => {
    const s = executing([{ ...factsOf("1"), isCheck: true }, factsOf("2")]);
    const empty = new Set<boolean>();
    s.run({
      collect: (effect) => {
        const good = goodOutcome(effect, s.head);
        if (good.kind !== "collected" || effect.kind !== "collect") throw new Error(good.kind);
        if (effect.key !== "self:1") return good;
        return { kind: "collected", work: { ...good.work, head: good.work.base, files: [] } };
      },
      merge: (effect) => {
        if (effect.kind !== "merge") throw new Error(effect.kind);
        if (effect.key === "self:1") empty.add(effect.mayBeEmpty === true);
        else expect(effect.mayBeEmpty).toBeUndefined();
        return goodOutcome(effect, s.head);
      },
    });
    expect([...empty]).toEqual([true]);
    expect(s.stage("1")).toBe("completed");
  });

  it("is sent back when it claims success in the middle of a merge", () => {
    const s = executing([factsOf("1")]);
    s.run(
      {
        collect: (effect) => {
          const good = goodOutcome(effect, s.head);
          if (good.kind !== "collected") throw new Error(good.kind);
          return { kind: "collected", work: { ...good.work, unresolved: ["a.txt"] } };
        },
      },
      ["self:1/2/run"],
    );
    expect(s.stream("1").attempts[0]).toMatchObject({ outcome: "rejected" });
    expect(s.stream("1").rejection?.evidence).toContain("unfinished, with conflicts in:\na.txt");
    expect(s.types()).not.toContain("merge-started");
  });

  it("is sent back with where its work is when that is on a branch or in the stash", () => {
    const s = executing([factsOf("1")]);
    const elsewhere = [
      { kind: "branch", name: "feature-x", commit: "c7" },
      { kind: "stash", name: "", commit: "c8" },
    ] as const;
    s.run(
      {
        collect: (effect) => {
          const good = goodOutcome(effect, s.head);
          if (good.kind !== "collected") throw new Error(good.kind);
          const { base } = good.work;
          return { kind: "collected", work: { ...good.work, head: base, files: [], elsewhere } };
        },
      },
      ["self:1/2/run"],
    );
    const { attempts, rejection, failures } = s.stream("1");
    expect(attempts[0]).toMatchObject({ outcome: "rejected" });
    expect(failures).toBe(0);
    expect(rejection?.evidence).toContain(
      "- branch feature-x, at c7: here it is branch left-1 (git merge left-1)",
    );
    expect(rejection?.evidence).toContain("git stash apply left-2");
    expect(s.stream("1").carry?.work.elsewhere).toEqual(elsewhere);
  });

  it("is sent back when its last commit is only a part of what it rebases", () => {
    const s = executing([factsOf("1")]);
    const aside = { what: "rebase", tip: "c7" } as const;
    s.run(
      {
        collect: (effect) => {
          const good = goodOutcome(effect, s.head);
          if (good.kind !== "collected") throw new Error(good.kind);
          return { kind: "collected", work: { ...good.work, aside } };
        },
      },
      ["self:1/2/run"],
    );
    expect(s.stream("1").attempts[0]).toMatchObject({ outcome: "rejected" });
    expect(s.stream("1").rejection?.reason).toEqual({ kind: "unfinished", what: "rebase" });
    expect(s.stream("1").rejection?.evidence).toContain("ended at c7");
    expect(s.types()).not.toContain("merge-started");
  });

  it("waits for the reset of a usage limit without counting it", () => {
    const s = executing([factsOf("1")]);
    const limited = ended({ kind: "limited", untilMs: s.nowMs + 500_000, message: "5 h limit" });
    s.run({ "run-agent": limited });
    expect(s.stream("1").failures).toBe(0);
    expect(s.reason("1")).toBe("backoff");
    s.wait(500_000);
    expect(s.stage("1")).toBe("preparing");
  });

  it("blocks at once when a person must log the agent in", () => {
    const s = executing([factsOf("1")]);
    s.run({ "run-agent": ended({ kind: "login-needed", message: "run claude login" }) });
    expect(s.stream("1").stage).toMatchObject({ kind: "blocked", cause: "login" });
    expect(s.stream("1").attempts).toHaveLength(1);
  });

  it("archives what a run left that could not even start", () => {
    const s = executing([factsOf("1")]);
    s.run({ "run-agent": { kind: "refused", message: "no such command" } });
    expect(s.types()).toContain("collected");
    expect(s.stream("1").attempts[0]?.failure).toBe("not-started");
  });

  it("keeps the workspace whose bytes could not be archived", () => {
    const s = executing([factsOf("1")]);
    s.run({ collect: { kind: "refused", message: "not a repository any more" } });
    expect(s.types()).not.toContain("released");
    expect(s.stream("1").attempts[0]?.failure).toBe("workspace");
  });
});

describe("a running agent", () => {
  function running() {
    const s = executing([factsOf("1")]);
    s.run({}, ["run-agent"]);
    const process = { pid: 7, startTime: "1", bootId: "b" };
    s.send({ type: "agent-started", atMs: s.nowMs, attempt: "self:1/1", process });
    return s;
  }

  it("is stopped when it made no progress for too long, after a word of doubt", () => {
    const s = running();
    s.wait(300_000);
    expect(s.stream("1").stage).toMatchObject({ liveness: "uncertain", stopping: null });
    s.wait(300_000);
    expect(s.promised).toEqual(["self:1/1/run", "self:1/1/stop"]);
    s.run();
    expect(s.stream("1").attempts[0]?.failure).toBe("idle-timeout");
  });

  it("is not idle while it progresses, and not for ever", () => {
    const s = running();
    for (let i = 1; i < 4; i++) {
      s.nowMs += 590_000;
      const { nowMs: atMs } = s;
      s.send({ type: "agent-progressed", atMs, attempt: "self:1/1", outputBytes: i });
    }
    expect(s.stream("1").stage).toMatchObject({ stopping: null, liveness: "alive" });
    s.wait(30_000);
    expect(s.stream("1").stage).toMatchObject({ stopping: { cause: "total-timeout" } });
  });

  it("is killed when it outlives its grace, again and again", () => {
    const s = running();
    s.act({ kind: "stop", keys: ["self:1"], now: false });
    s.end("self:1/1/stop", { kind: "stop-sent" });
    expect(s.promised).toEqual(["self:1/1/run"]);
    s.wait(30_000);
    expect(s.promised).toEqual(["self:1/1/run", "self:1/1/stop-now"]);
    s.end("self:1/1/stop-now", { kind: "stop-sent" });
    expect(s.promised).toEqual(["self:1/1/run"]);
    s.wait(30_000);
    expect(s.promised).toEqual(["self:1/1/run", "self:1/1/stop-now"]);
  });

  it("is not called idle for the time in which nobody looked", () => {
    const s = running();
    s.nowMs += 1_200_000;
    s.send({ type: "loop-started", atMs: s.nowMs, epoch: 2, version: "test" });
    expect(s.stream("1").stage).toMatchObject({ kind: "running", stopping: null });
    expect(s.promised).toEqual(["self:1/1/run"]);
  });

  it("is only uncertain when it could not be seen", () => {
    const s = running();
    s.send({ type: "agent-unseen", atMs: s.nowMs, attempt: "self:1/1" });
    expect(s.stream("1").stage).toMatchObject({ kind: "running", liveness: "uncertain" });
  });
});

describe("an answer", () => {
  it("counts once, and not at all when its attempt was given up", () => {
    const s = executing([factsOf("1")]);
    s.run({}, ["run-agent"]);
    const claimed = ended({ kind: "claimed-done", summary: "" });
    expect(s.end("self:1/1/run", crash).length).toBeGreaterThan(0);
    expect(s.end("self:1/1/run", claimed)).toEqual([]);
    s.run();
    s.wait(60_000);
    expect(s.stream("1").generation).toBe(2);
    expect(s.end("self:1/1/run", claimed)).toEqual([]);
    expect(s.end("self:1/1/prepare", { kind: "refused", message: "late" })).toEqual([]);
    expect(s.end("nonsense", claimed)).toEqual([]);
  });

  it("of a failed look changes nothing but when it is looked again", () => {
    const s = executing([factsOf("1")]);
    s.end("self:1/1/prepare", { kind: "failed-look", message: "the disk is full" });
    expect(s.promised).toEqual([]);
    s.wait(999);
    expect(s.promised).toEqual([]);
    s.wait(1);
    expect(s.promised).toEqual(["self:1/1/prepare"]);
    s.end("self:1/1/prepare", { kind: "failed-look", message: "the disk is full" });
    s.wait(1_000);
    expect(s.promised).toEqual([]);
    s.wait(1_000);
    s.run();
    expect(s.stage("1")).toBe("completed");
    expect(s.state.deferred.size).toBe(0);
  });

  it("that an effect cannot have is put off like a failed look", () => {
    const s = executing([factsOf("1")]);
    expect(s.end("self:1/1/prepare", { kind: "released" }).map((event) => event.type)).toEqual([
      "effect-deferred",
    ]);
    expect(s.stage("1")).toBe("preparing");
  });
});
