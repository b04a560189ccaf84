import { describe, expect, it } from "vitest";
import { statusView } from "../../journal/index.ts";
import type { AttemptRecord, SessionRecord, State, Config } from "../../model/index.ts";
import { attemptId } from "../../model/index.ts";
import { factsOf, stateOf, streamOf } from "../../model/state.fixture.ts";
import { splitGlobals } from "../cli/globals.ts";
import { chooseStyle } from "../cli/terminal/style.ts";
import { forecastSession } from "./forecast.ts";
import { statusText } from "./text.ts";

const CONFIG = { retry: { rejectionsMax: 3 } } as Config;
const MINUTE = 60_000;

function landed(id: string, from: number): AttemptRecord {
  return {
    attempt: attemptId(`self:${id}`, 1),
    agent: { id: "agent-1", name: "Aria", role: "coder" },
    claimedAtMs: from,
    startedAtMs: from,
    finishedAtMs: from + 10 * MINUTE,
    outcome: "landed",
    reason: null,
    failure: null,
    usage: null,
    gates: [],
    commit: null,
    archiveRef: null,
    files: [],
  };
}

function underWay(past: number, left: number): State {
  const ids = (first: number, size: number) =>
    Array.from({ length: size }, (_, i) => `${first + i}`);
  const commit = "c".repeat(40);
  const done = ids(1, past).map((id, i) =>
    streamOf(
      id,
      {
        kind: "completed",
        attempt: attemptId(`self:${id}`, 1),
        commit,
        atMs: 0,
        diverted: false,
        forced: false,
      },
      { facts: factsOf(id), attempts: [landed(id, i * 10 * MINUTE)] },
    ),
  );
  const open = ids(100, left).map((id) =>
    streamOf(id, { kind: "waiting", sinceMs: 0, notBeforeMs: 0 }, { facts: factsOf(id) }),
  );
  const streams = [...done, ...open];
  const session = {
    id: "s-1",
    state: "executing",
    keys: streams.map((one) => one.facts.key),
    request: { selection: { kind: "all" }, goal: null, policy: { overlapMax: 0.2 } },
  } as unknown as SessionRecord;
  return { ...stateOf(streams), session, concurrency: 1 };
}

describe("when the session in hand will be over", () => {
  it("is told from what attempts here took", () => {
    const found = forecastSession(underWay(30, 4), CONFIG, 400 * MINUTE);
    expect(found?.attempts).toBe(30);
    expect(found?.finish.p50).toBeGreaterThan(30 * 60);
    expect(found?.finish.p50).toBeLessThan(60 * 60);
    const style = chooseStyle(splitGlobals([]).globals, {}, false);
    const view = statusView(stateOf([]), { nowMs: 0 });
    const text = statusText({ view, leader: null, columns: 100, style, forecast: found });
    expect(text).toMatch(/^About \d+ min.*to go \(between .*\); everything lands with \d+%$/m);
  });

  it("is not told before anything is known, nor when nothing is left", () => {
    expect(forecastSession(underWay(0, 4), CONFIG, 0)).toBeNull();
    expect(forecastSession(underWay(4, 0), CONFIG, 0)).toBeNull();
    expect(forecastSession(stateOf([]), CONFIG, 0)).toBeNull();
  });
});
