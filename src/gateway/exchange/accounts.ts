import { nowMs, sha256, sleep } from "../../platform/index.ts";
import { Breaker } from "./breaker.ts";
import type { Keys, Limited, Patience, ProviderKey } from "../messages.ts";
import type { Provider } from "../provider.ts";

const LOOK_MS = 50;

/** The user's keys and what is known of the accounts behind them, for all attempts. */
export class Accounts {
  readonly #patience: Patience;
  #keys: Keys = {};
  /** By provider and account: what is refused to one key says nothing of another. */
  readonly #limited = new Map<string, Limited>();
  /** By provider and address: whose server fails, it fails for every key. */
  readonly #breakers = new Map<string, Breaker>();

  constructor(patience: Patience) {
    this.#patience = patience;
  }

  /** The leader's word on all keys. Another key is another account, which has no limit yet. */
  take(keys: Keys): void {
    this.#keys = keys;
    const known = new Set(Object.values(keys).map(accountOf));
    for (const [place, { account }] of this.#limited) {
      if (!known.has(account)) this.#limited.delete(place);
    }
  }

  /**
   * Waits a while for a leader to come with the key, which no restart of ours keeps; a leader of
   * other keys says with its next word which of them counts. `name`: as it is at that moment.
   */
  async keyOf(name: () => string | undefined, signal: AbortSignal): Promise<ProviderKey | null> {
    const untilMs = nowMs() + this.#patience.keysMs;
    for (;;) {
      const called = name() ?? "";
      const key = Object.hasOwn(this.#keys, called) ? this.#keys[called] : undefined;
      if (key !== undefined) return key;
      if (signal.aborted || nowMs() >= untilMs) return null;
      await sleep(LOOK_MS, signal);
    }
  }

  breakerOf(provider: Provider, { baseUrl }: ProviderKey): Breaker {
    const place = `${provider} ${baseUrl}`;
    const known = this.#breakers.get(place);
    if (known !== undefined) return known;
    const breaker = new Breaker(this.#patience.breakerBaseMs);
    this.#breakers.set(place, breaker);
    return breaker;
  }

  /** The limit in force on the account behind a key; null when it may be asked. */
  limitOf(provider: Provider, key: ProviderKey): Limited | null {
    const place = `${provider} ${accountOf(key)}`;
    const limited = this.#limited.get(place) ?? null;
    if (limited === null || limited.untilMs > nowMs()) return limited;
    this.#limited.delete(place);
    return null;
  }

  limit(provider: Provider, key: ProviderKey, untilMs: number, message: string): Limited {
    const account = accountOf(key);
    const limited: Limited = { provider, account, untilMs, message };
    this.#limited.set(`${provider} ${account}`, limited);
    return limited;
  }

  get limits(): readonly Limited[] {
    return [...this.#limited.values()].filter(({ untilMs }) => untilMs > nowMs());
  }
}

/** Names the account behind a key; the key cannot be told from it. */
export function accountOf(key: ProviderKey): string {
  return sha256(`orchestrator account\0${key.baseUrl}\0${key.apiKey}`).slice(0, 16);
}
