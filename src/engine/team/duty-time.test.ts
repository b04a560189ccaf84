import { describe, expect, it } from "vitest";
import { nextCronMs } from "./cron.ts";
import { nextTurnMs } from "./duty-time.ts";

const at = (text: string) => Date.parse(`${text}Z`);
const next = (line: string, after: string) => {
  const found = nextCronMs(line, at(after));
  return found === null ? null : new Date(found).toISOString().slice(0, 16);
};

describe("a cron line", () => {
  it("names the first minute after a time, never that time itself", () => {
    expect(next("0 3 * * *", "2026-11-21T02:59:59")).toBe("2026-11-21T03:00");
    expect(next("0 3 * * *", "2026-11-21T03:00:00")).toBe("2026-11-22T03:00");
  });

  it("knows lists, ranges and steps", () => {
    expect(next("*/20 9-17 * * 1-5", "2026-11-21T12:00:00")).toBe("2026-11-23T09:00");
    expect(next("5,35 * * * *", "2026-11-21T12:05:00")).toBe("2026-11-21T12:35");
    expect(next("30 */4 * * *", "2026-11-21T20:31:00")).toBe("2026-11-22T00:30");
  });

  it("takes either kind of day where both are named, and 7 for Sunday", () => {
    expect(next("0 0 13 * 5", "2026-11-21T00:00:00")).toBe("2026-11-27T00:00");
    expect(next("0 0 * * 7", "2026-11-21T00:00:00")).toBe("2026-11-22T00:00");
  });

  it("finds 29 February, and no 31 February", () => {
    expect(next("0 0 29 2 *", "2026-11-21T00:00:00")).toBe("2028-02-29T00:00");
    expect(next("0 0 31 2 *", "2026-11-21T00:00:00")).toBe(null);
  });

  it("is nothing with too few fields, names outside of their range or no sense", () => {
    for (const line of [
      "",
      "* * * *",
      "60 * * * *",
      "* 24 * * *",
      "5-1 * * * *",
      "*/0 * * * *",
      "a * * * *",
    ]) {
      expect(next(line, "2026-11-21T00:00:00")).toBe(null);
    }
  });
});

describe("a turn", () => {
  it("follows the clock, whenever the team was started", () => {
    const turn = { everyMs: 1_800_000, offsetMs: 300_000 };
    expect(nextTurnMs(turn, at("2026-11-21T12:04:59"))).toBe(at("2026-11-21T12:05:00"));
    expect(nextTurnMs(turn, at("2026-11-21T12:05:00"))).toBe(at("2026-11-21T12:35:00"));
  });
});
