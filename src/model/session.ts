import type { StreamKey } from "./ids.ts";
import type { QuestionPolicy } from "./inbox.ts";
import type { RoutedRole } from "./routing.ts";
import type { RecoveryPolicy } from "./recovery.ts";
import type { AdmissionPolicy } from "./machine.ts";
import type { TeamPolicy } from "./team.ts";
import type { StreamFacts } from "./work-stream.ts";

/** SINGLE and SEQUENTIAL (000), PARALLEL and BATCH (001): one scheduler, four selections. */
export type RunMode = "single" | "sequential" | "parallel" | "batch";

export const SESSION_STATES = [
  "idle",
  "planning",
  "executing",
  "paused",
  "completed",
  "failed",
] as const;
export type SessionState = (typeof SESSION_STATES)[number];

/** Legal moves; anything else is refused (I1 of the feature list). */
export const SESSION_TRANSITIONS: Readonly<Record<SessionState, readonly SessionState[]>> = {
  idle: ["planning"],
  planning: ["executing", "failed", "paused"],
  executing: ["paused", "completed", "failed"],
  // What was at its end when the stop came may still land: then nothing is left to go on with.
  paused: ["executing", "completed", "failed"],
  completed: ["planning"],
  failed: ["planning"],
};

/** Which work a session is for. */
export type Selection =
  /** The first `count` that can start when the session is planned, and no others. */
  | { readonly kind: "next"; readonly count: number }
  | { readonly kind: "streams"; readonly keys: readonly StreamKey[] }
  /** Everything that is or becomes available until nothing is left. */
  | { readonly kind: "all" };

/** Everything a session's decisions depend on, pinned when it starts (and journalled with it). */
export interface RunPolicy {
  readonly mode: RunMode;
  readonly concurrency: number;
  /** `false`: agents run, nothing is verified and nothing lands (`--no-verify`). */
  readonly verify: boolean;
  readonly rejectionsMax: number;
  readonly failuresMax: number;
  readonly retryBaseMs: number;
  readonly retryCeilingMs: number;
  readonly totalMs: number;
  readonly idleMs: number;
  readonly startupMs: number;
  readonly stopGraceMs: number;
  /** Share of declared files two streams may have in common and still run side by side, 0…1. */
  readonly overlapMax: number;
  /** Waiting this long raises a stream by one priority, so that nothing starves. */
  readonly ageingMs: number;
  readonly onFailure: "continue" | "stop";
  /** Role → personal names in the order they are given out. */
  readonly names: Readonly<Record<string, readonly string[]>>;
  /** What answers agents before a person is asked; absent in older journals. */
  readonly questions?: QuestionPolicy;
  /** A checkpoint is made at the end of each level; absent in older journals. */
  readonly checkpoints?: boolean;
  /** What is done about failures; absent in older journals: the same agent, then a person. */
  readonly recovery?: RecoveryPolicy;
  /** Absent in older journals. */
  readonly admission?: AdmissionPolicy;
  /** What the past says of the work, as it was when the session began; absent in older journals. */
  readonly learned?: LearnedPolicy;
  /** The roles that work is routed to, in role order; absent: every agent takes every work. */
  readonly routing?: readonly RoutedRole[];
}

/** Advice, never a rule: what a person says of priority, batch or agent goes before it. */
export interface LearnedPolicy {
  /** Seconds that streams are expected to take, where history knows better than the effort. */
  readonly seconds: Readonly<Record<StreamKey, number>>;
  /** Kind of work → names of agents, the one to ask first first. */
  readonly proven: Readonly<Record<string, readonly string[]>>;
}

export interface SessionRequest {
  readonly selection: Selection;
  readonly goal: string | null;
  readonly policy: RunPolicy;
  /** The configured agent that was asked for by name; absent: the default one. */
  readonly agent?: string;
  /** The settings file that was asked for, absolute. Told on resuming, never read by itself. */
  readonly configFile?: string;
  /** Work in no roadmap that the session is for: it proposes work streams, and never lands. */
  readonly errand?: StreamFacts;
  /** A standing team: the session goes on until a person stops it. */
  readonly team?: TeamPolicy;
}

/** It was begun and nobody, nor its own work, has ended it. */
export function isSessionOpen(session: { readonly state: SessionState } | null): boolean {
  return session !== null && session.state !== "completed" && session.state !== "failed";
}
