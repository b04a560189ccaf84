import type { Event } from "../src/model/index.ts";
import { FAULT_NAMES } from "./faults.ts";
import { LawBroken } from "./law.ts";
import { newLaws } from "./laws/index.ts";
import type { SeedOptions } from "./simulation.ts";
import { Simulation } from "./simulation.ts";

export interface SeedResult {
  readonly seed: number;
  readonly events: number;
  readonly crashes: number;
  readonly digest: string;
  readonly virtualMs: number;
  readonly broken: { readonly law: string; readonly message: string } | null;
  /** The last events, newest last; only kept when asked for. */
  readonly tail: readonly Event[];
}

/** Runs one seed under all laws. An exception that is no law's is a defect of the simulator's. */
export function runSeed(options: SeedOptions, keepEvents = 0): SeedResult {
  const tail: Event[] = [];
  const onEvent = (event: Event) => {
    tail.push(event);
    if (tail.length > keepEvents * 2) tail.splice(0, tail.length - keepEvents);
  };
  const sim = new Simulation({
    ...options,
    laws: newLaws(),
    ...(keepEvents > 0 ? { onEvent } : {}),
  });
  const startMs = sim.timeline.nowMs;
  let broken: SeedResult["broken"] = null;
  try {
    sim.run();
  } catch (error) {
    if (!(error instanceof LawBroken)) throw error;
    broken = { law: error.law, message: error.message };
  }
  const { events, crashes, digest, timeline } = sim;
  return {
    seed: options.seed,
    events,
    crashes,
    digest: digest.text,
    virtualMs: timeline.nowMs - startMs,
    broken,
    tail: tail.slice(-keepEvents),
  };
}

/** How often a smaller run is tried before the smallest so far is good enough. */
const SHRINKS_MAX = 60;

/** The smallest run found that breaks the same law: fewer streams, fewer kinds of faults. */
export function shrink(options: SeedOptions, law: string): SeedOptions {
  let best = options;
  let tries = 0;
  const breaksIt = (smaller: SeedOptions): boolean => {
    if (tries++ >= SHRINKS_MAX) return false;
    return runSeed(smaller).broken?.law === law;
  };
  for (let streams = 17; streams >= 1; streams = Math.floor(streams / 2)) {
    const smaller = { ...best, streams };
    if (!breaksIt(smaller)) break;
    best = smaller;
  }
  for (const name of FAULT_NAMES) {
    const smaller = { ...best, without: new Set([...(best.without ?? []), name]) };
    if (breaksIt(smaller)) best = smaller;
  }
  return best;
}

/** The command line that runs a seed again. */
export function commandOf({ seed, streams, without }: SeedOptions): string {
  const few = streams === undefined ? "" : ` --streams ${streams}`;
  const left =
    without === undefined || without.size === 0 ? "" : ` --without ${[...without].join()}`;
  return `npm run sim -- --seed ${seed}${few}${left}`;
}
