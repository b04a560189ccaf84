import { Chance } from "../solve/random.ts";
import { drawEffects } from "../history/effects.ts";
import { drawMiss, normals, quantile } from "../history/chance.ts";
import type { Amounts, Experience, Work } from "../history/experience.ts";
import { featuresOf } from "../history/experience.ts";
import { kindOfWork } from "../history/kinds.ts";
import type { Interval } from "../history/predict.ts";

export interface ForecastStream {
  readonly work: Omit<Work, "agent">;
  /** Numbers of the streams that must have landed before it starts. */
  readonly before: readonly number[];
  /** Numbers of streams that it may not run beside. */
  readonly apart: readonly number[];
  /** Seconds that its attempt under way has taken so far. */
  readonly elapsed?: number;
}

export interface ForecastRequest {
  /** Of those that can start the first in this order does. */
  readonly streams: readonly ForecastStream[];
  readonly agents: number;
  /** Names of the agents where they are known; of the free ones the first takes the next stream. */
  readonly crew?: readonly string[];
  /** Attempts that a stream may have before it is given up. */
  readonly attemptsMax: number;
  readonly seed?: number;
  /** Futures that are played through; fewer for large plans. */
  readonly futures?: number;
}

export interface Forecast {
  /** Seconds until nothing is left to do. */
  readonly finish: Interval;
  /** In how many of the futures everything landed, 0…1. */
  readonly successProbability: number;
  readonly tokens: Interval | null;
  /** Mean share of the agents' time in which they worked. */
  readonly utilisation: number;
  /** For each stream the share of futures in which the end waited for it. */
  readonly critical: readonly number[];
  readonly futures: number;
}

const FUTURES = 400;
const FUTURES_MIN = 40;
const DRAWS_MAX = 20;
/** Streams that are played through in all futures together: about a second of work. */
const PLAYED_MAX = 200_000;

/**
 * Plays the plan through many futures: what is not known of the work in general is drawn once for a
 * future, what is chance in an attempt for each attempt, and failed attempts are repeated. The same
 * request gives the same forecast.
 */
export function forecastWork(experience: Experience, request: ForecastRequest): Forecast {
  const { streams } = request;
  const most = Math.floor(PLAYED_MAX / Math.max(1, streams.length));
  const futures = Math.max(FUTURES_MIN, Math.min(request.futures ?? FUTURES, most));
  const chance = new Chance(request.seed ?? 1);
  const critical = streams.map(() => 0);
  const ends: number[] = [];
  const tokens: number[] = [];
  let complete = 0;
  let busy = 0;
  let held = 0;
  for (let i = 0; i < futures; i++) {
    const played = playThrough(request, openFuture(experience, request, chance));
    ends.push(played.finish);
    tokens.push(played.tokens);
    if (played.landed === streams.length) complete++;
    busy += played.busy;
    held += played.finish * request.agents;
    for (const stream of played.chain) critical[stream] = (critical[stream] ?? 0) + 1;
  }
  return {
    finish: intervalOf(ends),
    successProbability: complete / futures,
    tokens: experience.tokens === null ? null : intervalOf(tokens),
    utilisation: held === 0 ? 0 : Math.min(1, busy / held),
    critical: critical.map((count) => count / futures),
    futures,
  };
}

function intervalOf(values: number[]): Interval {
  values.sort((a, b) => a - b);
  const at = (p: number): number => Math.round(quantile(values, p));
  return { p10: at(0.1), p50: at(0.5), p90: at(0.9) };
}

interface Carried {
  readonly seconds: number;
  readonly tokens: number;
  readonly landed: boolean;
}

/** How a stream goes in one future, if this agent takes it. */
type Future = (stream: ForecastStream, agent: string | null) => Carried;

function openFuture(
  experience: Experience,
  { attemptsMax }: ForecastRequest,
  chance: Chance,
): Future {
  const normal = normals(chance);
  const seconds = drawAmounts(experience.seconds, chance, normal);
  const tokens = experience.tokens === null ? null : drawAmounts(experience.tokens, chance, normal);
  const { success } = experience;
  const unsure = 1 / Math.sqrt(success.weight * success.usual * (1 - success.usual) + 1);
  const shift = normal() * unsure;
  return ({ work, elapsed }, named) => {
    const agent = named ?? drawAgent(experience.crew, chance);
    const whole = { ...work, agent };
    const usual = success.of(kindOfWork(work), agent);
    const odds = (usual / (1 - Math.min(usual, 0.999))) * Math.exp(shift);
    const lands = odds / (1 + odds);
    let spent = { seconds: 0, tokens: 0 };
    for (let attempt = 1; ; attempt++) {
      const landed = chance.fraction() < lands;
      const draw = (): number => seconds(whole, landed);
      const took = attempt === 1 && elapsed !== undefined ? drawRest(draw, elapsed) : draw();
      spent = {
        seconds: spent.seconds + took,
        tokens: spent.tokens + (tokens?.(whole, landed) ?? 0),
      };
      if (landed || attempt >= attemptsMax) return { ...spent, landed };
    }
  };
}

