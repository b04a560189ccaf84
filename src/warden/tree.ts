import { bootId, signal, sleep } from "../platform/index.ts";
import { cgroupMembers, groupOf, killCgroup } from "./fence/cgroup.ts";
import { type ProcessRow, descendants, findTagged, readProcesses } from "./process-table.ts";
import type { Run } from "./run.ts";
import { isSandboxed } from "./run-file.ts";

/** Looks for survivors after a kill: a fork bomb needs several, anything else one or two. */
const CLEAR_ROUNDS_MAX = 60;
const CLEAR_PAUSE_MS = 10;

/** The control group of a run, where that is its confinement. */
export function cgroupOf(run: Run, base: string | null): string | null {
  if (run.terms.confinement !== "cgroup" || base === null) return null;
  return groupOf(base, run.terms.tag);
}

interface Members {
  /** The sandbox program itself: it only waits, and carries the exit code to the keeper. */
  readonly wrapper: readonly ProcessRow[];
  readonly inside: readonly ProcessRow[];
}

/** Who belongs to a run now: below its keeper, with its tag, or in its control group. */
function membersOf(run: Run, cgroup: string | null): Members {
  const rows = readProcesses();
  const keeper = run.process === null ? undefined : rows.get(run.process.pid);
  const isKeeper = keeper !== undefined && keeper.startTime === run.process?.startTime;
  const found = new Map<number, ProcessRow>();
  if (isKeeper) for (const row of descendants(rows, keeper.pid)) found.set(row.pid, row);
  const tagged = findTagged(new Set([run.terms.tag])).get(run.terms.tag) ?? [];
  for (const pid of [...tagged, ...(cgroup === null ? [] : cgroupMembers(cgroup))]) {
    const row = rows.get(pid);
    if (row !== undefined) found.set(pid, row);
  }
  if (isKeeper) found.delete(keeper.pid);
  const members = [...found.values()].filter((row) => !row.zombie);
  const wraps = isSandboxed(run.terms.confinement);
  const isWrapper = (row: ProcessRow): boolean =>
    wraps && isKeeper && row.parent === keeper.pid && row.name !== "sh";
  return {
    wrapper: members.filter(isWrapper),
    inside: members.filter((row) => !isWrapper(row)),
  };
}

/** One that may not be signalled (it changed its user) must not keep the others alive. */
function send(row: ProcessRow, name: NodeJS.Signals): void {
  try {
    signal({ pid: row.pid, startTime: row.startTime, bootId: bootId() }, name);
  } catch {
    // Counted as left over by whoever looks again.
  }
}

/** Asks everybody in the run to end; the first process of a sandbox does not hear it. */
export function askToEnd(run: Run, cgroup: string | null): void {
  for (const row of membersOf(run, cgroup).inside) {
    send(row, "SIGTERM");
    // Who is stopped hears it only when it goes on.
    send(row, "SIGCONT");
  }
}

/**
 * Kills everybody in the run but its keeper, which then writes down how it ended. The wrapper goes
 * last, when nobody is inside: it is the one who knows. True when nobody was left to kill.
 */
export function killTree(run: Run, cgroup: string | null): boolean {
  const members = membersOf(run, cgroup);
  if (cgroup !== null) killCgroup(cgroup);
  for (const row of members.inside) send(row, "SIGKILL");
  if (members.inside.length > 0) return false;
  for (const row of members.wrapper) send(row, "SIGKILL");
  return members.wrapper.length === 0;
}

/** Kills until nobody is left; false when somebody still is after many looks. */
export async function clearTree(run: Run, cgroup: string | null): Promise<boolean> {
  for (let round = 0; round < CLEAR_ROUNDS_MAX; round++) {
    if (killTree(run, cgroup)) return true;
    await sleep(CLEAR_PAUSE_MS);
  }
  return false;
}

/** Kills what ended runs left behind, in one look for all of them; the tags that had strays. */
export function killStrays(tags: ReadonlySet<string>): Set<string> {
  const strays = new Set<string>();
  if (findTagged(tags).size === 0) return strays;
  // Who they are before whose they are: a number may pass to somebody else in between.
  const rows = readProcesses();
  for (const [tag, pids] of findTagged(tags)) {
    for (const pid of pids) {
      const row = rows.get(pid);
      if (row === undefined || row.zombie) continue;
      strays.add(tag);
      send(row, "SIGKILL");
    }
  }
  return strays;
}

/** CPU time of each run's whole tree below its keeper, in one look: a keeper has had other runs. */
export function cpuOf(runs: readonly Run[]): Map<Run, number> {
  const rows = readProcesses();
  const found = new Map<Run, number>();
  for (const run of runs) {
    if (run.process === null) continue;
    const tree = descendants(rows, run.process.pid).slice(1);
    if (tree.length > 0) {
      found.set(
        run,
        tree.reduce((sum, row) => sum + row.cpuMs, 0),
      );
    }
  }
  return found;
}

/** The last to be killed, when it has not written its record although its run is dead. */
export function killKeeper(run: Run): void {
  if (run.process !== null) signal(run.process, "SIGKILL");
}
