import type { Spending } from "./budget.ts";
import type { AdapterName } from "./config.ts";
import type { MessageId } from "./inbox.ts";
import type { RunExit } from "./process.ts";

/** A member of the team: the id is stable, the name is what people read ("Aria"). */
export interface AgentIdentity {
  readonly id: string;
  readonly name: string;
  readonly role: string;
}

/** Tokens of a run, and money where the agent says it. What is not known is absent, never 0. */
export interface Usage {
  /** Everything that was read, from a cache or not. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Part of the input that came from the provider's cache. */
  readonly cacheReadTokens?: number;
  /** Part of the input that was written to it. */
  readonly cacheWriteTokens?: number;
  /** What the agent's own program reckons, in US dollars. */
  readonly costUsd?: number;
  /** The model that did most of the work, as the agent names it. */
  readonly model?: string;
}

/** How much an agent was told to begin with, reckoned in tokens, and how much its model reads. */
export interface PromptSize {
  readonly tokens: number;
  readonly windowTokens: number;
}

/**
 * What an adapter makes of a finished run. The agent's word is a claim: `claimed-done` only means
 * that the work is worth looking at.
 */
export type AgentOutcome =
  | { readonly kind: "claimed-done"; readonly summary: string }
  | { readonly kind: "failed"; readonly reason: FailureReason; readonly message: string }
  /** A usage limit: parked until the reset, never counted against the work. */
  | { readonly kind: "limited"; readonly untilMs: number; readonly message: string }
  /** The agent must be logged in by a person; blocks without retries. */
  | { readonly kind: "login-needed"; readonly message: string }
  /** Its account has no money left: a person has to pay; blocks without retries. */
  | { readonly kind: "credit-needed"; readonly message: string }
  /** The agent says it cannot go on. */
  | { readonly kind: "gave-up"; readonly message: string };

export type FailureReason =
  | "crashed"
  | "exit-code"
  | "total-timeout"
  | "idle-timeout"
  | "startup-timeout"
  | "lost"
  | "not-started"
  | "no-result"
  | "malformed-output"
  | "workspace"
  | "limited"
  | "stopped"
  /** The model's provider refused, failed, or could not be reached: not the work's fault. */
  | "provider"
  | "prompt-too-long"
  /** The agent's own limit on turns or money ended it. */
  | "capped"
  /** What was put aside for the attempt is used up: not the work's fault. */
  | "budget"
  /** The conversation that was to be gone on from is not there any more. */
  | "conversation"
  /** Nobody is logged in. */
  | "login";

export interface AgentReport {
  readonly exit: RunExit;
  readonly outcome: AgentOutcome;
  readonly usage: Usage | null;
  /** What the books say it cost; absent where nothing is known, and in older journals. */
  readonly cost?: Spending;
  /** The conversation as the agent's program names it, to go on from; absent in older journals. */
  readonly session?: string | null;
  readonly adapter?: AdapterName;
  /** Messages that went onto its stdin while it ran. */
  readonly heard?: readonly MessageId[];
  /** `<adapter>/<digest>` of the login or key it worked with: limits are an account's, not an agent's. */
  readonly account?: string;
  /** What it wants later work on this project to know, said over the team's tools. */
  readonly remembered?: readonly {
    readonly text: string;
    readonly kind: string | null;
    /** The file, part or agent it is about; absent where it did not say. */
    readonly about?: string;
  }[];
  /** No agent was started: the same had landed before. */
  readonly takenOver?: true;
  readonly stdoutBytes: number;
  readonly stderrBytes: number;
  readonly stdoutDigest: string | null;
  readonly flooded: boolean;
}
