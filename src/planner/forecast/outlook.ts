import { pushTo, type Plan, type StreamFacts, type StreamKey } from "../../model/index.ts";
import { barsOf } from "../overlap/bars.ts";
import { findOverlapPairs } from "../overlap/edges.ts";
import type { Experience } from "../history/experience.ts";
import type { Forecast, ForecastStream } from "./simulate.ts";
import { forecastWork } from "./simulate.ts";

export interface PlannedForecast extends Forecast {
  /** The streams in the order in which they start. */
  readonly keys: readonly StreamKey[];
}

export interface ForecastLimits {
  readonly agents: number;
  readonly attemptsMax: number;
  /** As the plan was made with. */
  readonly overlapMax: number;
  readonly futures?: number;
  /** Seconds that streams under way have been worked on; they go first. */
  readonly elapsed?: ReadonlyMap<StreamKey, number>;
}

/** With more pairs than this that overlap, the paths that streams name tell of most of them. */
const PAIRS_MAX = 20_000;

/** The futures of a plan: its streams in its order, kept apart where it keeps them apart. */
export function forecastPlan(
  plan: Plan,
  facts: readonly StreamFacts[],
  experience: Experience,
  limits: ForecastLimits,
): PlannedForecast {
  const known = new Map(facts.map((one) => [one.key, one]));
  const { elapsed, overlapMax, ...rest } = limits;
  const isUnderWay = (key: StreamKey): number => (elapsed?.has(key) === true ? 0 : 1);
  const planned = [...plan.schedule]
    .sort((a, b) => isUnderWay(a.id) - isUnderWay(b.id) || a.start - b.start)
    .flatMap((run) => known.get(run.id) ?? []);
  const keys = planned.map(({ key }) => key);
  const at = new Map(keys.map((key, i) => [key, i]));
  const before: number[][] = keys.map(() => []);
  const apart: number[][] = keys.map(() => []);
  const overlaps: (readonly [number, number])[] = [];
  for (const { from, to, kind } of plan.edges) {
    const first = at.get(from);
    const second = at.get(to);
    if (first === undefined || second === undefined) continue;
    if (kind === "dependency") before[second]?.push(first);
    else overlaps.push([first, second]);
  }
  // The plan names no pair that others put in order; in a future they may come in another one.
  for (const [first, second] of findOverlapPairs(planned, overlapMax, PAIRS_MAX) ?? overlaps) {
    apart[first]?.push(second);
    apart[second]?.push(first);
  }
  const bars = barsOf(planned, overlapMax);
  const streams = planned.map((facts, i): ForecastStream => {
    const { key, title, files, effort } = facts;
    const spent = elapsed?.get(key);
    return {
      work: { title, files, effort },
      before: before[i] ?? [],
      apart: apart[i] ?? [],
      ...(bars[i] === undefined ? {} : { bars: bars[i] }),
      ...(spent === undefined ? {} : { elapsed: spent }),
    };
  });
  return { ...forecastWork(experience, { streams, ...rest }), keys };
}

/** Seconds each stream may take longer without the plan's end moving, by key. */
export function slackOf({ schedule, edges }: Plan): ReadonlyMap<StreamKey, number> {
  const end = schedule.reduce((last, { finish }) => Math.max(last, finish), 0);
  const runs = [...schedule].sort((a, b) => b.start - a.start);
  const latestStart = new Map<StreamKey, number>();
  const after = new Map<StreamKey, StreamKey[]>();
  for (const { from, to } of edges) pushTo(after, from, to);
  const nextOfAgent = new Map<number, number>();
  const slack = new Map<StreamKey, number>();
  for (const run of runs) {
    let latest = Math.min(end, nextOfAgent.get(run.agent) ?? end);
    for (const key of after.get(run.id) ?? []) {
      latest = Math.min(latest, latestStart.get(key) ?? latest);
    }
    const start = latest - (run.finish - run.start);
    latestStart.set(run.id, start);
    nextOfAgent.set(run.agent, start);
    slack.set(run.id, Math.max(0, latest - run.finish));
  }
  return slack;
}
