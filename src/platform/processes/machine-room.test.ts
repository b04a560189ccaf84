import { expect, test } from "vitest";
import { busyCpuWatch, freeMemoryShare } from "../index.ts";

test("what is free and what is busy are shares", () => {
  const watch = busyCpuWatch();
  const untilMs = performance.now() + 50;
  let turns = 0;
  while (performance.now() < untilMs) turns += 1;
  expect(turns).toBeGreaterThan(0);
  for (const share of [freeMemoryShare(), watch(), watch()]) {
    if (share === null) continue;
    expect(share).toBeGreaterThanOrEqual(0);
    expect(share).toBeLessThanOrEqual(1);
  }
  if (process.platform === "linux") expect(freeMemoryShare()).toBeGreaterThan(0);
});
