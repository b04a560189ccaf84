import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Cap, Spending } from "../model/index.ts";
import type { Ledger, LedgerAttempt } from "./index.ts";
import { openLedger, placeInCalendar, placeOf, quietUntilMs } from "./index.ts";

let dir: string;
let ledger: Ledger;
const AT = new Date(2026, 10, 21, 12).getTime();
const DAY: Cap = { microUsd: 10_000, tokens: null };

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "ledger-"));
  ledger = openLedger(join(dir, "ledger.db"));
});
afterEach(() => {
  ledger.close();
  rmSync(dir, { recursive: true, force: true });
});

function attempt(id: string, more: Partial<LedgerAttempt> = {}): LedgerAttempt {
  const whom = { repo: "r", run: "s-1", target: "self", stream: "self:1.2", role: "coder" };
  const who = { agent: "a-1", account: "key", model: null };
  return { id, attempt: `self:1.2/${id}`, ...whom, ...who, atMs: AT, ...more };
}

function spending(microUsd: number, more: Partial<Spending> = {}): Spending {
  const tokens = { input: microUsd, cacheRead: 0, cacheWrite: 0, output: 1 };
  return { microUsd, tokens, model: "m", basis: "table", ...more };
}

function total(microUsd: number) {
  return { source: "stream", sequence: null, spending: spending(microUsd) };
}

function part(sequence: string, microUsd: number) {
  return { source: "gateway", sequence, spending: spending(microUsd) };
}

function reserve(id: string, wanted: number, least = 1, cap = DAY, more = {}) {
  return ledger.reserve({
    attempt: attempt(id, more),
    limits: [{ scope: "day", cap }],
    wanted: { microUsd: wanted, tokens: 0 },
    least: { microUsd: least, tokens: 0 },
  });
}

function dayUse() {
  const { used, reserved } = ledger.use("day", placeOf(attempt("any")));
  return { used: used.microUsd, reserved: reserved.microUsd };
}

describe("reserving", () => {
  test("puts the amount aside until it is spent", () => {
    expect(reserve("1", 4_000)).toMatchObject({ kind: "granted" });
    expect(dayUse()).toEqual({ used: 0, reserved: 4_000 });
    ledger.charge(attempt("1"), [total(1_000)], AT);
    expect(dayUse()).toEqual({ used: 1_000, reserved: 3_000 });
    ledger.settle(attempt("1"), [total(1_500)], "charged", AT);
    expect(dayUse()).toEqual({ used: 1_500, reserved: 0 });
  });

  test("of nothing begins nothing, and says which limit allows nothing", () => {
    const none: Cap = { microUsd: 0, tokens: null };
    const grant = ledger.reserve({
      attempt: attempt("1"),
      limits: [
        { scope: "attempt", cap: none },
        { scope: "day", cap: DAY },
      ],
      wanted: { microUsd: 0, tokens: 0 },
      least: { microUsd: 0, tokens: 0 },
    });
    expect(grant).toMatchObject({
      kind: "denied",
      limit: { scope: "attempt" },
      mayComeBack: false,
    });
    expect(dayUse()).toEqual({ used: 0, reserved: 0 });
  });

  test("again for the same attempt is the same reservation", () => {
    const first = reserve("1", 4_000);
    expect(reserve("1", 9_000)).toEqual(first);
    expect(dayUse().reserved).toBe(4_000);
  });

  test("gives what is left when that is enough to begin with, and says which limit is short", () => {
    reserve("1", 7_000);
    const grant = reserve("2", 7_000, 3_000);
    expect(grant).toMatchObject({
      kind: "granted",
      reservation: { amount: { microUsd: 3_000 }, short: { scope: "day" } },
    });
  });

  test("is denied with the limit, what it stands at and when it begins anew", () => {
    reserve("1", 9_000);
    expect(reserve("2", 7_000, 3_000)).toMatchObject({
      kind: "denied",
      mayComeBack: true,
      limit: { scope: "day", cap: DAY, reserved: { microUsd: 9_000 } },
    });
    ledger.settle(attempt("1"), [], "unknown", AT);
    const grant = reserve("2", 7_000, 3_000);
    expect(grant).toMatchObject({ kind: "denied", mayComeBack: false });
    if (grant.kind === "denied") expect(grant.limit.untilMs).toBe(placeInCalendar(AT).dayEndsMs);
  });

  test("holds the smallest of several limits, each by its own counters", () => {
    const limits = [
      { scope: "day", cap: DAY },
      { scope: "role", cap: { microUsd: 2_000, tokens: null } },
      { scope: "stream", cap: { microUsd: null, tokens: 50 } },
    ] as const;
    const ask = (id: string, role: string) =>
      ledger.reserve({
        attempt: attempt(id, { role }),
        limits,
        wanted: { microUsd: 5_000, tokens: 20 },
        least: { microUsd: 2_000, tokens: 20 },
      });
    expect(ask("1", "coder")).toMatchObject({
      reservation: { amount: { microUsd: 2_000, tokens: 20 }, short: { scope: "role" } },
    });
    expect(ask("2", "coder")).toMatchObject({ kind: "denied", limit: { scope: "role" } });
    expect(ask("3", "tester")).toMatchObject({ kind: "granted" });
    expect(ask("4", "reviewer")).toMatchObject({ kind: "denied", limit: { scope: "stream" } });
  });

  test("of another day is not touched by this one's", () => {
    reserve("1", 10_000);
    const tomorrow = placeInCalendar(AT).dayEndsMs;
    expect(reserve("2", 10_000, 1, DAY, { atMs: tomorrow })).toMatchObject({ kind: "granted" });
    expect(reserve("3", 10_000, 1, DAY, { atMs: tomorrow - 1 })).toMatchObject({ kind: "denied" });
  });

  test("what was given back can be put aside again, for the same attempt too", () => {
    reserve("1", 4_000);
    ledger.release("1");
    expect(dayUse()).toEqual({ used: 0, reserved: 0 });
    expect(reserve("1", 5_000)).toMatchObject({ reservation: { amount: { microUsd: 5_000 } } });
    expect(dayUse().reserved).toBe(5_000);
  });
});

