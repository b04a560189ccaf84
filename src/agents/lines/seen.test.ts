import { expect, test } from "vitest";
import { usageSince } from "./seen.ts";

test("what was used since the last run is the difference, or all when the count began anew", () => {
  const before = { inputTokens: 500, outputTokens: 7, costUsd: 0.2 };
  const after = { inputTokens: 1_000, outputTokens: 14, costUsd: 0.5, model: "m" };
  expect(usageSince(before, after)).toEqual({
    inputTokens: 500,
    outputTokens: 7,
    costUsd: 0.3,
    model: "m",
  });
  expect(usageSince(after, before)).toEqual(before);
  expect(usageSince(null, before)).toEqual(before);
});
