import type { Journal } from "../journal/index.ts";
import { encodeState, openJournal } from "../journal/index.ts";
import type {
  AgentConfig,
  Event,
  Input,
  PersonAct,
  SessionRequest,
  State,
  TargetConfig,
} from "../model/index.ts";
import { LIMITS, OrchestratorError, targetOf, unreachable } from "../model/index.ts";
import type { Lock } from "../platform/index.ts";
import { openLog, productVersion, userName } from "../platform/index.ts";
import type { Target } from "../targets/index.ts";
import { openTarget } from "../targets/index.ts";
import type { Warden } from "../warden/index.ts";
import { connectWarden, wardenEntry } from "../warden/index.ts";
import type { ControlAnswer } from "./control.ts";
import { serveControl } from "./control.ts";
import { takeLeadership } from "./leader.ts";
import type { SeenEvent } from "./loop.ts";
import { Loop, messageOf } from "./loop.ts";
import { perform } from "./perform/index.ts";
import { foldJournal } from "./read.ts";
import { RoadmapDesk } from "./roadmap-desk.ts";
import { steadyClock } from "./steady-clock.ts";
import { liveAttempts } from "./upkeep.ts";
import { controlSocket, wardenSocket } from "./workplace.ts";
import type { Workplace } from "./workplace.ts";
import { join } from "node:path";

export interface SessionHooks {
  /** Durable events, in order. */
  readonly onEvents?: (events: readonly SeenEvent[], state: State) => void;
  /** `first`: end gracefully; aborting twice is what `hurry` is for. */
  readonly stop?: AbortSignal;
  /** Kill what still runs; safe at any moment. */
  readonly hurry?: AbortSignal;
}

export type SessionStart =
  | { readonly kind: "new"; readonly request: SessionRequest; readonly agent: AgentConfig }
  /** Go on with what the journal holds: after a crash, a stop or a pause. */
  | { readonly kind: "resume"; readonly agent: AgentConfig | null }
  /** Only see through what a person asked for while no leader lived. */
  | { readonly kind: "act"; readonly act: PersonAct };

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
    const leader = await Leader.open(workplace, lock, hooks, start);
    try {
      return await leader.run();
    } finally {
      await leader.close();
    }
  } finally {
    lock.release();
  }
}

function purposeOf(start: SessionStart): string {
  switch (start.kind) {
    case "new":
      return `${start.request.policy.mode} run`;
    case "resume":
      return "resumed run";
    case "act":
      return start.act.kind;
    default:
      return unreachable(start);
  }
}

/** What a leader holds open: the journal, the targets, the warden, the loop. */
class Leader {
  readonly #workplace: Workplace;
  readonly #start: SessionStart;
  readonly #hooks: SessionHooks;
  readonly #journal: Journal;
  readonly #desk: RoadmapDesk;
  readonly #loop: Loop;
  readonly #warden: Warden;
  readonly #closers: (() => void | Promise<void>)[] = [];
  #snapshotSeq: number;
  #seq: number;
  #ending = false;
  #wake: () => void = () => undefined;
  #fatal: unknown = null;
  #answer: ControlAnswer | null = null;

