import type { ExitCode, GateReport, SessionRecord, State, StreamState } from "../../model/index.ts";
import { EXIT, foremostExit, targetOf, unreachable } from "../../model/index.ts";
import { findSession, isMadeGood, sessionStreams } from "./session-report.ts";
import { isStuck } from "./streams.ts";

/**
 * The exit code of the newest session (decision 28). Interruption is not in the state: whoever
 * caught the signal puts 130 or 143 before this.
 */
export function exitCodeOf(state: State): ExitCode {
  const session = findSession(state);
  if (session === null) return EXIT.success;
  const streams = sessionStreams(state, session);
  const codes = streams.flatMap((stream) => codesOf(state, session, stream));
  if (session.cause === "budget") codes.push(EXIT.budgetExhausted);
  if (isBaseRed(state, session)) codes.push(EXIT.precondition);
  if (codes.length === 0) codes.push(ownCode(state, session));
  return foremostExit(codes);
}

/** A session may end by itself: refused, out of work, paused. */
function ownCode(state: State, session: SessionRecord): ExitCode {
  switch (session.state) {
    case "failed":
      return isMadeGood(state, session) ? EXIT.success : EXIT.workFailed;
    case "paused":
      return EXIT.pending;
    case "idle":
    case "planning":
    case "executing":
    case "completed":
      return EXIT.success;
    default:
      return unreachable(session.state);
  }
}

/** Nobody's work is to blame: the branch was red before any of it (decision 12). */
function isBaseRed(state: State, session: SessionRecord): boolean {
  if (session.state !== "failed") return false;
  const targets = new Set(session.keys.map(targetOf));
  return [...state.targets.values()].some(
    ({ id, base }) => targets.has(id) && base !== null && isRed(base.report),
  );
}

/** A gate that could not look says nothing of the tree. */
function isRed(report: GateReport): boolean {
  return report.results.some(({ verdict }) => verdict === "failed" || verdict === "timeout");
}

function codesOf(state: State, session: SessionRecord, stream: StreamState): ExitCode[] {
  const { stage } = stream;
  switch (stage.kind) {
    case "completed":
      return stage.diverted ? [EXIT.pending] : [];
    case "skipped":
    case "settled":
      return [];
    // Unverified work was run as asked, and has landed nowhere until a person says so.
    case "unverified":
    case "needs-person":
    case "parked":
    case "stopped":
      return [EXIT.pending];
    case "blocked":
      return [blockedCode(stream)];
    case "waiting":
      if (stream.hold !== null || (stream.recovery?.split ?? null) !== null) return [EXIT.pending];
      // Work that never became available was never taken on by a session for everything.
      if (session.state === "completed" || session.request.selection.kind === "all") return [];
      return [isStuck(state, stream.facts.key) ? EXIT.workFailed : EXIT.pending];
    case "preparing":
    case "running":
    case "collecting":
    case "queued":
    case "merging":
    case "verifying":
    case "verifying-alone":
    case "landing":
      return [EXIT.pending];
    default:
      return unreachable(stage);
  }
}

/** What the newest attempt ended in says who has to act: a person, a login, the agent. */
function blockedCode(stream: StreamState): ExitCode {
  const newest = stream.attempts.at(-1);
  if (stream.stage.kind !== "blocked" || stream.stage.attempt === null) return EXIT.workFailed;
  if (stream.stage.cause === "budget") return EXIT.budgetExhausted;
  if (stream.stage.cause !== undefined) return EXIT.loginNeeded;
  if (newest?.outcome !== "rejected") return EXIT.workFailed;
  const kind = stream.rejection?.reason.kind;
  if (kind === "conflict") return EXIT.mergeConflict;
  if (kind === "gate-failed" || kind === "semantic-conflict") return EXIT.gateRejected;
  return EXIT.workFailed;
}
