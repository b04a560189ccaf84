import { renameSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ConfinementKind, RunView } from "../model/index.ts";
import { OrchestratorError, slug as slugOf } from "../model/index.ts";
import {
  bootId,
  ensureDir,
  listDir,
  monotonicMs,
  pathExists,
  randomId,
  removeTree,
} from "../platform/index.ts";
import { ranOutOfMemory, removeGroups } from "./fence/ceilings.ts";
import { removeCgroup } from "./fence/cgroup.ts";
import {
  type ConfinementTools,
  chooseConfinement,
  plainTools,
  probeConfinement,
} from "./fence/confinement.ts";
import { layFenceFiles } from "./fence/fence.ts";
import { type KeeperReport, Keepers } from "./keepers.ts";
import { keeperRequest, layRun, liftClaim, lookAtStart, refusalFor, removeRun } from "./launch.ts";
import { Ledger } from "./ledger.ts";
import type { SentSpec } from "./messages.ts";
import { Patrol, noteInStderr } from "./patrol.ts";
import {
  type Run,
  exitByFile,
  exitByReport,
  isEmptied,
  isLive,
  isSilent,
  isUnlaunched,
  runFromRecord,
  startOf,
  viewOf,
} from "./run.ts";
import {
  type RunEnding,
  type RunLine,
  appendRunLine,
  parseKeeper,
  readRunFile,
} from "./run-file.ts";
import { SPARE, Slots } from "./slots.ts";
import { tendSpool } from "./spool.ts";
import { cgroupOf, clearTree } from "./tree.ts";

const RELAUNCH_AFTER_MS = 1_000;
const LAUNCHES_MAX = 5;
const GONE = ".gone";

export interface WardenOptions {
  readonly runsDir: string;
  /** Pass over confinements stronger than this one. */
  readonly atMost: ConfinementKind;
  readonly onView: (view: RunView) => void;
}

/** Starts runs, watches them, ends them (laws I1, I7). Everything it must remember is on disk. */
export class WardenCore {
  readonly #options: WardenOptions;
  readonly #ledger: Ledger;
  readonly #keepers: Keepers;
  readonly #patrol: Patrol;
  readonly #slots: Slots;
  readonly #runs = new Map<string, Run>();
  readonly #begun = new Map<string, Promise<void>>();
  readonly #launches = new Map<string, { spec: SentSpec; times: number }>();
  readonly #waiters = new Map<string, (() => void)[]>();
  readonly #finishing = new Set<string>();
  /** What fences are made from; null before the first. */
  #fenceDir: string | null = null;
  #tools: ConfinementTools = plainTools();

