import { EXIT, type ExitCode } from "./exit.ts";

/**
 * Every way a command can be refused or fail at a door, with the exit code it ends in.
 * Inside the rooms failures are values (`Result`); this is what crosses a door.
 */
export const ERROR_EXIT = {
  usage: EXIT.usage,
  "not-a-repository": EXIT.precondition,
  "no-commits": EXIT.precondition,
  "no-identity": EXIT.precondition,
  "detached-head": EXIT.precondition,
  "shallow-repository": EXIT.precondition,
  "operation-in-progress": EXIT.precondition,
  "needs-filters": EXIT.precondition,
  "wrong-branch": EXIT.precondition,
  /** What an agent is told before any work leaves its model too little room (CFR-007). */
  "context-budget": EXIT.precondition,
  "no-roadmap": EXIT.precondition,
  "roadmap-unreadable": EXIT.precondition,
  "bad-config": EXIT.precondition,
  "unsafe-config": EXIT.precondition,
  "unknown-target": EXIT.notFound,
  "no-agent": EXIT.precondition,
  "red-base": EXIT.precondition,
  "sandbox-unavailable": EXIT.precondition,
  "disk-full": EXIT.precondition,
  "read-only": EXIT.precondition,
  /** A system call failed for another reason than space or permission (EIO, ENOENT, …). */
  "io-failed": EXIT.precondition,
  "journal-locked": EXIT.precondition,
  "journal-corrupt": EXIT.precondition,
  "journal-newer": EXIT.precondition,
  "illegal-transition": EXIT.precondition,
  "not-found": EXIT.notFound,
  "no-match": EXIT.notFound,
  "already-running": EXIT.alreadyRunning,
  "not-trusted": EXIT.denied,
  denied: EXIT.denied,
  pending: EXIT.pending,
  "merge-conflict": EXIT.mergeConflict,
  "budget-exhausted": EXIT.budgetExhausted,
  "gate-rejected": EXIT.gateRejected,
  "work-failed": EXIT.workFailed,
  timeout: EXIT.timeout,
  bug: EXIT.bug,
} as const satisfies Record<string, ExitCode>;

export type ErrorCode = keyof typeof ERROR_EXIT;

export interface ErrorDetails {
  /** What to do next, as a sentence or a command line. */
  readonly hint?: string;
  readonly cause?: unknown;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** An error a person reads: what happened and why in `message`, what to do next in `hint`. */
export class OrchestratorError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, more: ErrorDetails = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = "OrchestratorError";
    this.code = code;
    this.hint = more.hint;
    this.details = more.details ?? {};
  }

  get exitCode(): ExitCode {
    return ERROR_EXIT[this.code];
  }
}
