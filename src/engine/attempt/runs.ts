import type { AttemptId, InputOf, ProcessIdentity } from "../../model/index.ts";
import type { StageOf } from "../stages.ts";
import { currentStream, isStage } from "../stages.ts";
import type { Turn } from "../turn.ts";
import { emit } from "../turn.ts";

export function noteStarted(turn: Turn, started: InputOf<"agent-started">): void {
  const { attempt, process, held, prompt } = started;
  const stage = runningStage(turn, attempt);
  if (stage === null || isSameProcess(stage.process, process)) return;
  emit(turn, {
    type: "agent-started",
    attempt,
    process,
    ...(held === undefined ? {} : { held }),
    ...(prompt === undefined ? {} : { prompt }),
  });
}

/** Progress may be bytes or work seen otherwise; fewer bytes than before is an old message. */
export function noteProgress(
  turn: Turn,
  { attempt, outputBytes, percent }: InputOf<"agent-progressed">,
): void {
  const stage = runningStage(turn, attempt);
  if (stage === null || outputBytes < stage.outputBytes || turn.atMs < stage.progressAtMs) return;
  if (percent === undefined) return emit(turn, { type: "agent-progressed", attempt, outputBytes });
  const told = Math.max(0, Math.min(100, percent));
  emit(turn, { type: "agent-progressed", attempt, outputBytes, percent: told });
}

/** Not seen is not dead: only the run itself can report that it is lost. */
export function noteUnseen(turn: Turn, attempt: AttemptId): void {
  const stage = runningStage(turn, attempt);
  if (stage === null || stage.liveness === "uncertain") return;
  emit(turn, { type: "agent-uncertain", attempt, why: "it could not be seen" });
}

function runningStage(turn: Turn, attempt: AttemptId): StageOf<"running"> | null {
  const stage = currentStream(turn.state, attempt)?.stage;
  return stage !== undefined && isStage(stage, "running") ? stage : null;
}

function isSameProcess(a: ProcessIdentity | null, b: ProcessIdentity): boolean {
  return a !== null && a.pid === b.pid && a.startTime === b.startTime && a.bootId === b.bootId;
}
