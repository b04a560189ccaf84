import type { Bars } from "../overlap/bars.ts";
import { Chance } from "../solve/random.ts";
import type { Features } from "../history/effects.ts";
import { drawEffects, rowsOf } from "../history/effects.ts";
import { type Interval, normals, quantile } from "../history/chance.ts";
import type { Amounts, Experience, LearnedCourse, Work } from "../history/experience.ts";
import { featuresOf } from "../history/experience.ts";
import { kindOfWork } from "../history/kinds.ts";
import { drawNoise } from "../history/noise.ts";
import type { Carried } from "./play.ts";
import { boardOf, playThrough } from "./play.ts";

export interface ForecastStream {
  readonly work: Omit<Work, "agent">;
  /** Numbers of the streams that must have landed before it starts. */
  readonly before: readonly number[];
  /** Numbers of streams that it may not run beside. */
  readonly apart: readonly number[];
  /** It may not run beside one that holds what it wants either. */
  readonly bars?: Bars;
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
const SEEDS_APART = 1_000_003;
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
  const known = prepare(experience, streams);
  const board = boardOf(streams);
  const critical = streams.map(() => 0);
  const ends: number[] = [];
  const tokens: number[] = [];
  let complete = 0;
  let busy = 0;
  let held = 0;
  for (let i = 0; i < futures; i++) {
    // The same world for every team that is asked about: only the team is to make the difference.
    const chance = new Chance((request.seed ?? 1) * SEEDS_APART + i);
    const future = openFuture(experience, request, known, chance);
    const played = playThrough(board, request.agents, (stream, agent) =>
      future(stream, request.crew?.[agent] ?? null),
    );
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

/** How a stream goes in one future, if this agent takes it. */
type Future = (stream: number, agent: string | null) => Carried;

/** What all futures share, worked out once. */
interface Known {
  readonly seconds: readonly DrawableCourse[];
  readonly tokens: readonly DrawableCourse[] | null;
  readonly doing: (stream: number, agent: string | null) => Doing;
}

/** An agent at a piece of work. */
interface Doing {
  readonly landed: Features;
  readonly lost: Features;
  /** How likely it lands, as odds. */
  readonly odds: number;
}

type DrawableCourse = LearnedCourse & { readonly rowOf: ReturnType<typeof rowsOf> };

function prepare(
  { seconds, tokens, success }: Experience,
  streams: ForecastRequest["streams"],
): Known {
  const drawable = ({ courses }: Amounts) =>
    courses.map((course) => ({ ...course, rowOf: rowsOf(course.effects) }));
  const { sortOf, sorts } = sortWork(streams);
  const known = new Map<string | null, Doing[]>();
  const describe = (work: Work): Doing => {
    const usual = success.of(kindOfWork(work), work.agent);
    const odds = usual / (1 - Math.min(usual, 0.999));
    return { landed: featuresOf(work), lost: featuresOf(work, false), odds };
  };
  return {
    seconds: drawable(seconds),
    tokens: tokens === null ? null : drawable(tokens),
    doing: (stream, agent) => {
      let doing = known.get(agent);
      if (doing === undefined) {
        doing = sorts.map((work) => describe({ ...work, agent }));
        known.set(agent, doing);
      }
      return doing[sortOf[stream] as number] as Doing;
    },
  };
}

/** Work that no prediction tells apart is of one sort: of each the first stands for all. */
function sortWork(streams: ForecastRequest["streams"]): {
  readonly sortOf: Int32Array;
  readonly sorts: readonly ForecastStream["work"][];
} {
  const sorts: ForecastStream["work"][] = [];
  const known = new Map<string, number>();
  const sortOf = Int32Array.from(streams, ({ work }) => {
    const name = `${kindOfWork(work)} ${work.effort}`;
    const found = known.get(name);
    if (found !== undefined) return found;
    known.set(name, sorts.length);
    return sorts.push(work) - 1;
  });
  return { sortOf, sorts };
}

function openFuture(
  { success, crew }: Experience,
  { streams, attemptsMax }: ForecastRequest,
  known: Known,
  chance: Chance,
): Future {
  const normal = normals(chance);
  const seconds = drawAmounts(known.seconds, chance, normal);
  const tokens = known.tokens === null ? null : drawAmounts(known.tokens, chance, normal);
  const unsure = 1 / Math.sqrt(success.weight * success.usual * (1 - success.usual) + 1);
  const shift = Math.exp(normal() * unsure);
  let made = 0;
  return (stream, named) => {
    const elapsed = streams[stream]?.elapsed;
    const doing = known.doing(stream, named ?? drawShare(crew, chance)?.agent ?? null);
    const odds = doing.odds * shift;
    const lands = odds / (1 + odds);
    let took = 0;
    let used = 0;
    for (let attempt = 1; ; attempt++) {
      const landed = chance.fraction() < lands;
      const features = landed ? doing.landed : doing.lost;
      const ahead = made++;
      const draw = (): number => seconds(features, ahead);
      took += attempt === 1 && elapsed !== undefined ? drawRest(draw, elapsed) : draw();
      used += tokens?.(features, ahead) ?? 0;
      if (landed || attempt >= attemptsMax) return { seconds: took, tokens: used, landed };
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

/** What attempts take in one future, by how many were made in it before. */
function drawAmounts(
  courses: readonly DrawableCourse[],
  chance: Chance,
  normal: () => number,
): (features: Features, ahead: number) => number {
  const { effects, noise, rowOf } = drawShare(courses, chance) as DrawableCourse;
  const middleOf = drawEffects(effects, rowOf, normal);
  const miss = drawNoise(noise, chance, normal);
  return (features, ahead) => Math.exp(middleOf(features, ahead) + miss());
}

/** One of them, each as often as its share says; of nobody none, at the cost of the same draw. */
function drawShare<T extends { readonly share: number }>(
  among: readonly T[],
  chance: Chance,
): T | undefined {
  let left = chance.fraction();
  return among.find(({ share }) => (left -= share) < 0) ?? among.at(-1);
}
