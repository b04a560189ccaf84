import type { State, StreamFacts, StreamKey } from "../../model/index.ts";
import { dispatchOrder } from "../../planner/index.ts";
import { worklistOf } from "../worklist.ts";

/** Where no policy holds anything learned. */
export const NOTHING_LEARNED: ReadonlyMap<StreamKey, number> = new Map();

/**
 * How much hangs on each stream of the session, where its policy holds what was learned. It follows
 * from the roadmap and the pinned policy alone, so that a replay finds the same (law I12); journals
 * from before there was such a policy go by the roadmap's order as they did.
 */
export function dispatchOf(state: State): ReadonlyMap<StreamKey, number> {
  const policy = state.session?.request.policy;
  if (policy?.learned === undefined) return NOTHING_LEARNED;
  const work = worklistOf(state);
  if (work.dispatch !== null) return work.dispatch;
  const facts: StreamFacts[] = [];
  for (const key of work.selected) {
    const stream = state.streams.get(key);
    if (stream !== undefined) facts.push(stream.facts);
  }
  const durations = new Map(Object.entries(policy.learned.seconds));
  work.dispatch = dispatchOrder(facts, durations, policy);
  return work.dispatch;
}
