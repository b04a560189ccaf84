import type { Effort, PastAttempt } from "../../src/model/index.ts";
import { EFFORTS } from "../../src/model/index.ts";
import { gauss, numbers } from "../random.ts";
import type { FutureStream } from "./histories.ts";

/**
 * Histories of any length, down to none, in worlds whose times are known not to suit a forecaster:
 * each is followed by a piece of work, and by a project, that nobody has seen.
 */
export const THIN_KINDS = [
  "narrow",
  "middling",
  "wide",
  "humps",
  "giants",
  "slower",
  "faster",
  "jump",
  "mixed",
] as const;
export type ThinKind = (typeof THIN_KINDS)[number];

/** Attempts that are known when the forecast is made. */
export const THIN_LENGTHS = [0, 1, 2, 3, 4, 5, 6, 8, 12, 20, 50, 200] as const;

export interface Thin {
  readonly past: readonly PastAttempt[];
  readonly crew: readonly string[];
  readonly future: readonly FutureStream[];
  readonly attemptsMax: number;
  readonly came: {
    /** Of the attempt that would be made next, at the future's first stream by the crew's first. */
    readonly nextSeconds: number;
    readonly finishSeconds: number;
  };
}

const CREW = ["Aria", "Ben", "Cleo"] as const;
const TITLES = ["Add search", "Fix wrong totals", "Document the API", "Refactor storage"] as const;
const STREAMS = 20;
const ATTEMPTS_MAX = 4;
/** What a step of time is multiplied by where work gets steadily slower, ln; faster is its opposite. */
const TREND = Math.log(1.05);
const SIGMAS: Readonly<Partial<Record<ThinKind, number>>> = { narrow: 0.2, middling: 0.5, wide: 1 };

interface World {
  readonly kind: ThinKind;
  readonly next: () => number;
  readonly base: number;
  readonly step: number;
  readonly isStated: boolean;
  readonly success: number;
  readonly skill: readonly number[];
  readonly scale: readonly number[];
  /** Chance of the second hump and how far it lies off, or of a giant's tail its index. */
  readonly odd: { readonly share: number; readonly far: number; readonly tail: number };
  /** What the time of attempt `i` is multiplied by, ln. */
  readonly path: (i: number) => number;
}

export function simulateThin(kind: ThinKind, length: number, seed: number): Thin {
  const salt = THIN_KINDS.indexOf(kind) * 15_485_863 + length * 32_452_843;
  const world = makeWorld(kind, length, numbers(seed * 7_919 + salt + 29));
  const past: PastAttempt[] = [];
  while (past.length < length) past.push(...pastStream(world, past.length, length));
  const planned = Array.from({ length: STREAMS }, (_, i) => makeWork(world, i));
  const [first] = planned;
  const nextSeconds = first === undefined ? 0 : drawSeconds(world, first, 0, length);
  const finishSeconds = carryOut(world, planned, length);
  const came = { nextSeconds, finishSeconds };
  return { past, crew: CREW, future: planned, attemptsMax: ATTEMPTS_MAX, came };
}

function makeWorld(kind: ThinKind, length: number, next: () => number): World {
  const normal = (): number => gauss(next);
  const jumpAt = Math.floor(length * (0.3 + 0.5 * next()));
  const jumpBy = (next() < 0.5 ? -1 : 1) * Math.log(3);
  const spread = kind === "mixed" ? 0.8 : 0.1;
  return {
    kind,
    next,
    // From ten minutes to four hours: nothing says which before there is any history.
    base: Math.log(600) + next() * Math.log(24),
    step: 0.25 + next() * 0.45,
    isStated: next() < 0.7,
    success: 0.7 + next() * 0.25,
    skill: CREW.map(() => 0.1 * normal()),
    scale: TITLES.map(() => spread * normal()),
    odd: { share: 0.2 + 0.3 * next(), far: Math.log(4 + 2 * next()), tail: 1.2 + 0.8 * next() },
    path: (i) => {
      if (kind === "slower") return TREND * (i - length / 2);
      if (kind === "faster") return -TREND * (i - length / 2);
      return kind === "jump" && i >= jumpAt ? jumpBy : 0;
    },
  };
}

type Planned = FutureStream & { readonly work: number; readonly truly: Effort };

function makeWork({ next, isStated }: World, i: number): Planned {
  const work = Math.floor(next() * TITLES.length);
  const truly = EFFORTS[Math.min(4, Math.max(0, Math.round(2 + 1.1 * gauss(next))))] ?? "M";
  const before = new Set<number>();
  for (let k = 0; k < 2; k++) if (i > 0 && next() < 0.5) before.add(Math.floor(next() * i));
  return {
    title: TITLES[work] ?? "Work",
    files: [],
    effort: isStated ? truly : null,
    before: [...before],
    work,
    truly,
  };
}

function drawSeconds(world: World, { work, truly }: Planned, agent: number, i: number): number {
  const { kind, next, odd } = world;
  let ln = world.base + (world.scale[work] ?? 0) + (world.skill[agent] ?? 0) + world.path(i);
  // Where efforts are not stated, work is of one size but for chance.
  if (world.isStated) ln += (EFFORTS.indexOf(truly) - 2) * world.step;
  if (kind === "giants") ln += -Math.log(1 - next()) / odd.tail;
  else ln += (SIGMAS[kind] ?? 0.3) * gauss(next);
  if (kind === "humps" && next() < odd.share) ln += odd.far;
  return Math.max(1, Math.round(Math.exp(ln)));
}

function pastStream(world: World, number: number, length: number): readonly PastAttempt[] {
  const planned = makeWork(world, 0);
  const agent = Math.floor(world.next() * CREW.length);
  const attempts: PastAttempt[] = [];
  while (number + attempts.length < length && attempts.length < ATTEMPTS_MAX) {
    const at = number + attempts.length;
    const seconds = drawSeconds(world, planned, agent, at);
    const landed = world.next() < world.success;
    attempts.push({
      key: `self:${number + 1}`,
      title: planned.title,
      files: planned.files,
      effort: planned.effort,
      agent: CREW[agent] ?? "Aria",
      role: "coder",
      model: null,
      startedAtMs: at * 3_600_000,
      seconds,
      tokens: null,
      outcome: landed ? "landed" : "rejected",
    });
    if (landed) break;
  }
  return attempts;
}

/** Seconds until nothing is left to do; what failed is repeated at once by the same agent. */
function carryOut(world: World, planned: readonly Planned[], length: number): number {
  const done = new Set<number>();
  const open = new Set(planned.keys());
  const free = new Set(CREW.keys());
  const running: {
    readonly stream: number;
    readonly agent: number;
    readonly end: number;
    readonly ok: boolean;
  }[] = [];
  let attempts = 0;
  let now = 0;
  for (;;) {
    for (const stream of open) {
      if (free.size === 0) break;
      const one = planned[stream] as Planned;
      if (!one.before.every((other) => done.has(other))) continue;
      const agent = Math.min(...free);
      free.delete(agent);
      open.delete(stream);
      let end = now;
      let ok = false;
      for (let round = 0; round < ATTEMPTS_MAX && !ok; round++) {
        end += drawSeconds(world, one, agent, length + attempts++);
        ok = world.next() < world.success;
      }
      running.push({ stream, agent, end, ok });
    }
    running.sort((a, b) => b.end - a.end || b.stream - a.stream);
    const ended = running.pop();
    if (ended === undefined) return now;
    now = ended.end;
    free.add(ended.agent);
    if (ended.ok) done.add(ended.stream);
  }
}
