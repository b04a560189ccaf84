import type {
  AttemptId,
  BudgetLevel,
  BudgetLimit,
  BudgetReading,
  Outcome,
  Reservation,
  Spending,
} from "../../src/model/index.ts";
import { keyOf } from "../../src/model/index.ts";
import { Random } from "../random.ts";
import type { Simulation } from "../simulation.ts";
import type { Run } from "./machine.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const LOOK_MS = 15 * MINUTE_MS;
const CONSERVE_AT = 0.8;
const EMERGENCY_AT = 0.95;
/** An attempt costs at least this share of what it may, or it is not worth beginning. */
const LEAST_SHARE = 4;
/** The most that an agent uses between two looks at it: one response. */
export const RESPONSE_TOKENS = 1_000;

/** What is put aside for an attempt, and what it has used. */
interface Account {
  readonly allowance: number;
  used: number;
  isOpen: boolean;
}

/**
 * A user's money, in tokens a day, with hours in which nothing is to begin: the contract of the
 * ledger and of the gateway. What is put aside is granted once, and a door shuts when it is used up;
 * without doors an agent goes on until it is ended. It has chance of its own, so that the world
 * without it is the same with every seed.
 */
export class Purse {
  readonly #sim: Simulation;
  readonly #random: Random;
  readonly isOn: boolean;
  readonly hasDoors: boolean;
  readonly #perDay: number;
  readonly #perAttempt: number;
  /** Hours of the day, UTC; null: any hour will do. */
  readonly #quiet: { readonly from: number; readonly to: number } | null;
  readonly #accounts = new Map<AttemptId, Account>();
  #day = 0;
  #usedToday = 0;
  /** Beyond what was put aside, today. */
  #beyond = 0;
  #told: BudgetLevel = "normal";
  /** All that was ever used. */
  usedEver = 0;

  constructor(sim: Simulation) {
    this.#sim = sim;
    this.#random = new Random(sim.seed * 7_919 + 104_729);
    this.isOn = sim.team === null && this.#random.chance(0.35);
    this.hasDoors = this.#random.chance(0.6);
    this.#perAttempt = this.#random.between(2_000, 8_000);
    this.#perDay = this.#perAttempt * this.#random.between(2, 10);
    // In the hours in which most runs take place.
    const from = this.#random.between(0, 9);
    const to = (from + this.#random.between(1, 10)) % 24;
    this.#quiet = this.#random.chance(0.5) ? { from, to } : null;
  }

  /** When faults are off a person lifts the limits: then everything comes to its end. */
  get isLimited(): boolean {
    return this.isOn && !this.#sim.calm;
  }

  get #reserved(): number {
    let sum = 0;
    for (const { allowance, used, isOpen } of this.#accounts.values()) {
      if (isOpen) sum += Math.max(0, allowance - used);
    }
    return sum;
  }

