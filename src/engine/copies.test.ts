import { describe, expect, it } from "vitest";
import type {
  AgentMessage,
  AttemptRecord,
  RecoveryState,
  SessionRecord,
  Spending,
  StreamState,
  TargetState,
} from "../model/index.ts";
import { WAITING, attempt, session, streamOf } from "../model/state.fixture.ts";
import { messageWith, recordWith, runningWith, sessionWith, streamWith } from "./copies.ts";
import type { StageOf } from "./stages.ts";

/** The fields that a record may have: one that is added has to be named here, and then copied. */
type MayHave<T> = Required<
  Pick<T, { [K in keyof T]-?: object extends Pick<T, K> ? K : never }[keyof T]>
>;

const SPENT: Spending = {
  microUsd: 1,
  tokens: { input: 1, cacheRead: 0, cacheWrite: 0, output: 2 },
  model: null,
  basis: "free",
};

describe("a copy of a record", () => {
  it("has everything that a stream may have, and what changed", () => {
    const more: MayHave<StreamState> = {
      recovery: {
        steps: [],
        program: "second",
        escalation: null,
        split: null,
        splits: 1,
        divided: true,
        deadlock: [],
      },
    };
    const stream = streamOf("1", WAITING, more);
    expect(streamWith(stream, {})).toStrictEqual(stream);
    expect(streamWith(stream, { round: 7 })).toStrictEqual({ ...stream, round: 7 });
    const plain = streamOf("1", WAITING);
    expect(streamWith(plain, {})).toStrictEqual(plain);
  });

  it("has everything that a run may have", () => {
    const more: MayHave<StageOf<"running">> = {
      reservation: {
        amount: { microUsd: 0, tokens: 5 },
        limited: { microUsd: false, tokens: true },
        short: null,
      },
      spent: SPENT,
      foreseen: [],
    };
    const run: StageOf<"running"> = {
      kind: "running",
      attempt: "self:1/1",
      workspace: { path: "/w", base: "c0" },
      process: null,
      preparedAtMs: 1,
      startedAtMs: 2,
      progressAtMs: 3,
      outputBytes: 4,
      liveness: "alive",
      stopping: null,
      asking: [],
      heard: { questions: 0, loops: 0 },
      loop: null,
      percent: null,
      ...more,
    };
    expect(runningWith(run, {})).toStrictEqual(run);
    expect(runningWith(run, { outputBytes: 9 })).toStrictEqual({ ...run, outputBytes: 9 });
  });

  it("has everything that an attempt's record may have", () => {
    const more: MayHave<AttemptRecord> = {
      prompt: { tokens: 1, windowTokens: 2 },
      cost: SPENT,
    };
    const record = attempt("1", more);
    expect(recordWith(record, {})).toStrictEqual(record);
  });

  it("has everything that a session may have", () => {
    const more: MayHave<SessionRecord> = { cause: "budget" };
    const record = session(["1"], more);
    expect(sessionWith(record, {})).toStrictEqual(record);
  });

  it("has everything that a message may have", () => {
    const more: MayHave<AgentMessage> = { givenAtMs: 3 };
    const message: AgentMessage = {
      id: "m-1",
      kind: "answer",
      text: "yes",
      about: null,
      allowed: true,
      request: null,
      awaited: false,
      by: "ada",
      atMs: 2,
      given: "self:1/1",
      kept: null,
      ...more,
    };
    expect(messageWith(message, {})).toStrictEqual(message);
  });

  it("leaves nothing out of a target or of a recovery: neither has a field it may lack", () => {
    const recovered: MayHave<RecoveryState> = {};
    const landed: MayHave<TargetState> = {};
    expect({ ...recovered, ...landed }).toStrictEqual({});
  });
});
