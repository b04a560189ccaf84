import { expect, it } from "vitest";
import { foreseenMemory } from "./memory-trend.ts";

const HALF_MINUTE = 30_000;
const HOUR = 3_600_000;

function readings(bytes: readonly number[]) {
  return bytes.map((each, at) => ({ atMs: at * HALF_MINUTE, bytes: each }));
}

const STEADY = Array.from({ length: 12 }, (_, at) => 100 + at * 10);

it("goes on as far as it was seen, and no further than the attempt may", () => {
  const seen = readings(STEADY);
  const all = foreseenMemory(seen, HOUR) ?? 0;
  expect(all).toBeGreaterThan(250);
  expect(all).toBeLessThan(330);
  expect(foreseenMemory(seen, 0)).toBeLessThan(all);
  expect(foreseenMemory(seen, -1)).toBe(foreseenMemory(seen, 0));
});

it.each([
  ["too few readings", STEADY.slice(0, 8)],
  ["nothing that changes", Array.from({ length: 30 }, () => 100)],
  ["one spike", STEADY.map((_, at) => (at === 11 ? 9_000 : 100))],
  ["a start that comes to rest", STEADY.map((_, at) => 1_000 - 900 / (at + 1))],
  ["a saw", STEADY.map((_, at) => 100 + (at % 4) * 50)],
  ["what gets less", [...STEADY].reverse()],
  ["a creep that is hardly any", STEADY.map((_, at) => 10_000 + at)],
])("sees no trend in %s", (_what, bytes) => {
  expect(foreseenMemory(readings(bytes), HOUR)).toBe(null);
});
