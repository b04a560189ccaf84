import type {
  AgentOutcome,
  AgentReport,
  AttemptId,
  EffectId,
  EffectOf,
  RunExit,
  Spending,
  StreamKey,
  Workspace,
} from "../../src/model/index.ts";
import { generationOf, targetOf } from "../../src/model/index.ts";
import type { Simulation } from "../simulation.ts";

/** A workspace on disk: what is in it, as content ids, and which of it is committed. */
export interface Disk {
  readonly workspace: Workspace;
  readonly contents: number[];
  committed: number | null;
  uncommitted: boolean;
}

type Temper =
  | "good"
  | "crash"
  | "silent"
  | "talkative"
  | "no-result"
  | "uncommitted"
  | "limited"
  | "login"
  | "gave-up"
  | "lost";

/** A run under the warden: it starts once, whoever asks how often, and outlives whoever asked. */
export interface Run {
  readonly attempt: AttemptId;
  /** The effect that it is the doing of. */
  readonly effect: EffectId;
  readonly key: StreamKey;
  /** Whose login or key it works with. */
  readonly account: string;
  readonly temper: Temper;
  readonly ignoresStop: boolean;
  startedAtMs: number | null;
  readonly deadlineMs: number;
  outputBytes: number;
  report: AgentReport | null;
  stopAskedAtMs: number | null;
}

const MINUTE_MS = 60_000;

/** Processes, workspaces and archives: what is there whether or not an orchestrator lives. */
export class Machine {
  readonly #sim: Simulation;
  readonly runs = new Map<AttemptId, Run>();
  readonly alive = new Set<Run>();
  readonly disks = new Map<AttemptId, Disk>();
  readonly archives = new Map<AttemptId, ReadonlySet<number>>();
  /** Attempts of which the world would not let anything be archived. */
  readonly uncollectable = new Set<AttemptId>();
  /** Effects that the world has refused, and refuses whenever they are tried again. */
  readonly refused = new Set<EffectId>();
  /** Every attempt whose agent ever wrote something, and what. */
  readonly written = new Map<AttemptId, readonly number[]>();

  constructor(sim: Simulation) {
    this.#sim = sim;
  }

  aliveOn(key: StreamKey): readonly Run[] {
    return [...this.alive].filter((run) => run.key === key);
  }

  /** Starts a run, or finds it as it is. */
  ensure({ id: effect, attempt, key, deadlineMs, program }: EffectOf<"run-agent">): Run {
    const known = this.runs.get(attempt);
    if (known !== undefined) return known;
    const { random, faults, timeline } = this.#sim;
    const run: Run = {
      attempt,
      effect,
      key,
      account: this.#sim.whims.accounts.of(program),
      temper: this.#drawTemper(),
      ignoresStop: random.chance(faults.ignoresStop),
      startedAtMs: null,
      deadlineMs,
      outputBytes: 0,
      report: null,
      stopAskedAtMs: null,
    };
    this.runs.set(attempt, run);
    const slow = random.chance(faults.slowStart);
    timeline.after(slow ? random.between(30_000, 20 * MINUTE_MS) : random.between(50, 3_000), () =>
      this.#start(run),
    );
    return run;
  }

  stop(attempt: AttemptId, key: StreamKey, graceMs: number, now: boolean): void {
    const { random, timeline } = this.#sim;
    const run = this.runs.get(attempt) ?? this.#neverStarted(attempt, key);
    if (run.report !== null) return;
    run.stopAskedAtMs ??= timeline.nowMs;
    if (run.startedAtMs === null) {
      this.#end(run, { kind: "not-started", message: "stopped before it began" }, null);
    } else if (now || !run.ignoresStop) {
      timeline.after(random.between(10, now ? 500 : Math.max(10, graceMs)), () =>
        this.#end(run, { kind: "signalled", signal: now ? "SIGKILL" : "SIGTERM" }, null),
      );
    }
  }

