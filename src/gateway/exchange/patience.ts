import { LIMITS } from "../../model/index.ts";
import type { Patience } from "../messages.ts";

export const PATIENCE: Patience = {
  triesMax: LIMITS.gatewayTriesMax,
  retryMsMax: LIMITS.gatewayRetryMsMax,
  retryBaseMs: LIMITS.gatewayRetryBaseMs,
  answerMsMax: LIMITS.gatewayAnswerMsMax,
  silenceMsMax: LIMITS.gatewaySilenceMsMax,
  keysMs: LIMITS.gatewayKeysMs,
  questionWaitMs: LIMITS.questionWaitMs,
  breakerBaseMs: LIMITS.gatewayBreakerBaseMs,
};

/** What a provider answered instead of an answer. `status` null: it could not be reached. */
export interface Failure {
  readonly status: number | null;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export type Next =
  | { readonly kind: "retry"; readonly afterMs: number }
  /** A limit that ends too late to be waited for; `untilMs` in epoch milliseconds. */
  | { readonly kind: "limited"; readonly untilMs: number }
  | { readonly kind: "pass" };

const TRANSIENT = new Set([408, 500, 502, 503, 504, 522, 524, 529]);

/** Whether the failure speaks of the provider's health, and not of this request. */
export function isOutage(failure: Failure): boolean {
  return failure.status === null || (failure.status !== 408 && TRANSIENT.has(failure.status));
}

/**
 * What to do about a failure before the first byte. `tries` counts those made, `waitedMs` all the
 * time this request has been kept waiting; `chance` is in 0…1 and spreads the retries.
 */
export function judge(
  failure: Failure,
  at: {
    readonly tries: number;
    readonly waitedMs: number;
    readonly nowMs: number;
    readonly chance: number;
  },
  patience: Patience,
): Next {
  const { status } = failure;
  if (status !== null && status !== 429 && !TRANSIENT.has(status)) return { kind: "pass" };
  const resetMs = resetIn(failure, at.nowMs);
  const isQuota = status === 429 && /insufficient_quota|usage_limit_reached/.test(failure.body);
  const leftMs = patience.retryMsMax - at.waitedMs;
  if (status === 429 && (isQuota || (resetMs ?? 0) > leftMs)) {
    const waitMs = resetMs ?? LIMITS.usageLimitMs;
    return { kind: "limited", untilMs: at.nowMs + Math.min(waitMs, LIMITS.usageLimitMsMax) };
  }
  if (textIn(failure, "x-should-retry") === "false") return { kind: "pass" };
  const backOff = patience.retryBaseMs * 2 ** (at.tries - 1);
  const afterMs = Math.ceil(Math.max(backOff, resetMs ?? 0) * (1 + at.chance / 2));
  if (at.tries >= patience.triesMax || afterMs > leftMs) return { kind: "pass" };
  return { kind: "retry", afterMs };
}

function textIn(failure: Failure, name: string): string | null {
  const value = failure.headers[name];
  return typeof value === "string" ? value : (value?.[0] ?? null);
}

/** How long until the provider would like to be asked again, as it says; null: it does not. */
export function resetIn(failure: Failure, nowMs: number): number | null {
  const afterMs = Number(textIn(failure, "retry-after-ms") ?? Number.NaN);
  if (Number.isFinite(afterMs) && afterMs >= 0) return afterMs;
  const said = [textIn(failure, "retry-after"), resetInBody(failure.body)]
    .map((text) => (text === null ? null : waitOf(text, nowMs)))
    .filter((one) => one !== null);
  if (said.length > 0) return Math.max(0, ...said);
  // The window of a subscription is told with every answer: it is the reason when nothing else is.
  const unified = textIn(failure, "anthropic-ratelimit-unified-reset");
  const isAllowed = textIn(failure, "anthropic-ratelimit-unified-status")?.startsWith("allowed");
  const window = unified === null || isAllowed === true ? null : waitOf(unified, nowMs);
  const all = [...windowsIn(failure, nowMs), ...(window === null ? [] : [window])];
  return all.length === 0 ? null : Math.max(0, ...all);
}

/** Of the windows that are told, those with nothing left. */
function* windowsIn(failure: Failure, nowMs: number): Generator<number> {
  for (const name of Object.keys(failure.headers)) {
    const window =
      /^(anthropic-ratelimit-.+)-reset$/.exec(name)?.[1] ??
      /^x-ratelimit-reset-(.+)$/.exec(name)?.[1];
    if (window === undefined || window === "anthropic-ratelimit-unified") continue;
    const remaining =
      textIn(failure, `${window}-remaining`) ?? textIn(failure, `x-ratelimit-remaining-${window}`);
    const wait = waitOf(textIn(failure, name) ?? "", nowMs);
    if (wait !== null && remaining !== null && Number(remaining) === 0) yield wait;
  }
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** `30`, `1735689600`, `6m0s`, `20ms`, `2026-01-01T00:00:00Z`, `Fri, 01 Jan 2027 00:00:00 GMT`. */
function waitOf(text: string, nowMs: number): number | null {
  const said = text.trim();
  if (/^\d+(?:\.\d+)?$/.test(said)) {
    const seconds = Number(said);
    // A wait of thirty years is no wait but a date.
    return seconds > 1_000_000_000 ? seconds * 1_000 - nowMs : seconds * 1_000;
  }
  if (/^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/.test(said)) {
    let ms = 0;
    for (const [, amount, unit = ""] of said.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)) {
      ms += Number(amount) * (UNIT_MS[unit] ?? 0);
    }
    return ms;
  }
  const at = Date.parse(said);
  return Number.isNaN(at) ? null : at - nowMs;
}

/** Google's `retryDelay`, OpenAI's `resets_at` (epoch seconds) and `resets_in_seconds`. */
function resetInBody(body: string): string | null {
  const found =
    /"retryDelay"\s*:\s*"([\d.]+m?s)"/.exec(body) ??
    /"resets_(?:at|in_seconds)"\s*:\s*(\d+)/.exec(body);
  return found?.[1] ?? null;
}
