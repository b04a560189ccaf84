import { join } from "node:path";
import type {
  AttemptId,
  Input,
  ObjectId,
  State,
  TargetConfig,
  TargetId,
} from "../../model/index.ts";
import { slug } from "../../model/index.ts";
import { decide } from "../../engine/index.ts";
import { diskUsage, listDir, nowMs, removeTree } from "../../platform/index.ts";
import type { Restored, Target, TargetFacts } from "../../targets/index.ts";
import { openTarget } from "../../targets/index.ts";
import { takeLeadership } from "../session/leader.ts";
import { hasJournal, openFolded, readState, requireSoundJournal } from "../read.ts";
import { dropOutput, oldOutput } from "./retention.ts";
import type { Workplace } from "../workplace.ts";
import { mayGoOn } from "../unfinished.ts";
import { findTarget, furnish, homesDir } from "../workplace.ts";

/** What a target's repository looks like to git. Throws `not-a-repository`. */
export async function inspectTarget(
  workplace: Workplace,
  config: TargetConfig,
): Promise<TargetFacts> {
  return (await open(workplace, config.id)).inspect();
}

/** Throws the first named precondition that keeps agents from working on the target. */
export async function checkTarget(workplace: Workplace, config: TargetConfig): Promise<void> {
  await (await open(workplace, config.id)).ready();
}

/** Moves the branch to what landed beside it; only while no leader is at work (law I1). */
export async function landDiverted(
  workplace: Workplace,
  targetId: TargetId,
): Promise<{ readonly commit: ObjectId | null; readonly leftAlone: readonly string[] }> {
  const lock = takeLeadership(workplace, "land");
  try {
    requireSoundJournal(workplace);
    const target = await open(workplace, targetId);
    const { commit, leftAlone } = await target.landDiverted();
    recordJoined(workplace, targetId);
    return { commit, leftAlone };
  } finally {
    lock.release();
  }
}

/** Nothing waits beside the branch any more: neither status nor exit codes shall say so. */
function recordJoined(workplace: Workplace, target: TargetId): void {
  if (!hasJournal(workplace)) return;
  const { journal, seen } = openFolded(workplace.journalDir);
  try {
    const { state } = seen;
    const input: Input = { type: "branch-joined", atMs: Math.max(nowMs(), state.nowMs), target };
    const events = decide(state, input);
    if (events.length > 0) journal.append([{ input, events }]);
  } finally {
    journal.close();
  }
}

export interface RestoreWish {
  readonly target: TargetId;
  readonly archiveRef: string;
  /** Also write every file the attempt left into this new directory. */
  readonly directory: string | null;
}

export async function restoreArchive(workplace: Workplace, wish: RestoreWish): Promise<Restored> {
  requireSoundJournal(workplace);
  const target = await open(workplace, wish.target);
  return target.restore({
    attempt: wish.archiveRef,
    ...(wish.directory === null ? {} : { directory: wish.directory }),
  });
}

export interface DiskPlace {
  readonly what: string;
  readonly path: string;
  readonly bytes: number;
}

export interface Garbage {
  readonly before: readonly DiskPlace[];
  readonly after: readonly DiskPlace[];
  readonly archives: readonly string[];
  readonly pooled: number;
  /** What setup made and no work tree uses now. */
  readonly layers: number;
  readonly layerBytes: number;
  /** Agents' logs and gates' output older than the retention. */
  readonly outputs: number;
  readonly outputBytes: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Frees what retention allows; never anything of a live attempt, never unarchived bytes (I8). */
export async function collectGarbage(
  workplace: Workplace,
  { dryRun }: { readonly dryRun: boolean },
): Promise<Garbage> {
  const before = await measure(workplace);
  const lock = takeLeadership(workplace, "gc");
  try {
    if (!dryRun) requireSoundJournal(workplace);
    const { state } = readState(workplace);
    const archives: string[] = [];
    let [pooled, layers, layerBytes] = [0, 0, 0];
    const { targets, archiveDays } = workplace.config;
    const live = liveAttempts(state);
    for (const [index, config] of targets.entries()) {
      const freed = await (await open(workplace, config.id)).gc({
        olderThanDays: archiveDays,
        dryRun,
        live,
        // Counted once, with the first.
        isGivenUp: (id) => index === 0 && !targets.some((target) => target.id === id),
      });
      archives.push(...freed.archives);
      pooled += freed.pooled;
      layers += freed.layers;
      layerBytes += freed.layerBytes;
    }
    const old = oldOutput(workplace, state, live, nowMs() - archiveDays * DAY_MS);
    if (!dryRun) {
      await removeHomes(workplace, state);
      dropOutput(old);
    }
    const after = dryRun ? before : await measure(workplace);
    const outputBytes = old.reduce((sum, { bytes }) => sum + bytes, 0);
    const outputs = old.length;
    return { before, after, archives, pooled, layers, layerBytes, outputs, outputBytes };
  } finally {
    lock.release();
  }
}

/** What agents kept for work that nobody goes on with. */
async function removeHomes(workplace: Workplace, state: State): Promise<void> {
  const wanted = new Set<string>();
  for (const [key, stream] of state.streams) if (mayGoOn(stream)) wanted.add(slug(key));
  const homes = homesDir(workplace);
  for (const name of listDir(homes)) if (!wanted.has(name)) await removeTree(join(homes, name));
}

/** Attempts that the journal still follows, or whose workspace is not given back yet. */
export function liveAttempts(state: State): AttemptId[] {
  const live: AttemptId[] = [...state.releases.keys()];
  for (const { stage } of state.streams.values()) {
    const ended =
      stage.kind === "completed" || stage.kind === "blocked" || stage.kind === "stopped";
    if (!ended && "attempt" in stage) live.push(stage.attempt);
  }
  return live;
}

async function measure(workplace: Workplace): Promise<DiskPlace[]> {
  const { journalDir, logsDir, stateDir, evidenceDir } = workplace;
  const [journal, logs, state, evidence] = await Promise.all(
    [journalDir, logsDir, stateDir, evidenceDir].map((path) => diskUsage(path)),
  );
  return [
    { what: "journal", path: journalDir, bytes: (journal ?? 0) - (logs ?? 0) },
    { what: "logs of agents", path: logsDir, bytes: logs ?? 0 },
    { what: "output of gates", path: evidenceDir, bytes: evidence ?? 0 },
    { what: "workspaces and runs", path: stateDir, bytes: (state ?? 0) - (evidence ?? 0) },
  ];
}

function open(workplace: Workplace, targetId: TargetId): Promise<Target> {
  const config = findTarget(workplace.config, targetId);
  furnish(workplace);
  return openTarget(config, { stateDir: workplace.stateDir });
}
