import type { AgentOutcome, FailureReason, RunExit } from "../../model/index.ts";
import { LIMITS, unreachable } from "../../model/index.ts";
import type { AgentFailure, FailureCause } from "../lines/agent-line.ts";
import { readFailure } from "./cause.ts";
import { lastWords, readableMessage } from "./readable.ts";
import { resetAtMs } from "./reset-time.ts";
import type { Seen } from "../lines/seen.ts";

const SUMMARY_CHARS_MAX = 500;

/** Who is judged, for the words of the outcome. */
export interface Judged {
  readonly title: string;
  /** The command that logs a person in. */
  readonly login: string;
}

/**
 * What the end of a run with an event stream means. An exit code is never success: only the
 * stream's terminal event claims that the work is done, and then git and the gates decide. A
 * program that said so and was killed at its exit has still said so.
 */
export function classifyStream(
  judged: Judged,
  exit: RunExit,
  seen: Seen,
  atMs: number,
): AgentOutcome {
  if (exit.kind === "not-started") return failed("not-started", exit.message);
  const isBadExit = exit.kind === "exited" && exit.code !== 0;
  const endedBadly = isBadExit && seen.error !== null;
  if (seen.end?.kind === "finished" && !endedBadly) {
    return { kind: "claimed-done", summary: lastLine(seen.end.text ?? seen.said ?? "") };
  }
  if (seen.gaveUp !== null) return { kind: "gave-up", message: readableMessage(seen.gaveUp) };
  const ended = seen.end?.kind === "failed" ? seen.end.failure : seen.failure;
  const failure = ended ?? (isBadExit ? seen.error : null);
  if (failure !== null && failure.cause !== "unknown") {
    return classifyFailure(judged, failure, atMs);
  }
  // Some programs keep their reasons from the stream: what they wrote beside it is the next best.
  const beside = readFailure(seen.tail.slice(-1_000));
  if (exit.kind === "exited" && isOfAnyServer(beside)) {
    return failed("provider", `${judged.title}: ${readableMessage(beside.message)}`);
  }
  if (exit.kind === "exited" && beside.cause !== "unknown") {
    return classifyFailure(judged, beside, atMs);
  }
  if (failure !== null) {
    return failed("no-result", `${judged.title}: ${readableMessage(failure.message)}`);
  }
  return withoutEnd(judged, exit, seen);
}

/** Any log may speak of a server that failed, or forbade something: that says nothing of the account. */
function isOfAnyServer({ cause, message }: AgentFailure): boolean {
  if (cause === "provider") return true;
  return cause === "login" && /\b403\b/.test(message) && !/\b401\b|log ?in|key|auth/i.test(message);
}

function withoutEnd(judged: Judged, exit: RunExit, seen: Seen): AgentOutcome {
  if (exit.kind !== "exited") return classifyExit(exit, seen.tail);
  if (seen.denied > 0 || seen.waiting.length > 0) {
    return failed("no-result", `${judged.title} stopped where a tool was not permitted to it`);
  }
  const words = lastLine(seen.tail);
  if (exit.code === 0) {
    return failed("no-result", `${judged.title} ended without a result: ${words}`);
  }
  return failed("exit-code", `${judged.title} exited with ${exit.code}: ${words}`);
}

function classifyFailure(judged: Judged, failure: AgentFailure, atMs: number): AgentOutcome {
  const message = `${judged.title}: ${readableMessage(failure.message)}`;
  switch (failure.cause) {
    case "limit":
      return { kind: "limited", untilMs: resetAtMs(failure.reset, atMs), message };
    case "login":
      return { kind: "login-needed", message: `${message}. Log in with: ${judged.login}` };
    case "credit":
      return { kind: "credit-needed", message: `pay, then: orchestrator resume. ${message}` };
    case "provider":
      // It fails whoever asks, and the program has tried: that is waited for, as a limit is.
      return { kind: "limited", untilMs: atMs + LIMITS.gatewayRestMs, message };
    case "network":
    case "request":
    case "prompt-too-long":
    case "cap":
    case "interrupted":
    case "session":
    case "unknown":
      return failed(REASONS[failure.cause], message);
    default:
      return unreachable(failure.cause);
  }
}

const REASONS: Readonly<
  Record<Exclude<FailureCause, "limit" | "login" | "credit" | "provider">, FailureReason>
> = {
  network: "provider",
  request: "provider",
  "prompt-too-long": "prompt-too-long",
  cap: "capped",
  interrupted: "stopped",
  session: "conversation",
  unknown: "no-result",
};

/** What an exit alone says: zero claims to be done, everything else has failed. */
export function classifyExit(exit: RunExit, tail: string): AgentOutcome {
  switch (exit.kind) {
    case "exited":
      return exit.code === 0
        ? { kind: "claimed-done", summary: lastLine(tail) }
        : failed("exit-code", `it exited with ${exit.code}: ${lastLine(tail)}`);
    case "signalled":
      return failed("crashed", `${exit.signal} ended it: ${lastLine(tail)}`);
    case "deadline":
      return failed("total-timeout", "its deadline cut it off");
    case "not-started":
      return failed("not-started", exit.message);
    case "lost":
      return failed("lost", exit.message);
    default:
      return unreachable(exit);
  }
}

function failed(reason: FailureReason, message: string): AgentOutcome {
  return { kind: "failed", reason, message };
}

function lastLine(tail: string): string {
  const words = lastWords(tail, SUMMARY_CHARS_MAX);
  return words === "" ? "it said nothing" : words;
}
