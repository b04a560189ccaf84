import { PRIORITIES, type StreamFacts } from "../model/index.ts";
import type { Network } from "./network.ts";
import { readPaths } from "./overlap.ts";

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
 * A number for the place of each stream in the graph, made from urgency, length, files and
 * neighbours and from neither id nor line: what lets a plan stay the same when streams are
 * renamed or moved.
 */
export function colourStreams(
  network: Network,
  ranks: readonly number[],
  seconds: readonly number[],
): readonly number[] {
  let colours: readonly number[] = network.facts.map((facts, i) => {
    let colour = mix(mix(1, ranks[i] ?? 0), seconds[i] ?? 0);
    for (const path of [...readPaths(facts.files).all].sort()) {
      for (let k = 0; k < path.length; k++) colour = mix(colour, path.charCodeAt(k));
    }
    return colour;
  });
  for (let round = 0; round < COLOUR_ROUNDS; round++) {
    const now = colours;
    const gather = (start: number, nodes: readonly number[]): number =>
      mixAll(
        start,
        nodes.map((node) => now[node] ?? 0),
      );
    colours = now.map((own, i) =>
      gather(mix(gather(mix(own, 7), network.before[i] ?? []), 11), network.after[i] ?? []),
    );
  }
  return colours;
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
  return [...values].sort((a, b) => a - b).reduce(mix, hash);
}
