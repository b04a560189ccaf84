import type { ExitCode, SessionRecord, State, StreamState } from "../../model/index.ts";
import { EXIT, foremostExit, unreachable } from "../../model/index.ts";
import { findSession, sessionStreams } from "./session-report.ts";
import { isStuck } from "./streams.ts";

/**
 * The exit code of the newest session (decision 28). Interruption is not in the state: whoever
 * caught the signal puts 130 or 143 before this.
 */
export function exitCodeOf(state: State): ExitCode {
  const session = findSession(state);
  if (session === null) return EXIT.success;
  const streams = sessionStreams(state, session);
  const codes = streams.flatMap((stream) => codesOf(state, stream));
  if (isBaseRed(state, session)) codes.push(EXIT.precondition);
  if (codes.length === 0) codes.push(ownCode(session));
  return foremostExit(codes);
}

/** A session may end by itself: refused, out of work, paused. */
function ownCode(session: SessionRecord): ExitCode {
  switch (session.state) {
    case "failed":
      return EXIT.workFailed;
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

/** Nobody's work is to blame: it could not even be started (decision 12). */
function isBaseRed(state: State, session: SessionRecord): boolean {
  if (session.state !== "failed") return false;
  const targets = new Set(session.keys.map((key) => state.streams.get(key)?.facts.target));
  for (const target of state.targets.values()) {
    if (!targets.has(target.id) || target.base === null || target.base.report.green) continue;
    if (target.landings === 0 || target.base.head === target.landed.at(-1)?.commit) return true;
  }
  return false;
}

function codesOf(state: State, stream: StreamState): ExitCode[] {
  const { stage } = stream;
  switch (stage.kind) {
    case "completed":
      return stage.diverted ? [EXIT.pending] : [];
    case "unverified":
    case "skipped":
    case "settled":
      return [];
    case "needs-person":
    case "stopped":
      return [EXIT.pending];
    case "blocked":
      return [blockedCode(stream)];
    case "waiting":
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
  if (newest === undefined || stream.stage.kind !== "blocked") return EXIT.workFailed;
  if (stream.stage.attempt === null) return EXIT.workFailed;
  if (newest.outcome !== "rejected") {
    return newest.outcome === "blocked" && newest.failure === null && mentionsLogin(newest.reason)
      ? EXIT.loginNeeded
      : EXIT.workFailed;
  }
  switch (stream.rejection?.reason.kind) {
    case "conflict":
      return EXIT.mergeConflict;
    case "gate-failed":
    case "semantic-conflict":
      return EXIT.gateRejected;
    case "uncommitted":
    case "person":
    case undefined:
      return EXIT.workFailed;
  }
}

function mentionsLogin(reason: string | null): boolean {
  return reason !== null && /\blog ?in\b|\blogged in\b/i.test(reason);
}
