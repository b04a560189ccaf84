import type {
  AttemptId,
  CollectedWork,
  Stage,
  StageKind,
  State,
  StreamKey,
  StreamState,
  Workspace,
} from "../model/index.ts";
import { keyOf, compareText, comparePlaces } from "../model/index.ts";

/** A person may end these at once: nothing of them is running, and their bytes are archived. */
export const IDLE_STAGES: ReadonlySet<StageKind> = new Set<StageKind>([
  "waiting",
  "queued",
  "merging",
  "verifying",
  "verifying-alone",
  "parked",
  "needs-person",
  "unverified",
  "blocked",
  "skipped",
  "stopped",
]);

export type StageOf<K extends StageKind> = Extract<Stage, { readonly kind: K }>;

export function isStage<K extends StageKind>(stage: Stage, kind: K): stage is StageOf<K> {
  return stage.kind === kind;
}

/** The attempt a stage is about; null where it is about none. */
export function attemptOf(stage: Stage): AttemptId | null {
  return "attempt" in stage ? stage.attempt : null;
}

export function workOf(stage: Stage): CollectedWork | null {
  return "work" in stage ? stage.work : null;
}

export function workspaceOf(stage: Stage): Workspace | null {
  return "workspace" in stage ? stage.workspace : null;
}

/**
 * The stream whose present attempt this is; null for an attempt that was given up, whatever it
 * still has to say (law I9).
 */
export function currentStream(state: State, attempt: AttemptId): StreamState | null {
  const stream = state.streams.get(keyOf(attempt));
  return stream !== undefined && attemptOf(stream.stage) === attempt ? stream : null;
}

/** That it is done may be all there is to land of it. */
export function mayBeEmpty({ facts, recovery }: StreamState): boolean {
  return facts.isCheck === true || recovery?.divided === true;
}

/** Its result is in the integration branch, or a person says so (law I5). */
export function isComplete(stream: StreamState): boolean {
  return stream.stage.kind === "completed" || stream.facts.status === "complete";
}

/** A person ended the stream in the roadmap: completed, cancelled or removed; else null. */
export function settledStatus(stream: StreamState): string | null {
  if (!stream.inRoadmap) return "removed";
  const { status } = stream.facts;
  return status === "complete" || status === "cancelled" ? status : null;
}

export function byPlace(state: State): (a: StreamKey, b: StreamKey) => number {
  return (a, b) => {
    const left = state.streams.get(a)?.facts;
    const right = state.streams.get(b)?.facts;
    if (left !== undefined && right !== undefined) return comparePlaces(left, right);
    return compareText(a, b);
  };
}
