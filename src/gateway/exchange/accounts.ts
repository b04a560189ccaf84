import { nowMs, sha256, sleep } from "../../platform/index.ts";
import { Breaker } from "./breaker.ts";
import type { Keys, Limited, Patience, ProviderKey } from "../messages.ts";
import { PROVIDERS, type Provider } from "../provider.ts";

const LOOK_MS = 50;

/** The user's keys and what is known of the accounts behind them, for all attempts. */
export class Accounts {
  readonly #patience: Patience;
  readonly #keys = new Map<Provider, ProviderKey>();
  readonly #limited = new Map<Provider, Limited>();
  readonly #breakers = new Map<Provider, Breaker>();
  #isTold = false;

  constructor(patience: Patience) {
    this.#patience = patience;
  }

  /** The leader's word on all keys. Another key is another account, which has no limit yet. */
  take(keys: Keys): void {
    this.#isTold = true;
    for (const provider of PROVIDERS) {
      const key = keys[provider];
      const before = this.#keys.get(provider);
      if (key === undefined) this.#keys.delete(provider);
      else this.#keys.set(provider, key);
      if (before !== undefined && key !== undefined && accountOf(before) === accountOf(key)) {
        continue;
      }
      this.#limited.delete(provider);
      this.#breakers.delete(provider);
    }
  }

  /** Waits a while for a leader to come with the keys, which no restart of ours keeps. */
  async keyOf(provider: Provider, signal: AbortSignal): Promise<ProviderKey | null> {
    const untilMs = nowMs() + this.#patience.keysMs;
    while (!this.#isTold && !signal.aborted && nowMs() < untilMs) await sleep(LOOK_MS, signal);
    return this.#keys.get(provider) ?? null;
  }

  breakerOf(provider: Provider): Breaker {
    const known = this.#breakers.get(provider);
    if (known !== undefined) return known;
    const breaker = new Breaker(this.#patience.breakerBaseMs);
    this.#breakers.set(provider, breaker);
    return breaker;
  }

  /** The limit in force on the provider's account; null when it may be asked. */
  limitOf(provider: Provider): Limited | null {
    const limited = this.#limited.get(provider) ?? null;
    if (limited === null || limited.untilMs > nowMs()) return limited;
    this.#limited.delete(provider);
    return null;
  }

  limit(provider: Provider, key: ProviderKey, untilMs: number, message: string): Limited {
    const limited: Limited = { provider, account: accountOf(key), untilMs, message };
    this.#limited.set(provider, limited);
    return limited;
  }

  get limits(): readonly Limited[] {
    return PROVIDERS.flatMap((provider) => this.limitOf(provider) ?? []);
  }
}

/** Names the account behind a key; the key cannot be told from it. */
export function accountOf(key: ProviderKey): string {
  return sha256(`orchestrator account\0${key.baseUrl}\0${key.apiKey}`).slice(0, 16);
}
