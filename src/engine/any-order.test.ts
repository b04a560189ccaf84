import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type {
  BudgetLimit,
  Effect,
  Input,
  Outcome,
  PersonAct,
  Spending,
  State,
  StreamFacts,
} from "../model/index.ts";
import {
  BUDGET_LEVELS,
  LIMITS,
  NOTHING,
  SESSION_TRANSITIONS,
  initialState,
} from "../model/index.ts";
import { decide, evolve, nextWakeMs, pendingEffects, step } from "./index.ts";
import { POLICY, ended, goodOutcome, report } from "./scenario.fixture.ts";
import { factsOf } from "../model/state.fixture.ts";

/** Fixed, so that a red run is red again; the simulator is there to look further. */
const SEED = 20_301;

const IDS = ["1", "2", "3", "4", "5"] as const;
const keys = IDS.map((id) => `self:${id}`);

/** Any input at all, sensible or not; `pick` chooses among the effects promised now. */
type Move =
  | {
      readonly kind: "outcome";
      readonly pick: number;
      readonly how: number;
      readonly late: boolean;
    }
  | { readonly kind: "time"; readonly ms: number }
  | { readonly kind: "roadmap"; readonly streams: readonly StreamFacts[]; readonly removed: number }
  | { readonly kind: "act"; readonly act: PersonAct }
  | { readonly kind: "session"; readonly selection: number; readonly verify: boolean }
  | {
      readonly kind: "seen";
      readonly what: number;
      readonly key: number;
      readonly generation: number;
    }
  | { readonly kind: "money"; readonly level: number; readonly ms: number | null }
  | { readonly kind: "room"; readonly share: number }
  | { readonly kind: "ahead"; readonly key: number; readonly other: number; readonly to: boolean }
  | { readonly kind: "restart" };

const key = fc.constantFrom(...keys, "self:unknown");
const act: fc.Arbitrary<PersonAct> = fc.oneof(
  fc.record({
    kind: fc.constant("stop" as const),
    keys: fc.option(fc.array(key, { maxLength: 2 })),
    now: fc.boolean(),
  }),
  fc.constantFrom({ kind: "pause" as const }, { kind: "resume" as const }),
  fc.record({ kind: fc.constant("retry" as const), key }),
  fc.record({ kind: fc.constantFrom("skip" as const, "block" as const), key, reason: fc.string() }),
  fc.record({ kind: fc.constant("set-limit" as const), concurrency: fc.integer({ max: 5 }) }),
  fc.record({ kind: fc.constant("land" as const), key, force: fc.boolean() }),
  fc.record({ kind: fc.constant("add-streams" as const), keys: fc.array(key, { maxLength: 2 }) }),
  fc.record({
    kind: fc.constant("claim-name" as const),
    agentId: fc.constantFrom("agent-1", "agent-3", "x"),
    role: fc.constantFrom("developer", "reviewer"),
    preferred: fc.constantFrom(null, "Aria", "Zoe"),
  }),
);
const stream = fc
  .record({
    id: fc.constantFrom(...IDS),
    status: fc.constantFrom("not_started", "in_progress", "complete", "cancelled", "deferred"),
    dependsOn: fc.array(key, { maxLength: 2 }),
    files: fc.subarray(["a", "b", "src/"]),
    defect: fc.constantFrom(null, null, null, "a cycle"),
    assignee: fc.constantFrom(null, null, "grace"),
  })
  .map(({ id, ...more }) =>
    factsOf(id, {
      ...more,
      workable: more.status === "not_started" || more.status === "in_progress",
    }),
  );
const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant("outcome" as const),
      pick: fc.nat(20),
      how: fc.nat(24),
      late: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("time" as const), ms: fc.nat(900_000) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("roadmap" as const),
      streams: fc.array(stream, { maxLength: 3 }),
      removed: fc.nat(9),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("act" as const), act }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("session" as const),
      selection: fc.nat(2),
      verify: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("seen" as const),
      what: fc.nat(5),
      key: fc.nat(4),
      generation: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("money" as const),
      level: fc.nat(5),
      ms: fc.option(fc.nat(900_000)),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("ahead" as const),
      key: fc.nat(4),
      other: fc.nat(4),
      to: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("room" as const),
      share: fc.constantFrom(0, 0.11, 1),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: "restart" as const }) },
);

