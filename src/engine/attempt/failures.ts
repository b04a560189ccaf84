import type {
  AttemptId,
  AttemptRecord,
  Detection,
  FailureReason,
  Rejection,
  StreamState,
} from "../../model/index.ts";
import { DETECTION_OF, LIMITS } from "../../model/index.ts";
import { describeRejection } from "../landing/verdict.ts";
import { backoffMs, policyOf } from "../policy.ts";
import { giveUp, noteRecovery, planRecovery, stepOf } from "../recovery/recovery.ts";
import { currentStream } from "../stages.ts";
import type { Turn } from "../turn.ts";
import { emit } from "../turn.ts";
import { settleStream } from "./settle.ts";

/** Failed: tried again after a pause that doubles, by the same agent, until it is enough. */
export function failAttempt(
  turn: Turn,
  attempt: AttemptId,
  failure: {
    readonly reason: FailureReason;
    readonly message: string;
    /** Not before then, and not counted: the fault is nobody's. */
    readonly notBeforeMs?: number;
  },
): void {
  const stream = currentStream(turn.state, attempt);
  if (stream === null) return;
  const { failuresMax, retryBaseMs, retryCeilingMs } = policyOf(turn.state);
  const counts = failure.notBeforeMs === undefined;
  const waitMs = backoffMs(retryBaseMs, retryCeilingMs, counts ? stream.failures : 0);
  const message = failure.message === "" ? failure.reason : failure.message;
  const detection = DETECTION_OF[failure.reason];
  const tries = { made: stream.failures + 1, max: failuresMax };
  const plan = counts ? planRecovery(turn, stream, detection, tries) : null;
  emit(turn, {
    type: "failed",
    attempt,
    reason: failure.reason,
    message,
    counts,
    retryAtMs: Math.max(failure.notBeforeMs ?? 0, turn.atMs + waitMs),
    ...stepOf(plan),
  });
  const { key } = stream.facts;
  const enough = plan === null ? counts && tries.made >= failuresMax : plan.next === null;
  if (endedBySettlement(turn, key)) return;
  const why = `${failure.reason}: ${message}`;
  if (enough) giveUp(turn, { key, detection, why });
  else {
    noteRecovery(turn, { key, detection, why }, plan);
    stopAtAttemptLimit(turn, stream, detection);
  }
}

/** Sent back to the same agent with the reason and the exact output, until it is enough (E4). */
export function rejectAttempt(turn: Turn, attempt: AttemptId, rejection: Rejection): void {
  const stream = currentStream(turn.state, attempt);
  if (stream === null) return;
  const detection = "rejected";
  const tries = { made: stream.rejections + 1, max: policyOf(turn.state).rejectionsMax };
  const plan = planRecovery(turn, stream, detection, tries);
  emit(turn, { type: "rejected", attempt, rejection, retryAtMs: turn.atMs, ...stepOf(plan) });
  const { key } = stream.facts;
  if (endedBySettlement(turn, key)) return;
  const why = describeRejection(rejection);
  const enough = plan === null ? tries.made >= tries.max : plan.next === null;
  if (enough) giveUp(turn, { key, detection, why });
  else {
    noteRecovery(turn, { key, detection, why }, plan);
    stopAtAttemptLimit(turn, stream, detection);
  }
}

export function endedBySettlement(turn: Turn, key: string): boolean {
  const stream = turn.state.streams.get(key);
  return stream !== undefined && settleStream(turn, stream);
}

/** Whatever the counters say, after so many attempts a person has a look (law I10). */
export function stopAtAttemptLimit(
  turn: Turn,
  { facts: { key } }: StreamState,
  detection: Detection = "agent-failure",
): void {
  const { attemptsPerStreamMax, limitedAttemptsMax } = LIMITS;
  const attempts = turn.state.streams.get(key)?.attempts ?? [];
  const limited = attempts.filter(isLimited).length;
  const isOfLimits = isLimited(attempts.at(-1));
  const made = isOfLimits ? limited : attempts.length - limited;
  const max = isOfLimits ? limitedAttemptsMax : attemptsPerStreamMax;
  if (made === 0 || made % max !== 0) return;
  const why = isOfLimits ? "attempts ended at a limit" : "attempts and not done";
  giveUp(turn, { key, detection, why: `${made} ${why}` });
}

/** Its account was at a limit: that says nothing of the work. */
function isLimited(attempt: AttemptRecord | undefined): boolean {
  return attempt?.failure === "limited";
}

/** A person has to see to it; `cause`: only to one thing, and it says so by itself. */
export function block(
  turn: Turn,
  attempt: AttemptId,
  reason: string,
  about: { readonly detection?: Detection; readonly cause?: "login" | "credit" } = {},
): void {
  const stream = currentStream(turn.state, attempt);
  if (stream === null) return;
  const { key } = stream.facts;
  const { cause, detection = "state-corruption" } = about;
  if (cause !== undefined) return emit(turn, { type: "blocked", key, reason, cause });
  giveUp(turn, { key, detection, why: reason });
}
