import { describe, expect, it } from "vitest";
import { findMarked } from "./marked.ts";

const marks = new Map([
  ["self:1.1", " planned start immediately | star priority star "],
  ["self:1.2", " new | p0 critical "],
  ["self:1.3", " new ux | star bootstrap star "],
  ["self:1.4", " blocked "],
]);

function read(said: string): readonly [string, string] | null {
  const found = findMarked(said.split(" "), () => marks);
  return found === null ? null : [found.words.join(" "), [...found.keys].join(" ")];
}

describe("what a sentence says of the marks of the roadmap", () => {
  it.each([
    ["start everything marked new", "start everything so-marked", "self:1.2 self:1.3"],
    ["the one that says start immediately", "the one so-marked", "self:1.1"],
    ["do whatever is tagged as the priority phase", "do whatever is so-marked phase", "self:1.1"],
    ["the one with the priority star on it , please", "the one so-marked , please", "self:1.1"],
    ["run the starred ones", "run the so-marked ones", "self:1.1 self:1.3"],
    [
      "the one with new next to it , take that",
      "the one so-marked , take that",
      "self:1.2 self:1.3",
    ],
    ["do the ones that have new written behind them", "do the ones so-marked", "self:1.2 self:1.3"],
    ["the ones which are labelled p0 and critical", "the ones so-marked and critical", "self:1.2"],
  ])("finds it: %s", (said, words, keys) => {
    expect(read(said)).toEqual([words, keys]);
  });

  it.each([
    "mark 1.1 as new",
    "the boss says start immediately",
    "unblock what is wrongly marked new",
    "whatever is marked blocked",
    "the one marked start",
    "the one marked new feature",
    "run the ones with a star rating",
    "the one marked later",
    "the one without new next to it",
    "the one with blocked next to it",
    "the one with a login next to it",
    "the new one next to it",
  ])("finds none: %s", (said) => {
    expect(read(said)).toBeNull();
  });
});
