import { dirname, join } from "node:path";
import { decide, evolve } from "../../engine/index.ts";
import type { Turn } from "../../journal/index.ts";
import { replaceJournal, salvage } from "../../journal/index.ts";
import type { Input, Recovery, State } from "../../model/index.ts";
import {
  OrchestratorError,
  attemptId,
  generationOf,
  initialState,
  slug,
  streamKey,
} from "../../model/index.ts";
import { ensureDir, ensurePrivateDir, listDir, nowMs, pathExists } from "../../platform/index.ts";
import { openTarget } from "../../targets/index.ts";
import { copyBeside, putBackBeside } from "./beside.ts";
import { takeLeadership } from "../session/leader.ts";
import { hasJournal, readJournal } from "../read.ts";
import { reachWarden } from "../reach-warden.ts";
import { RoadmapDesk } from "../roadmap/desk.ts";
import type { Workplace } from "../workplace.ts";

export interface Backup {
  readonly path: string;
  /** The newest record in it. */
  readonly seq: number;
}

export interface NewBackup extends Backup {
  /** What is in it besides the journal: what agents and people noted, roles and definitions. */
  readonly files: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Copies the journal, checked from its first record on, and what lies beside it and is nowhere
 * else into a new directory; a leader may live.
 */
export function backUp(workplace: Workplace, directory: string | null): NewBackup {
  if (!hasJournal(workplace)) {
    throw new OrchestratorError("not-found", "There is no journal yet, so nothing to keep.", {
      hint: "Nothing was ever run here: orchestrator run",
    });
  }
  const name = `backup-${new Date(nowMs()).toISOString().replace(/[:.]/g, "-")}`;
  const dir = directory ?? join(workplace.journalDir, "backups", name);
  if (pathExists(join(dir, "journal.db"))) {
    throw new OrchestratorError("denied", `${dir} holds a journal already.`, {
      hint: "Name a new directory.",
    });
  }
  readJournal(workplace.journalDir, (journal) => {
    journal.verifyAll();
    ensureDir(dirname(dir), 0o700);
    ensurePrivateDir(dir);
    journal.backup(join(dir, "journal.db"));
  });
  return { path: dir, seq: seqOf(dir), ...copyBeside(workplace, dir) };
}

/** Of a journal's newest record. Throws `journal-corrupt` when it is not sound. */
function seqOf(dir: string): number {
  return readJournal(dir, (journal) => journal.verifyAll().records);
}

export interface Diagnosis {
  /** Null when the journal is sound. */
  readonly damage: string | null;
  /** How far its own chain is sound. */
  readonly lastGoodSeq: number;
  /** The newest sound backup below `.orchestrator/backups`. */
  readonly backup: Backup | null;
  /** Landings that the branches tell of, whatever becomes of the journal; null: none could be asked. */
  readonly landings: number | null;
}

export async function diagnose(workplace: Workplace): Promise<Diagnosis> {
  const { journalDir } = workplace;
  let damage: string | null = null;
  try {
    seqOf(journalDir);
  } catch (error) {
    if (!(error instanceof OrchestratorError)) throw error;
    damage = error.message;
  }
  const landings = damage === null ? null : await countLandings(workplace);
  const lastGoodSeq = salvage(journalDir).seq;
  return { damage, lastGoodSeq, backup: newestBackup(workplace), landings };
}

async function countLandings({ config, stateDir }: Workplace): Promise<number | null> {
  let count = 0;
  try {
    for (const target of config.targets) {
      const traces = await (await openTarget(target, { stateDir })).readTraces();
      count += traces.landings.length;
    }
    return count;
  } catch (error) {
    if (error instanceof OrchestratorError) return null;
    throw error;
  }
}

function newestBackup({ journalDir }: Workplace): Backup | null {
  const root = join(journalDir, "backups");
  let newest: Backup | null = null;
  for (const name of listDir(root)) {
    const path = join(root, name);
    try {
      const seq = seqOf(path);
      if (newest === null || seq > newest.seq) newest = { path, seq };
    } catch (error) {
      if (!(error instanceof OrchestratorError)) throw error;
    }
  }
  return newest;
}

/** `git`: nothing of the old journal; refs, the branch's trailers and the roadmap alone. */
export type RepairSource =
  | { readonly kind: "last-good" }
  | { readonly kind: "backup"; readonly path: string }
  | { readonly kind: "git" }
  | { readonly kind: "nothing" };

export interface Repaired {
  readonly records: number;
  /** Where the damaged files lie now. */
  readonly aside: string;
  readonly landed: number;
  /** What was missing beside the journal and was in the backup. */
  readonly putBack: readonly string[];
}

/**
 * Makes a journal that can be gone on with, and keeps the damaged one. What the lost records knew
 * is asked of the world: no attempt's number is given again, what is on the branch is complete, and
 * nothing that the lost records started goes on (laws I1, I4).
 */
export async function repair(workplace: Workplace, source: RepairSource): Promise<Repaired> {
  const lock = takeLeadership(workplace, "repair");
  try {
    await endAllRuns(workplace);
    const kept =
      source.kind === "git" || source.kind === "nothing" ? [] : turnsOf(workplace, source);
    const turns = [...kept];
    const state = turns
      .flatMap(({ events }) => events)
      .reduce((all, event) => evolve(all, event), initialState());
    let landed = 0;
    if (source.kind !== "nothing") {
      const atMs = Math.max(nowMs(), state.nowMs);
      for (const input of roadmapInputs(workplace, state, atMs)) take(turns, state, input);
      const recovery = await lookAround(workplace, state, describe(source));
      landed = recovery.landed.length;
      take(turns, state, { type: "recovered", atMs, ...recovery });
    }
    const aside = join(workplace.journalDir, `damaged-${nowMs()}`);
    replaceJournal(workplace.journalDir, turns, aside);
    const from = source.kind === "backup" ? source.path : null;
    const putBack = from === null ? [] : putBackBeside(workplace, from, aside);
    return { records: seqOf(workplace.journalDir), aside, landed, putBack };
  } finally {
    lock.release();
  }
}

function turnsOf(
  { journalDir }: Workplace,
  source: Extract<RepairSource, { kind: "last-good" | "backup" }>,
): readonly Turn[] {
  if (source.kind === "last-good") return salvage(journalDir).turns;
  seqOf(source.path);
  return salvage(source.path).turns;
}

function describe(source: RepairSource): string {
  return source.kind === "backup" ? `the backup ${source.path}` : source.kind;
}

function take(turns: Turn[], state: State, input: Input): void {
  const events = decide(state, input);
  for (const event of events) evolve(state, event);
  if (events.length > 0) turns.push({ input, events });
}

/** A roadmap that cannot be read now is looked at by whoever runs next. */
function roadmapInputs(workplace: Workplace, state: State, atMs: number): Input[] {
  const desk = new RoadmapDesk(workplace.config.targets);
  try {
    return workplace.config.targets.flatMap((target) => {
      try {
        return desk.look(target, state, atMs) ?? [];
      } catch (error) {
        if (error instanceof OrchestratorError) return [];
        throw error;
      }
    });
  } finally {
    desk.close();
  }
}

/** Leaders count from 1 and are begun by people: seconds since 1970 are beyond all of them. */
async function lookAround(workplace: Workplace, state: State, source: string): Promise<Recovery> {
  const generations: Recovery["generations"][number][] = [];
  const landed: Recovery["landed"][number][] = [];
  const targets: string[] = [];
  for (const config of workplace.config.targets) {
    const target = await openTarget(config, { stateDir: workplace.stateDir });
    const traces = await target.readTraces();
    targets.push(config.id);
    for (const { id, generation, commit, onto } of traces.landings) {
      const key = streamKey(config.id, id);
      landed.push({ key, attempt: attemptId(key, generation), commit, onto });
    }
    for (const { facts } of state.streams.values()) {
      if (facts.target !== config.id) continue;
      const left = traces.generations.get(slug(facts.key)) ?? 0;
      const own = landed.filter(({ key }) => key === facts.key);
      const generation = Math.max(left, ...own.map(({ attempt }) => generationOf(attempt)));
      if (generation > 0) generations.push({ key: facts.key, generation });
    }
  }
  return { source, epoch: Math.floor(nowMs() / 1000), targets, generations, landed };
}

/** Whatever the lost records started may not go on beside what is started from now on. */
async function endAllRuns(workplace: Workplace): Promise<void> {
  const warden = await reachWarden(workplace, null);
  try {
    const live = (await warden.list()).filter(({ state }) => state !== "exited");
    await Promise.all(live.map(({ id }) => warden.stop(id, { graceMs: 0, now: true })));
    await warden.shutdown();
  } finally {
    warden.close();
  }
}
