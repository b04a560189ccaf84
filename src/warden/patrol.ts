import { join } from "node:path";
import { appendText, liveness, monotonicMs } from "../platform/index.ts";
import { CeilingWatch } from "./fence/ceiling-watch.ts";
import { type Run, isLive, isUnlaunched, uptimeSeconds, viewOf } from "./run.ts";
import { type RunEnding, type RunLine, readRunFile } from "./run-file.ts";
import { tendSpool } from "./spool.ts";
import { askToEnd, cpuOf, killKeeper, killStrays, killTree } from "./tree.ts";

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
const START_MS_MAX = 1_000;

/** What the patrol has done by the one who holds the runs. */
export interface PatrolOrders {
  /** It should have started by now. */
  readonly reconsider: (run: Run) => void;
  readonly finish: (run: Run, ending: RunEnding | null) => void;
  /** Its view has changed. */
  readonly tell: (run: Run) => void;
  readonly write: (run: Run, line: RunLine) => void;
  readonly cgroupOf: (run: Run) => string | null;
}

/**
 * Looks at every live run again and again: its spool, its deadline, its life, its strays. What
 * keepers report at once comes faster; what nobody reports is found here.
 */
export class Patrol {
  readonly #runs: ReadonlyMap<string, Run>;
  readonly #orders: PatrolOrders;
  /** Tags of ended runs whose strays have yet to be looked for. */
  readonly #strays = new Set<string>();
  readonly #ceilings = new CeilingWatch((run, what) => this.#cutOff(run, what));
  #timer: NodeJS.Timeout | null = null;
  #cpuAtMs = 0;
  #isBusy = false;

  constructor(runs: ReadonlyMap<string, Run>, orders: PatrolOrders) {
    this.#runs = runs;
    this.#orders = orders;
  }

  expectStrays(tag: string): void {
    this.#strays.add(tag);
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** Asks everybody in the run to end, unless there is no grace, and kills them after it. */
  end(run: Run, graceMs: number): void {
    const killAtMs = monotonicMs() + graceMs;
    if (run.ending === null) {
      run.ending = { killAtMs, killing: false };
      if (graceMs > 0) askToEnd(run, this.#orders.cgroupOf(run));
    } else {
      run.ending.killAtMs = Math.min(run.ending.killAtMs, killAtMs);
    }
    this.wake(0);
  }

  wake(delayMs = TICK_MS): void {
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
    this.#measure(live, up);
    this.#ceilings.look(live);
    for (const run of live) {
      if (run.state !== "exited" && JSON.stringify(viewOf(run)) !== before.get(run)) {
        this.#orders.tell(run);
      }
    }
    const left = this.#strays.size === 0 ? this.#strays : killStrays(this.#strays);
    for (const tag of this.#strays) if (!left.has(tag)) this.#strays.delete(tag);
    if (live.length > 0 || this.#strays.size > 0) this.wake(this.#isBusy ? BUSY_TICK_MS : TICK_MS);
  }

  #look(run: Run, up: number | null): void {
    if (run.state === "starting") {
      if (monotonicMs() - (run.launchedMs ?? 0) > START_MS_MAX) this.#orders.reconsider(run);
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
    this.#orders.write(run, { deadline: true });
    this.end(run, DEADLINE_GRACE_MS);
  }

  /** Beyond a ceiling there is no grace; whoever reads its output finds out why. */
  #cutOff(run: Run, what: string): void {
    noteInStderr(run, `ended: ${what}`);
    this.end(run, 0);
  }

  /** Past its grace everybody is killed, at last the keeper, whose record we then write. */
  #press(run: Run, ending: NonNullable<Run["ending"]>): void {
    const overdue = monotonicMs() - ending.killAtMs;
    if (overdue < 0) return;
    this.#isBusy = true;
    if (!ending.killing) this.#orders.write(run, { killing: true });
    ending.killing = true;
    killTree(run, this.#orders.cgroupOf(run));
    if (overdue > KEEPER_MS_MAX) killKeeper(run);
  }

  #checkLife(run: Run): void {
    if (run.process === null) return;
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
      this.#orders.finish(run, null);
      return;
    }
    run.unseenSinceMs ??= monotonicMs();
    run.state = "uncertain";
    if (monotonicMs() - run.unseenSinceMs < UNSEEN_MS_MIN) return;
    this.#orders.finish(
      run,
      record.stopping || record.deadline
        ? { kind: "signal", signal: "SIGKILL" }
        : { kind: "lost", message: "its keeper was killed before it could write how it ended" },
    );
  }

  #measure(live: readonly Run[], up: number | null): void {
    const now = monotonicMs();
    if (up === null || now - this.#cpuAtMs < CPU_EVERY_MS) return;
    const lasting = live.filter(
      (run) => run.state === "running" && (up - (run.startedUp ?? up)) * 1000 > CPU_EVERY_MS,
    );
    if (lasting.length === 0) return;
    this.#cpuAtMs = now;
    for (const [run, cpuMs] of cpuOf(lasting)) run.cpuMs = Math.max(run.cpuMs ?? 0, cpuMs);
  }
}

/** What we have to say of a run stands at the end of what it said. */
export function noteInStderr(run: Run, text: string): void {
  try {
    appendText(join(run.dir, "stderr"), `\n[orchestrator] ${text}\n`);
  } catch {
    // A full disk: the run is ended all the same, without the reason.
  }
}
