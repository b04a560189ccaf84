import { LIMITS, refusalCause } from "../../model/index.ts";
import type { Patience } from "../messages.ts";

export const PATIENCE: Patience = {
  triesMax: LIMITS.gatewayTriesMax,
  retryMsMax: LIMITS.gatewayRetryMsMax,
  retryBaseMs: LIMITS.gatewayRetryBaseMs,
  restMs: LIMITS.gatewayRestMs,
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
  /** Not to be waited for within a request; `untilMs` in epoch milliseconds. */
  | { readonly kind: "limited"; readonly untilMs: number }
  /** Not before a person has given another key, or has paid. */
  | { readonly kind: "auth" }
  | { readonly kind: "credit" }
  | { readonly kind: "pass" };

const TRANSIENT = new Set([408, 500, 502, 503, 504, 522, 524, 529]);

/** Whether the failure speaks of the provider's health, and not of this request. */
export function isOutage(failure: Failure): boolean {
  return failure.status === null || (failure.status !== 408 && TRANSIENT.has(failure.status));
}

/**
 * What to do about a failure before the first byte. `tries` counts those made, `waitedMs` all the
 * time this request has been kept waiting; `chance` is in 0…1 and spreads the retries. `isOwn`: the
 * provider answers others meanwhile, so that what it fails at is this request.
 */
export function judge(
  failure: Failure,
  at: {
    readonly tries: number;
    readonly waitedMs: number;
    readonly nowMs: number;
    readonly chance: number;
    readonly isOwn: boolean;
  },
  patience: Patience,
): Next {
  const { status, body } = failure;
  const cause = refusalCause(status, body);
  if (cause === "login") return { kind: "auth" };
  if (cause === "credit") return { kind: "credit" };
  const isLimit = cause === "limit";
  if (!isLimit && status !== null && !TRANSIENT.has(status)) return { kind: "pass" };
  const resetMs = resetIn(failure, at.nowMs);
  const leftMs = patience.retryMsMax - at.waitedMs;
  const isFinal = textIn(failure, "x-should-retry") === "false";
  if (isLimit && (isFinal || isWindow(failure) || (resetMs ?? 0) > leftMs)) {
    return limitedFor(resetMs ?? LIMITS.usageLimitMs, at.nowMs, patience);
  }
  if (isFinal) return { kind: "pass" };
  const backOff = patience.retryBaseMs * 2 ** (at.tries - 1);
  const afterMs = Math.ceil(Math.max(backOff, resetMs ?? 0) * (1 + at.chance / 2));
  if (at.tries < patience.triesMax && afterMs <= leftMs) return { kind: "retry", afterMs };
  if (!isLimit && (!isOutage(failure) || at.isOwn)) return { kind: "pass" };
  // In vain: nobody asks for a while, and whoever leads decides for how long when it is no better.
  return limitedFor(resetMs ?? 0, at.nowMs, patience);
}

/** The window of a subscription, which is told as such: no try within a minute ends it. */
function isWindow({ body }: Failure): boolean {
  return /\busage_limit_reached\b/.test(body);
}

function limitedFor(waitMs: number, nowMs: number, { restMs }: Patience): Next {
  const untilMs = nowMs + Math.min(Math.max(waitMs, restMs), LIMITS.usageLimitMsMax);
  return { kind: "limited", untilMs };
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
