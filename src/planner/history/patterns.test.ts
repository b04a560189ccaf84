import { expect, test } from "vitest";
import type { PastAttempt } from "../../model/index.ts";
import { findPatterns } from "../index.ts";

function past(title: string, more: Partial<PastAttempt> = {}): PastAttempt {
  return {
    key: `self:${title}`,
    title,
    files: [],
    effort: null,
    agent: "Aria",
    role: "coder",
    model: null,
    startedAtMs: 0,
    seconds: 60,
    tokens: null,
    outcome: "landed",
    ...more,
  };
}

function times(count: number, one: PastAttempt): PastAttempt[] {
  return Array.from({ length: count }, () => one);
}

test("what is often sent back or fails has a word for those who do it next", () => {
  const found = findPatterns([
    ...times(3, past("Fix the parser", { outcome: "rejected" })),
    ...times(2, past("Fix the parser")),
    ...times(2, past("Add a button", { outcome: "failed" })),
    ...times(3, past("Add a button")),
  ]);
  expect(found.map(({ id }) => id.split(":")[0])).toEqual(["often-failed", "often-rejected"]);
  const rejected = found.find(({ id }) => id === "often-rejected:fix");
  expect(rejected?.word).toBe(
    "Fix was sent back here in 3 of 5 attempts: run the gates yourself before you say that you are done.",
  );
});

test("efforts that mislead are a person's to correct, and no agent is told", () => {
  const found = findPatterns([
    ...times(4, past("Fix a", { effort: "S", seconds: 900 })),
    ...times(4, past("Fix b", { effort: "L", seconds: 300 })),
  ]);
  expect(found).toMatchObject([{ id: "effort-misleads:fix", word: null }]);
});

test("too few attempts show nothing, and neither do those that people stopped", () => {
  expect(findPatterns(times(3, past("Fix a", { outcome: "rejected" })))).toEqual([]);
  const stopped = times(8, past("Fix a", { outcome: "stopped" }));
  expect(findPatterns([...stopped, ...times(3, past("Fix a", { outcome: "rejected" }))])).toEqual(
    [],
  );
});

test("work that takes many tokens is told of beside what is usual", () => {
  const found = findPatterns([
    ...times(4, past("Fix a", { tokens: 90_000 })),
    ...times(9, past("Add a button", { tokens: 10_000 })),
  ]);
  expect(found).toMatchObject([{ id: "many-tokens:fix", seen: 4 }]);
  expect(found[0]?.word).toContain("9.0 times the usual tokens");
});
