import type { Journal } from "../../journal/index.ts";
import type { AttemptId, Input, PersonAct, State, TargetConfig } from "../../model/index.ts";
import { OrchestratorError, unreachable, isSessionOpen } from "../../model/index.ts";
import { type Log, productVersion, userName } from "../../platform/index.ts";
import type { Target } from "../../targets/index.ts";
import type { Warden } from "../../warden/index.ts";
import type { BudgetDesk } from "../budget/desk.ts";
import type { BudgetWatch } from "../budget/follow.ts";
import { followBudget } from "../budget/follow.ts";
import { noteConfinement } from "../confinement.ts";
import { type ControlAnswer, serveControl } from "../control/control.ts";
import type { Doors } from "../gateway/doors.ts";
import { openDoors } from "../gateway/open.ts";
import { accountsFor } from "../hands.ts";
import { namingFullDisk } from "./full-disk.ts";
import { ownLog } from "../logs.ts";
import { Loop, type SeenEvent } from "../loop.ts";
import { MemoryDesk } from "../memory/desk.ts";
import { describeEvents, fatalError, messageOf } from "../message-of.ts";
import { OutsideDesk } from "../outside/desk.ts";
import type { PerformContext } from "../perform/context.ts";
import { perform } from "../perform/index.ts";
import { promisedRuns, reachWarden } from "../reach-warden.ts";
import { type Seen, openFolded } from "../read.ts";
import { RoadmapDesk } from "../roadmap/desk.ts";
import { watchTeam } from "../team/keeper.ts";
import { isBusy, isUnderWay } from "../unfinished.ts";
import { type Workplace, controlSocket } from "../workplace.ts";
import { noteAsked, withdrawAsked } from "./asked.ts";
import { clearUp } from "./clear-up.ts";
import { noteEarlier } from "./earlier.ts";
import { noteGone } from "./gone.ts";
import { takeLeadership } from "./leader.ts";
import { Snapshots } from "./snapshots.ts";
import type { SessionStart } from "./start.ts";
import {
  actsOnAll,
  agentOf,
  openBudget,
  heardBy,
  isOver,
  needsAllSound,
  performingOf,
  purposeOf,
  requireAgents,
  requireWork,
} from "./start.ts";
import { steadyClock } from "./steady-clock.ts";
import { heedStops } from "./stop-signals.ts";
import { openTargets } from "./targets.ts";
import { type Tidings, type TidingsHooks, openTidings } from "./tidings.ts";
import { watchAlong } from "./watch-along.ts";

export interface SessionHooks extends TidingsHooks {
  /** Durable events, in order. */
  readonly onEvents?: (events: readonly SeenEvent[], state: State) => void;
  /** `first`: end gracefully; aborting twice is what `hurry` is for. */
  readonly stop?: AbortSignal;
  /** Kill what still runs; safe at any moment. */
  readonly hurry?: AbortSignal;
}

export interface SessionEnd {
  readonly state: State;
  readonly seq: number;
  readonly stopped: boolean;
  /** What the act of an `act` start came to. */
  readonly answer: ControlAnswer | null;
}

/** Becomes the leader of the repository and runs the loop until the session has ended. */
export async function lead(
  workplace: Workplace,
  start: SessionStart,
  hooks: SessionHooks,
): Promise<SessionEnd> {
  const lock = takeLeadership(workplace, purposeOf(start));
  try {
    const leader = await Leader.open(workplace, hooks, start);
    try {
      return await leader.run();
    } finally {
      await leader.close();
    }
  } catch (error) {
    if (start.kind === "new") withdrawAsked(workplace);
    throw error;
  } finally {
    lock.release();
  }
}

const GO_ON = "What the agents do is kept. Go on: orchestrator resume";

/** What a leader holds open: the journal, the targets, the warden, the loop. */
class Leader {
  readonly #workplace: Workplace;
  readonly #start: SessionStart;
  readonly #hooks: SessionHooks;
  readonly #journal: Journal;
  readonly #targets: ReadonlyMap<string, Target>;
  readonly #askedBefore: readonly AttemptId[];
  readonly #desk: RoadmapDesk;
  readonly #budget: BudgetDesk;
  readonly #doors: Doors | null;
  #money: BudgetWatch | null = null;
  readonly #log: Log;
  readonly #loop: Loop;
  readonly #memory: MemoryDesk;
  readonly #snapshots: Snapshots;
  readonly #closers: (() => void | Promise<void>)[] = [];
  /** What effects wait for: the warden, and the work places cleared of what a dead leader left. */
  #reached: Promise<Warden> | null = null;
  #equipped: Promise<Warden> | null = null;
  #tidings: Tidings | null = null;
  #team: Awaited<ReturnType<typeof watchTeam>> = null;
  #seq: number;
  #ending = false;
  #stop: PersonAct | null = null;
  #wake: () => void = () => undefined;
  #fatal: { readonly error: unknown } | null = null;
  #answer: ControlAnswer | null = null;

