import type { Counts } from "./metering/meter.ts";
import type { Provider } from "./provider.ts";

/** Raised when the meaning of a message or of a file in the state directory changes. */
export const PROTOCOL = 3;

/** New tokens (read from no cache, or written), money in millionths of a dollar; null: no bound of its kind. */
export interface Allowance {
  readonly tokens: number | null;
  readonly microDollars: number | null;
}

/** US dollars for a million tokens, which is micro-dollars a token. */
export interface Price {
  /** The beginning of the model's name; the longest that fits counts. */
  readonly model: string;
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
}

/** Hosts as globs, with a port when it is not 443 or 80: `*.npmjs.org`, `pkg.example:8443`. */
export interface Egress {
  readonly hosts: readonly string[];
  /** Those that may also lie in the user's own network or machine. Only the user names them. */
  readonly privateHosts: readonly string[];
}

/** What an attempt's door lets through. */
export interface AttemptSpec {
  readonly attempt: string;
  /** The attempt's secret; null keeps the one that it was opened with before. */
  readonly token: string | null;
  /** Of the whole attempt, not what is left; null: only counted. */
  readonly allowance: Allowance | null;
  /** What money is reckoned by; a model without a price is reckoned at the dearest. */
  readonly prices: readonly Price[];
  /** The providers that it may ask, and with whose key: a name among {@link Keys}. */
  readonly accounts: Partial<Readonly<Record<Provider, string>>>;
  readonly egress: Egress;
  /** What the tool `context` answers; null: the attempt has no tools. */
  readonly tools: { readonly context: string } | null;
  /** Also listen on a port of 127.0.0.1, for an agent without a network of its own. */
  readonly port: boolean;
}

/** Where an attempt's door is. */
export interface Door {
  /** A Unix socket in a 0700 directory of its own, which may be shown to a sandbox. */
  readonly socketPath: string;
  readonly port: number | null;
  /** `http://127.0.0.1:<port>`; null without a port. Below it `/<provider>` and `/mcp`. */
  readonly url: string | null;
  /** Everything counted so far. */
  readonly spent: Spent;
}

export interface Spent {
  readonly tokens: number;
  readonly microDollars: number;
}

/** The user's key of a provider. It is held in memory and never leaves but in a request upstream. */
export interface ProviderKey {
  /** As the provider's variable has it (`ANTHROPIC_BASE_URL`), or its public address. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly kind: "x-api-key" | "bearer" | "x-goog-api-key" | "none";
}

/** By the names that attempts call them by: one provider may have several. A name tells no key. */
export type Keys = Readonly<Record<string, ProviderKey>>;

/** One answer of a provider. `exact` false: charged by an upper estimate, see {@link estimate}. */
export interface UsageRecord extends Counts {
  readonly attempt: string;
  readonly requestId: string;
  readonly provider: Provider;
  readonly model: string | null;
  /** Null when the attempt has no prices. */
  readonly microDollars: number | null;
  readonly exact: boolean;
  readonly atMs: number;
}

export interface Stopped {
  readonly attempt: string;
  /**
   * `keys`: the provider's key is missing; `auth`: the provider refused it; `credit`: the account
   * has no money left.
   */
  readonly why: "allowance" | "limit" | "auth" | "credit" | "keys";
  readonly provider: Provider;
  readonly message: string;
  /** For a limit: when it ends, in epoch milliseconds. */
  readonly resetAtMs: number | null;
}

/** An account (a hash of its key) that may ask nothing until then. */
export interface Limited {
  readonly provider: Provider;
  readonly account: string;
  readonly untilMs: number;
  readonly message: string;
}

export const TOOLS = [
  "progress",
  "question",
  "done",
  "context",
  "remember",
  "propose",
  "blocker",
] as const;
export type Tool = (typeof TOOLS)[number];

/** What an agent said over its tools. */
export interface ToolCall {
  readonly attempt: string;
  /** Unique within the attempt. */
  readonly id: string;
  readonly tool: Exclude<Tool, "context">;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly atMs: number;
}

/** What the leader asks. Everything may be asked again. */
export type Request =
  | { readonly type: "open"; readonly spec: AttemptSpec }
  | {
      readonly type: "allow";
      readonly attempt: string;
      readonly allowance: Allowance | null;
    }
  | { readonly type: "close"; readonly attempt: string }
  | { readonly type: "forget"; readonly attempt: string }
  | { readonly type: "keys"; readonly keys: Keys }
  | { readonly type: "list" }
  | {
      readonly type: "answer";
      readonly attempt: string;
      readonly call: string;
      readonly text: string;
    };

/** What it tells without being asked. */
export type News =
  | { readonly type: "usage"; readonly usage: UsageRecord }
  | { readonly type: "stopped"; readonly stopped: Stopped }
  | { readonly type: "limited"; readonly limited: Limited }
  | { readonly type: "toolCall"; readonly toolCall: ToolCall };

/** Bounds that a test or a person may set otherwise; the rest of the limits is in the model. */
export interface Patience {
  readonly triesMax: number;
  readonly retryMsMax: number;
  readonly retryBaseMs: number;
  /** How long an account is let be at least that was asked in vain. */
  readonly restMs: number;
  readonly answerMsMax: number;
  readonly silenceMsMax: number;
  readonly keysMs: number;
  readonly questionWaitMs: number;
  readonly breakerBaseMs: number;
}
