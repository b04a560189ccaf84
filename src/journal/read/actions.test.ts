import { expect, test } from "vitest";
import type { Input, PersonAct, SessionRequest } from "../../model/index.ts";
import { session } from "../../model/state.fixture.ts";
import { actionsView } from "./actions.ts";

const asked = (act: PersonAct, by = "pat"): Input => ({ type: "person-asked", atMs: 1, by, act });
const { request } = session(["1"]);
const began = (more: Partial<SessionRequest> = {}): Input => {
  return { type: "session-requested", atMs: 2, request: { ...request, ...more } };
};

test("what people asked for is told as they type it, the newest and the most frequent first", () => {
  const { recent, favourites } = actionsView([
    asked({ kind: "set-limit", concurrency: 2 }),
    asked({ kind: "retry", key: "self:1" }),
    began({ policy: { ...request.policy, mode: "batch" } }),
    asked({ kind: "pause" }, "restart"),
    asked({ kind: "stop", keys: null, now: true }, "signal"),
    { type: "time-passed", atMs: 3 },
    asked({ kind: "retry", key: "self:2" }),
    began({ goal: "the parser", policy: { ...request.policy, mode: "batch" } }),
  ]);
  expect(recent.map(({ command, by }) => [command, by])).toEqual([
    ["goal", null],
    ["retry", "pat"],
    ["batch", null],
    ["retry", "pat"],
    ["parallel set-limit", "pat"],
  ]);
  expect(favourites).toEqual([{ command: "retry", times: 2 }]);
});

test("only so many are shown", () => {
  const many = Array.from({ length: 40 }, () => asked({ kind: "pause" }));
  expect(actionsView(many).recent).toHaveLength(10);
  expect(actionsView([])).toEqual({ recent: [], favourites: [] });
});
