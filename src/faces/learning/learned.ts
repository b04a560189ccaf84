import { pastAttempts } from "../../journal/index.ts";
import type {
  Config,
  LearnedPolicy,
  PastAttempt,
  State,
  StreamFacts,
  StreamKey,
} from "../../model/index.ts";
import type { Experience, Work } from "../../planner/index.ts";
import { expectedSecondsOf, learnFrom, proveAgents } from "../../planner/index.ts";

/** What the history of a repository says, as it stands. */
export interface Learned {
  readonly past: readonly PastAttempt[];
  readonly experience: Experience;
}

export function learnedFrom(state: State): Learned {
  return learnedOf(pastAttempts(state));
}

export function learnedOf(past: readonly PastAttempt[]): Learned {
  return { past, experience: learnFrom(past) };
}

export function workOf({ title, files, effort }: StreamFacts, agent: string | null = null): Work {
  return { title, files, effort, agent };
}

/** An attempt is repeated until one of two limits is met; rejections are the more common way. */
export function attemptsMaxOf({ retry }: Config): number {
  return Math.max(1, retry.rejectionsMax);
}

/** Expected seconds by stream; empty before there is any history, so that efforts hold. */
export function durationsOf(
  { experience }: Learned,
  facts: Iterable<StreamFacts>,
  attemptsMax: number,
): ReadonlyMap<StreamKey, number> {
  const durations = new Map<StreamKey, number>();
  if (experience.attempts === 0) return durations;
  for (const one of facts) {
    durations.set(one.key, expectedSecondsOf(experience, workOf(one), attemptsMax));
  }
  return durations;
}

/** More streams than this go by their efforts: the request is journalled. */
const STREAMS_MAX = 2_000;

/** What a new session is told of the past; chance in it follows from the journal's length alone. */
export function learnedPolicy(state: State, config: Config): LearnedPolicy {
  const learned = learnedFrom(state);
  const open = [...state.streams.values()]
    .filter(({ stage, inRoadmap }) => inRoadmap && stage.kind !== "completed")
    .map(({ facts }) => facts)
    .slice(0, STREAMS_MAX);
  return {
    seconds: Object.fromEntries(durationsOf(learned, open, attemptsMaxOf(config))),
    proven: proveAgents(learned.past, learned.past.length),
  };
}
