import { LIMITS } from "../../model/index.ts";
import { monotonicMs, sleep } from "../../platform/index.ts";

/**
 * Keeps all attempts from asking a provider that is down: after a few failures in a row nobody
 * asks for a while (open), then one does (half-open), and its answer speaks for all.
 */
export class Breaker {
  readonly #baseMs: number;
  #failures = 0;
  #openings = 0;
  #openUntilMs = 0;
  #probing = false;
  #answers = 0;
  #hasSpoken = false;
  #why = "";

  constructor(baseMs: number) {
    this.#baseMs = baseMs;
  }

  get isOpen(): boolean {
    return this.#failures >= LIMITS.gatewayBreakerFailures;
  }

  /** Waits until this request may ask; false: not within `waitMsMax`, or `signal` was aborted. */
  async enter(waitMsMax: number, signal: AbortSignal): Promise<boolean> {
    const untilMs = monotonicMs() + waitMsMax;
    while (this.isOpen) {
      const nowMs = monotonicMs();
      if (nowMs >= this.#openUntilMs && !this.#probing) {
        this.#probing = true;
        return !signal.aborted || this.#leaveProbe();
      }
      if (nowMs >= untilMs || signal.aborted || this.#openUntilMs > untilMs) return false;
      await sleep(Math.min(untilMs - nowMs, Math.max(10, this.#openUntilMs - nowMs)), signal);
    }
    return !signal.aborted;
  }

  /** How many requests to its models it has answered; whoever sees it grow knows that it works. */
  get answers(): number {
    return this.#answers;
  }

  /** Somebody is at the address: what is not reached later is an outage, and no wrong address. */
  get hasSpoken(): boolean {
    return this.#hasSpoken;
  }

  /** What it failed with last. */
  get why(): string {
    return this.#why;
  }

  spoke(): void {
    this.#hasSpoken = true;
  }

  /** A model has answered. */
  answered(): void {
    this.#answers++;
    this.succeeded();
  }

  /** It speaks, were it only to refuse. */
  succeeded(): void {
    this.#failures = 0;
    this.#openings = 0;
    this.#probing = false;
  }

  failed(why: string): void {
    this.#failures++;
    this.#why = why;
    if (!this.isOpen) return;
    const closedMs = Math.min(this.#baseMs * 2 ** this.#openings, LIMITS.gatewayBreakerCeilingMs);
    // Requests that were on their way when it opened do not open it further.
    if (this.#probing || this.#openings === 0) {
      this.#openings++;
      this.#openUntilMs = monotonicMs() + closedMs;
    }
    this.#probing = false;
  }

  /** The request came to no end that says anything: the next one asks. */
  abandoned(): void {
    this.#probing = false;
  }

  #leaveProbe(): boolean {
    this.#probing = false;
    return false;
  }
}
