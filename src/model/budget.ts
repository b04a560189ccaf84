/**
 * Money and tokens. Money is whole millionths of a US dollar; tokens are the new ones, those that
 * were written or that came from no cache: what a long conversation re-reads is no new work.
 */
export interface Amount {
  readonly microUsd: number;
  readonly tokens: number;
}

/** A limit in money, in tokens or in both; `null` leaves that one open. */
export interface Cap {
  readonly microUsd: number | null;
  readonly tokens: number | null;
}

export const NOTHING: Amount = { microUsd: 0, tokens: 0 };

/** Tokens apart by kind, because each has its own price. `input` came from no cache. */
export interface TokenCounts {
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly output: number;
}

/** How the money of an attempt was found. */
export type CostBasis =
  /** By the price table. */
  | "table"
  /** What the agent's own program reckons. */
  | "agent"
  /** The table does not know the model: as the dearest of its family. */
  | "dearest"
  /** A program of no model: it costs nothing. */
  | "free"
  /** It did not say what it used: all that had been put aside for it. */
  | "reservation";

/** What an attempt spent. */
export interface Spending {
  readonly microUsd: number;
  readonly tokens: TokenCounts;
  readonly model: string | null;
  readonly basis: CostBasis;
}

/** What a limit is about. Those of a role, a target, a repository and an account are for a day. */
export const BUDGET_SCOPES = [
  "attempt",
  "stream",
  "run",
  "role",
  "target",
  "repository",
  "account",
  "day",
  "month",
] as const;
export type BudgetScope = (typeof BUDGET_SCOPES)[number];

/** A limit that stands in the way, as people read it: `day 2026-11-21`, `role coder`. */
export interface BudgetLimit {
  readonly scope: BudgetScope;
  readonly name: string;
  readonly cap: Cap;
  readonly used: Amount;
  readonly reserved: Amount;
  /** When it begins anew; null: only a person raises it. */
  readonly untilMs: number | null;
}

/** What was put aside for an attempt before it began. */
export interface Reservation {
  readonly amount: Amount;
  /** Dimensions that are limited at all: what is not is counted, and stops nobody. */
  readonly limited: { readonly microUsd: boolean; readonly tokens: boolean };
  /** Less than an attempt may have, because this limit left no more. */
  readonly short: BudgetLimit | null;
}

export const BUDGET_LEVELS = [
  "normal",
  "conserving",
  "emergency",
  "exhausted",
  "quiet",
  "held",
] as const;
/**
 * - `conserving`: half the agents, low priority and documentation put off, the cheaper model;
 * - `emergency`: only critical and high priority starts;
 * - `exhausted`, `quiet` (hours), `held` (until a person has looked): nothing starts.
 */
export type BudgetLevel = (typeof BUDGET_LEVELS)[number];

/** How things stand with the money, whenever that changes. */
export interface BudgetReading {
  readonly level: BudgetLevel;
  /** The limit that decides it; null for quiet hours and a hold. */
  readonly limit: BudgetLimit | null;
  readonly untilMs: number | null;
  /** One sentence for people. */
  readonly why: string;
}

/** Local minutes of the day, from 0; a span over midnight has `from` after `to`. */
export interface QuietHours {
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** Limits as settled from the user's and the repository's settings: of both the smaller. */
export interface BudgetConfig {
  readonly perAttempt: Cap | null;
  readonly perStream: Cap | null;
  readonly perRun: Cap | null;
  readonly perDay: Cap | null;
  readonly perMonth: Cap | null;
  readonly perAccount: Cap | null;
  /** For a day, like an account's, a role's and a target's. */
  readonly perRepository: Cap | null;
  readonly roles: Readonly<Record<string, Cap>>;
  readonly targets: Readonly<Record<string, Cap>>;
  /** Shares of a limit that is spent, 0…1. */
  readonly conserveAt: number;
  readonly emergencyAt: number;
  readonly quietHours: QuietHours | null;
  /** The cheaper model while money is saved; null: the same. */
  readonly conserveModel: string | null;
  /** Spending this many times faster than usual holds the team; 0: never. */
  readonly spikeFactor: number;
}

/** New tokens of it: read from no cache, or written. */
export function newTokens({ input, cacheWrite, output }: TokenCounts): number {
  return input + cacheWrite + output;
}

/** What an attempt used: what is on the books, which the gateway counts, before its agent's word. */
export function usageOf({
  cost,
  usage,
}: {
  readonly cost?: Spending;
  readonly usage: UsedTokens | null;
}): UsedTokens | null {
  if (cost === undefined) return usage;
  const { input, cacheRead, cacheWrite, output } = cost.tokens;
  const inputTokens = input + cacheRead + cacheWrite;
  // Money alone was charged where nobody knows the tokens: what is not known is no 0.
  return inputTokens + output === 0 ? usage : { inputTokens, outputTokens: output };
}

/** Everything that was read, from a cache or not, and written. */
export interface UsedTokens {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export function amountOf({ microUsd, tokens }: Pick<Spending, "microUsd" | "tokens">): Amount {
  return { microUsd, tokens: newTokens(tokens) };
}

/** `$1.20 and 300,000 tokens`, as far as it is limited. */
export function describeCap({ microUsd, tokens }: Cap): string {
  const parts = [
    ...(microUsd === null ? [] : [describeMoney(microUsd)]),
    ...(tokens === null ? [] : [`${describeCount(tokens)} tokens`]),
  ];
  return parts.length === 0 ? "no limit" : parts.join(" and ");
}

/** `$1.20`; less than a cent with as many digits as say something. */
export function describeMoney(microUsd: number): string {
  const cents = Math.round(microUsd / 10_000);
  if (cents === 0 && microUsd > 0) return `$${(Math.max(microUsd, 100) / 1_000_000).toFixed(4)}`;
  return `$${describeCount(Math.trunc(cents / 100))}.${String(Math.abs(cents % 100)).padStart(2, "0")}`;
}

/** `1,234,567`, the same in every locale. */
export function describeCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** `the day's $20.00 (2026-11-21): $19.10 spent, $0.80 put aside`. */
export function describeLimit({ name, cap, used, reserved }: BudgetLimit): string {
  const spent = describeCap(inDimensionsOf(cap, used));
  const aside = reserved.microUsd > 0 || reserved.tokens > 0;
  const more = aside ? `, ${describeCap(inDimensionsOf(cap, reserved))} put aside` : "";
  return `${describeCap(cap)} for ${name}: ${spent} spent${more}`;
}

/** An amount as the cap counts it: what the cap leaves open is not said. */
export function inDimensionsOf(cap: Cap, { microUsd, tokens }: Amount): Cap {
  return {
    microUsd: cap.microUsd === null ? null : microUsd,
    tokens: cap.tokens === null ? null : tokens,
  };
}