  private constructor(parts: {
    readonly workplace: Workplace;
    readonly start: SessionStart;
    readonly hooks: SessionHooks;
    readonly journal: Journal;
    readonly targets: ReadonlyMap<string, Target>;
    readonly seen: Seen;
  }) {
    const { state, seq } = parts.seen;
    this.#workplace = parts.workplace;
    this.#start = parts.start;
    this.#hooks = parts.hooks;
    this.#journal = parts.journal;
    this.#targets = parts.targets;
    this.#askedBefore = promisedRuns(state);
    this.#seq = seq;
    this.#snapshots = new Snapshots(parts.journal, seq);
    this.#desk = new RoadmapDesk(parts.workplace.config.targets);
    this.#log = ownLog(parts.workplace.logsDir, "daemon");
    this.#memory = new MemoryDesk(parts.workplace, parts.journal, this.#log);
    this.#doors = openDoors(parts.workplace, parts.start);
    this.#budget = openBudget(parts.workplace, parts.start, this.#log, () => this.#loop.state);
    this.#loop = new Loop({
      journal: parts.journal,
      state,
      clock: steadyClock(parts.workplace.stateDir, isBusy(state)),
      performing: performingOf(parts.start),
      perform: (effect, signal) =>
        namingFullDisk([parts.workplace.stateDir, parts.workplace.root], async () =>
          perform(this.#context(await this.#equip(), state.epoch + 1), effect, signal),
        ),
      onEvents: (events, after) => this.#seen(events, after),
      onPerform: (effect, phase) => this.#log.debug(`effect ${phase}`, { effect: effect.id }),
      onFatal: (error) => this.#fail(error),
    });
  }

  /** Throws the first precondition that is not met; until then the journal records nothing. */
  static async open(
    workplace: Workplace,
    hooks: SessionHooks,
    start: SessionStart,
  ): Promise<Leader> {
    const { journal, seen } = openFolded(workplace.journalDir);
    try {
      if (start.kind === "new") noteAsked(workplace, start.request, seen.state);
      const targets = await openTargets(workplace, start, seen.state);
      return new Leader({ workplace, start, hooks, journal, targets, seen });
    } catch (error) {
      journal.close();
      throw error;
    }
  }

  /** What was asked for is journalled before anything slow; only effects wait for the warden. */
  async run(): Promise<SessionEnd> {
    const [workplace, start, targets] = [this.#workplace, this.#start, this.#targets];
    this.#tidings = openTidings(workplace, start, this.#journal, this.#loop, this.#hooks);
    // Its process starts while what was asked for is read and recorded.
    if (actsOnAll(start)) this.#reach().catch(() => undefined);
    await this.#listen();
    await this.#begin();
    if (actsOnAll(start)) {
      const watched = { workplace, start, targets };
      this.#closers.push(await watchAlong(watched, this.#loop, this.#log));
      await this.#equip();
    }
    this.#team = await watchTeam(workplace, this.#loop, this.#log);
    this.#closers.push(() => this.#team?.close());
    await this.#untilEnded();
    if (this.#fatal !== null) throw fatalError(this.#fatal.error);
    await this.#loop.submit({ type: "loop-stopped", atMs: this.#loop.now, reason: "ended" });
    this.#snapshots.take(this.#seq, this.#loop.state);
    // Where nothing runs any more the warden need not wait for its idle time.
    if (!isBusy(this.#loop.state)) {
      await (await this.#equipped)?.shutdown();
      await this.#doors?.shutdown();
    }
    return { state: this.#loop.state, seq: this.#seq, stopped: this.#ending, answer: this.#answer };
  }

  /** Lets go of everything; agents and their warden go on. */
  async close(): Promise<void> {
    await this.#loop.end();
    await this.#tidings?.close();
    for (const target of this.#targets.values()) await target.settled();
    this.#desk.close();
    this.#memory.close();
    this.#money?.close();
    this.#budget.close();
    this.#doors?.end();
    for (const close of this.#closers.splice(0)) await close();
    await this.#reached?.then(
      (warden) => warden.close(),
      () => undefined,
    );
    this.#journal.close();
  }

  #fail(error: unknown): void {
    this.#fatal ??= { error };
    this.#log.error("the loop ended", { error: messageOf(error) });
    this.#wake();
  }

  #equip(): Promise<Warden> {
    return (this.#equipped ??= this.#connect());
  }

  #reach(): Promise<Warden> {
    return (this.#reached ??= reachWarden(this.#workplace, this.#askedBefore));
  }

  async #connect(): Promise<Warden> {
    const warden = await this.#reach();
    // Agents go on under their keepers; whoever leads next adopts them.
    warden.onLost((reason) =>
      this.#fail(new OrchestratorError("io-failed", reason, { hint: GO_ON })),
    );
    // Only for people to read: that it could not be written is no reason not to work.
    noteConfinement(this.#workplace.stateDir, this.#workplace.config).catch((error: unknown) => {
      this.#log.warn("confinement not noted", { error: messageOf(error) });
    });
    try {
      await clearUp(warden, this.#targets, this.#loop, this.#log);
      return warden;
    } catch (error) {
      warden.close();
      throw error;
    }
  }

  #context(warden: Warden, epoch: number): PerformContext {
    return {
      workplace: this.#workplace,
      config: this.#workplace.config,
      epoch,
      desk: this.#desk,
      targets: this.#targets,
      warden,
      agent: agentOf(this.#workplace, this.#start),
      budget: this.#budget,
      memory: this.#memory,
      doors: this.#doors,
      traceParentOf: (attempt) => this.#tidings?.parentOf(attempt) ?? null,
      lookAtBudget: () => void this.#money?.look(),
      log: this.#log,
      now: () => this.#loop.now,
      state: () => this.#loop.state,
      submit: (input) => void this.#loop.submit(input),
    };
  }

  async #listen(): Promise<void> {
    const server = await serveControl(controlSocket(this.#workplace), async (request) =>
      request.type === "ping"
        ? { accepted: true, message: productVersion() }
        : this.#act(request.by, request.act),
    );
    this.#closers.push(() => server.close());
    heedStops(this.#hooks, (act) => void this.#act("signal", act));
  }

  async #begin(): Promise<void> {
    await this.#loop.submit({
      type: "loop-started",
      atMs: this.#loop.now,
      epoch: this.#loop.state.epoch + 1,
      version: productVersion(),
    });
    if (actsOnAll(this.#start)) {
      this.#money = followBudget(this.#budget, this.#loop, this.#log);
      await this.#money.look();
    }
    // Whoever only asks something starts nobody, and may have no agent at all.
    if (this.#start.kind !== "act") {
      const accounts = accountsFor(this.#workplace.config, agentOf(this.#workplace, this.#start));
      await this.#loop.submit({ type: "account-observed", atMs: this.#loop.now, ...accounts });
    }
    const looks = this.#workplace.config.targets.map((target) => this.#observe(target));
    requireWork(this.#start, this.#loop.state, looks);
    await requireAgents(this.#start, this.#workplace.config);
    await noteEarlier(this.#targets, this.#desk, this.#loop);
    await noteGone(this.#targets, this.#desk, this.#loop, this.#log);
    switch (this.#start.kind) {
      case "act":
        // Nobody asked to go on with the rest of a session whose loop died.
        if (isUnderWay(this.#loop.state)) await this.#act("restart", { kind: "pause" });
        this.#ending = true;
        this.#answer = await this.#act(userName(), this.#start.act);
        return;
      case "resume":
        // What is left of a session that is over is only seen through.
        if (isSessionOpen(this.#loop.state.session))
          await this.#act(userName(), { kind: "resume" });
        break;
      case "new":
        // A session whose loop died gives way: its unfinished attempts go on in the new one.
        if (isUnderWay(this.#loop.state)) await this.#act("restart", { kind: "pause" });
        await this.#loop.submit({
          type: "session-requested",
          atMs: this.#loop.now,
          request: this.#start.request,
        });
        withdrawAsked(this.#workplace);
        break;
      default:
        unreachable(this.#start);
    }
    // What was said while it began, the beginning has undone: the session was taken up after it.
    if (this.#stop !== null) await this.#act("signal", this.#stop);
    this.#desk.watch((target) => this.#observe(target));
    const outside = new OutsideDesk(this.#workplace.config.targets, this.#log);
    this.#closers.push(() => outside.close());
  }

  /** A roadmap that cannot be read now changes nothing (a failed look): answers why. */
  #observe(target: TargetConfig): OrchestratorError | null {
    try {
      const input = this.#desk.look(target, this.#loop.state, this.#loop.now);
      if (input !== null) void this.#loop.submit(input);
      return null;
    } catch (error) {
      if (error instanceof OrchestratorError) return error;
      throw error;
    }
  }

  async #act(by: string, act: PersonAct): Promise<ControlAnswer> {
    if (act.kind === "stop" && act.keys === null) [this.#ending, this.#stop] = [true, act];
    if (needsAllSound(act)) this.#journal.verifyAll();
    const heard = heardBy(this.#workplace, act);
    const input: Input = { type: "person-asked", atMs: this.#loop.now, by, act: heard };
    const events = await this.#loop.submit(input);
    const refused = events.find((event) => event.type === "act-refused");
    this.#wake();
    if (refused?.type === "act-refused") return { accepted: false, message: refused.message };
    return { accepted: true, message: describeEvents(events) };
  }

  #seen(events: readonly SeenEvent[], state: State): void {
    this.#seq = events.at(-1)?.seq ?? this.#seq;
    this.#snapshots.follow(this.#seq, state);
    this.#tidings?.heed(events);
    this.#hooks.onEvents?.(events, state);
    this.#team?.heed(events);
    this.#memory.heed(events, state);
    this.#wake();
  }

  async #untilEnded(): Promise<void> {
    while (this.#fatal === null && !this.#isOver()) {
      const seq = this.#seq;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        setTimeout(resolve, IDLE_MS).unref();
      });
      if (this.#seq !== seq || !this.#loop.recorded) continue;
      this.#snapshots.followIdly(seq, this.#loop.state);
    }
  }

  #isOver(): boolean {
    return this.#loop.quiet && isOver(this.#start, this.#loop.state, this.#ending);
  }
}

/** How often a session is looked at although nothing was decided. */
const IDLE_MS = 250;