  /** Today's cap, what is used or put aside of it, and what doors and ends were too late for. */
  get standing(): { readonly cap: number; readonly taken: number; readonly beyond: number } {
    this.#turnDay();
    return { cap: this.#perDay, taken: this.#usedToday + this.#reserved, beyond: this.#beyond };
  }

  isGranted(attempt: AttemptId): boolean {
    return this.#accounts.has(attempt);
  }

  /** What is put aside for an attempt, the same however often it is asked for. */
  reserve(attempt: AttemptId): Reservation | Extract<Outcome, { kind: "unaffordable" }> | null {
    if (!this.isLimited) return null;
    this.#turnDay();
    const known = this.#accounts.get(attempt);
    if (known !== undefined) return reservationOf(known.allowance);
    const left = this.#perDay - this.#usedToday - this.#reserved;
    if (left < Math.ceil(this.#perAttempt / LEAST_SHARE)) {
      const mayComeBack = this.#perDay - this.#usedToday >= this.#perAttempt / LEAST_SHARE;
      return { kind: "unaffordable", limit: this.#limit(), mayComeBack };
    }
    const allowance = Math.min(left, this.#perAttempt);
    this.#accounts.set(attempt, { allowance, used: 0, isOpen: true });
    return reservationOf(allowance);
  }

  /** A running agent has asked its model again; whoever leads is told. */
  use(run: Run): void {
    const account = this.#accounts.get(run.attempt);
    if (account === undefined || !account.isOpen || run.report !== null) return;
    this.#turnDay();
    const isShut = this.hasDoors && account.used >= account.allowance;
    if (!isShut) this.#use(account, this.#random.between(1, RESPONSE_TOKENS));
    const stopped = this.hasDoors && account.used >= account.allowance;
    this.#sim.orchestrator?.noteSpent(run, spendingOf(account.used), stopped);
  }

  #use(account: Account, tokens: number): void {
    const left = Math.max(0, account.allowance - account.used);
    account.used += tokens;
    this.#usedToday += tokens;
    this.usedEver += tokens;
    this.#beyond += Math.max(0, tokens - left);
  }

  /** The run is over: what it did not need is free again. Null: nothing was put aside for it. */
  settle(run: Run): Spending | null {
    const account = this.#accounts.get(run.attempt);
    if (account === undefined) return null;
    account.isOpen = false;
    return spendingOf(account.used);
  }

  /** What was put aside for attempts that never began, or that nobody knows any more, is given back. */
  reconcile(): void {
    const state = this.#sim.orchestrator?.state;
    if (state === undefined) return;
    for (const [attempt, account] of this.#accounts) {
      if (!account.isOpen) continue;
      const records = state.streams.get(keyOf(attempt))?.attempts ?? [];
      const record = records.find((one) => one.attempt === attempt);
      if (record?.outcome !== "active") account.isOpen = false;
    }
  }

  /** Looks every quarter of an hour, and says what is new. */
  watch(): void {
    if (!this.isOn) return;
    this.#sim.timeline.after(LOOK_MS, () => {
      if (this.#sim.over) return;
      this.reconcile();
      this.observe();
      this.watch();
    });
  }

  observe(): void {
    if (!this.isOn) return;
    const { orchestrator, timeline } = this.#sim;
    const reading = this.#read();
    const known = orchestrator?.state.budget?.level ?? "normal";
    if (known === reading.level && this.#told === reading.level) return;
    this.#told = reading.level;
    orchestrator?.deliver({ type: "budget-observed", atMs: timeline.nowMs, reading });
  }

  #read(): BudgetReading {
    if (!this.isLimited) return { level: "normal", limit: null, untilMs: null, why: "no limit" };
    this.#turnDay();
    const share = this.#usedToday / this.#perDay;
    const limit = this.#limit();
    const because = (level: BudgetLevel): BudgetReading => {
      return { level, limit, untilMs: level === "normal" ? null : limit.untilMs, why: level };
    };
    if (share >= 1) return because("exhausted");
    const quietUntilMs = this.#quietUntilMs();
    if (quietUntilMs !== null) {
      return { level: "quiet", limit: null, untilMs: quietUntilMs, why: "quiet hours" };
    }
    if (share >= EMERGENCY_AT) return because("emergency");
    return because(share >= CONSERVE_AT ? "conserving" : "normal");
  }

  #quietUntilMs(): number | null {
    if (this.#quiet === null) return null;
    const { from, to } = this.#quiet;
    const { nowMs } = this.#sim.timeline;
    const hour = Math.floor((nowMs % DAY_MS) / HOUR_MS);
    const isQuiet = from < to ? hour >= from && hour < to : hour >= from || hour < to;
    if (!isQuiet) return null;
    const hours = (to - hour + 24) % 24;
    return Math.floor(nowMs / HOUR_MS) * HOUR_MS + hours * HOUR_MS;
  }

  #limit(): BudgetLimit {
    return {
      scope: "day",
      name: "day",
      cap: { microUsd: null, tokens: this.#perDay },
      used: { microUsd: 0, tokens: this.#usedToday },
      reserved: { microUsd: 0, tokens: this.#reserved },
      untilMs: (this.#day + 1) * DAY_MS,
    };
  }

  #turnDay(): void {
    const day = Math.floor(this.#sim.timeline.nowMs / DAY_MS);
    if (day === this.#day) return;
    this.#day = day;
    this.#usedToday = 0;
    this.#beyond = 0;
  }
}

function reservationOf(tokens: number): Reservation {
  const limited = { microUsd: false, tokens: true };
  return { amount: { microUsd: 0, tokens }, limited, short: null };
}

function spendingOf(output: number): Spending {
  const tokens = { input: 0, cacheRead: 0, cacheWrite: 0, output };
  return { microUsd: 0, tokens, model: null, basis: "free" };
}
