import { pushTo } from "../../model/index.ts";
import type { Bars } from "../overlap/bars.ts";
import { Barriers } from "./barriers.ts";
import { put, takeLeast } from "../heap.ts";

/** Streams in the order in which they are preferred, by number. */
export interface Board {
  readonly count: number;
  /** How many streams each has to wait for. */
  readonly waits: Int32Array;
  readonly after: readonly (readonly number[])[];
  /** With which it may not run side by side. */
  readonly apart: readonly ReadonlySet<number>[];
  /** By number, what each bars while it runs, and what it may not find barred. */
  readonly held: readonly (readonly number[])[];
  readonly wanted: readonly (readonly number[])[];
  readonly names: number;
}

/** How one stream goes, all its attempts together. */
export interface Carried {
  readonly seconds: number;
  readonly tokens: number;
  readonly landed: boolean;
}

export interface Played {
  readonly finish: number;
  readonly tokens: number;
  readonly landed: number;
  readonly busy: number;
  /** The streams that the end waited for, the last first. */
  readonly chain: readonly number[];
}

interface Running {
  readonly stream: number;
  readonly agent: number;
  readonly end: number;
  readonly landed: boolean;
}

export function boardOf(
  streams: readonly {
    readonly before: readonly number[];
    readonly apart: readonly number[];
    readonly bars?: Bars;
  }[],
): Board {
  const numbers = new Map<string, number>();
  const numbered = (names: readonly string[] = []): readonly number[] =>
    names.map((name) => {
      const number = numbers.get(name) ?? numbers.size;
      numbers.set(name, number);
      return number;
    });
  const held = streams.map(({ bars }) => numbered(bars?.held));
  const after: number[][] = streams.map(() => []);
  for (const [i, { before }] of streams.entries()) {
    for (const one of before) after[one]?.push(i);
  }
  return {
    count: streams.length,
    waits: Int32Array.from(streams, ({ before }) => before.length),
    after,
    apart: streams.map(({ apart }) => new Set(apart)),
    held,
    // What nobody holds bars nobody.
    wanted: streams.map(({ bars }) => numbered(bars?.wanted.filter((name) => numbers.has(name)))),
    names: numbers.size,
  };
}

/** One future of the plan: whenever an agent is free, the first stream that can start does. */
export function playThrough(
  { count, waits, after, apart, held, wanted, names }: Board,
  agents: number,
  carry: (stream: number, agent: number) => Carried,
): Played {
  const unmet = Int32Array.from(waits);
  const ready: number[] = [];
  for (let i = 0; i < count; i++) if (unmet[i] === 0) ready.push(i);
  const free = Array.from({ length: Math.max(1, agents) }, (_, i) => i);
  const running: Running[] = [];
  /** What stands aside, by the running stream in its way. */
  const aside = new Map<number, number[]>();
  const bars = new Barriers(names, ready);
  const cause = new Int32Array(count).fill(-1);
  let last = -1;
  let now = 0;
  let tokens = 0;
  let landed = 0;
  let busy = 0;
  for (;;) {
    while (free.length > 0 && ready.length > 0) {
      const i = bars.takeLeast();
      if (bars.setAside(i, wanted[i] as readonly number[])) continue;
      const inTheWay = running.find((run) => apart[i]?.has(run.stream));
      if (inTheWay !== undefined) {
        pushTo(aside, inTheWay.stream, i);
        continue;
      }
      const agent = takeLeast(free);
      const carried = carry(i, agent);
      bars.begin(held[i] as readonly number[]);
      running.push({ stream: i, agent, end: now + carried.seconds, landed: carried.landed });
      cause[i] = last;
      tokens += carried.tokens;
      busy += carried.seconds;
    }
    const ended = takeFirstEnd(running);
    if (ended === null) return { finish: now, tokens, landed, busy, chain: chainTo(last, cause) };
    now = ended.end;
    last = ended.stream;
    put(free, ended.agent);
    bars.end(held[ended.stream] as readonly number[]);
    for (const one of aside.get(ended.stream) ?? []) put(ready, one);
    aside.delete(ended.stream);
    if (!ended.landed) continue;
    landed++;
    for (const next of after[ended.stream] ?? []) {
      const left = (unmet[next] as number) - 1;
      unmet[next] = left;
      if (left === 0) put(ready, next);
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

/** From the last to end back through what each had to wait for. */
function chainTo(last: number, cause: Int32Array): readonly number[] {
  const chain: number[] = [];
  for (let at = last; at !== -1; at = cause[at] ?? -1) chain.push(at);
  return chain;
}