describe("charging", () => {
  test("a part is counted once, however often and in whatever order it is told", () => {
    reserve("1", 4_000);
    ledger.charge(attempt("1"), [part("b", 300), part("a", 500)], AT);
    ledger.charge(attempt("1"), [part("a", 500)], AT);
    expect(ledger.charge(attempt("1"), [part("a", 999)], AT).spent.microUsd).toBe(800);
  });

  test("a total only grows", () => {
    ledger.charge(attempt("1"), [total(800)], AT);
    expect(ledger.charge(attempt("1"), [total(300)], AT).spent.microUsd).toBe(800);
  });

  test("two sources that saw the same requests are not added up", () => {
    ledger.charge(attempt("1"), [part("a", 500), part("b", 500)], AT);
    expect(ledger.settle(attempt("1"), [total(900)], "charged", AT).spent.microUsd).toBe(1_000);
  });

  test("an agent that did not say what it used is charged with all that was put aside", () => {
    reserve("1", 4_000);
    const entry = ledger.settle(attempt("1"), [], "unknown", AT);
    expect(entry).toMatchObject({ state: "settled", spent: { microUsd: 4_000 } });
    expect(entry.spent.basis).toBe("reservation");
  });

  test("what was used beyond the reservation is booked, and grants nothing to anybody", () => {
    reserve("1", 4_000);
    ledger.settle(attempt("1"), [total(12_000)], "charged", AT);
    expect(dayUse()).toEqual({ used: 12_000, reserved: 0 });
    expect(reserve("2", 1, 1)).toMatchObject({ kind: "denied", mayComeBack: false });
  });

  test("an end that is told again changes nothing, and a late word only what it adds", () => {
    reserve("1", 4_000);
    ledger.settle(attempt("1"), [total(700)], "charged", AT);
    ledger.settle(attempt("1"), [], "unknown", AT);
    expect(dayUse()).toEqual({ used: 700, reserved: 0 });
    ledger.charge(attempt("1"), [total(900)], AT);
    expect(dayUse()).toEqual({ used: 900, reserved: 0 });
  });

  test("what has been charged is not given back", () => {
    reserve("1", 4_000);
    ledger.charge(attempt("1"), [total(700)], AT);
    ledger.release("1");
    expect(dayUse()).toEqual({ used: 700, reserved: 0 });
  });

  test("without a reservation it is booked all the same, for whoever sets a limit later", () => {
    ledger.settle(attempt("1"), [total(9_500)], "charged", AT);
    expect(reserve("2", 1_000, 1_000)).toMatchObject({ kind: "denied" });
  });

  test("tokens are kept apart by kind, and only new ones count against a limit", () => {
    const tokens = { input: 10, cacheRead: 90_000, cacheWrite: 5, output: 20 };
    const charge = { source: "stream", sequence: null, spending: spending(1, { tokens }) };
    const entry = ledger.settle(attempt("1"), [charge], "charged", AT);
    expect(entry.spent.tokens).toEqual(tokens);
    expect(ledger.use("day", placeOf(attempt("1"))).used.tokens).toBe(35);
  });

  test("figures that are none count as nothing", () => {
    const tokens = { input: -5, cacheRead: Number.NaN, cacheWrite: 0.4, output: Infinity };
    const charge = { source: "stream", sequence: null, spending: spending(-7, { tokens }) };
    expect(ledger.charge(attempt("1"), [charge], AT).spent).toMatchObject({
      microUsd: 0,
      tokens: { input: 0, cacheRead: 0, cacheWrite: 0, output: 0 },
    });
  });
});