  private constructor(parts: {
    readonly workplace: Workplace;
    readonly start: SessionStart;
    readonly hooks: SessionHooks;
    readonly journal: Journal;
    readonly warden: Warden;
    readonly targets: ReadonlyMap<string, Target>;
    readonly state: State;
    readonly seq: number;
    readonly epoch: number;
  }) {
    this.#workplace = parts.workplace;
    this.#start = parts.start;
    this.#hooks = parts.hooks;
    this.#journal = parts.journal;
    this.#warden = parts.warden;
    this.#seq = parts.seq;
    this.#snapshotSeq = parts.seq;
    this.#desk = new RoadmapDesk(parts.workplace.config.targets);
    const clock = steadyClock(parts.workplace.stateDir, isBusy(parts.state));
    const log = openLog(join(parts.workplace.logsDir, "orchestrator.log"), "daemon");
    this.#loop = new Loop({
      journal: parts.journal,
      state: parts.state,
      clock,
      performing: acts(parts.start),
      perform: (effect, signal) =>
        perform(
          {
            workplace: parts.workplace,
            config: parts.workplace.config,
            epoch: parts.epoch,
            desk: this.#desk,
            targets: parts.targets,
            warden: parts.warden,
            agent: agentOf(parts.workplace, parts.start),
            log,
            now: clock,
            state: () => this.#loop.state,
            submit: (input) => void this.#loop.submit(input),
          },
          effect,
          signal,
        ),
      onEvents: (events, state) => this.#seen(events, state),
      onPerform: (effect, phase) => log.debug(`effect ${phase}`, { effect: effect.id }),
      onFatal: (error) => {
        this.#fatal = error;
        this.#wake();
      },
    });
  }

  static async open(
    workplace: Workplace,
    _lock: Lock,
    hooks: SessionHooks,
    start: SessionStart,
  ): Promise<Leader> {
    const journal = openJournal(workplace.journalDir, { mode: "write" });
    try {
      const { state, seq } = foldJournal(journal);
      const targets = await openTargets(workplace, start, state);
      const warden = await connectWarden({
        runsDir: workplace.runsDir,
        socketPath: wardenSocket(workplace),
        entry: wardenEntry(),
      });
      const epoch = state.epoch + 1;
      return new Leader({ workplace, start, hooks, journal, warden, targets, state, seq, epoch });
    } catch (error) {
      journal.close();
      throw error;
    }
  }

  async run(): Promise<SessionEnd> {
    await this.#sweepEarlierLeaders();
    await this.#listen();
    await this.#begin();
    await this.#untilEnded();
    if (this.#fatal !== null) throw fatalError(this.#fatal);
    await this.#loop.submit({ type: "loop-stopped", atMs: this.#loop.now, reason: "ended" });
    this.#snapshot();
    // Nothing runs any more: the warden need not wait for its idle time.
    await this.#warden.shutdown();
    return { state: this.#loop.state, seq: this.#seq, stopped: this.#ending, answer: this.#answer };
  }

  async close(): Promise<void> {
    this.#loop.end();
    this.#desk.close();
    for (const close of this.#closers.splice(0)) await close();
    this.#warden.close();
    this.#journal.close();
  }

  /** Gates and setups of a dead leader: nobody waits for their answer any more. */
  async #sweepEarlierLeaders(): Promise<void> {
    for (const view of await this.#warden.list()) {
      if (view.id.includes("#")) {
        await this.#warden.stop(view.id, { graceMs: 0, now: true });
        await this.#warden.forget(view.id);
      }
    }
  }

  async #listen(): Promise<void> {
    const server = await serveControl(controlSocket(this.#workplace), async (request) =>
      request.type === "ping"
        ? { accepted: true, message: productVersion() }
        : this.#act(request.by, request.act),
    );
    this.#closers.push(() => server.close());
    onAbort(this.#hooks.stop, () => void this.#act("signal", stopAll(false)));
    onAbort(this.#hooks.hurry, () => void this.#act("signal", stopAll(true)));
  }

  async #begin(): Promise<void> {
    const atMs = this.#loop.now;
    const { epoch } = this.#loop.state;
    await this.#loop.submit({
      type: "loop-started",
      atMs,
      epoch: epoch + 1,
      version: productVersion(),
    });
    switch (this.#start.kind) {
      case "act":
        // Nobody asked to go on with the rest of a session whose loop died.
        if (this.#loop.state.session?.state === "executing") {
          await this.#act("restart", { kind: "pause" });
        }
        this.#ending = true;
        this.#answer = await this.#act(userName(), this.#start.act);
        return;
      case "resume":
        this.#observeAll();
        await this.#act(userName(), { kind: "resume" });
        break;
      case "new":
        this.#observeAll();
        // A session whose loop died gives way: its unfinished attempts go on in the new one.
        if (this.#loop.state.session?.state === "executing") {
          await this.#act("restart", { kind: "pause" });
        }
        await this.#loop.submit({
          type: "session-requested",
          atMs: this.#loop.now,
          request: this.#start.request,
        });
        break;
      default:
        unreachable(this.#start);
    }
    this.#desk.watch((target) => this.#observe(target));
  }

  #observeAll(): void {
    for (const target of this.#workplace.config.targets) this.#observe(target);
  }

  /** A roadmap that cannot be read now changes nothing (a failed look). */
  #observe(target: TargetConfig): void {
    try {
      const input = this.#desk.look(target, this.#loop.state, this.#loop.now);
      if (input !== null) void this.#loop.submit(input);
    } catch (error) {
      if (!(error instanceof OrchestratorError)) throw error;
    }
  }

  async #act(by: string, act: PersonAct): Promise<ControlAnswer> {
    if (act.kind === "stop" && act.keys === null) this.#ending = true;
    const input: Input = { type: "person-asked", atMs: this.#loop.now, by, act };
    const events = await this.#loop.submit(input);
    const refused = events.find((event) => event.type === "act-refused");
    this.#wake();
    if (refused?.type === "act-refused") return { accepted: false, message: refused.message };
    return { accepted: true, message: describeEffects(events) };
  }

  #seen(events: readonly SeenEvent[], state: State): void {
    this.#seq = events.at(-1)?.seq ?? this.#seq;
    if (this.#seq - this.#snapshotSeq >= LIMITS.snapshotEveryRecords) this.#snapshot();
    this.#hooks.onEvents?.(events, state);
    this.#wake();
  }

  #snapshot(): void {
    this.#journal.saveSnapshot(this.#seq, encodeState(this.#loop.state));
    this.#snapshotSeq = this.#seq;
  }

  async #untilEnded(): Promise<void> {
    while (this.#fatal === null && !this.#ended()) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        setTimeout(resolve, 250).unref();
      });
    }
  }

  /** Ended: nothing is promised any more, and the session is over or was asked to stop. */
  #ended(): boolean {
    const { state } = this.#loop;
    if (!this.#loop.quiet || isBusy(state) || hasPromises(state)) return false;
    const session = state.session;
    if (session === null || session.state === "completed" || session.state === "failed")
      return true;
    return this.#ending;
  }
}

