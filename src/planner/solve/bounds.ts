import { Listing } from "./listing.ts";
import type { Project } from "./project.ts";

/** Beyond this the bound from resources looks at whole projects alone, not at parts of them. */
const PARTS_SIZE_MAX = 500;

/** When precedence alone lets an activity start, and how long what follows it takes at least. */
export interface Paths {
  readonly heads: Int32Array;
  /** Without the activity itself. */
  readonly tails: Int32Array;
  /** The longest chain of all. */
  readonly length: number;
}

export function longestPaths(project: Project): Paths {
  const { size, durations, before, after } = project;
  const list = new Int32Array(size);
  new Listing(project).fill(new Float64Array(size), list);
  const heads = new Int32Array(size);
  const tails = new Int32Array(size);
  let length = 0;
  for (const i of list) {
    let latest = 0;
    for (let at = before.start[i] as number; at < (before.start[i + 1] as number); at++) {
      const one = before.to[at] as number;
      latest = Math.max(latest, (heads[one] as number) + (durations[one] as number));
    }
    heads[i] = latest;
    length = Math.max(length, latest + (durations[i] as number));
  }
  for (const i of list.reverse()) {
    let longest = 0;
    for (let at = after.start[i] as number; at < (after.start[i + 1] as number); at++) {
      const one = after.to[at] as number;
      longest = Math.max(longest, (tails[one] as number) + (durations[one] as number));
    }
    tails[i] = longest;
  }
  return { heads, tails, length };
}

/**
 * No schedule is shorter than this: the longest chain, and for each resource the work that falls
 * between the earliest start and the shortest tail of a part of the activities, divided by what
 * there is. Of activities that need more than half, no two run side by side; nor do any two of a
 * set that are all to be kept apart.
 */
export function lowerBound(project: Project, paths: Paths): number {
  let bound = paths.length;
  for (const { capacity, demands } of project.resources) {
    const work = project.durations.map((duration, i) => duration * (demands[i] as number));
    bound = Math.max(bound, workBound(paths, work, capacity));
    const alone = project.durations.map((duration, i) =>
      2 * (demands[i] as number) > capacity ? duration : 0,
    );
    bound = Math.max(bound, workBound(paths, alone, 1));
  }
  for (const members of findSetsApart(project)) {
    const work = new Int32Array(project.size);
    for (const one of members) work[one] = project.durations[one] as number;
    bound = Math.max(bound, workBound(paths, work, 1));
  }
  return bound;
}

/** Sets in which every pair is kept apart: for each activity not yet in one, what fits it first. */
function findSetsApart({ size, conflicts: { start, to } }: Project): readonly number[][] {
  if (size > PARTS_SIZE_MAX) return [];
  const rows = Array.from({ length: size }, (_, i) => new Set(to.subarray(start[i], start[i + 1])));
  const taken = new Uint8Array(size);
  return rows.flatMap((row, i) => {
    if (row.size === 0 || taken[i] === 1) return [];
    const members = [i];
    for (const other of row) {
      if (members.every((one) => rows[one]?.has(other))) members.push(other);
    }
    for (const one of members) taken[one] = 1;
    return [members];
  });
}

function workBound({ heads, tails }: Paths, work: ArrayLike<number>, capacity: number): number {
  const holders: number[] = [];
  for (let i = 0; i < work.length; i++) if ((work[i] as number) > 0) holders.push(i);
  if (holders.length === 0) return 0;
  const byTail = holders.toSorted((a, b) => (tails[b] as number) - (tails[a] as number));
  const starts = [...new Set(holders.map((i) => heads[i] as number))];
  const least = starts.reduce((a, b) => Math.min(a, b));
  let bound = 0;
  for (const head of holders.length > PARTS_SIZE_MAX ? [least] : starts) {
    let sum = 0;
    for (const i of byTail) {
      if ((heads[i] as number) < head) continue;
      sum += work[i] as number;
      bound = Math.max(bound, head + Math.ceil(sum / capacity) + (tails[i] as number));
    }
  }
  return bound;
}
