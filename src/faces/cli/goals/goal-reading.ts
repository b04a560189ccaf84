import type { Workplace } from "../../../daemon/index.ts";
import { readState } from "../../../daemon/index.ts";
import type { InterpretedGoal } from "../../../model/index.ts";
import type { Holder } from "../../../planner/index.ts";
import { interpretGoal } from "../../../planner/index.ts";
import { describeStreams, markStreams } from "../../../roadmap/index.ts";
import type { Desk } from "../roadmap/streams.ts";

/** Below this nothing is started, and nothing is planned. */
const THRESHOLD = 0.5;

/** What is meant is plain, whether or not it can be done. */
export function isUnderstood({ matched, confidence }: InterpretedGoal): boolean {
  return matched.length > 0 && confidence >= THRESHOLD;
}

/** What a sentence means here: against the roadmap, its descriptions, and who is at work now. */
export function readGoal(place: Workplace, { target, read }: Desk, text: string): InterpretedGoal {
  return interpretGoal(text, read.facts, {
    threshold: THRESHOLD,
    holders: holdersOf(place),
    descriptions: describeStreams(read.roadmap, target.id),
    marks: () => markStreams(read.roadmap, target.id),
  });
}

/** Agents by their personal names, and what each works on now. */
function holdersOf(place: Workplace): readonly Holder[] {
  const { streams } = readState(place).state;
  return [...streams].flatMap(([key, { agent }]) =>
    agent === null ? [] : [{ name: agent.name, key }],
  );
}
