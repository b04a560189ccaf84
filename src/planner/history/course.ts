import { unreachable } from "../../model/index.ts";

/**
 * How times went while attempts were made, apart from what hangs on the work: nothing tells it
 * beforehand, so a forecast weighs all of these by how well each explains the past.
 */
export type Course =
  | { readonly kind: "steady" }
  /** Each attempt takes by the same share more, or less, than the one before. */
  | { readonly kind: "trend" }
  /** It wanders, by this variance (ln) with each attempt. */
  | { readonly kind: "walk"; readonly variance: number }
  /** What was before attempt `at`, from 0, was of another measure. */
  | { readonly kind: "jump"; readonly at: number };

/** What a course adds to the sum: one unknown for each variance, in the middle none of them moves. */
export interface Influence {
  readonly variances: readonly number[];
  /** By how much each unknown counts for the attempt, from 0; those of the future go on. */
  readonly at: (attempt: number) => readonly (readonly [unknown: number, value: number])[];
}

/** The share (ln) by which an attempt differs from the last one, where there is a trend. */
const TREND_SD = 0.05;
const JUMP_SD = 1;
/** None goes on for ever: its pace is lost over so many attempts for each that showed it. */
const TREND_REACH = 3;
/** How likely it is over by now, whatever it was. */
export const TREND_OVER = 1 / 3;
const WALK_UNKNOWNS = 24;
const WALK_BLOCK = 3;
/** Attempts that there must be on each side of a jump. */
const JUMP_MIN = 2;
const JUMPS_MAX = 3;
/** Places further back need not be told apart so finely. */
const JUMP_RATIO = 1.2;

/** How likely each is before anything is known; all jumps together count as one. */
const BEFOREHAND = { steady: 0.75, trend: 0.13, walk: 0.02, jump: 0.1 } as const;
const WALKS = [0.002, 0.02] as const;

export interface Candidate {
  readonly course: Course;
  /** Natural logarithm of how likely it is beforehand. */
  readonly ln: number;
}

/** The courses to be weighed for these misses of a steady one, oldest first, and what each may be. */
export function candidateCourses(misses: readonly number[]): readonly Candidate[] {
  const steady = { course: { kind: "steady" } as const, ln: Math.log(BEFOREHAND.steady) };
  if (misses.length < JUMP_MIN) return [steady];
  const places = jumpPlaces(misses.length);
  const kept = places
    .map((at) => ({ at, gain: gainOfJump(misses, at) }))
    .sort((a, b) => b.gain - a.gain || b.at - a.at)
    .slice(0, JUMPS_MAX);
  return [
    steady,
    { course: { kind: "trend" }, ln: Math.log(BEFOREHAND.trend) },
    ...WALKS.map((variance): Candidate => {
      return { course: { kind: "walk", variance }, ln: Math.log(BEFOREHAND.walk / WALKS.length) };
    }),
    ...kept.map(({ at }): Candidate => {
      return { course: { kind: "jump", at }, ln: Math.log(BEFOREHAND.jump / places.length) };
    }),
  ];
}

function jumpPlaces(count: number): readonly number[] {
  const places: number[] = [];
  for (let back = JUMP_MIN; count - back >= JUMP_MIN; ) {
    places.push(count - back);
    back = Math.max(back + 1, Math.round(back * JUMP_RATIO));
  }
  return places;
}

/** By how much squares shrink when both sides have a mean of their own; no giant decides it. */
function gainOfJump(misses: readonly number[], at: number): number {
  const capped = misses.map((miss) => Math.max(-2, Math.min(2, miss)));
  const sumOf = (part: readonly number[]): number => part.reduce((sum, one) => sum + one, 0);
  const before = sumOf(capped.slice(0, at)) / at;
  const after = sumOf(capped.slice(at)) / (misses.length - at);
  return ((after - before) ** 2 * at * (misses.length - at)) / misses.length;
}

/** `count`: attempts of the past. */
export function influenceOf(course: Course, count: number): Influence {
  switch (course.kind) {
    case "steady":
      return { variances: [], at: () => [] };
    case "trend":
      return { variances: [TREND_SD ** 2], at: (i) => [[0, trendAt(i - count, count)]] };
    case "walk": {
      const size = Math.max(WALK_BLOCK, Math.ceil(count / WALK_UNKNOWNS));
      const unknowns = Math.max(0, Math.ceil(count / size) - 1);
      const all = Array.from({ length: unknowns }, (_, k) => [k, 1] as const);
      return {
        variances: all.map(() => course.variance * size),
        // Each unknown is what changed at a border; all borders after an attempt lie before it.
        at: (i) => all.slice(0, Math.max(0, Math.ceil((count - i) / size) - 1)),
      };
    }
    case "jump":
      return { variances: [JUMP_SD ** 2], at: (i) => (i < course.at ? [[0, 1]] : []) };
    default:
      return unreachable(course);
  }
}

/** Attempts' worth of the trend, `ahead` of the next one. */
function trendAt(ahead: number, count: number): number {
  if (ahead <= 0) return ahead;
  const reach = TREND_REACH * Math.max(1, count);
  return reach * (1 - Math.exp(-ahead / reach));
}
