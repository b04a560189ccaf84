import type { Allowance, Price, Spent } from "../messages.ts";
import type { Ending } from "../exchange/pass-on.ts";
import type { Counts, Reading } from "./meter.ts";
import type { RequestFacts } from "../exchange/request.ts";

/** A million tokens of any kind cost at most this: what an unknown model is reckoned at. */
function dearest(prices: readonly Price[]): Price {
  const most = (of: (price: Price) => number): number => Math.max(...prices.map(of));
  return {
    model: "",
    input: most((one) => one.input),
    output: most((one) => one.output),
    cacheRead: most((one) => one.cacheRead),
    cacheWrite: most((one) => one.cacheWrite),
  };
}

/** In micro-dollars, rounded up; null without prices. */
export function costOf(
  prices: readonly Price[],
  model: string | null,
  counts: Counts,
): number | null {
  if (prices.length === 0) return null;
  const fitting = prices
    .filter((price) => model?.startsWith(price.model) === true)
    .toSorted((a, b) => b.model.length - a.model.length);
  const price = fitting[0] ?? dearest(prices);
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = counts;
  const fresh = Math.max(0, inputTokens - cacheReadTokens - cacheWriteTokens);
  return Math.ceil(
    fresh * price.input +
      cacheReadTokens * price.cacheRead +
      cacheWriteTokens * price.cacheWrite +
      outputTokens * price.output,
  );
}

/** The most a request may come to: all of its input new, all of its output used. */
export function reservationOf(prices: readonly Price[], facts: RequestFacts): Spent {
  const counts = countsOf(facts.inputTokens, facts.outputTokensMax);
  const dearer = Math.max(
    costOf(prices, facts.model, { ...counts, cacheWriteTokens: counts.inputTokens }) ?? 0,
    costOf(prices, facts.model, counts) ?? 0,
  );
  return { tokens: facts.inputTokens + facts.outputTokensMax, microDollars: dearer };
}

export function countsOf(inputTokens: number, outputTokens: number): Counts {
  return { inputTokens, outputTokens, cacheReadTokens: 0, cacheWriteTokens: 0 };
}

export function isSpent(spent: Spent, allowance: Allowance | null): boolean {
  if (allowance === null) return false;
  const { tokens, microDollars } = allowance;
  return (
    (tokens !== null && spent.tokens >= tokens) ||
    (microDollars !== null && spent.microDollars >= microDollars)
  );
}

/** Whether both together stay within the allowance. */
export function fits(spent: Spent, more: Spent, allowance: Allowance | null): boolean {
  if (allowance === null) return true;
  const { tokens, microDollars } = allowance;
  return (
    (tokens === null || spent.tokens + more.tokens <= tokens) &&
    (microDollars === null || spent.microDollars + more.microDollars <= microDollars)
  );
}

export function plus(a: Spent, b: Spent): Spent {
  return { tokens: a.tokens + b.tokens, microDollars: a.microDollars + b.microDollars };
}

export function minus(a: Spent, b: Spent): Spent {
  return { tokens: a.tokens - b.tokens, microDollars: a.microDollars - b.microDollars };
}

/** What no answer is written faster or denser than: tokens a millisecond, tokens a byte. */
const TOKENS_PER_MS = 0.5;
const TOKENS_PER_BYTE = 0.5;

/**
 * What an answer is charged at. Exact when the provider said its last word on it, or said a number
 * and ended well. Otherwise each number is the larger of what was said and an upper estimate: the
 * input {@link inputEstimate}; the output a token for every two bytes that came or every two
 * milliseconds that it took, whichever is more, and at most what the request allowed, which is what
 * an answer that could not be read is charged at.
 */
export function settle(
  { heard, bytes }: Reading,
  facts: RequestFacts,
  end: { readonly ending: Ending; readonly tookMs: number },
): { readonly counts: Counts; readonly exact: boolean } {
  const said = heard.input !== null && heard.output !== null;
  const exact = heard.isFinal || (said && end.ending === "whole");
  const estimate = Math.min(
    facts.outputTokensMax,
    end.ending === "unreadable"
      ? facts.outputTokensMax
      : Math.ceil(Math.max(bytes * TOKENS_PER_BYTE, end.tookMs * TOKENS_PER_MS)),
  );
  const output = exact ? (heard.output ?? 0) : Math.max(heard.output ?? 0, estimate);
  return {
    exact,
    counts: {
      inputTokens: heard.input ?? facts.inputTokens,
      outputTokens: output,
      cacheReadTokens: heard.cacheRead ?? 0,
      cacheWriteTokens: heard.cacheWrite ?? 0,
    },
  };
}
