import { LIMITS, OrchestratorError } from "../model/index.ts";
import { ensureDir, isSameSecret, monotonicMs, sha256 } from "../platform/index.ts";
import { costOf, fits, isSpent, minus, plus } from "./metering/cost.ts";
import { Mailbox } from "./tools/mailbox.ts";
import type { Allowance, AttemptSpec, Spent, UsageRecord } from "./messages.ts";
import { UsageFile } from "./metering/usage-file.ts";

const NOTHING: Spent = { tokens: 0, microDollars: 0 };

export type Admission = "granted" | "spent" | "crowded" | "closed" | "aborted";

interface Waiting {
  readonly reservation: Spent;
  readonly settle: (admission: Admission) => void;
}

/** What is kept on disk of an attempt; of its token only a hash. */
export interface KeptAttempt {
  readonly spec: Omit<AttemptSpec, "token">;
  readonly tokenHash: string;
  readonly port: number | null;
}

/** An attempt's account at the gateway: what it may spend, has spent, and is about to. */
export class Attempt {
  spec: Omit<AttemptSpec, "token">;
  tokenHash: string;
  readonly usage: UsageFile;
  readonly mailbox: Mailbox;
  lastUsedMs = monotonicMs();
  #spent: Spent;
  #reserved: Spent = NOTHING;
  #inFlight = 0;
  readonly #waiting: Waiting[] = [];
  readonly #told = new Set<string>();
  #heldBytes = 0;
  #isClosed = false;
  #whenIdle: () => void = () => {};

  constructor(dir: string, kept: Pick<KeptAttempt, "spec" | "tokenHash">) {
    ensureDir(dir);
    this.spec = kept.spec;
    this.tokenHash = kept.tokenHash;
    this.usage = new UsageFile(dir);
    this.mailbox = new Mailbox(dir, kept.spec.attempt);
    this.#spent = this.usage.settled.map(spentOf).reduce(plus, NOTHING);
  }

  get spent(): Spent {
    return this.#spent;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  isToken(candidate: string): boolean {
    return !this.#isClosed && isSameSecret(sha256(candidate), this.tokenHash);
  }

  allow(allowance: Allowance | null): void {
    refuseUnpriced(allowance, this.spec);
    this.spec = { ...this.spec, allowance };
    this.#told.clear();
    this.#wake();
  }

  /** Whether this is news; it is again after the leader's next word on the allowance. */
  isNews(what: string): boolean {
    if (this.#told.has(what)) return false;
    this.#told.add(what);
    return true;
  }

  /** Makes room for a piece of a request in memory; false: the attempt's requests fill it. */
  hold(bytes: number): boolean {
    if (this.#heldBytes + bytes > LIMITS.gatewayHeldBytesMax) return false;
    this.#heldBytes += bytes;
    return true;
  }

  letGo(bytes: number): void {
    this.#heldBytes -= bytes;
  }

  /**
   * Lets a request through as soon as it may: at once while nothing else is on its way, however
   * little is left (that is the one response of overshoot); beside others only when all of them
   * together stay within the allowance at their reservations. Granted ones must be settled.
   */
  admit(reservation: Spent, signal: AbortSignal): Promise<Admission> {
    const now = this.#answer(reservation);
    if (now !== "wait") return Promise.resolve(now);
    if (this.#waiting.length >= LIMITS.gatewayWaitingMax) return Promise.resolve("crowded");
    return new Promise((resolve) => {
      const waiting: Waiting = {
        reservation,
        settle: (admission) => {
          signal.removeEventListener("abort", leave);
          resolve(admission);
        },
      };
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        resolve("aborted");
      };
      signal.addEventListener("abort", leave, { once: true });
      this.#waiting.push(waiting);
    });
  }

  /** A granted request is over; `records` are what it came to, written to the usage file already. */
  settle(reservation: Spent, records: readonly UsageRecord[]): void {
    this.#inFlight--;
    this.#reserved = minus(this.#reserved, reservation);
    this.#spent = records.map(spentOf).reduce(plus, this.#spent);
    if (this.#inFlight === 0) this.#whenIdle();
    this.#wake();
  }

  /** Lets nothing more in; resolves when what was on its way is written and on the disk. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const waiting of this.#waiting.splice(0)) waiting.settle("closed");
    if (this.#inFlight > 0) {
      await new Promise<void>((resolve) => {
        this.#whenIdle = resolve;
      });
    }
    try {
      await this.usage.synced();
    } finally {
      this.usage.close();
      this.mailbox.close();
    }
  }

  #answer(reservation: Spent): "granted" | "spent" | "closed" | "wait" {
    const { allowance } = this.spec;
    if (this.#isClosed) return "closed";
    if (isSpent(this.#spent, allowance)) return "spent";
    const together = plus(this.#spent, this.#reserved);
    if (this.#inFlight > 0 && !fits(together, reservation, allowance)) return "wait";
    this.#inFlight++;
    this.#reserved = plus(this.#reserved, reservation);
    return "granted";
  }

  /** In the order they came: a small request does not overtake a large one for ever. */
  #wake(): void {
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      const answer = this.#answer(first.reservation);
      if (answer === "wait") return;
      this.#waiting.shift();
      first.settle(answer);
    }
  }
}

function spentOf(record: UsageRecord): Spent {
  return {
    // What a long conversation re-reads from a cache is no new work.
    tokens: record.inputTokens - record.cacheReadTokens + record.outputTokens,
    microDollars: record.microDollars ?? 0,
  };
}

/** A bound in money that nothing is reckoned against would hold nobody. */
export function refuseUnpriced(
  allowance: Allowance | null,
  spec: Pick<AttemptSpec, "prices">,
): void {
  if ((allowance?.microDollars ?? null) === null || spec.prices.length > 0) return;
  throw new OrchestratorError("bug", "An allowance in money needs prices.");
}

/** The record of a request that is charged with so many tokens. */
export function recordOf(
  spec: Pick<AttemptSpec, "attempt" | "prices">,
  what: Omit<UsageRecord, "attempt" | "microDollars">,
): UsageRecord {
  const microDollars = costOf(spec.prices, what.model, what);
  return { ...what, attempt: spec.attempt, microDollars };
}
