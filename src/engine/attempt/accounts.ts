import type {
  AccountState,
  AgentReport,
  AttemptId,
  DecisionReason,
  State,
} from "../../model/index.ts";
import type { Turn } from "../turn.ts";
import { emit } from "../turn.ts";

/**
 * What an ended run says of its account. A limit or a missing login is the account's, not the
 * work's: everything that would go through it waits, and nobody has failed.
 */
export function noteAccount(turn: Turn, { account, outcome }: AgentReport): void {
  if (account === undefined) return;
  const known = turn.state.accounts.get(account)?.trouble;
  switch (outcome.kind) {
    case "limited": {
      const { untilMs, message } = outcome;
      // A reset logs nobody in: who has to be asked is not kept waiting for it (law I6).
      if (untilMs <= turn.atMs || known?.kind === "login") return;
      // Of several attempts that run into one limit, the latest reset counts.
      if (known?.kind === "limit" && known.untilMs >= untilMs && !isDue(turn.state, account))
        return;
      const trouble = { kind: "limit", untilMs, message } as const;
      return emit(turn, { type: "account-troubled", account, trouble });
    }
    case "login-needed": {
      if (known?.kind === "login") return;
      const trouble = { kind: "login", message: outcome.message } as const;
      return emit(turn, { type: "account-troubled", account, trouble });
    }
    case "claimed-done":
      if (known !== undefined) emit(turn, { type: "account-cleared", account });
      return;
    default:
      return;
  }
}

function isDue(state: State, account: string): boolean {
  return state.accounts.get(account)?.due === true;
}

/** A model answered the attempt that tries: the limit is over for everybody. */
export function noteModelAnswer(turn: Turn, attempt: AttemptId): void {
  for (const [account, { probe }] of turn.state.accounts) {
    if (probe === attempt) emit(turn, { type: "account-cleared", account });
  }
}

/** Whoever starts an orchestrator anew may have logged in meanwhile: that is tried. */
export function noteOwnAccount(turn: Turn, account: string): void {
  if (turn.state.account !== account) emit(turn, { type: "account-noted", account });
  forgiveLogin(turn);
}

export function forgiveLogin(turn: Turn): void {
  const { account } = turn.state;
  if (account !== null && troubleOf(turn.state)?.trouble.kind === "login") {
    emit(turn, { type: "account-cleared", account });
  }
}

/** Nothing can start before a person has logged in. */
export function needsLogin(state: State): boolean {
  return troubleOf(state)?.trouble.kind === "login";
}

function troubleOf({ account, accounts }: State): AccountState | undefined {
  return account === null ? undefined : accounts.get(account);
}

/** Why nothing may be started on the agents' account now; null while something may. */
export function accountObstacle(state: State): DecisionReason | null {
  const found = troubleOf(state);
  if (found === undefined) return null;
  const { trouble, due, probe } = found;
  if (trouble.kind === "login") return { kind: "account", untilMs: null, message: trouble.message };
  if (due && probe === null) return null;
  return { kind: "account", untilMs: trouble.untilMs, message: trouble.message };
}

export function heedAccounts(turn: Turn): void {
  for (const [account, { trouble, due }] of turn.state.accounts) {
    if (trouble.kind === "limit" && !due && trouble.untilMs <= turn.atMs) {
      emit(turn, { type: "account-due", account });
    }
  }
}

/** When the next limit is over; infinity when there is none. */
export function wakeOfAccounts({ accounts }: State): number {
  let earliest = Number.POSITIVE_INFINITY;
  for (const { trouble, due } of accounts.values()) {
    if (trouble.kind === "limit" && !due) earliest = Math.min(earliest, trouble.untilMs);
  }
  return earliest;
}
