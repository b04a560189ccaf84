import { findOverlapPairs } from "./overlap/edges.ts";
import { type ScheduledRun, type ScheduleInput, scheduleRuns } from "./schedule.ts";
import { solve } from "./solve/solve.ts";

/** Streams the solver may place for one plan, in all its schedules together: a few ms of work. */
const PLACEMENTS_MAX = 20_000;
const SCHEDULES_MAX = 1_000;
/** With more pairs that overlap than this, or fewer schedules than that, the list stands as it is. */
const PAIRS_MAX = 50_000;
const SCHEDULES_MIN = 25;

export interface ShortenedRuns {
  readonly runs: readonly ScheduledRun[];
  /** Seconds; no schedule of these streams is shorter. */
  readonly lowerBound: number;
}

/**
 * A shorter schedule, where the solver finds one. It decides alone which of equally urgent
 * streams comes first: a free agent still takes the most urgent stream that can start, as it will
 * when the plan is carried out, and nothing urgent ends later than in the given schedule.
 */
export function shortenRuns(input: ScheduleInput, given: readonly ScheduledRun[]): ShortenedRuns {
  const { network, seconds, ranks, tails, agents, overlapMax } = input;
  const work = seconds.reduce((total, one) => total + one, 0);
  const simple = tails.reduce((a, b) => Math.max(a, b), Math.ceil(work / agents));
  const kept = { runs: given, lowerBound: simple };
  const size = network.facts.length;
  const schedulesMax = Math.min(SCHEDULES_MAX, Math.floor(PLACEMENTS_MAX / Math.max(1, size)));
  if (lastFinish(given) <= simple || schedulesMax < SCHEDULES_MIN) return kept;
  const conflicts = findOverlapPairs(network.facts, overlapMax, PAIRS_MAX);
  if (conflicts === null) return kept;
  const solved = solve(
    {
      durations: seconds,
      before: network.before,
      capacities: [agents],
      demands: seconds.map(() => [1]),
      conflicts,
      marks: ranks,
    },
    { schedulesMax },
  );
  // Whatever cannot be solved was planned all the same, and that plan stands.
  if (!solved.ok) return kept;
  const lowerBound = Math.max(simple, solved.value.lowerBound);
  const urgency = solved.value.starts.map((start) => solved.value.makespan - start);
  const runs = scheduleRuns({ ...input, tails: urgency });
  return { runs: isBetter(runs, given, ranks) ? runs : given, lowerBound };
}

/** Shorter, and of no rank does the last stream, counting all that are more urgent, end later. */
function isBetter(
  runs: readonly ScheduledRun[],
  given: readonly ScheduledRun[],
  ranks: readonly number[],
): boolean {
  if (lastFinish(runs) >= lastFinish(given)) return false;
  return [...new Set(ranks)].every((rank) => {
    const urgent = ({ node }: ScheduledRun): boolean => (ranks[node] ?? 0) <= rank;
    return lastFinish(runs.filter(urgent)) <= lastFinish(given.filter(urgent));
  });
}

export function lastFinish(runs: readonly ScheduledRun[]): number {
  return runs.reduce((latest, run) => Math.max(latest, run.finish), 0);
}