  #neverStarted(attempt: AttemptId, key: StreamKey): Run {
    const run: Run = {
      attempt,
      effect: `${attempt}/run`,
      key,
      account: "",
      temper: "good",
      ignoresStop: false,
      startedAtMs: null,
      deadlineMs: 0,
      outputBytes: 0,
      report: null,
      stopAskedAtMs: null,
    };
    this.runs.set(attempt, run);
    return run;
  }

  #start(run: Run): void {
    if (run.report !== null) return;
    const { timeline, random } = this.#sim;
    run.startedAtMs = timeline.nowMs;
    this.alive.add(run);
    this.#write(run);
    this.#sim.happen({ kind: "agent-began", attempt: run.attempt, key: run.key });
    this.#sim.finds.begin(run);
    this.#sim.orchestrator?.noteStarted(run);
    this.#sim.whims.begin(run);
    timeline.after(run.deadlineMs, () => this.#end(run, { kind: "deadline" }, null));
    if (run.temper !== "silent") this.#progress(run);
    if (run.temper === "silent" || run.temper === "talkative") return;
    timeline.after(random.between(MINUTE_MS, 20 * MINUTE_MS), () => this.#finish(run));
  }

  #progress(run: Run): void {
    const { timeline, random } = this.#sim;
    timeline.after(random.between(20_000, 4 * MINUTE_MS), () => {
      if (run.report !== null) return;
      run.outputBytes += random.between(0, 5_000);
      this.#sim.orchestrator?.noteProgress(run);
      this.#sim.purse.use(run);
      this.#progress(run);
    });
  }

  #drawTemper(): Temper {
    const { random, faults } = this.#sim;
    if (random.chance(faults.agentCrash)) return "crash";
    if (random.chance(faults.hang)) return random.chance(0.7) ? "silent" : "talkative";
    if (random.chance(faults.lost)) return "lost";
    if (random.chance(faults.noResult)) return "no-result";
    if (random.chance(faults.uncommitted)) return "uncommitted";
    if (random.chance(faults.limited)) return "limited";
    if (random.chance(faults.loginNeeded)) return "login";
    if (random.chance(faults.gaveUp)) return "gave-up";
    return "good";
  }

  /** The end the agent chooses, with the word its adapter makes of it. */
  #finish(run: Run): void {
    if (run.report !== null) return;
    const { random, timeline } = this.#sim;
    const exited: RunExit = { kind: "exited", code: 0 };
    switch (run.temper) {
      case "crash":
        return this.#end(run, { kind: "signalled", signal: "SIGSEGV" }, failed("crashed"));
      case "lost":
        return this.#end(run, { kind: "lost", message: "no exit record" }, failed("lost"));
      case "limited": {
        const untilMs = timeline.nowMs + random.between(-MINUTE_MS, 300 * MINUTE_MS);
        return this.#end(run, exited, { kind: "limited", untilMs, message: "usage limit" });
      }
      case "login":
        return this.#end(run, exited, { kind: "login-needed", message: "log in" });
      case "gave-up":
        return this.#end(run, exited, { kind: "gave-up", message: "too hard" });
      case "good":
      case "uncommitted":
        this.#produce(run, run.temper === "uncommitted");
        return this.#end(run, exited, { kind: "claimed-done", summary: "done" });
      default:
        return this.#end(run, exited, { kind: "claimed-done", summary: "nothing, in fact" });
    }
  }

  /** Something half done that nobody committed. */
  #write(run: Run): void {
    const disk = this.disks.get(run.attempt);
    const repository = this.#sim.repository(targetOf(run.key));
    const draft = { attempt: run.attempt, key: run.key, red: false, hostility: 0, seen: [] };
    disk?.contents.push(repository.newPatch(draft).id);
    if (disk !== undefined) this.written.set(run.attempt, disk.contents);
  }

  #produce(run: Run, uncommitted: boolean): void {
    const disk = this.disks.get(run.attempt);
    if (disk === undefined) return;
    const { random, faults } = this.#sim;
    const repository = this.#sim.repository(targetOf(run.key));
    const skill = 0.7 ** (generationOf(run.attempt) - 1);
    const patch = repository.newPatch({
      attempt: run.attempt,
      key: run.key,
      red: random.chance(faults.red * skill),
      hostility: faults.hostile * skill,
      seen: repository.at(disk.workspace.base).contents,
    });
    disk.contents.push(patch.id);
    if (uncommitted) disk.uncommitted = true;
    else disk.committed = patch.id;
  }

  #end(run: Run, exit: RunExit, outcome: AgentOutcome | null): void {
    if (run.report !== null) return;
    run.report = Object.assign(
      report(exit, outcome ?? outcomeOf(exit), run.outputBytes),
      this.#sim.whims.about(run),
      costOf(this.#sim.purse.settle(run)),
    );
    this.alive.delete(run);
    this.#sim.orchestrator?.noteEnded(run);
  }
}

function costOf(cost: Spending | null): Partial<AgentReport> {
  return cost === null ? {} : { cost };
}

function failed(reason: "crashed" | "lost"): AgentOutcome {
  return { kind: "failed", reason, message: `the agent ${reason}` };
}

function outcomeOf(exit: RunExit): AgentOutcome {
  const reason =
    exit.kind === "deadline"
      ? "total-timeout"
      : exit.kind === "signalled"
        ? "stopped"
        : "not-started";
  return { kind: "failed", reason, message: exit.kind };
}

function report(exit: RunExit, outcome: AgentOutcome, stdoutBytes: number): AgentReport {
  return {
    exit,
    outcome,
    usage: { inputTokens: 100, outputTokens: 10 },
    stdoutBytes,
    stderrBytes: 0,
    stdoutDigest: null,
    flooded: false,
  };
}
