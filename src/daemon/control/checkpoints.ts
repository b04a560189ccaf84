import type { Checkpoint, ObjectId, State } from "../../model/index.ts";
import { OrchestratorError } from "../../model/index.ts";
import { monotonicMs, readLockHolder } from "../../platform/index.ts";
import type { ChangedFile } from "../../targets/index.ts";
import { openTarget } from "../../targets/index.ts";
import { awaitNews, readEvents, readState } from "../read.ts";
import type { Workplace } from "../workplace.ts";
import { findTarget } from "../workplace.ts";

/**
 * Waits until what was asked of the leader has come about: `look` says what it came to, or null
 * while it has not. Ends when nobody leads any more, and throws `timeout` after `patienceMs`.
 */
export async function awaitState<T>(
  workplace: Workplace,
  look: (state: State) => T | null,
  patienceMs: number,
): Promise<T | null> {
  const untilMs = monotonicMs() + patienceMs;
  const isOver = (): boolean =>
    monotonicMs() > untilMs || readLockHolder(workplace.lockPath) === null;
  let reach: number | null = null;
  for (;;) {
    const { state, leader } = readState(workplace);
    const found = look(state);
    if (found !== null || leader === null) return found;
    if (monotonicMs() > untilMs) {
      throw new OrchestratorError("timeout", "it is still under way", {
        hint: "See how it goes on: orchestrator status",
      });
    }
    reach = await awaitNews(workplace, reach, isOver);
  }
}

/** The newest refusal of a rollback of this target, in the journal's own words. */
export function newestRefusal(workplace: Workplace, fromSeq: number): string | null {
  const found = readEvents(workplace, { fromSeq }).findLast(
    ({ event }) => event.type === "rollback-refused",
  );
  return found?.event.type === "rollback-refused" ? found.event.message : null;
}

/** Where in the journal a checkpoint was made; null when the journal does not go back so far. */
export function checkpointSeq(workplace: Workplace, { name, atMs }: Checkpoint): number | null {
  const found = readEvents(workplace, { fromSeq: 1 }).findLast(
    ({ event }) => event.type === "checkpoint-begun" && event.name === name && event.atMs === atMs,
  );
  return found?.seq ?? null;
}

export interface CheckpointDiff {
  readonly target: string;
  readonly from: ObjectId;
  readonly to: ObjectId;
  readonly files: readonly ChangedFile[];
}

/** What differs in the code between two checkpoints, or between one and now (`to` null). */
export async function diffCheckpoints(
  workplace: Workplace,
  from: Checkpoint,
  to: Checkpoint | null,
): Promise<readonly CheckpointDiff[]> {
  const diffs: CheckpointDiff[] = [];
  for (const place of from.places) {
    const config = findTarget(workplace.config, place.target);
    const target = await openTarget(config, { stateDir: workplace.stateDir });
    const end =
      to === null
        ? await target.integrationHead()
        : to.places.find((other) => other.target === place.target)?.head;
    if (end === undefined) continue;
    const files = await target.changedFiles(place.head, end);
    diffs.push({ target: place.target, from: place.head, to: end, files });
  }
  return diffs;
}

/** The roadmap's bytes as a checkpoint holds them; null when it holds none of that target. */
export async function roadmapOfCheckpoint(
  workplace: Workplace,
  { places }: Checkpoint,
  targetId: string,
): Promise<Uint8Array | null> {
  const place = places.find(({ target }) => target === targetId);
  if (place === undefined) return null;
  const config = findTarget(workplace.config, targetId);
  const target = await openTarget(config, { stateDir: workplace.stateDir });
  return target.checkpointRoadmap(place.commit);
}
