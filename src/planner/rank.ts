import { PRIORITIES, type StreamFacts, streamOf, type TargetId, targetOf } from "../model/index.ts";
import type { Network } from "./network.ts";
import { overlapShare, readPaths } from "./overlap/overlap.ts";
import { Touched } from "./overlap/touched.ts";

const DAY_MS = 24 * 60 * 60_000;
const COLOUR_ROUNDS = 4;

/**
 * How urgent each stream is, 0 first: its priority, bootstrap work before everything of its
 * priority, critical when its deadline is over or less than a day away. What an urgent stream
 * depends on is as urgent as the stream itself.
 */
export function rankStreams(
  network: Network,
  order: readonly number[],
  nowMs: number | undefined,
): readonly number[] {
  const ranks = network.facts.map((facts) => ownRank(facts, nowMs));
  for (let k = order.length - 1; k >= 0; k--) {
    const node = order[k] ?? 0;
    for (const next of network.after[node] ?? []) {
      ranks[node] = Math.min(ranks[node] ?? 0, ranks[next] ?? 0);
    }
  }
  return ranks;
}

function ownRank(facts: StreamFacts, nowMs: number | undefined): number {
  const due = nowMs === undefined ? null : deadlineMs(facts.deadline);
  const pressing = due !== null && nowMs !== undefined && due - nowMs < DAY_MS;
  const priority = pressing ? 0 : PRIORITIES.indexOf(facts.priority);
  return priority * 2 + (facts.bootstrap ? 0 : 1);
}

/** The last moment that is not late, in epoch milliseconds; days and times without a zone are UTC. */
function deadlineMs(text: string | null): number | null {
  if (text === null) return null;
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(text);
  const at = Date.parse(day ? `${text}T23:59:59.999Z` : zoned ? text : `${text}Z`);
  return Number.isNaN(at) ? null : at;
}

/**
 * A number for the place of each stream in the graph, made from urgency, length, neighbours and
 * the paths it shares with others, from neither id nor line: what lets a plan stay the same when
 * streams are renamed or moved. Streams that stand alike have the same number.
 */
export function colourStreams(
  network: Network,
  ranks: readonly number[],
  seconds: readonly number[],
): readonly number[] {
  const shares = findShares(network);
  let colours: readonly number[] = network.facts.map((facts, i) => {
    const size = shares.ofStream[i]?.length === 0 ? 0 : readPaths(facts.files).all.length;
    return mix(mix(mix(1, ranks[i] ?? 0), seconds[i] ?? 0), size);
  });
  for (let round = 0; round < COLOUR_ROUNDS; round++) {
    const now = colours;
    const gather = (start: number, nodes: readonly number[]): number =>
      mixAll(
        start,
        nodes.map((node) => now[node] ?? 0),
      );
    const shared = shares.holders.map((nodes) => gather(13, nodes));
    colours = now.map((own, i) => {
      const before = gather(mix(own, 7), network.before[i] ?? []);
      const paths = (shares.ofStream[i] ?? []).map((path) => shared[path] ?? 0);
      return mixAll(mix(gather(mix(before, 11), network.after[i] ?? []), 17), paths);
    });
  }
  return colours;
}

interface Shares {
  /** The streams that hold each shared path. */
  readonly holders: readonly (readonly number[])[];
  /** The shared paths of each stream. */
  readonly ofStream: readonly (readonly number[])[];
}

/** Declared paths that more than one stream holds, itself or something beneath. */
function findShares(network: Network): Shares {
  const found = new Map<string, number[]>();
  const globs = new Set<string>();
  const touched = new Map<TargetId, Touched>();
  const lists = network.facts.map((facts) => readPaths(facts.files));
  lists.forEach((list, i) => {
    const target = network.facts[i]?.target ?? "";
    for (const path of list.plain.keys()) found.set(`${target}:${path}`, []);
  });
  lists.forEach((list, i) => {
    const target = network.facts[i]?.target ?? "";
    const held = new Set([...list.plain.keys(), ...list.above]);
    for (const path of held) found.get(`${target}:${path}`)?.push(i);
    for (const { path } of list.globs) globs.add(`${target}:${path}`);
    const own = touched.get(target) ?? new Touched();
    touched.set(target, own);
    own.add(network.facts[i]?.files ?? [], i);
  });
  for (const name of globs) {
    const target = targetOf(name);
    const glob = [streamOf(name)];
    const near = touched.get(target)?.candidates(glob) ?? [];
    const nodes = near.filter((i) => overlapShare(glob, network.facts[i]?.files ?? []) > 0);
    found.set(name, nodes);
  }
  const holders = [...found.values()].filter((nodes) => nodes.length > 1);
  const ofStream: number[][] = network.facts.map(() => []);
  holders.forEach((nodes, path) => {
    for (const node of nodes) ofStream[node]?.push(path);
  });
  return { holders, ofStream };
}

/** Stirs a number into a hash of 32 bits. */
export function mix(hash: number, value: number): number {
  let next = Math.imul(hash ^ (value | 0), 0x9e3779b1);
  next ^= next >>> 15;
  next = Math.imul(next, 0x85ebca6b);
  return (next ^ (next >>> 13)) >>> 0;
}

/** Stirs in numbers whose order does not matter. */
export function mixAll(hash: number, values: readonly number[]): number {
  let sum = values.length;
  for (const value of values) sum = (sum + mix(0x2545f491, value)) >>> 0;
  return mix(hash, sum);
}
