import type { Usage } from "../../model/index.ts";

/** US dollars for a million tokens. */
export interface Price {
  readonly input: number;
  readonly output: number;
  /** Input that came from the provider's cache; absent: as dear as any input. */
  readonly cacheRead?: number;
  /** Input that was written to it. */
  readonly cacheWrite?: number;
}

interface KnownModel {
  readonly id: string;
  readonly windowTokens: number;
  /** Null: it has no single published price. */
  readonly price: Price | null;
  /** What a request costs whose input is longer than so many tokens. */
  readonly long?: { readonly fromTokens: number; readonly price: Price };
}

/** When the table was written down from the providers' own pages. */
export const MODELS_AS_OF = "2026-11-20";

/** The smallest window of a model that is in use: of one we do not know, no more is assumed. */
const UNKNOWN_WINDOW_TOKENS = 200_000;

/** What Codex gives these models, which is less than their provider does. */
const CODEX_WINDOW_TOKENS = 258_400;

const OPUS: Price = { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25 };
const SONNET_5: Price = { input: 2, output: 10, cacheRead: 0.2, cacheWrite: 2.5 };
const SONNET_4: Price = { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 };
const GPT_5: Price = { input: 1.25, output: 10, cacheRead: 0.125 };
const GPT_5_2: Price = { input: 1.75, output: 14, cacheRead: 0.175 };
const GPT_6: Price = { input: 2, output: 10, cacheRead: 0.1 };

export const MODELS: readonly KnownModel[] = [
  { id: "claude-fable-5-1", windowTokens: 1_000_000, price: { input: 10, output: 50 } },
  {
    id: "claude-opus-5-5",
    windowTokens: 1_000_000,
    price: { input: 4, output: 20, cacheRead: 0.2, cacheWrite: 5 },
  },
  { id: "claude-opus-5", windowTokens: 1_000_000, price: OPUS },
  { id: "claude-opus-4-8", windowTokens: 200_000, price: OPUS },
  { id: "claude-sonnet-5-5", windowTokens: 1_000_000, price: SONNET_5 },
  { id: "claude-sonnet-5", windowTokens: 1_000_000, price: SONNET_5 },
  { id: "claude-sonnet-4-6", windowTokens: 200_000, price: SONNET_4 },
  { id: "claude-sonnet-4-5", windowTokens: 200_000, price: SONNET_4 },
  { id: "claude-haiku-5-5", windowTokens: 1_000_000, price: null },
  {
    id: "claude-haiku-4-5",
    windowTokens: 200_000,
    price: { input: 1, output: 5, cacheRead: 0.1, cacheWrite: 1.25 },
  },
  { id: "gpt-6.1-sol", windowTokens: CODEX_WINDOW_TOKENS, price: GPT_6 },
  {
    id: "gpt-5.5",
    windowTokens: CODEX_WINDOW_TOKENS,
    price: { input: 5, output: 30, cacheRead: 0.5 },
  },
  {
    id: "gpt-5.4",
    windowTokens: CODEX_WINDOW_TOKENS,
    price: { input: 2.5, output: 15, cacheRead: 0.25 },
  },
  {
    id: "gpt-5.4-mini",
    windowTokens: CODEX_WINDOW_TOKENS,
    price: { input: 0.75, output: 4.5, cacheRead: 0.075 },
  },
  { id: "gpt-5.3-codex", windowTokens: CODEX_WINDOW_TOKENS, price: GPT_5_2 },
  { id: "gpt-5.2-codex", windowTokens: CODEX_WINDOW_TOKENS, price: GPT_5_2 },
  { id: "gpt-5.2", windowTokens: CODEX_WINDOW_TOKENS, price: GPT_5_2 },
  { id: "gpt-5-codex", windowTokens: CODEX_WINDOW_TOKENS, price: GPT_5 },
  { id: "gpt-5", windowTokens: CODEX_WINDOW_TOKENS, price: GPT_5 },
  {
    id: "gpt-5-mini",
    windowTokens: CODEX_WINDOW_TOKENS,
    price: { input: 0.25, output: 2, cacheRead: 0.025 },
  },
  {
    id: "gemini-2.5-pro",
    windowTokens: 1_048_576,
    price: { input: 1.25, output: 10, cacheRead: 0.125 },
    long: { fromTokens: 200_000, price: { input: 2.5, output: 15, cacheRead: 0.25 } },
  },
  {
    id: "gemini-2.5-flash",
    windowTokens: 1_048_576,
    price: { input: 0.3, output: 2.5, cacheRead: 0.03 },
  },
];

const BY_ID = new Map(MODELS.map((model) => [model.id, model]));

/** `anthropic/claude-opus-5-5[1m]` and `claude-opus-5-5-20260901` are `claude-opus-5-5`. */
function known(model: string): KnownModel | undefined {
  const name = model.split("/").at(-1)?.toLowerCase() ?? "";
  const plain = name.replace(/\[\w+\]$/, "").replace(/:\w+$/, "");
  const undated = plain.replace(/-(?:\d{8}|\d{4}-\d\d-\d\d|latest)$/, "");
  return BY_ID.get(plain) ?? BY_ID.get(undated);
}

/** Is the model in the table, or one of the names that Claude Code has for the newest of a kind? */
export function isKnownModel(model: string): boolean {
  return known(model) !== undefined || /^(?:opus|sonnet|haiku|fable)(?:\[\w+\])?$/.test(model);
}

/** Tokens the model reads at once; of an unknown one, what every model in use can do. */
export function windowOf(model: string | null): number {
  if (model === null) return UNKNOWN_WINDOW_TOKENS;
  return known(model)?.windowTokens ?? UNKNOWN_WINDOW_TOKENS;
}

/**
 * What usage costs, in US dollars, by the table; null for a model without a price there, never 0.
 * Counts that add several requests up are charged as one long one: it may cost less, never more.
 */
export function costOf(usage: Usage, model: string): number | null {
  const found = known(model);
  if (found === undefined || found.price === null) return null;
  const { long } = found;
  const isLong = long !== undefined && usage.inputTokens > long.fromTokens;
  const price = isLong ? long.price : found.price;
  const read = usage.cacheReadTokens ?? 0;
  const written = usage.cacheWriteTokens ?? 0;
  const plain = Math.max(0, usage.inputTokens - read - written);
  return (
    (plain * price.input +
      read * (price.cacheRead ?? price.input) +
      written * (price.cacheWrite ?? price.input) +
      usage.outputTokens * price.output) /
    1_000_000
  );
}