/** What is left of an attempt that has lasted so long: it is none of those that end sooner. */
function drawRest(draw: () => number, elapsed: number): number {
  for (let i = 0; i < DRAWS_MAX; i++) {
    const seconds = draw();
    if (seconds > elapsed) return seconds - elapsed;
  }
  // Longer than anything known: what has lasted long goes on long.
  return elapsed * 0.5;
}

/** One of those who have worked of late, as often as they did. */
function drawAgent(crew: Experience["crew"], chance: Chance): string | null {
  let left = chance.fraction();
  for (const { agent, share } of crew) {
    left -= share;
    if (left < 0) return agent;
  }
  return crew.at(-1)?.agent ?? null;
}

function drawAmounts(
  amounts: Amounts,
  chance: Chance,
  normal: () => number,
): (work: Work, landed: boolean) => number {
  const middleOf = drawEffects(amounts.effects, normal);
  const sd = Math.sqrt(amounts.effects.variance);
  const shared = normal() * amounts.sharedSd * sd;
  // The misses hold what they had in common as well; it is not to count twice.
  const own = sd / Math.sqrt(1 + amounts.sharedSd ** 2);
  return (work, landed) => {
    const ln = middleOf(featuresOf(work, landed)) + shared;
    return Math.exp(ln + own * drawMiss(amounts, chance, normal));
  };
}

interface Played {
  readonly finish: number;
  readonly tokens: number;
  readonly landed: number;
  readonly busy: number;
  /** The streams that the end waited for, the last first. */
  readonly chain: readonly number[];
}

interface Running extends Carried {
  readonly stream: number;
  readonly agent: number;
  readonly end: number;
}

/** One future of the plan: whenever an agent is free, the first stream that can start does. */
function playThrough({ streams, agents, crew }: ForecastRequest, future: Future): Played {
  const unmet = streams.map(({ before }) => before.length);
  const after: number[][] = streams.map(() => []);
  streams.forEach(({ before }, i) => {
    for (const one of before) after[one]?.push(i);
  });
  const ready = streams.flatMap((_, i) => (unmet[i] === 0 ? [i] : []));
  const free = Array.from({ length: Math.max(1, agents) }, (_, i) => i);
  const running: Running[] = [];
  const cause = new Map<number, number>();
  let last: number | null = null;
  let now = 0;
  let tokens = 0;
  let landed = 0;
  let busy = 0;
  for (;;) {
    for (let k = 0; k < ready.length && free.length > 0; ) {
      const i = ready[k] as number;
      const stream = streams[i] as ForecastStream;
      if (running.some((run) => stream.apart.includes(run.stream))) {
        k++;
        continue;
      }
      ready.splice(k, 1);
      const agent = free.shift() ?? 0;
      const carried = future(stream, crew?.[agent] ?? null);
      running.push({ ...carried, stream: i, agent, end: now + carried.seconds });
      if (last !== null) cause.set(i, last);
      tokens += carried.tokens;
      busy += carried.seconds;
    }
    const ended = takeFirstEnd(running);
    if (ended === null) return { finish: now, tokens, landed, busy, chain: chainTo(last, cause) };
    now = ended.end;
    last = ended.stream;
    insert(free, ended.agent);
    if (!ended.landed) continue;
    landed++;
    for (const next of after[ended.stream] ?? []) {
      unmet[next] = (unmet[next] ?? 0) - 1;
      if (unmet[next] === 0) insert(ready, next);
    }
  }
}

function takeFirstEnd(running: Running[]): Running | null {
  let at = 0;
  for (let i = 1; i < running.length; i++) {
    if ((running[i]?.end ?? 0) < (running[at]?.end ?? 0)) at = i;
  }
  return running.splice(at, 1)[0] ?? null;
}

function insert(sorted: number[], value: number): void {
  let at = sorted.length;
  while (at > 0 && (sorted[at - 1] as number) > value) at--;
  sorted.splice(at, 0, value);
}

/** From the last to end back through what each had to wait for. */
function chainTo(last: number | null, cause: ReadonlyMap<number, number>): readonly number[] {
  const chain: number[] = [];
  for (let at: number | undefined = last ?? undefined; at !== undefined; at = cause.get(at)) {
    chain.push(at);
  }
  return chain;
}
