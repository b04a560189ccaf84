import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { narrowBudget, resolveBudget } from "./budget.ts";
import { capSetting, parseCap, parseQuietHours, smallerCap } from "./caps.ts";
import type { BudgetSettings } from "../settings.ts";

const usd = (dollars: number) => ({ microUsd: dollars * 1_000_000, tokens: null });
const tokens = (count: number) => ({ microUsd: null, tokens: count });

describe("an amount", () => {
  test.each([
    ["$20", usd(20)],
    ["20$", usd(20)],
    ["1.50 usd", usd(1.5)],
    ["300k tokens", tokens(300_000)],
    ["1,000,000 tokens", tokens(1_000_000)],
    ["2M", tokens(2_000_000)],
    ["$1,200", usd(1_200)],
    ["$20, 1M tokens", { microUsd: 20_000_000, tokens: 1_000_000 }],
    ["500 tokens and 3$", { microUsd: 3_000_000, tokens: 500 }],
    ["$0", usd(0)],
  ])("%s is understood", (text, cap) => {
    expect(parseCap(text)).toEqual(cap);
  });

  test.each(["", "20", "20 €", "-5$", "$1 $2", "1M tokens, 2M", "lots", "$1e99", "$20,"])(
    "%j is none",
    (text) => {
      expect(parseCap(text)).toBeNull();
    },
  );

  test("is the same after being written and read", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (micro, count) => {
        const cap = { microUsd: micro, tokens: count };
        expect(parseCap(capSetting(cap))).toEqual(cap);
      }),
    );
  });
});

test("quiet hours are two times of the day, and not the same", () => {
  expect(parseQuietHours("22:00-07:00")).toEqual({ fromMinute: 1_320, toMinute: 420 });
  expect(parseQuietHours("22 - 6")).toEqual({ fromMinute: 1_320, toMinute: 360 });
  expect(parseQuietHours("18:30-24:00")).toEqual({ fromMinute: 1_110, toMinute: 0 });
  for (const text of ["22:00", "25-3", "7-7", "0-24", "22:60-3"]) {
    expect(parseQuietHours(text)).toBeNull();
  }
});

describe("a repository", () => {
  test("lowers and never raises, in money and in tokens", () => {
    const warnings: string[] = [];
    const user: BudgetSettings = { per_run: "$5", per_attempt: "$2, 100k", roles: { coder: "$1" } };
    const repository: BudgetSettings = {
      per_run: "$50",
      per_attempt: "$1, 900k",
      roles: { coder: "$9", tester: "$3" },
    };
    const budget = resolveBudget(narrowBudget(repository, user, warnings));
    expect(budget).toMatchObject({
      perRun: usd(5),
      perAttempt: { microUsd: 1_000_000, tokens: 100_000 },
      roles: { coder: usd(1), tester: usd(3) },
    });
    expect(warnings.join("\n")).toContain("budget.per_run: $50.00 asked for by the repository");
  });

  test("limits its own day, not the day of the user's other work", () => {
    const warnings: string[] = [];
    const both = narrowBudget({ per_day: "$5", per_month: "$6" }, { per_day: "$20" }, warnings);
    expect(resolveBudget(both)).toMatchObject({
      perDay: usd(20),
      perRepository: usd(5),
      perMonth: null,
    });
    expect(warnings).toEqual(["budget.per_month: only your own settings can set it"]);
  });

  test("saves earlier and never later, and does not talk at night", () => {
    const user: BudgetSettings = {
      per_day: "$20",
      conserve_at: "50%",
      quiet_hours: "22-6",
      spike: 4,
    };
    const lax: BudgetSettings = {
      conserve_at: "99%",
      emergency_at: 0.6,
      quiet_hours: false,
      spike: 0,
    };
    expect(resolveBudget(narrowBudget(lax, user, []))).toMatchObject({
      conserveAt: 0.5,
      emergencyAt: 0.6,
      quietHours: { fromMinute: 1_320 },
      spikeFactor: 4,
    });
  });

  test("whatever it says, no limit of the user's grows", () => {
    const cap = fc.option(
      fc.record(
        { usd: fc.nat({ max: 90 }), tokens: fc.nat({ max: 90 }) },
        { requiredKeys: ["usd"] },
      ),
      { nil: undefined },
    );
    const settings = fc.record({ per_attempt: cap, per_stream: cap, per_run: cap, per_day: cap });
    fc.assert(
      fc.property(settings, settings, (repository, user) => {
        const held = resolveBudget(
          narrowBudget(repository as BudgetSettings, user as BudgetSettings, []),
        );
        for (const [key, name] of [
          ["per_attempt", "perAttempt"],
          ["per_stream", "perStream"],
          ["per_run", "perRun"],
          ["per_day", "perDay"],
        ] as const) {
          const own = user[key] === undefined ? null : parseCap(user[key]);
          if (own === null) continue;
          expect(smallerCap(held?.[name] ?? null, own)).toEqual(held?.[name]);
        }
      }),
    );
  });
});

describe("what nobody wrote", () => {
  test("is no budget at all", () => {
    expect(resolveBudget(undefined)).toBeNull();
    expect(resolveBudget({ conserve_at: "70%" })).toBeNull();
  });

  test("an attempt may spend a quarter of the smallest limit, and five dollars at most", () => {
    expect(resolveBudget({ per_day: "$8", per_month: "$900" })?.perAttempt).toEqual(usd(2));
    expect(resolveBudget({ per_day: "$100" })?.perAttempt).toEqual(usd(5));
    expect(resolveBudget({ per_day: "200k" })?.perAttempt).toEqual(tokens(50_000));
  });

  test("a stream may cost three attempts before a person looks, unless that is switched off", () => {
    expect(resolveBudget({ per_day: "$100" })?.perStream).toEqual(usd(15));
    expect(resolveBudget({ per_day: "$100", retry_loop: 0 })?.perStream).toBeNull();
  });
});
