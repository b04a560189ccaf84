import type { AttemptRecord, StreamState } from "../../model/index.ts";
import { EFFORTS, median } from "../../model/index.ts";
import type { Metric } from "./metrics.ts";

interface Tried {
  readonly stream: StreamState;
  readonly ended: readonly AttemptRecord[];
}

/** Fewer landed attempts than this have no beginning and end that could be compared. */
const COMPARED_MIN = 9;
const CHANGE_TARGET = -0.3;
const CACHE_TARGET = 0.4;

/** How long work takes by what was said of it, whether it becomes less, and what caches spare. */
export function timeMetrics(tried: readonly Tried[]): readonly Metric[] {
  const byEffort = EFFORTS.map((effort): Metric => {
    const own = tried.filter(({ stream }) => stream.facts.effort === effort);
    const seconds = own.flatMap(({ ended }) => ended.flatMap((one) => secondsOf(one) ?? []));
    return {
      name: `time of an attempt, ${effort}`,
      value: median(seconds),
      unit: "seconds",
      target: null,
    };
  });
  const attempts = tried.flatMap(({ ended }) => ended);
  return [
    ...byEffort,
    {
      name: "change of attempt time",
      value: changeOf(attempts),
      unit: "share",
      target: CHANGE_TARGET,
    },
    { name: "read from a cache", value: cachedOf(attempts), unit: "share", target: CACHE_TARGET },
  ];
}

/** The last third of what landed against the first; -0.3 is 30 % less time. */
function changeOf(attempts: readonly AttemptRecord[]): number | null {
  const landed = attempts
    .filter(({ outcome }) => outcome === "landed")
    .sort((a, b) => (a.finishedAtMs ?? 0) - (b.finishedAtMs ?? 0))
    .flatMap((one) => secondsOf(one) ?? []);
  if (landed.length < COMPARED_MIN) return null;
  const third = Math.floor(landed.length / 3);
  const before = median(landed.slice(0, third));
  const now = median(landed.slice(-third));
  return before === null || now === null || before === 0 ? null : now / before - 1;
}

/** Of the tokens that models read, where their kinds are known. */
function cachedOf(attempts: readonly AttemptRecord[]): number | null {
  let [cached, read] = [0, 0];
  for (const { cost } of attempts) {
    if (cost === undefined) continue;
    const { input, cacheRead, cacheWrite } = cost.tokens;
    cached += cacheRead;
    read += input + cacheRead + cacheWrite;
  }
  return read === 0 ? null : cached / read;
}

function secondsOf({ startedAtMs, finishedAtMs }: AttemptRecord): number | null {
  if (startedAtMs === null || finishedAtMs === null || finishedAtMs < startedAtMs) return null;
  return (finishedAtMs - startedAtMs) / 1_000;
}