  constructor(options: WardenOptions) {
    this.#options = options;
    ensureDir(options.runsDir);
    this.#ledger = new Ledger(options.runsDir, bootId());
    this.#keepers = new Keepers(options.runsDir, (report) => this.#hear(report));
    this.#slots = new Slots(options.runsDir);
    this.#patrol = new Patrol(this.#runs, {
      reconsider: (run) => this.#reconsider(run),
      finish: (run, ending) => void this.#finish(run, ending),
      tell: (run) => options.onView(viewOf(run)),
      write: (run, line) => this.#write(run, line),
      cgroupOf: (run) => cgroupOf(run, this.#tools.cgroupBase),
    });
  }

  /** Takes over every run directory that an earlier warden left. */
  async adopt(): Promise<void> {
    let needsTools = false;
    for (const name of listDir(this.#options.runsDir)) {
      const dir = join(this.#options.runsDir, name);
      if (name.endsWith(GONE) || name.startsWith(SPARE)) {
        await removeTree(dir);
        continue;
      }
      const record = readRunFile(dir);
      const run = record === null ? null : runFromRecord(dir, name, record);
      if (run === null) continue;
      if (slugOf(run.terms.id) !== name) {
        // After a power cut a directory can be back under the name of its next run: nobody's now.
        await removeTree(dir);
        continue;
      }
      needsTools ||= run.terms.confinement === "cgroup";
      this.#runs.set(name, run);
      needsTools ||= run.terms.held !== undefined;
      if (run.state === "exited") this.#patrol.expectStrays(run.terms.tag);
      else if (run.terms.bootId !== bootId()) {
        this.#conclude(run, { lost: "the machine was restarted while it ran" });
      }
    }
    if (needsTools) this.#tools = (await this.#probe()).tools;
    for (const run of this.#runs.values()) if (run.state === "exited") this.#giveBackGroups(run);
    this.#patrol.wake();
  }

  /** What earlier processes may have asked for; see {@link Ledger}. */
  recall(ids: readonly string[]): void {
    this.#ledger.recall(ids.map(slugOf));
  }

  get liveCount(): number {
    return [...this.#runs.values()].filter(isLive).length;
  }

  list(): RunView[] {
    return [...this.#runs.values()].map(viewOf);
  }

  /** Starts the run, or takes it as its directory says it is; resolves once it has started. */
  async ensure(spec: SentSpec): Promise<RunView> {
    const slug = slugOf(spec.id);
    const known = this.#runs.get(slug);
    if (known === undefined || isUnlaunched(known)) {
      let beginning = this.#begun.get(slug);
      if (beginning === undefined) {
        beginning = this.#begin(slug, spec).finally(() => this.#begun.delete(slug));
        this.#begun.set(slug, beginning);
      }
      await beginning;
    }
    await this.#until(slug, (run) => run.state !== "starting");
    return viewOf(this.#run(slug));
  }

  /** Ends a run and all its processes; resolves when that is done. Unknown ids are fine. */
  async stop(id: string, graceMs: number, now: boolean): Promise<void> {
    const slug = slugOf(id);
    const run = this.#runs.get(slug);
    if (run === undefined || run.state === "exited" || isUnlaunched(run)) return;
    await this.#until(slug, (one) => one.state !== "starting");
    if (isLive(run)) {
      this.#write(run, { stopping: true });
      this.#patrol.end(run, now ? 0 : graceMs);
      await this.#until(slug, (one) => one.state === "exited");
    }
  }

  /** Removes what is left of ended runs, whose ids may then be used again; gives the others. */
  async forget(ids: readonly string[]): Promise<RunView[]> {
    const left: RunView[] = [];
    for (const id of ids) {
      const run = this.#runs.get(slugOf(id));
      if (run !== undefined && isLive(run) && !isUnlaunched(run)) left.push(viewOf(run));
      else await this.#forget(slugOf(id), run);
    }
    return left;
  }

  async #forget(slug: string, run: Run | undefined): Promise<void> {
    this.#runs.delete(slug);
    this.#launches.delete(slug);
    const dir = join(this.#options.runsDir, slug);
    const isReused = run !== undefined && isSilent(run) && this.#slots.give(dir);
    if (isReused || !pathExists(dir) || removeRun(dir)) {
      return this.#ledger.forget(slug);
    }
    const gone = `${dir}-${randomId(4)}${GONE}`;
    renameSync(dir, gone);
    this.#ledger.forget(slug);
    await removeTree(gone);
  }

  /** Leaves the runs alone; they go on under their keepers. */
  close(): void {
    this.#patrol.close();
    this.#keepers.close({ empty: this.liveCount === 0 });
    this.#slots.close();
  }

  #probe() {
    return probeConfinement({ atMost: this.#options.atMost });
  }

  #run(slug: string): Run {
    const run = this.#runs.get(slug);
    if (run === undefined) throw new OrchestratorError("not-found", `There is no run ${slug}.`);
    return run;
  }

  async #begin(slug: string, spec: SentSpec): Promise<void> {
    const known = this.#runs.get(slug)?.terms.confinement ?? "process-group";
    if (spec.confinement.mode === "off" && known === "process-group") {
      this.#lay(slug, spec, "process-group");
    } else {
      const probe = await this.#probe();
      this.#tools = probe.tools;
      if (probe.tools.fence !== null) {
        const base = join(dirname(this.#options.runsDir), "fence");
        this.#fenceDir ??= await layFenceFiles(base, probe.tools.fence);
      }
      this.#lay(slug, spec, chooseConfinement(spec.confinement, probe));
    }
    const run = this.#run(slug);
    if (run.state !== "starting") return;
    const refusal = refusalFor(spec);
    if (refusal !== null) return this.#conclude(run, { refused: refusal });
    this.#launches.set(slug, { spec, times: 0 });
    this.#launch(run);
  }

  /** Makes the run directory; one that is there already is this very run (law I1). */
  #lay(slug: string, spec: SentSpec, kind: ConfinementKind): void {
    if (this.#runs.has(slug)) return;
    const { run, created } = layRun(
      join(this.#options.runsDir, slug),
      slug,
      spec,
      kind,
      this.#tools,
      spec.hasStdin ? null : this.#slots.take(),
    );
    this.#runs.set(slug, run);
    if (created && this.#ledger.has(slug)) {
      this.#conclude(run, {
        lost: "it was begun before, and nothing is left of it (a power cut?)",
      });
    }
  }

  #launch(run: Run): void {
    const launch = this.#launches.get(run.slug);
    if (launch === undefined) return;
    launch.times++;
    run.launchedMs = monotonicMs();
    try {
      this.#keepers.keep(keeperRequest(run, launch.spec, this.#tools, this.#fenceDir ?? ""));
    } catch (error) {
      this.#conclude(run, { refused: error instanceof Error ? error.message : String(error) });
    }
    this.#patrol.wake();
  }

  #hear(report: KeeperReport): void {
    const run = this.#runs.get(report.slug);
    if (run === undefined || run.state === "exited") return;
    switch (report.kind) {
      case "started": {
        const keeper = parseKeeper(report.keeper, run.terms.bootId);
        if (keeper === null) return;
        this.#note(run, keeper.process, keeper.up);
        return;
      }
      case "gave-way":
        this.#reconsider(run);
        return;
      case "ended":
        void this.#finish(run, { kind: "code", code: report.code });
        return;
    }
  }

  #note(run: Run, process: Run["process"], up: number): void {
    if (run.state !== "starting") return;
    run.state = "running";
    run.process = process;
    run.startedUp = up;
    run.startedAtMs = startOf(up, run.terms.atMs);
    this.#launches.delete(run.slug);
    this.#notify(run.slug);
  }

  /** A run that should have started by now: its file tells what became of it. */
  #reconsider(run: Run): void {
    const look = lookAtStart(run.dir, run.terms.bootId);
    switch (look.kind) {
      case "unclear":
        return;
      case "started":
        this.#note(run, look.keeper.process, look.keeper.up);
        return;
      case "ended":
        this.#settle(run, null);
        return;
      case "never-ran":
        this.#relaunch(run);
        return;
    }
  }

  #relaunch(run: Run): void {
    const launch = this.#launches.get(run.slug);
    if (launch === undefined || monotonicMs() - (run.launchedMs ?? 0) < RELAUNCH_AFTER_MS) return;
    if (launch.times >= LAUNCHES_MAX) {
      this.#conclude(run, { refused: `its keeper could not open its files in ${run.dir}` });
      return;
    }
    liftClaim(run.dir);
    this.#launch(run);
  }

  /** The run is over: clear what is left of its tree, then say how it ended. */
  async #finish(run: Run, ending: RunEnding | null): Promise<void> {
    if (this.#finishing.has(run.slug)) return;
    this.#finishing.add(run.slug);
    const mayWait = run.terms.mode === "off" && run.ending === null && ending?.kind !== "lost";
    if (!mayWait && !isEmptied(run, ending)) {
      const cgroup = cgroupOf(run, this.#tools.cgroupBase);
      await clearTree({ ...run, process: null }, cgroup);
      if (cgroup !== null) removeCgroup(cgroup);
    }
    this.#giveBackGroups(run);
    this.#finishing.delete(run.slug);
    if (ending?.kind === "lost") this.#write(run, { lost: ending.message });
    if (ending?.kind === "signal") this.#write(run, { signal: ending.signal });
    this.#patrol.expectStrays(run.terms.tag);
    this.#settle(run, ending);
    this.#patrol.wake();
  }

  /** An ended run's ceilings; where the kernel enforced one, the run's output says so. */
  #giveBackGroups(run: Run): void {
    const { fence } = this.#tools;
    if (fence === null || run.terms.held === undefined) return;
    if (run.state !== "exited" && ranOutOfMemory(fence.groups, run.terms.tag)) {
      noteInStderr(run, "the kernel ended a process: the run was at its ceiling of memory");
    }
    removeGroups(fence.groups, run.terms.tag);
  }

  /** Writes an ending of the warden's own making and tells it. */
  #conclude(run: Run, line: { readonly lost: string } | { readonly refused: string }): void {
    this.#write(run, line);
    this.#settle(
      run,
      "lost" in line
        ? { kind: "lost", message: line.lost }
        : { kind: "refused", message: line.refused },
    );
  }

  /** A full disk must not keep a run from being ended: memory then knows what the file does not. */
  #write(run: Run, line: RunLine): void {
    try {
      appendRunLine(run.dir, line);
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    }
  }

  /** Takes the exit into memory, from the run file or else from `ending`, and tells it. */
  #settle(run: Run, ending: RunEnding | null): void {
    if (run.state === "exited") return;
    const exit = exitByReport(run, ending) ?? exitByFile(run, ending);
    if (exit === null) return;
    run.spool = tendSpool(run.dir, run.terms);
    run.exit = exit;
    run.state = "exited";
    this.#launches.delete(run.slug);
    this.#keepers.release(run.slug, { again: ending?.kind === "code" && run.ending === null });
    this.#notify(run.slug);
    this.#options.onView(viewOf(run));
  }

  #notify(slug: string): void {
    const waiting = this.#waiters.get(slug) ?? [];
    this.#waiters.delete(slug);
    for (const wake of waiting) wake();
  }

  async #until(slug: string, holds: (run: Run) => boolean): Promise<void> {
    for (;;) {
      const run = this.#runs.get(slug);
      if (run === undefined || holds(run)) return;
      await new Promise<void>((resolve) => {
        this.#waiters.set(slug, [...(this.#waiters.get(slug) ?? []), resolve]);
      });
    }
  }
}
