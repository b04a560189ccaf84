import { expect, it } from "vitest";
import { replay } from "../index.ts";
import { HOUR, NOTHING, TeamScenario, role } from "./standing-team.fixture.ts";

function tuned(more: { readonly tune?: true; readonly proposes?: true } = { tune: true }) {
  const when = { kind: "every", everyMs: HOUR } as const;
  return role("architect", { duties: [{ id: "look", title: "Look", prompt: "p", when, ...more }] });
}

/** Whole hours between one time and the next. */
function gaps(team: TeamScenario): number[] {
  const due = team.times("duty-due").map((at) => Math.round(at / HOUR));
  return due.slice(1).map((at, place) => at - (due[place] ?? 0));
}

it("doubles its interval after each three times without anything to change, to eight times", () => {
  const team = new TeamScenario([], [tuned()]);
  team.live(60 * HOUR, NOTHING);
  expect(gaps(team)).toEqual([1, 1, 2, 2, 2, 4, 4, 4, 8, 8, 8, 8]);
  expect(replay(team.turns).divergence).toBe(null);
});

it("has its own interval again as soon as it found something", () => {
  const team = new TeamScenario([], [tuned()]);
  team.live(5 * HOUR, NOTHING);
  const before = gaps(team).length;
  team.live(9 * HOUR);
  team.live(14 * HOUR, NOTHING);
  expect(gaps(team).slice(before)).toEqual([2, 1, 1, 1, 1, 1, 2]);
});

it("counts a proposal as something, and nothing to propose as nothing", () => {
  const refused = { "propose-split": { kind: "refused", message: "nothing" } } as const;
  const team = new TeamScenario([], [tuned({ tune: true, proposes: true })]);
  team.live(8 * HOUR, refused);
  expect(gaps(team)).toEqual([1, 1, 2, 2]);
  const found = new TeamScenario([], [tuned({ tune: true, proposes: true })]);
  const proposal = { parts: [], adds: true, diff: "+" } as const;
  found.live(5 * HOUR, { "propose-split": { kind: "split-proposed", proposal } });
  expect(gaps(found)).toEqual([1, 1, 1, 1]);
});

it("is as often as it says where its definition does not ask for it", () => {
  const team = new TeamScenario([], [tuned({})]);
  team.live(6.5 * HOUR, NOTHING);
  expect(gaps(team)).toEqual([1, 1, 1, 1, 1, 1]);
});