function outcomeFor(effect: Effect, how: number, head: { commit: string }): Outcome {
  const good = goodOutcome(effect, head);
  switch (how) {
    case 0:
      return { kind: "failed-look", message: "" };
    case 1:
      return { kind: "refused", message: "no" };
    case 2:
      return { kind: "released" };
    case 3:
      return ended({ kind: "failed", reason: "crashed", message: "" });
    case 4:
      return ended({ kind: "limited", untilMs: 5_000_000, message: "" });
    case 5:
      return { kind: "head-moved", head: "elsewhere" };
    case 6:
      return { kind: "conflicted", onto: "c0", files: [] };
    case 7:
      return { kind: "nothing-to-land" };
    case 8:
      return good.kind === "verified"
        ? { kind: "verified", report: report(good.report.tree, "failed") }
        : good;
    case 9:
      return good.kind === "verified"
        ? { kind: "verified", report: report(good.report.tree, "passed", ["tests"]) }
        : good;
    case 11:
    case 12: {
      if (effect.kind !== "prepare") return good;
      const scope = how === 11 ? ("day" as const) : ("run" as const);
      const untilMs = how === 11 ? 2_000_000 : null;
      return { kind: "unaffordable", limit: limitOf(scope, untilMs), mayComeBack: false };
    }
    case 13:
      if (effect.kind !== "prepare") return good;
      return { kind: "unaffordable", limit: limitOf("day", 2_000_000), mayComeBack: true };
    case 14: {
      if (good.kind !== "prepared") return good;
      const limited = { microUsd: true, tokens: false };
      const amount = { microUsd: 10, tokens: 0 };
      return { ...good, reservation: { amount, limited, short: null } };
    }
    case 10:
      return good.kind === "base-verified" || good.kind === "verified"
        ? { ...good, report: report(good.report.tree, "unavailable") }
        : good;
    default:
      return good;
  }
}

function limitOf(scope: BudgetLimit["scope"], untilMs: number | null): BudgetLimit {
  const cap = { microUsd: 10, tokens: null };
  return { scope, name: scope, cap, used: NOTHING, reserved: NOTHING, untilMs };
}

/** Interprets moves against a state; remembers outcomes to deliver a second time. */
class Walk {
  nowMs = 1_000;
  epoch = 0;
  observed = 0;
  readonly head = { commit: "c0" };
  readonly told: Input[] = [];

  input(state: State, step: Move): Input | null {
    const { nowMs: atMs } = this;
    switch (step.kind) {
      case "outcome": {
        if (step.late) return this.told[step.pick % Math.max(1, this.told.length)] ?? null;
        const effects = pendingEffects(state);
        const effect = effects[step.pick % Math.max(1, effects.length)];
        if (effect === undefined) return null;
        const outcome = outcomeFor(effect, step.how, this.head);
        const input: Input = { type: "effect-ended", atMs, effect: effect.id, outcome };
        this.told.push(input);
        return input;
      }
      case "time":
        this.nowMs += step.ms;
        return { type: "time-passed", atMs: this.nowMs };
      case "roadmap":
        this.observed += 1;
        return {
          type: "roadmap-observed",
          atMs,
          target: "self",
          digest: `d${this.observed}`,
          upserted: step.streams,
          removed: keys.slice(step.removed, step.removed + 1),
        };
      case "act":
        return { type: "person-asked", atMs, by: "ada", act: step.act };
      case "session": {
        const selections = [
          { kind: "all" as const },
          { kind: "next" as const, count: 2 },
          { kind: "streams" as const, keys: keys.slice(0, 2) },
        ] as const;
        const selection = selections[step.selection] ?? selections[0];
        const learned = { seconds: { "self:2": 40_000 }, proven: { feature: ["Bruno"] } };
        const room = { freeMemoryMin: 0.1, freeDiskBytesMin: 0, busyCpuMax: 1, staggerMs: 9_000 };
        const more = step.verify ? { learned, admission: room } : {};
        const policy = { ...POLICY, verify: step.verify, ...more };
        return { type: "session-requested", atMs, request: { selection, goal: null, policy } };
      }
      case "seen": {
        const attempt = `${keys[step.key]}/${step.generation}`;
        const process = { pid: 1, startTime: "1", bootId: "b" };
        if (step.what === 0) return { type: "agent-started", atMs, attempt, process };
        if (step.what === 1) return { type: "agent-progressed", atMs, attempt, outputBytes: 3 };
        if (step.what === 2) return { type: "agent-unseen", atMs, attempt };
        if (step.what === 5) {
          const { stage } = state.streams.get(keys[step.key] ?? "") ?? {};
          const commit = stage?.kind === "completed" ? stage.commit : "c0";
          return { type: "landing-missed", atMs, key: keys[step.key] ?? "", commit };
        }
        const tokens = { input: 1, cacheRead: 0, cacheWrite: 0, output: 1 };
        const spending = { microUsd: 5 * step.generation, tokens, model: null, basis: "table" };
        return {
          type: "spent",
          atMs,
          attempt,
          spending: spending as Spending,
          stopped: step.what === 4,
        };
      }
      case "money": {
        const level = BUDGET_LEVELS[step.level] ?? "normal";
        const untilMs = step.ms === null ? null : atMs + step.ms;
        const reading = { level, limit: limitOf("day", untilMs), untilMs, why: level };
        return { type: "budget-observed", atMs, reading };
      }
      case "ahead": {
        const files = ["a.ts"];
        const other = { kind: "attempt", attempt: `${keys[step.other]}/1` } as const;
        const found = step.to ? other : ({ kind: "branch", head: "c1" } as const);
        const attempt = `${keys[step.key]}/1`;
        return { type: "conflict-foreseen", atMs, attempt, with: found, files, hears: step.to };
      }
      case "room": {
        const reading = { freeMemory: step.share, freeDiskBytes: null, busyCpu: null };
        return { type: "machine-observed", atMs, reading };
      }
      case "restart":
        this.epoch += 1;
        return { type: "loop-started", atMs, epoch: this.epoch, version: "t" };
    }
  }
}

