import { mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import type { ConfinementKind, RunView } from "../model/index.ts";
import { OrchestratorError, slug as slugOf } from "../model/index.ts";
import {
  bootId,
  ensureDir,
  explainIo,
  listDir,
  liveness,
  monotonicMs,
  nowMs,
  pathExists,
  randomId,
  removeTree,
  signal,
} from "../platform/index.ts";
import { makeCgroup, removeCgroup } from "./cgroup.ts";
import {
  type ConfinementTools,
  chooseConfinement,
  confine,
  plainTools,
  probeConfinement,
  refusalOf,
} from "./confinement.ts";
import { Ledger } from "./ledger.ts";
import type { SentSpec } from "./messages.ts";
import { type KeeperReport, type KeeperRequest, Nursery } from "./nursery.ts";
import { RUN_TAG } from "./process-table.ts";
import {
  type Run,
  EMPTY_SPOOL,
  runFromRecord,
  startOf,
  stderrTail,
  uptimeSeconds,
  viewOf,
} from "./run.ts";
import {
  type RunEnding,
  type RunLine,
  type RunTerms,
  appendRunLine,
  createRunFile,
  exitOf,
  newTerms,
  parseKeeper,
  readRunFile,
} from "./run-file.ts";
import { tendSpool } from "./spool.ts";
import { askToEnd, cgroupOf, clearTree, cpuOf, killStrays, killTree } from "./tree.ts";

const TICK_MS = 250;
/** While a flood is being cut or a tree is being killed. */
const BUSY_TICK_MS = 25;
/** A spool that grew by this much since the last look is looked at sooner. */
const FAST_GROWTH_BYTES = 4 * 1024 * 1024;
const CPU_EVERY_MS = 500;
const DEADLINE_GRACE_MS = 5_000;
/** How long a keeper has to write its record once its run is dead. */
const KEEPER_MS_MAX = 2_000;
/** How long a run must stay unseen before it counts as gone: never at the first look. */
const UNSEEN_MS_MIN = 1_000;
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
  readonly #nursery: Nursery;
  readonly #runs = new Map<string, Run>();
  readonly #begun = new Map<string, Promise<void>>();
  readonly #launches = new Map<string, { spec: SentSpec; times: number }>();
  readonly #waiters = new Map<string, (() => void)[]>();
  /** Tags of ended runs whose strays have yet to be looked for. */
  readonly #strays = new Set<string>();
  readonly #finishing = new Set<string>();
  #tools: ConfinementTools = plainTools();
  #timer: NodeJS.Timeout | null = null;
  #cpuAtMs = 0;
  #isBusy = false;

  constructor(options: WardenOptions) {
    this.#options = options;
    ensureDir(options.runsDir);
    this.#ledger = new Ledger(options.runsDir);
    this.#nursery = new Nursery(options.runsDir, (report) => this.#hear(report));
  }

  /** Takes over every run directory that an earlier warden left. */
  async adopt(): Promise<void> {
    let needsTools = false;
    for (const name of listDir(this.#options.runsDir)) {
      const dir = join(this.#options.runsDir, name);
      if (name.endsWith(GONE)) {
        await removeTree(dir);
        continue;
      }
      const record = readRunFile(dir);
      const run = record === null ? null : runFromRecord(dir, name, record);
      if (run === null) continue;
      needsTools ||= run.terms.confinement === "cgroup";
      this.#runs.set(name, run);
      if (run.state === "exited") this.#strays.add(run.terms.tag);
      else if (
        run.terms.bootId !== bootId() &&
        (run.state !== "starting" || this.#ledger.has(name))
      ) {
        this.#conclude(run, { lost: "the machine was restarted while it ran" });
      }
    }
    if (needsTools) this.#tools = (await this.#probe()).tools;
    this.#wake();
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
    if (known === undefined || (known.state === "starting" && known.launchedMs === null)) {
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
      this.#end(run, now ? 0 : graceMs);
      await this.#until(slug, (one) => one.state === "exited");
    }
  }

  /** Removes what is left of an ended run; its id may then be used again. */
  async forget(id: string): Promise<void> {
    const slug = slugOf(id);
    const run = this.#runs.get(slug);
    if (run !== undefined && isLive(run) && !isUnlaunched(run)) {
      throw new OrchestratorError("illegal-transition", `Run ${id} has not ended.`);
    }
    this.#runs.delete(slug);
    this.#launches.delete(slug);
    const dir = join(this.#options.runsDir, slug);
    if (!pathExists(dir)) return this.#ledger.forget(slug);
    const gone = `${dir}-${randomId(4)}${GONE}`;
    renameSync(dir, gone);
    this.#ledger.forget(slug);
    await removeTree(gone);
  }

  /** Leaves the runs alone; they go on under their keepers. */
  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#nursery.close();
    this.#ledger.close();
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
      this.#lay(slug, spec, chooseConfinement(spec.confinement.mode, probe));
    }
    const run = this.#run(slug);
    if (run.state !== "starting") return;
    const refusal = refusalFor(spec);
    if (refusal !== null) return this.#conclude(run, { refused: refusal });
    if (!this.#ledger.has(slug)) await this.#ledger.start(slug);
    this.#launches.set(slug, { spec, times: 0 });
    this.#launch(run);
  }

  /** Makes the run directory; one that is there already is this very run (law I1). */
  #lay(slug: string, spec: SentSpec, kind: ConfinementKind): void {
    if (this.#runs.has(slug)) return;
    const dir = join(this.#options.runsDir, slug);
    const terms = newTerms(spec, `${slug}.${randomId(6)}`, kind, nowMs());
    try {
      mkdirSync(dir, { mode: 0o700 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
        throw explainIo(error, "make the directory", dir);
      }
    }
    const created = createRunFile(dir, terms);
    const run = created ? newRun(terms, slug, dir) : this.#reread(slug, dir);
    this.#runs.set(slug, run);
    if (created && this.#ledger.has(slug)) {
      this.#conclude(run, { lost: "it was begun before, and its record is gone (a power cut?)" });
    }
  }

  #reread(slug: string, dir: string): Run {
    const record = readRunFile(dir);
    const run = record === null ? null : runFromRecord(dir, slug, record);
    if (run !== null) return run;
    throw new OrchestratorError("io-failed", `The record of a run cannot be read: ${dir}`, {
      hint: "Look at that directory; remove it when nothing of the run is needed.",
    });
  }

  #launch(run: Run): void {
    const launch = this.#launches.get(run.slug);
    if (launch === undefined) return;
    launch.times++;
    run.launchedMs = monotonicMs();
    try {
      this.#nursery.keep(this.#request(run, launch.spec));
    } catch (error) {
      this.#conclude(run, { refused: error instanceof Error ? error.message : String(error) });
    }
    this.#wake();
  }

  #request(run: Run, spec: SentSpec): KeeperRequest {
    const cgroup = cgroupOf(run, this.#tools.cgroupBase);
    if (cgroup !== null) makeCgroup(cgroup);
    const argv = confine(run.terms.confinement, this.#tools, {
      argv: spec.argv,
      cwd: spec.cwd,
      profile: spec.confinement,
      cgroup,
    });
    return {
      dir: run.dir,
      cwd: spec.cwd,
      stdinPath: spec.hasStdin ? join(run.dir, "stdin") : "/dev/null",
      env: { ...spec.env, [RUN_TAG]: run.terms.tag },
      argv,
      inside: run.terms.confinement === "bubblewrap" || run.terms.confinement === "pid-namespace",
      deadlineMs: spec.deadlineMs,
      stdoutBytesMax: spec.stdoutBytesMax,
      stderrBytesMax: spec.stderrBytesMax,
      tag: run.terms.tag,
    };
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
    const record = readRunFile(run.dir);
    if (record === null) return;
    if (record.started !== null) {
      this.#note(run, record.started.process, record.started.up);
      return;
    }
    if (record.ending !== null) return this.#settle(run, null);
    if (record.keepers.some((one) => liveness(one.process) !== "dead")) return;
    const launch = this.#launches.get(run.slug);
    if (launch === undefined || monotonicMs() - (run.launchedMs ?? 0) < RELAUNCH_AFTER_MS) return;
    if (launch.times >= LAUNCHES_MAX) {
      this.#conclude(run, { refused: `its keeper could not open its files in ${run.dir}` });
      return;
    }
    void this.#relaunch(run);
  }

  /** Every keeper is dead and none wrote `started`: nothing ran, so the claim may be lifted. */
  async #relaunch(run: Run): Promise<void> {
    run.launchedMs = monotonicMs();
    await removeTree(join(run.dir, "stdout"));
    this.#launch(run);
  }

  #end(run: Run, graceMs: number): void {
    const killAtMs = monotonicMs() + graceMs;
    if (run.ending === null) {
      run.ending = { killAtMs, killing: false };
      if (graceMs > 0) askToEnd(run, cgroupOf(run, this.#tools.cgroupBase));
    } else {
      run.ending.killAtMs = Math.min(run.ending.killAtMs, killAtMs);
    }
    this.#wake(0);
  }

  /** The run is over: clear what is left of its tree, then say how it ended. */
  async #finish(run: Run, ending: RunEnding | null): Promise<void> {
    if (this.#finishing.has(run.slug)) return;
    this.#finishing.add(run.slug);
    if (run.terms.mode !== "off" || run.ending !== null || ending?.kind === "lost") {
      const cgroup = cgroupOf(run, this.#tools.cgroupBase);
      await clearTree({ ...run, process: null }, cgroup);
      if (cgroup !== null) removeCgroup(cgroup);
    }
    this.#finishing.delete(run.slug);
    if (ending?.kind === "lost") this.#write(run, { lost: ending.message });
    if (ending?.kind === "signal") this.#write(run, { signal: ending.signal });
    this.#strays.add(run.terms.tag);
    this.#settle(run, ending);
    this.#wake();
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
    const record = readRunFile(run.dir);
    if (record === null || run.state === "exited") return;
    const ended = { ...record, ending: record.ending ?? ending };
    const exit = exitOf(ended, () => stderrTail(run.dir));
    if (exit === null) return;
    run.spool = tendSpool(run.dir, run.terms);
    run.exit = exit;
    run.state = "exited";
    this.#launches.delete(run.slug);
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

  #wake(delayMs = TICK_MS): void {
    if (this.#timer !== null) {
      if (delayMs > 0) return;
      clearTimeout(this.#timer);
    }
    this.#timer = setTimeout(() => this.#tick(), delayMs);
  }

  #tick(): void {
    this.#timer = null;
    this.#isBusy = false;
    const live = [...this.#runs.values()].filter((run) => isLive(run) && !isUnlaunched(run));
    const before = new Map(live.map((run) => [run, JSON.stringify(viewOf(run))]));
    const up = uptimeSeconds();
    for (const run of live) this.#look(run, up);
    this.#measure(live.filter((run) => run.state === "running"));
    for (const run of live) {
      if (run.state !== "exited" && JSON.stringify(viewOf(run)) !== before.get(run)) {
        this.#options.onView(viewOf(run));
      }
    }
    const left = this.#strays.size === 0 ? this.#strays : killStrays(this.#strays);
    for (const tag of [...this.#strays]) if (!left.has(tag)) this.#strays.delete(tag);
    if (live.length > 0 || this.#strays.size > 0) this.#wake(this.#isBusy ? BUSY_TICK_MS : TICK_MS);
  }

  #look(run: Run, up: number | null): void {
    if (run.state === "starting") {
      if (monotonicMs() - (run.launchedMs ?? 0) > RELAUNCH_AFTER_MS) this.#reconsider(run);
      return;
    }
    const spool = tendSpool(run.dir, run.terms);
    const growth =
      spool.stdoutBytes + spool.stderrBytes - run.spool.stdoutBytes - run.spool.stderrBytes;
    if (spool.flooded || growth > FAST_GROWTH_BYTES) this.#isBusy = true;
    run.spool = spool;
    this.#holdDeadline(run, up);
    if (run.ending !== null) this.#press(run, run.ending);
    this.#checkLife(run);
  }

  #holdDeadline(run: Run, up: number | null): void {
    if (run.ending !== null || up === null || run.startedUp === null) return;
    if ((up - run.startedUp) * 1000 < run.terms.deadlineMs) return;
    this.#write(run, { deadline: true });
    this.#end(run, DEADLINE_GRACE_MS);
  }

  /** Past its grace everybody is killed, at last the keeper, whose record we then write. */
  #press(run: Run, ending: NonNullable<Run["ending"]>): void {
    const overdue = monotonicMs() - ending.killAtMs;
    if (overdue < 0) return;
    this.#isBusy = true;
    if (!ending.killing) this.#write(run, { killing: true });
    ending.killing = true;
    killTree(run, cgroupOf(run, this.#tools.cgroupBase));
    if (overdue > KEEPER_MS_MAX && run.process !== null) signal(run.process, "SIGKILL");
  }

  #checkLife(run: Run): void {
    if (run.process === null || this.#finishing.has(run.slug)) return;
    switch (liveness(run.process)) {
      case "alive":
        run.unseenSinceMs = null;
        run.state = "running";
        return;
      case "uncertain":
        run.state = "uncertain";
        return;
      case "dead":
        this.#missing(run);
        return;
    }
  }

  /** Its keeper is gone: it wrote its record at the last moment, or it was killed. */
  #missing(run: Run): void {
    const record = readRunFile(run.dir);
    if (record === null) return;
    if (record.ending !== null) {
      void this.#finish(run, null);
      return;
    }
    run.unseenSinceMs ??= monotonicMs();
    run.state = "uncertain";
    if (monotonicMs() - run.unseenSinceMs < UNSEEN_MS_MIN) return;
    void this.#finish(
      run,
      record.stopping || record.deadline
        ? { kind: "signal", signal: "SIGKILL" }
        : { kind: "lost", message: "its keeper was killed before it could write how it ended" },
    );
  }

  #measure(running: readonly Run[]): void {
    const now = monotonicMs();
    const lasting = running.filter((run) => nowMs() - run.startedAtMs > CPU_EVERY_MS);
    if (lasting.length === 0 || now - this.#cpuAtMs < CPU_EVERY_MS) return;
    this.#cpuAtMs = now;
    for (const [run, cpuMs] of cpuOf(lasting)) run.cpuMs = Math.max(run.cpuMs ?? 0, cpuMs);
  }
}

function isLive(run: Run): boolean {
  return run.state !== "exited";
}

/** Found on disk before anything ran; it waits for somebody to ask for it again. */
function isUnlaunched(run: Run): boolean {
  return run.state === "starting" && run.launchedMs === null;
}

function newRun(terms: RunTerms, slug: string, dir: string): Run {
  return {
    terms,
    slug,
    dir,
    state: "starting",
    process: null,
    startedUp: null,
    startedAtMs: terms.atMs,
    spool: EMPTY_SPOOL,
    cpuMs: null,
    exit: null,
    ending: null,
    unseenSinceMs: null,
    launchedMs: null,
  };
}

/** What no process could be given, whatever the machine: shown as a run that never started. */
function refusalFor(spec: SentSpec): string | null {
  const texts = [...spec.argv, spec.cwd, ...Object.entries(spec.env).flat()];
  if (texts.some((text) => text.includes("\0"))) return "a NUL in the command or its environment";
  const names = Object.keys(spec.env);
  if (names.some((name) => name === "" || name.includes("="))) return "a bad variable name";
  return refusalOf(spec.argv[0], spec.cwd, spec.env["PATH"]);
}
