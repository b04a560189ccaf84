import type { Plan, StreamFacts, StreamKey } from "../../model/index.ts";
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
  readonly futures?: number;
  /** Seconds that streams under way have been worked on; they go first. */
  readonly elapsed?: ReadonlyMap<StreamKey, number>;
}

/** The futures of a plan: its streams in its order, kept apart where it keeps them apart. */
export function forecastPlan(
  plan: Plan,
  facts: readonly StreamFacts[],
  experience: Experience,
  limits: ForecastLimits,
): PlannedForecast {
  const known = new Map(facts.map((one) => [one.key, one]));
  const { elapsed, ...rest } = limits;
  const isUnderWay = (key: StreamKey): number => (elapsed?.has(key) === true ? 0 : 1);
  const keys = [...plan.schedule]
    .sort((a, b) => isUnderWay(a.id) - isUnderWay(b.id) || a.start - b.start)
    .map((run) => run.id);
  const at = new Map(keys.map((key, i) => [key, i]));
  const before: number[][] = keys.map(() => []);
  const apart: number[][] = keys.map(() => []);
  for (const { from, to, kind } of plan.edges) {
    const first = at.get(from);
    const second = at.get(to);
    if (first === undefined || second === undefined) continue;
    if (kind === "dependency") before[second]?.push(first);
    else {
      apart[first]?.push(second);
      apart[second]?.push(first);
    }
  }
  const streams = keys.map((key, i): ForecastStream => {
    const { title, files, effort } = known.get(key) ?? { title: "", files: [], effort: null };
    const spent = elapsed?.get(key);
    return {
      work: { title, files, effort },
      before: before[i] ?? [],
      apart: apart[i] ?? [],
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
  for (const { from, to } of edges) {
    const known = after.get(from);
    if (known === undefined) after.set(from, [to]);
    else known.push(to);
  }
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
