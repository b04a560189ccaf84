import type { RunExit } from "./process.ts";

/** A member of the team: the id is stable, the name is what people read ("Aria"). */
export interface AgentIdentity {
  readonly id: string;
  readonly name: string;
  readonly role: string;
}

export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
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
  | "stopped";

export interface AgentReport {
  readonly exit: RunExit;
  readonly outcome: AgentOutcome;
  readonly usage: Usage | null;
  readonly stdoutBytes: number;
  readonly stderrBytes: number;
  readonly stdoutDigest: string | null;
  readonly flooded: boolean;
}

export interface AgentQuestion {
  readonly question: string;
  readonly atMs: number;
}