/** Most acts are only recorded while no leader lives; these two also change the world. */
function acts(start: SessionStart): boolean {
  return start.kind !== "act" || start.act.kind === "stop" || start.act.kind === "land";
}

function stopAll(now: boolean): PersonAct {
  return { kind: "stop", keys: null, now };
}

function onAbort(signal: AbortSignal | undefined, act: () => void): void {
  if (signal?.aborted) act();
  else signal?.addEventListener("abort", act, { once: true });
}

/** An attempt is between its claim and its end. */
function isBusy(state: State): boolean {
  for (const { stage } of state.streams.values()) {
    if (ACTIVE_STAGES.has(stage.kind)) return true;
  }
  return false;
}

const ACTIVE_STAGES: ReadonlySet<string> = new Set([
  "preparing",
  "running",
  "collecting",
  "queued",
  "merging",
  "verifying",
  "verifying-alone",
  "landing",
]);

function hasPromises(state: State): boolean {
  if (state.releases.size > 0) return true;
  for (const target of state.targets.values()) if (target.checkoutMoves.length > 0) return true;
  return false;
}

function agentOf(workplace: Workplace, start: SessionStart): AgentConfig {
  const agent = start.kind === "act" ? null : start.agent;
  const named = agent ?? workplace.config.agents["default"];
  if (named !== undefined) return named;
  throw new OrchestratorError("no-agent", "no agent is configured", {
    hint: "Write agents: { default: { adapter: … } } into orchestrator.yaml, or run: orchestrator init",
  });
}

/** Opens the targets and clears what a dead leader left half done in them. */
async function openTargets(
  workplace: Workplace,
  start: SessionStart,
  state: State,
): Promise<ReadonlyMap<string, Target>> {
  const targets = new Map<string, Target>();
  const live = liveAttempts(state);
  for (const config of involved(workplace, start, state)) {
    const target = await openTarget(config, { stateDir: workplace.stateDir });
    if (acts(start)) {
      await target.ready();
      await target.sweep(live.filter((attempt) => targetOf(attempt) === config.id));
    }
    targets.set(config.id, target);
  }
  return targets;
}

/** Targets a session needs open: all configured, except that a missing foreign one is named late. */
function involved(
  workplace: Workplace,
  start: SessionStart,
  state: State,
): readonly TargetConfig[] {
  if (start.kind === "new" && start.request.selection.kind === "streams") {
    const wanted = new Set(
      start.request.selection.keys.map((key) => key.slice(0, key.indexOf(":"))),
    );
    for (const id of state.targets.keys()) wanted.add(id);
    return workplace.config.targets.filter((target) => wanted.has(target.id));
  }
  return workplace.config.targets;
}

function describeEffects(events: readonly Event[]): string {
  return events.length === 0 ? "nothing to do" : events.map((event) => event.type).join(", ");
}

function fatalError(error: unknown): OrchestratorError {
  if (error instanceof OrchestratorError) return error;
  return new OrchestratorError("bug", `the loop ended: ${messageOf(error)}`, { cause: error });
}