test("the books outlast their process, and nobody else may read them", () => {
  reserve("1", 4_000);
  const again = openLedger(join(dir, "ledger.db"));
  expect(again.open("r").map((entry) => entry.attempt.id)).toEqual(["1"]);
  expect(again.open("elsewhere")).toEqual([]);
  again.close();
  expect(statSync(join(dir, "ledger.db")).mode & 0o077).toBe(0);
});

test("the pace of spending is kept in buckets, and what is repeated is not counted twice", () => {
  ledger.charge(attempt("1"), [total(800)], AT);
  ledger.charge(attempt("1"), [total(800)], AT);
  ledger.charge(attempt("1"), [total(1_000)], AT + 600_000);
  expect(ledger.pace(AT - 1).map((each) => each.spent.microUsd)).toEqual([800, 200]);
});

test("quiet hours over midnight end in the morning", () => {
  const hours = { fromMinute: 22 * 60, toMinute: 7 * 60 };
  const morning = new Date(2026, 10, 22, 7).getTime();
  expect(quietUntilMs(new Date(2026, 10, 21, 23).getTime(), hours)).toBe(morning);
  expect(quietUntilMs(new Date(2026, 10, 22, 6, 59).getTime(), hours)).toBe(morning);
  expect(quietUntilMs(morning, hours)).toBeNull();
  expect(quietUntilMs(AT, hours)).toBeNull();
  expect(quietUntilMs(AT, { fromMinute: 600, toMinute: 600 })).toBeNull();
});

const step = fc.record({
  act: fc.constantFrom("reserve", "charge", "settle", "lose", "release", "crash"),
  id: fc.nat({ max: 5 }),
  amount: fc.nat({ max: 6_000 }),
  twice: fc.boolean(),
});

test("whatever is done, repeated or cut short: spent and put aside stay within the limit", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const path = join(mkdtempSync(join(dir, "p-")), "l.db");
      let books = openLedger(path);
      const granted = new Map<string, number>();
      let before = 0;
      const act = ({ act, id: number, amount }: (typeof steps)[number]): void => {
        const id = String(number);
        const left = granted.get(id) ?? 0;
        if (act === "reserve") {
          const grant = books.reserve({
            attempt: attempt(id),
            limits: [{ scope: "day", cap: DAY }],
            wanted: { microUsd: amount, tokens: 0 },
            least: { microUsd: amount, tokens: 0 },
          });
          const own = grant.kind === "granted" ? grant.reservation.amount.microUsd : 0;
          granted.set(id, own);
          if (grant.kind === "granted") expect(own).toBe(books.entry(id)?.reserved.microUsd);
        } else if (act === "charge") {
          // Within its reservation: the gateway's part of the promise.
          const most = Math.min(amount, left);
          if (books.entry(id) !== null) books.charge(attempt(id), [total(most)], AT);
        } else if (act === "crash") {
          books.close();
          books = openLedger(path);
        } else if (act === "release") {
          books.release(id);
          if (books.entry(id)?.state === "released") granted.set(id, 0);
        } else if (books.entry(id) !== null) {
          books.settle(attempt(id), [], act === "lose" ? "unknown" : "charged", AT);
        }
      };
      for (const one of steps) {
        act(one);
        if (one.twice) act(one);
        const { used, reserved } = books.use("day", placeOf(attempt("any")));
        expect(used.microUsd + reserved.microUsd).toBeLessThanOrEqual(DAY.microUsd ?? 0);
        expect(used.microUsd).toBeGreaterThanOrEqual(before);
        before = used.microUsd;
      }
      books.close();
    }),
    { numRuns: 25 },
  );
});
