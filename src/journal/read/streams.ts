import type { State, StreamKey, StreamState, StreamStatus } from "../../model/index.ts";
import { ACTIVE_STAGES, STREAM_STATUSES, unreachable, compareText } from "../../model/index.ts";

/** An attempt is between its claim and its end. */
export function isActive(stream: StreamState): boolean {
  return ACTIVE_STAGES.has(stream.stage.kind);
}

/** Landed by us, or complete by a person's word. */
export function isComplete(stream: StreamState): boolean {
  return statusNow(stream) === "complete";
}

/** The status that is true now: what was done here counts before what the roadmap says. */
export function statusNow(stream: StreamState): StreamStatus {
  const { stage, facts } = stream;
  switch (stage.kind) {
    case "completed":
      return "complete";
    case "blocked":
      return "blocked";
    case "skipped":
      return "deferred";
    case "needs-person":
    case "parked":
    case "unverified":
    case "stopped":
      return "partial";
    case "settled":
      // A work stream that a person took out of the roadmap is not to be done any more.
      return STREAM_STATUSES.find((status) => status === stage.status) ?? "cancelled";
    case "waiting":
      return facts.status;
    case "preparing":
    case "running":
    case "collecting":
    case "queued":
    case "merging":
    case "verifying":
    case "verifying-alone":
    case "landing":
      return "in_progress";
    default:
      return unreachable(stage);
  }
}

/** Dependencies that are not complete; an unknown one never is. */
export function pendingDependencies(state: State, stream: StreamState): StreamKey[] {
  return stream.facts.dependsOn.filter((key) => {
    const on = state.streams.get(key);
    return on === undefined || !isComplete(on);
  });
}

/** Nothing but a free place stands between it and its start. */
export function isAvailable(state: State, stream: StreamState): boolean {
  const { facts, stage } = stream;
  if (!stream.inRoadmap || stage.kind !== "waiting") return false;
  // A role's duty comes up by itself, and nobody can run it by its id.
  if (facts.duty !== undefined) return false;
  if (!facts.workable || facts.defect !== null) return false;
  return pendingDependencies(state, stream).length === 0;
}

/** In the order of their targets and roadmaps. */
export function orderedStreams(state: State): StreamState[] {
  return [...state.streams.values()].sort(
    (a, b) =>
      compareText(a.facts.target, b.facts.target) ||
      a.facts.order - b.facts.order ||
      compareText(a.facts.key, b.facts.key),
  );
}

/**
 * Whether it can get no further without a person: blocked, defective, put off in the roadmap, or
 * behind one that is. Cycles are defects, so the walk ends; `seen` bounds it all the same.
 */
export function isStuck(state: State, key: StreamKey, seen: Set<StreamKey> = new Set()): boolean {
  const stream = state.streams.get(key);
  if (stream === undefined) return true;
  if (seen.has(key)) return false;
  seen.add(key);
  const { stage, facts } = stream;
  if (stage.kind === "blocked") return true;
  if (stage.kind === "skipped" || stage.kind === "settled") return !isComplete(stream);
  if (stage.kind !== "waiting" || isComplete(stream)) return false;
  if (facts.defect !== null) return true;
  if (!facts.workable && facts.status !== "in_progress") return true;
  return pendingDependencies(state, stream).some((on) => isStuck(state, on, seen));
}

/** Stuck, and not because a person decided to leave it out. */
export function isHeld(state: State, stream: StreamState): boolean {
  const status = statusNow(stream);
  if (status === "deferred" || status === "cancelled") return false;
  return isStuck(state, stream.facts.key);
}
