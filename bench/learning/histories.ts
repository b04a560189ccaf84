import type { Effort, PastAttempt } from "../../src/model/index.ts";
import { EFFORTS } from "../../src/model/index.ts";
import { numbers } from "../random.ts";

/**
 * Simulated histories, each followed by a project nobody has seen: what is forecast from the one is
 * held against the other. Written before the forecaster, which knows nothing of what is in here;
 * the digest beside this file says that it has not been changed to suit it since.
 */
export const HISTORY_KINDS = ["drift", "heavy-tails", "few-data", "bimodal", "agents"] as const;
export type HistoryKind = (typeof HISTORY_KINDS)[number];

export interface FutureStream {
  readonly title: string;
  readonly effort: Effort | null;
  readonly files: readonly string[];
  /** Numbers of streams before it in the list. */
  readonly before: readonly number[];
}

export interface Simulated {
  readonly past: readonly PastAttempt[];
  /** Who works on the project: of the free ones the first takes the first stream that can start. */
  readonly crew: readonly string[];
  readonly future: readonly FutureStream[];
  /** Attempts a stream may have before it is given up. */
  readonly attemptsMax: number;
  /** What came of the project: who did what first, for how long, and when all was over. */
  readonly came: {
    readonly first: readonly {
      readonly stream: number;
      readonly agent: string;
      readonly seconds: number;
    }[];
    readonly finishSeconds: number;
    readonly landed: number;
  };
}

const WORK: readonly {
  readonly titles: readonly string[];
  readonly path: string;
  readonly scale: number;
}[] = [
  { titles: ["Fix crash in the parser", "Fix wrong totals"], path: "src/parser", scale: 0.6 },
  { titles: ["Document the API", "Write the guide for users"], path: "docs", scale: 0.35 },
  { titles: ["Add tests for the importer", "Test the edge cases"], path: "test", scale: 0.8 },
  { titles: ["Add export of reports", "Implement search"], path: "src/app", scale: 1.5 },
  { titles: ["Refactor the storage layer", "Restructure modules"], path: "src/store", scale: 2.2 },
];
const AGENTS = ["Aria", "Ben", "Cleo", "Dara"] as const;
const BASE_SECONDS = 1_500;

/** One world: how long work takes in it and how often it is done. */
interface World {
  readonly kind: HistoryKind;
  readonly next: () => number;
  readonly effortStep: number;
  readonly sigma: number;
  readonly success: number;
  /** Factor of each agent on each kind of work, natural logarithm. */
  readonly skill: readonly (readonly number[])[];
  readonly workScale: readonly number[];
  /** What the clock of the whole world is multiplied by from the history's start to its end, ln. */
  readonly drift: number;
}

export function simulateHistory(kind: HistoryKind, seed: number): Simulated {
  const world = makeWorld(kind, numbers(seed * 7_919 + HISTORY_KINDS.indexOf(kind) * 104_729 + 17));
  const { next } = world;
  const size = kind === "few-data" ? 6 + Math.floor(next() * 7) : 60 + Math.floor(next() * 121);
  const past: PastAttempt[] = [];
  while (past.length < size) past.push(...pastStream(world, past.length, size));
  const future = makeProject(world, 8 + Math.floor(next() * 17));
  const crew = AGENTS.slice(0, 2 + Math.floor(next() * 3));
  const attemptsMax = 4;
  return { past, crew, future, attemptsMax, came: carryOut(world, future, crew, attemptsMax) };
}

function makeWorld(kind: HistoryKind, next: () => number): World {
  const normal = (): number => gauss(next);
  const spread = kind === "agents" ? 0.8 : 0.15;
  return {
    kind,
    next,
    effortStep: 0.25 + next() * 0.45,
    sigma: 0.25 + next() * 0.3,
    success: 0.7 + next() * 0.25,
    skill: AGENTS.map(() => {
      const whole = spread * normal();
      return WORK.map(() => whole + 0.5 * spread * normal());
    }),
    workScale: WORK.map(({ scale }) => Math.log(scale) + 0.2 * normal()),
    drift: kind === "drift" ? (next() < 0.5 ? -1.2 : 0.9) : 0,
  };
}

interface Draw {
  readonly work: number;
  readonly effort: Effort;
  readonly agent: number;
  /** 0 at the history's start, 1 at its end and after. */
  readonly at: number;
}

