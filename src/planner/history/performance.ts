import { compareText, median, pushTo } from "../../model/index.ts";
import type { PastAttempt } from "../../model/index.ts";
import { Chance } from "../solve/random.ts";
import { normals } from "./chance.ts";
import { isOfUse } from "./experience.ts";
import type { WorkKind } from "./kinds.ts";
import { kindOfWork, WORK_KINDS } from "./kinds.ts";

/** What came of an agent's attempts at one kind of work. */
export interface Performance {
  readonly agent: string;
  readonly kind: WorkKind;
  readonly attempts: number;
  readonly landed: number;
  /** Share of attempts that landed, drawn towards what is usual; older ones count less. */
  readonly success: number;
  /** Median seconds of an attempt. */
  readonly seconds: number;
  /** Median new tokens; null where nobody knows. */
  readonly tokens: number | null;
}

/** Attempts of its kind after which one counts half. */
const HALF_LIFE = 30;
/** What is assumed before any: two landed of three. */
const BEFORE = { landed: 2, lost: 1 };

interface Tally {
  readonly agent: string;
  readonly kind: WorkKind;
  readonly all: readonly PastAttempt[];
  readonly landed: number;
  readonly lost: number;
}

/** The table of agents and kinds of work, by agent, then by kind. */
export function agentPerformance(past: readonly PastAttempt[]): readonly Performance[] {
  return tally(past).map(({ agent, kind, all, landed, lost }) => ({
    agent,
    kind,
    attempts: all.length,
    landed: all.filter(({ outcome }) => outcome === "landed").length,
    success: landed / (landed + lost),
    seconds: median(all.map(({ seconds }) => seconds)) ?? 0,
    tokens: median(all.flatMap(({ tokens }) => (tokens === null ? [] : [tokens]))),
  }));
}

/**
 * For each kind of work the agents in the order in which they should be asked: how likely each
 * lands is drawn from what is known of it (Thompson's sampling), so that whoever is little known
 * is tried now and then, and old misfortune is forgotten. The same seed gives the same order.
 */
export function proveAgents(
  past: readonly PastAttempt[],
  seed: number,
): Readonly<Partial<Record<WorkKind, readonly string[]>>> {
  const chance = new Chance(seed);
  const normal = normals(chance);
  const known = tally(past);
  const agents = [...new Set(known.map(({ agent }) => agent))].sort(compareText);
  const orders: Partial<Record<WorkKind, readonly string[]>> = {};
  for (const kind of WORK_KINDS) {
    if (!known.some((one) => one.kind === kind)) continue;
    const drawn = agents.map((agent) => {
      const found = known.find((one) => one.kind === kind && one.agent === agent);
      const landed = drawGamma(found?.landed ?? BEFORE.landed, chance, normal);
      const lost = drawGamma(found?.lost ?? BEFORE.lost, chance, normal);
      return { agent, likely: landed / (landed + lost) };
    });
    drawn.sort((a, b) => b.likely - a.likely || compareText(a.agent, b.agent));
    orders[kind] = drawn.map(({ agent }) => agent);
  }
  return orders;
}

function tally(past: readonly PastAttempt[]): readonly Tally[] {
  const groups = new Map<string, PastAttempt[]>();
  for (const one of past) {
    if (!isOfUse(one)) continue;
    pushTo(groups, `${one.agent} ${kindOfWork(one)}`, one);
  }
  return [...groups.values()]
    .map((all): Tally => {
      let { landed, lost } = BEFORE;
      for (const [i, { outcome }] of all.entries()) {
        const counts = 0.5 ** ((all.length - 1 - i) / HALF_LIFE);
        if (outcome === "landed") landed += counts;
        else lost += counts;
      }
      const first = all[0] as PastAttempt;
      return { agent: first.agent, kind: kindOfWork(first), all, landed, lost };
    })
    .sort((a, b) => compareText(a.agent, b.agent) || compareText(a.kind, b.kind));
}

/** Marsaglia and Tsang (2000), for shapes of 1 and above. */
function drawGamma(shape: number, chance: Chance, normal: () => number): number {
  const d = shape - 1 / 3;
  for (;;) {
    const x = normal();
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v <= 0) continue;
    const u = 1 - chance.fraction();
    if (Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
