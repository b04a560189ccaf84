import { decide, evolve, nextWakeMs, pendingEffects, step } from "../src/engine/index.ts";
import type {
  Effect,
  EffectId,
  Event,
  Input,
  Outcome,
  Spending,
  State,
} from "../src/model/index.ts";
import { begin } from "./adapters/index.ts";
import type { JournalTurn } from "./journal.ts";
import type { Simulation } from "./simulation.ts";
import type { Run } from "./world/machine.ts";

/** An effect that is being performed. */
export interface Flight {
  readonly effect: Effect;
  /** Nobody performs it any more. */
  cancelled: boolean;
}

const DECIDED_APART_ONE_IN = 16;

interface Waiting {
  readonly input: Input;
  readonly again: boolean;
}

/** One life of the orchestrator: the daemon's loop on the real engine, from a start to a crash. */
export class Orchestrator {
  readonly #sim: Simulation;
  state: State;
  readonly #epoch: number;
  #inbox: Waiting[] = [];
  readonly inFlight = new Map<EffectId, Flight>();
  #scheduled = false;
  #dueAtMs = Number.POSITIVE_INFINITY;
  #ringsAtMs = Number.POSITIVE_INFINITY;
  #alive = true;

  constructor(sim: Simulation, state: State, epoch: number) {
    this.#sim = sim;
    this.state = state;
    this.#epoch = epoch;
  }

