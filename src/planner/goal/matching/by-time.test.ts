import { describe, expect, it } from "vitest";
import { factsOf } from "../../../model/state.fixture.ts";
import { readWrittenTime, writtenSeconds } from "./by-time.ts";

const ready = ["1", "2", "3"].map((id) => factsOf(id, { title: `Work ${id}` }));
const texts = ["planned effort xs 4 hours", "planned 2 3 hours", "planned 2 3 hours"];
const descriptions = new Map(ready.map(({ key }, at) => [key, texts[at] ?? ""] as const));
const idsOf = (said: string) =>
  readWrittenTime(said.split(" "), ready, descriptions)?.map(({ id }) => id) ?? null;

describe("work by the time that is written of it", () => {
  it.each([
    ["the four hour one", ["1"]],
    ["the two that take 2-3 hours", ["2", "3"]],
    ["start the one that takes 4 hours", ["1"]],
  ])("is meant where it is as much as was asked for: %s", (said, ids) => {
    expect(idsOf(said)).toEqual(ids);
  });

  it.each([
    "the one that takes 2-3 hours",
    "the three hour one",
    "something under four hours",
    "the parser in four hours",
    "the one",
  ])("is not meant: %s", (said) => {
    expect(idsOf(said)).toBeNull();
  });
});

describe("the time that the roadmap writes beside work", () => {
  it.each([
    [" new | s 1 2 hours ", 7_200],
    [" xs 4 hours ", 14_400],
    [" m 3 5 days ", 144_000],
    [" l ", null],
    [" p2 | s hardware setup ", null],
  ])("is its end, of eight hours a day: %s", (marks, seconds) => {
    expect(writtenSeconds(marks)).toBe(seconds);
  });
});
