import type { Change, Position, Standing, TargetState } from "../../model/index.ts";
import { displayKey } from "../../model/index.ts";

/** A change of the branch, with how streams stood after it. */
export interface Step extends Change {
  readonly streams: readonly Standing[];
}

/** What our hand did to the branch beyond a position, oldest first. */
export function stepsSince(target: TargetState, from: Position): readonly Step[] {
  const { landed, rolledBack } = target;
  const steps: Step[] = [];
  let next = from.rollbacks;
  const takeRollbacks = (until: number): void => {
    for (
      let one = rolledBack[next];
      one !== undefined && one.after <= until;
      one = rolledBack[next]
    ) {
      next += 1;
      const { onto, commit, streams } = one;
      steps.push({ onto, commit, streams, what: `rollback ${next} (${one.why})` });
    }
  };
  for (let at = from.landings; at < landed.length; at++) {
    takeRollbacks(at);
    const step = landingStep(target, at);
    if (step !== null) steps.push(step);
  }
  takeRollbacks(landed.length);
  return steps;
}

export function landingStep(target: TargetState, at: number): Step | null {
  const landing = target.landed[at];
  if (landing === undefined) return null;
  const { key, onto, commit } = landing;
  return { onto, commit, what: displayKey(key), streams: [{ key, complete: true }] };
}

/** How streams stand once these steps are undone. */
export function standingsBefore(steps: readonly Step[]): readonly Standing[] {
  const before = new Map<string, boolean>();
  for (const { streams } of steps) {
    for (const { key, complete } of streams) if (!before.has(key)) before.set(key, !complete);
  }
  return [...before].map(([key, complete]) => ({ key, complete }));
}

export function positionOf({ id, landed, rolledBack }: TargetState): Position {
  return { target: id, landings: landed.length, rollbacks: rolledBack.length };
}