  start(): void {
    const { timeline } = this.#sim;
    const atMs = timeline.nowMs;
    this.deliver({ type: "loop-started", atMs, epoch: this.#epoch, version: "sim" });
    this.#sim.whims.observe();
    this.#sim.purse.reconcile();
    this.#sim.purse.observe();
    for (const target of this.#sim.roadmaps.keys()) this.look(target);
  }

  get alive(): boolean {
    return this.#alive;
  }

  deliver(input: Input, again = false): void {
    if (!this.#alive) return;
    this.#inbox.push({ input, again });
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#sim.timeline.after(this.#sim.random.between(0, 3), () => this.#turn());
  }

  /** Reads a roadmap and says what is new in it. */
  look(target: string): void {
    const roadmap = this.#sim.roadmaps.get(target);
    if (roadmap === undefined || !this.#alive) return;
    const { digest, upserted, removed } = roadmap.differences(this.state);
    if (this.state.targets.get(target)?.roadmapDigest === digest) return;
    const atMs = this.#sim.timeline.nowMs;
    this.deliver({ type: "roadmap-observed", atMs, target, digest, upserted, removed });
  }

  end(flight: Flight, outcome: Outcome): void {
    if (!this.#alive || this.inFlight.get(flight.effect.id) !== flight) return;
    this.inFlight.delete(flight.effect.id);
    const { effect } = flight;
    const { nowMs: atMs } = this.#sim.timeline;
    this.#tell({ type: "effect-ended", atMs, effect: effect.id, outcome });
  }

  #tell(input: Input): void {
    this.deliver(input);
    this.#sim.mayRepeat(input);
  }

  noteStarted(run: Run): void {
    if (!this.#follows(run)) return;
    const process = { pid: 1, startTime: run.attempt, bootId: "sim" };
    const { nowMs: atMs } = this.#sim.timeline;
    this.#tell({ type: "agent-started", atMs, attempt: run.attempt, process });
  }

  noteProgress(run: Run): void {
    if (!this.#follows(run)) return;
    const { attempt, outputBytes } = run;
    const { nowMs: atMs } = this.#sim.timeline;
    if (this.#sim.random.chance(this.#sim.faults.failedLook / 2)) {
      this.#tell({ type: "agent-unseen", atMs, attempt });
    } else this.#tell({ type: "agent-progressed", atMs, attempt, outputBytes });
  }

  noteSpent(run: Run, spending: Spending, stopped: boolean): void {
    if (!this.#follows(run)) return;
    const { attempt } = run;
    const { nowMs: atMs } = this.#sim.timeline;
    this.#tell({ type: "spent", atMs, attempt, spending, stopped });
  }

  noteEnded(run: Run): void {
    const flight = this.inFlight.get(run.effect);
    if (flight === undefined || run.report === null) return;
    const outcome: Outcome = { kind: "agent-ended", report: run.report };
    const { timeline, random } = this.#sim;
    timeline.after(this.#sim.drawDelay() + random.between(10, 500), () =>
      this.end(flight, outcome),
    );
  }

  #follows({ effect }: Run): boolean {
    return this.#alive && this.inFlight.has(effect);
  }

  /** Nothing more comes from this one; what it had begun may be finished by a child of it. */
  die(tailLost: boolean): void {
    this.#alive = false;
    this.#inbox = [];
    const { random, faults } = this.#sim;
    for (const flight of this.inFlight.values()) {
      flight.cancelled = !random.chance(faults.zombie);
    }
    this.#sim.crashed(tailLost);
  }

  #turn(): void {
    this.#scheduled = false;
    if (!this.#alive) return;
    const sim = this.#sim;
    const batch = this.#inbox;
    this.#inbox = [];
    const turns: (JournalTurn & { readonly again: boolean })[] = [];
    for (const { input, again } of batch) {
      const events = this.#decide(input);
      if (events.length > 0) turns.push({ input, events, again });
    }
    if (sim.dies()) return this.die(true);
    sim.journal.append(turns);
    // Written, and not yet known to be durable: it may be there after the crash, or not.
    const dies = sim.dies();
    if (dies && sim.random.chance(0.5)) return this.die(true);
    sim.journal.sync();
    for (const turn of turns) sim.turned(turn);
    if (dies || sim.dies()) return this.die(false);
    // What changed nothing promises nothing new.
    if (turns.length > 0) this.#perform();
    if (this.#alive) this.#setTimer();
  }

  /** As the daemon does it; most seeds in one go, which is the same and faster. */
  #decide(input: Input): readonly Event[] {
    if (this.#sim.seed % DECIDED_APART_ONE_IN !== 0) return step(this.state, input).events;
    const events = decide(this.state, input);
    for (const event of events) this.state = evolve(this.state, event);
    return events;
  }

  #perform(): void {
    const promised = pendingEffects(this.state);
    const fresh: Effect[] = [];
    for (const effect of promised) if (!this.inFlight.has(effect.id)) fresh.push(effect);
    if (promised.length - fresh.length < this.inFlight.size) this.#abandonAllBut(promised);
    for (const effect of fresh) {
      const flight: Flight = { effect, cancelled: false };
      this.inFlight.set(effect.id, flight);
      this.#sim.happen({ kind: "effect-began", effect, durable: this.#sim.journal.isDurable });
      begin(this.#sim, this, flight);
      if (this.#sim.dies()) return this.die(false);
    }
  }

  #abandonAllBut(promised: readonly Effect[]): void {
    const ids = new Set(promised.map((effect) => effect.id));
    for (const [id, flight] of this.inFlight) {
      if (ids.has(id)) continue;
      flight.cancelled = !this.#sim.random.chance(this.#sim.faults.zombie);
      this.inFlight.delete(id);
    }
  }

  /** One timer, set anew after every turn. The timeline forgets nothing: an early ring is passed on. */
  #setTimer(): void {
    this.#dueAtMs = nextWakeMs(this.state) ?? Number.POSITIVE_INFINITY;
    if (this.#dueAtMs < this.#ringsAtMs) this.#ringLater();
  }

  #ringLater(): void {
    const { timeline } = this.#sim;
    const ringsAtMs = Math.max(this.#dueAtMs, timeline.nowMs + 1);
    if (ringsAtMs >= this.#ringsAtMs) return;
    this.#ringsAtMs = ringsAtMs;
    timeline.at(ringsAtMs, () => {
      if (this.#ringsAtMs !== ringsAtMs || !this.#alive) return;
      this.#ringsAtMs = Number.POSITIVE_INFINITY;
      if (this.#dueAtMs > timeline.nowMs) this.#ringLater();
      else this.deliver({ type: "time-passed", atMs: timeline.nowMs });
    });
  }
}
