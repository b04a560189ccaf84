import type {
  AgentReport,
  AttemptId,
  DecisionReason,
  State,
  StreamState,
} from "../../model/index.ts";
import { LIMITS } from "../../model/index.ts";
import { backoffMs } from "../policy.ts";
import { agentFor } from "../queue/names.ts";
import { accountOf } from "../team/roles.ts";
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
    case "limited":
      return noteLimit(turn, account, outcome);
    case "login-needed":
    case "credit-needed": {
      if (known !== undefined && known.kind !== "limit") return;
      const kind = outcome.kind === "login-needed" ? "login" : "credit";
      const trouble = { kind, message: outcome.message } as const;
      return emit(turn, { type: "account-troubled", account, trouble });
    }
    case "claimed-done":
      if (known !== undefined) emit(turn, { type: "account-cleared", account });
      return;
    default:
      return;
  }
}

/**
 * A limit that is there again when it should be over, without an answer between, is let be for
 * longer each time, whatever it says of itself: one that always ends in two seconds is asked for
 * ever otherwise (law I6).
 */
function noteLimit(
  turn: Turn,
  account: string,
  outcome: Extract<AgentReport["outcome"], { readonly kind: "limited" }>,
): void {
  const found = turn.state.accounts.get(account);
  const known = found?.trouble;
  // A reset neither logs anybody in nor pays: who has to be asked is not kept waiting for it.
  if (known !== undefined && known.kind !== "limit") return;
  const before = known?.round ?? (known === undefined ? 0 : 1);
  const round = found?.due === true ? before + 1 : Math.max(1, before);
  const { limitAgainBaseMs, limitAgainCeilingMs } = LIMITS;
  const pauseMs = round < 2 ? 0 : backoffMs(limitAgainBaseMs, limitAgainCeilingMs, round - 2);
  const untilMs = Math.max(outcome.untilMs, turn.atMs + pauseMs);
  if (untilMs <= turn.atMs) return;
  // Of several attempts that run into one limit, the latest reset counts.
  if (known !== undefined && found?.due !== true && known.untilMs >= untilMs) return;
  const again = round < 2 ? {} : { round };
  const trouble = { kind: "limit", untilMs, message: outcome.message, ...again } as const;
  emit(turn, { type: "account-troubled", account, trouble });
}

/** A model answered the attempt that tries: the limit is over for everybody. */
export function noteModelAnswer(turn: Turn, attempt: AttemptId): void {
  for (const [account, { probe }] of turn.state.accounts) {
    if (probe === attempt) emit(turn, { type: "account-cleared", account });
  }
}

/** Whoever starts an orchestrator anew may have logged in, or paid, meanwhile: that is tried. */
export function noteAccounts(turn: Turn, account: string, programs: State["programs"]): void {
  const { state } = turn;
  const isNews = state.account !== account || !isSame(state.programs, programs);
  const named = Object.keys(programs).length === 0 ? {} : { programs };
  if (isNews) emit(turn, { type: "account-noted", account, ...named });
  forgiveLogin(turn);
}

function isSame(before: State["programs"], now: State["programs"]): boolean {
  const names = Object.keys(now);
  return (
    names.length === Object.keys(before).length && names.every((name) => before[name] === now[name])
  );
}

export function forgiveLogin(turn: Turn): void {
  for (const [account, { trouble }] of turn.state.accounts) {
    if (trouble.kind !== "limit") emit(turn, { type: "account-cleared", account });
  }
}

/** Nothing can start before a person has logged in, or paid. */
export function needsLogin(turn: Turn): boolean {
  for (const key of turn.work.ready) {
    const stream = turn.state.streams.get(key);
    if (stream === undefined || !awaitsLogin(turn, stream)) return false;
  }
  return true;
}

export function awaitsLogin(turn: Turn, stream: StreamState): boolean {
  const obstacle = accountObstacle(turn, stream);
  return obstacle?.kind === "account" && obstacle.untilMs === null;
}

/**
 * Why a stream may not be started on the account of whoever would work on it now; null while it
 * may. A limit of one account keeps nobody of another from work.
 */
export function accountObstacle(turn: Turn, stream: StreamState): DecisionReason | null {
  const { state } = turn;
  if (state.accounts.size === 0) return null;
  const found = state.accounts.get(accountAhead(turn, stream) ?? "");
  if (found === undefined) return null;
  const { trouble, due, probe } = found;
  const { message } = trouble;
  if (trouble.kind === "credit") return { kind: "account", untilMs: null, message, credit: true };
  if (trouble.kind === "login") return { kind: "account", untilMs: null, message };
  if (due && probe === null) return null;
  return { kind: "account", untilMs: trouble.untilMs, message };
}

function accountAhead(turn: Turn, stream: StreamState): string | null {
  const { state } = turn;
  if (Object.keys(state.programs).length === 0) return state.account;
  const { recovery } = stream;
  return accountOf(state, { agent: agentFor(turn, stream), ...(recovery && { recovery }) });
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