function drawSeconds(world: World, { work, effort, agent, at }: Draw): number {
  const { next } = world;
  let ln =
    Math.log(BASE_SECONDS) + (world.workScale[work] ?? 0) + (world.skill[agent]?.[work] ?? 0);
  ln += (EFFORTS.indexOf(effort) - 2) * world.effortStep + world.drift * at;
  ln += world.sigma * gauss(next);
  if (world.kind === "heavy-tails" && next() < 0.12) ln += -Math.log(1 - next()) / 1.3;
  if (world.kind === "bimodal" && next() < 0.3) ln += Math.log(5);
  return Math.max(20, Math.round(Math.exp(ln)));
}

/** Every attempt at one stream, until it landed or was given up. */
function pastStream(world: World, number: number, size: number): PastAttempt[] {
  const { next } = world;
  const work = Math.floor(next() * WORK.length);
  const effort = drawEffort(next);
  const stream = describe(work, next);
  const agent = Math.floor(next() * AGENTS.length);
  const attempts: PastAttempt[] = [];
  for (let round = 0; round < 4; round++) {
    const at = Math.min(1, (number + round) / size);
    const seconds = drawSeconds(world, { work, effort, agent, at });
    const landed = next() < world.success;
    attempts.push({
      key: `self:${number + 1}`,
      ...stream,
      effort: next() < 0.1 ? null : effort,
      agent: AGENTS[agent] ?? "Aria",
      role: "coder",
      model: null,
      startedAtMs: (number + round) * 3_600_000,
      seconds,
      tokens: Math.round(seconds * 40 * Math.exp(0.3 * gauss(next))),
      outcome: landed ? "landed" : next() < 0.6 ? "rejected" : "failed",
    });
    if (landed) break;
  }
  return attempts;
}

function describe(
  work: number,
  next: () => number,
): { readonly title: string; readonly files: string[] } {
  const { titles, path } = WORK[work] ?? { titles: [], path: "src" };
  return {
    title: titles[Math.floor(next() * titles.length)] ?? "Work",
    files: [`${path}/part-${Math.floor(next() * 40)}.ts`],
  };
}

function drawEffort(next: () => number): Effort {
  return EFFORTS[Math.min(4, Math.max(0, Math.round(2 + 1.1 * gauss(next))))] ?? "M";
}

type Planned = FutureStream & { readonly work: number; readonly truly: Effort };

function makeProject({ next }: World, size: number): readonly Planned[] {
  return Array.from({ length: size }, (_, i) => {
    const work = Math.floor(next() * WORK.length);
    const before = new Set<number>();
    for (let k = 0; k < 2; k++) if (i > 0 && next() < 0.5) before.add(Math.floor(next() * i));
    const truly = drawEffort(next);
    const effort = next() < 0.1 ? null : truly;
    return { ...describe(work, next), effort, before: [...before], work, truly };
  });
}

/** The project as it came: failed attempts are repeated at once by the same agent. */
function carryOut(
  world: World,
  future: readonly FutureStream[],
  crew: readonly string[],
  attemptsMax: number,
): Simulated["came"] {
  const planned = future as readonly Planned[];
  const done = new Set<number>();
  const open = new Set(planned.keys());
  const free = new Set(crew.keys());
  const running: {
    readonly stream: number;
    readonly agent: number;
    readonly end: number;
    readonly ok: boolean;
  }[] = [];
  const first: { stream: number; agent: string; seconds: number }[] = [];
  let now = 0;
  for (;;) {
    for (const stream of open) {
      if (free.size === 0) break;
      if (!(planned[stream]?.before ?? []).every((one) => done.has(one))) continue;
      const agent = Math.min(...free);
      free.delete(agent);
      open.delete(stream);
      const tries = carryOutOne(world, planned[stream] as Planned, agent, attemptsMax);
      first.push({ stream, agent: crew[agent] ?? "", seconds: tries.seconds[0] ?? 0 });
      const spent = tries.seconds.reduce((sum, one) => sum + one, 0);
      running.push({ stream, agent, end: now + spent, ok: tries.ok });
    }
    running.sort((a, b) => b.end - a.end || b.stream - a.stream);
    const ended = running.pop();
    if (ended === undefined) return { first, finishSeconds: now, landed: done.size };
    now = ended.end;
    free.add(ended.agent);
    if (ended.ok) done.add(ended.stream);
  }
}

function carryOutOne(
  world: World,
  { work, truly }: Planned,
  agent: number,
  attemptsMax: number,
): { readonly seconds: readonly number[]; readonly ok: boolean } {
  const seconds: number[] = [];
  while (seconds.length < attemptsMax) {
    seconds.push(drawSeconds(world, { work, effort: truly, agent, at: 1 }));
    if (world.next() < world.success) return { seconds, ok: true };
  }
  return { seconds, ok: false };
}

function gauss(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}
