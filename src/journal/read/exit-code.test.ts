import { expect, test } from "vitest";
import type { Rejection, SessionState, Stage, StreamState } from "../../model/index.ts";
import { EXIT } from "../../model/index.ts";
import { exitCodeOf, sessionReport } from "../index.ts";
import {
  attempt,
  blocked,
  completed,
  factsOf,
  redReport,
  running,
  session,
  stateOf,
  streamOf,
  target,
  WAITING,
  WORK,
} from "../../model/state.fixture.ts";

function codeOf(streams: readonly StreamState[], state: SessionState = "failed"): number {
  const ids = streams.map((one) => one.facts.id);
  return exitCodeOf(stateOf(streams, { session: session(ids, { state }) }));
}

function rejected(id: string, kind: "gate-failed" | "conflict"): StreamState {
  const rejection: Rejection = {
    reason: kind === "conflict" ? { kind, files: ["a"] } : { kind, gates: ["tests"] },
    evidence: "",
  };
  const attempts = [attempt(id, { outcome: "rejected" })];
  return streamOf(id, blocked(id, "rejected too often"), { rejection, attempts });
}

test("without a session, and when everything landed, there is nothing wrong", () => {
  expect(exitCodeOf(stateOf([]))).toBe(EXIT.success);
  expect(codeOf([streamOf("1", completed("1"))], "completed")).toBe(EXIT.success);
});

test("each end has its own code", () => {
  const needsPerson: Stage = {
    kind: "needs-person",
    attempt: "self:1/1",
    workspace: { path: "/x", base: "b" },
    work: WORK,
    why: ["tests were deleted"],
    entry: "q-1",
    sinceMs: 0,
  };
  const cases: readonly (readonly [string, StreamState, number])[] = [
    ["gate", rejected("1", "gate-failed"), EXIT.gateRejected],
    ["conflict", rejected("1", "conflict"), EXIT.mergeConflict],
    ["failure", streamOf("1", blocked("1", "crashed: signal 9")), EXIT.workFailed],
    ["login", streamOf("1", { ...blocked("1", "log in"), cause: "login" }), EXIT.loginNeeded],
    ["by a person", streamOf("1", blocked("1", "not now", false)), EXIT.workFailed],
    ["person", streamOf("1", needsPerson), EXIT.pending],
    ["diverted", streamOf("1", completed("1", { diverted: true })), EXIT.pending],
    ["unverified", streamOf("1", { kind: "unverified", attempt: "a", work: WORK }), EXIT.pending],
    ["running", streamOf("1", running("1")), EXIT.pending],
    ["named and not started", streamOf("1", WAITING), EXIT.pending],
    [
      "defect",
      streamOf("1", WAITING, { facts: factsOf("1", { defect: "cycle" }) }),
      EXIT.workFailed,
    ],
    ["skipped", streamOf("1", { kind: "skipped", reason: "no", atMs: 1 }), EXIT.workFailed],
  ];
  for (const [what, one, code] of cases) expect([what, codeOf([one])]).toEqual([what, code]);
});

test("of several the one that counts most is given", () => {
  const all = [
    rejected("1", "gate-failed"),
    rejected("2", "conflict"),
    streamOf("3", completed("3")),
  ];
  expect(codeOf(all)).toBe(EXIT.mergeConflict);
  expect(codeOf(all.slice(0, 1))).toBe(EXIT.gateRejected);
});

test("a red base is a precondition; a gate that could not look is not", () => {
  const at = (verdict: "failed" | "unavailable") =>
    exitCodeOf(
      stateOf([streamOf("1", WAITING)], {
        session: session(["1"], { state: "failed" }),
        targets: new Map([["self", target({ base: { head: "h", report: redReport(verdict) } })]]),
      }),
    );
  expect(at("failed")).toBe(EXIT.precondition);
  expect(at("unavailable")).toBe(EXIT.pending);
});

test("a session whose last work landed after its end, at a person's word, has failed no more", () => {
  const ended = session(["1", "2"], { state: "failed", finishedAtMs: 4_000 });
  const now = (...stages: readonly Stage[]) =>
    stateOf(
      stages.map((stage, at) => streamOf(String(at + 1), stage)),
      { session: { ...ended, request: { ...ended.request, selection: { kind: "all" } } } },
    );
  const since = completed("1", { atMs: 5_000 });
  expect(exitCodeOf(now(since, WAITING))).toBe(EXIT.success);
  expect(sessionReport(now(since, WAITING)).reason).toBe("what it waited for has landed since");
  const decision = {
    key: "self:2",
    decision: "wait",
    reasons: [{ kind: "dependency", on: ["self:1"] }],
  } as const;
  const freed = stateOf([streamOf("1", since), streamOf("2", WAITING, { decision })], {
    session: ended,
  });
  expect(sessionReport(freed).workStreams[1]?.reason).toBe(null);
  expect(exitCodeOf(now(completed("1"), WAITING))).toBe(EXIT.workFailed);
  expect(exitCodeOf(now(since, blocked("2", "crashed: signal 9")))).toBe(EXIT.workFailed);
  expect(sessionReport(now(since, blocked("2", "crashed"))).reason).toBe("done");
});

test("a session for everything is not blamed for what never became available", () => {
  const request = { ...session([]).request, selection: { kind: "all" } as const };
  const state = stateOf([streamOf("1", completed("1")), streamOf("2", WAITING)], {
    session: session(["1", "2"], { request }),
  });
  expect(exitCodeOf(state)).toBe(EXIT.success);
});