const opening: readonly Move[] = [
  { kind: "restart" },
  {
    kind: "roadmap",
    streams: IDS.map((id) => factsOf(id, id === "3" ? { dependsOn: ["self:1"] } : {})),
    removed: 9,
  },
  { kind: "session", selection: 0, verify: true },
  { kind: "outcome", pick: 0, how: 20, late: false },
];

describe("whatever comes in whatever order", () => {
  it("never throws, leaves the state alone, and is the same from a cold or a warm state", () => {
    fc.assert(
      fc.property(fc.array(move, { minLength: 10, maxLength: 80 }), (moves) => {
        const walk = new Walk();
        let warm = initialState();
        const together = initialState();
        for (const each of [...opening, ...moves]) {
          const input = walk.input(warm, each);
          if (input === null) continue;
          const before = structuredClone(warm);
          const events = decide(warm, input);
          expect(warm).toEqual(before);
          // A state from a snapshot has nothing but what was stored (law I12).
          expect(decide(before, input)).toEqual(events);
          expect(step(together, input).events).toEqual(events);
          for (const event of events) warm = evolve(warm, event);
          expect(together).toEqual(warm);
          checkShape(warm);
        }
      }),
      { numRuns: 150, seed: SEED },
    );
  });

  it("asks to be woken only for what a passing of time then does", () => {
    fc.assert(
      fc.property(fc.array(move, { minLength: 10, maxLength: 60 }), (moves) => {
        const walk = new Walk();
        const state = initialState();
        for (const each of [...opening, ...moves]) {
          const input = walk.input(state, each);
          if (input !== null) step(state, input);
        }
        let wakes = 0;
        for (let due = nextWakeMs(state); due !== null; due = nextWakeMs(state)) {
          const atMs = Math.max(due, walk.nowMs);
          expect(step(state, { type: "time-passed", atMs }).events).not.toEqual([]);
          walk.nowMs = atMs;
          wakes += 1;
          if (wakes > 500) break;
        }
        expect(wakes).toBeLessThan(500);
      }),
      { numRuns: 150, seed: SEED },
    );
  });
});

function checkShape(state: State): void {
  const ids = pendingEffects(state).map((effect) => effect.id);
  expect(new Set(ids).size).toBe(ids.length);
  const landing = new Map<string, number>();
  let slots = 0;
  for (const { stage, facts: known, attempts } of state.streams.values()) {
    if (["preparing", "running", "collecting"].includes(stage.kind)) slots += 1;
    if (["merging", "verifying", "verifying-alone", "landing"].includes(stage.kind)) {
      landing.set(known.target, (landing.get(known.target) ?? 0) + 1);
    }
    if (stage.kind === "blocked") expect(stage.reason).not.toBe("");
    const open = attempts.filter((each) => each.outcome === "active");
    expect(open.length).toBeLessThanOrEqual(1);
  }
  expect(slots).toBeLessThanOrEqual(LIMITS.concurrencyMax);
  for (const target of state.targets.values()) {
    expect(landing.get(target.id) ?? 0).toBe(target.landing === null ? 0 : 1);
    for (const attempt of target.queue) {
      expect(state.streams.get(attempt.slice(0, attempt.lastIndexOf("/")))?.stage.kind).toBe(
        "queued",
      );
    }
  }
  const { history = [] } = state.session ?? {};
  history.reduce<(typeof history)[number] | null>((before, move) => {
    if (before !== null) expect(SESSION_TRANSITIONS[before.to]).toContain(move.to);
    return move;
  }, null);
}
