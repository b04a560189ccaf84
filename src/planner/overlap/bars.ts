import type { StreamFacts } from "../../model/index.ts";
import { readPaths } from "./overlap.ts";

/** Names of what a stream bars while it is at work, and of what it must not find barred. */
export interface Bars {
  readonly held: readonly string[];
  readonly wanted: readonly string[];
}

/**
 * What tells of most overlaps without a comparison: a stream that wants what another one holds
 * overlaps with it by more than `overlapMax`. Of streams without patterns, one of which has so few
 * paths that one in common is too many, no other pair does.
 */
export function barsOf(streams: readonly StreamFacts[], overlapMax: number): readonly Bars[] {
  const isLong = streams.some(({ files }) => {
    const { length } = readPaths(files).all;
    return length > 0 && !isBriefList(length, overlapMax);
  });
  return streams.map((one) => namesOf(one, overlapMax, isLong));
}

/** `besideLong`: some stream has many paths, for which one in common is not too many. */
function namesOf({ target, files }: StreamFacts, overlapMax: number, besideLong: boolean): Bars {
  const { all, plain, above } = readPaths(files);
  if (all.length === 0) return { held: [], wanted: [] };
  const isBrief = isBriefList(all.length, overlapMax);
  // Brief lists that are the same have a path in common, which says as much.
  const isSaid = isBrief || overlapMax >= 1;
  const same = isSaid ? [] : [`same ${target}:${all.toSorted().join("\0")}`];
  // A path bars itself and all beneath it, and the directories that it lies in.
  const held = [...names("in", target, all), ...names("around", target, above)];
  const wanted = [
    ...names("in", target, [...all, ...above]),
    ...names("around", target, plain.keys()),
  ];
  const long = (name: string): string => `long ${name}`;
  return {
    held: [...same, ...held, ...(isBrief && besideLong ? held.map(long) : [])],
    wanted: [...same, ...(isBrief ? wanted : wanted.map(long))],
  };
}

function isBriefList(length: number, overlapMax: number): boolean {
  return 1 / length > overlapMax;
}

function names(how: "in" | "around", target: string, paths: Iterable<string>): readonly string[] {
  return Array.from(paths, (path) => `${how} ${target}:${path}`);
}
