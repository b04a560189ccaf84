import { expect, it } from "vitest";
import { attempt, completed, factsOf, stateOf, streamOf } from "../../model/state.fixture.ts";
import { metricsView } from "./metrics.ts";
import { standupView } from "./standup.ts";

const DAY = 86_400_000;
const NOW = 10 * DAY;

function landed(id: string, atMs: number, tries: readonly ("rejected" | "landed")[]) {
  const attempts = tries.map((outcome, at) =>
    attempt(id, { outcome, startedAtMs: atMs - 5_000, finishedAtMs: atMs - tries.length + at + 1 }),
  );
  const stage = { ...completed(id), atMs } as ReturnType<typeof completed>;
  return streamOf(id, stage, { facts: factsOf(id, { effort: "L" }), attempts });
}

it("tells what landed since yesterday, by whom, and what stands still", () => {
  const state = stateOf([
    landed("1", NOW - 1_000, ["landed"]),
    landed("2", NOW - 2_000, ["rejected", "landed"]),
    landed("3", NOW - DAY - 1_000, ["landed"]),
    landed("4", NOW - 3 * DAY, ["landed"]),
    streamOf("5", { kind: "blocked", reason: "no key", atMs: NOW, attempt: null }, {}),
  ]);
  const told = standupView(state, { nowMs: NOW });
  expect(told.agents.flatMap(({ done }) => done.map(({ id }) => id)).sort()).toEqual(["1", "2"]);
  expect(told.blocked).toMatchObject([{ id: "5", reason: "no key" }]);
  expect(told.figures).toEqual({
    landed: 2,
    points: 10,
    landedBefore: 1,
    pointsBefore: 5,
    attempts: 3,
    rejected: 1,
    failed: 0,
    firstTimeAcceptance: 0.5,
  });
});

it("tells of nothing that nothing landed, and knows no share of it", () => {
  const told = standupView(stateOf([]), { nowMs: NOW });
  expect(told).toMatchObject({ agents: [], blocked: [], waiting: [] });
  expect(told.figures).toMatchObject({ landed: 0, attempts: 0, firstTimeAcceptance: null });
});

it("a message is heard in the middle of a turn or as the next one begins; unheard it counts for nothing", () => {
  const run = attempt("1", { startedAtMs: 10_000, finishedAtMs: 20_000 });
  const said = (atMs: number, more: object) => ({
    id: `m-${atMs}`,
    kind: "feedback" as const,
    text: "more tests",
    about: null,
    allowed: null,
    request: null,
    awaited: false,
    by: "me",
    atMs,
    given: null,
    kept: null,
    ...more,
  });
  const latency = (messages: ReturnType<typeof said>[]) =>
    metricsView(stateOf([streamOf("1", completed("1"), { attempts: [run], messages })])).find(
      ({ name }) => name === "message latency",
    )?.value;
  const withPrompt = said(4_000, { given: run.attempt });
  const within = said(12_000, { given: run.attempt, givenAtMs: 14_000 });
  const unheard = said(13_000, {});
  expect(latency([unheard])).toBeNull();
  expect(latency([withPrompt, unheard])).toBe(6);
  expect(latency([withPrompt, within, unheard])).toBe(4);
});
