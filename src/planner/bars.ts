import type { StreamFacts } from "../model/index.ts";
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
export function barsOf({ target, files }: StreamFacts, overlapMax: number): Bars {
  const { all, plain, above } = readPaths(files);
  if (all.length === 0) return { held: [], wanted: [] };
  const isBrief = 1 / all.length > overlapMax;
  const same = overlapMax < 1 ? [`same ${target}:${all.toSorted().join("\0")}`] : [];
  // A path bars itself and all beneath it, and the directories that it lies in.
  const held = [...names("in", target, all), ...names("around", target, above)];
  const wanted = [
    ...names("in", target, [...all, ...above]),
    ...names("around", target, plain.keys()),
  ];
  const long = (name: string): string => `long ${name}`;
  return {
    held: [...same, ...held, ...(isBrief ? held.map(long) : [])],
    wanted: [...same, ...(isBrief ? wanted : wanted.map(long))],
  };
}

function names(how: "in" | "around", target: string, paths: Iterable<string>): readonly string[] {
  return Array.from(paths, (path) => `${how} ${target}:${path}`);
}
