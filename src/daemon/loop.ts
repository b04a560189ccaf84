import { nextWakeMs, pendingEffects, step } from "../engine/index.ts";
import type { Journal } from "../journal/index.ts";
import type { Effect, EffectId, Event, Input, Outcome, State } from "../model/index.ts";
import { LIMITS } from "../model/index.ts";
import { isDefect, withHint } from "./message-of.ts";
import { losePatience } from "./patience.ts";

export interface SeenEvent {
  readonly seq: number;
  readonly event: Event;
}

/** Acts on the world for the loop; resolves with what it found. Must be harmless to repeat. */
export type Perform = (effect: Effect, signal: AbortSignal) => Promise<Outcome>;

export interface LoopOptions {
  readonly journal: Journal;
  readonly state: State;
  readonly clock: () => number;
  readonly perform: Perform;
  /** `none` only records inputs: for most of what a person asks for while no leader lives. */
  readonly performing: "all" | "none" | ReadonlySet<Effect["kind"]>;
  /** After the events are durable; must not throw. */
  readonly onEvents: (events: readonly SeenEvent[], state: State) => void;
  /** Around performing an effect: what the debug log (and the kill-point search) goes by. */
  readonly onPerform: (effect: Effect, phase: "begun" | "ended") => void;
  /** The journal could not be written or the engine threw: nothing may be done any more. */
  readonly onFatal: (error: unknown) => void;
}

interface Waiting {
  readonly input: Input;
  readonly settle: (events: readonly Event[]) => void;
}

interface Decided extends Waiting {
  readonly events: readonly Event[];
}

/** Longest sleep: timers beyond 24.8 days overflow, and a look now and then costs nothing. */
const WAKE_MS_MAX = 60_000;

/**
 * The one loop (law I2): inputs are decided one after another, made durable together with their
 * events, and only then acted upon. Everything else in the daemon only submits inputs.
 */
export class Loop {
  readonly #options: LoopOptions;
  #state: State;
  #waiting: Waiting[] = [];
  #scheduled = false;
  #ended = false;
  /** A turn came to nothing: the state is ahead of the journal for good, by half of it perhaps. */
  #broken = false;
  /** The turn that is being made durable; the state is ahead of the journal until it is. */
  #recording: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;
  /** When it goes off. */
  #wakeMs = 0;
  readonly #inFlight = new Map<EffectId, AbortController>();
  /** Performed, and their outcome not yet decided upon: still promised, and not to be begun again. */
  readonly #answered = new Set<EffectId>();

  constructor(options: LoopOptions) {
    this.#options = options;
    this.#state = options.state;
  }

  get state(): State {
    return this.#state;
  }

  get now(): number {
    return this.#options.clock();
  }

  /** True when the journal holds everything that the state follows from. */
  get recorded(): boolean {
    return this.#recording === null && !this.#broken;
  }

  /** True when nothing is promised, running or waiting to be decided. */
  get quiet(): boolean {
    return this.recorded && this.#waiting.length === 0 && this.#inFlight.size === 0;
  }

  /** Resolves with the input's events once they are durable. */
  submit(input: Input): Promise<readonly Event[]> {
    return new Promise((settle) => {
      if (this.#ended) {
        settle([]);
        return;
      }
      this.#waiting.push({ input: asWritten(input), settle });
      this.#schedule();
    });
  }

  /**
   * Takes no more inputs and lets go of everything in flight; agents are not touched. Resolves when
   * the journal is not being written to any more.
   */
  async end(): Promise<void> {
    this.#ended = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    for (const controller of this.#inFlight.values()) controller.abort();
    for (const { settle } of this.#waiting.splice(0)) settle([]);
    await this.#recording;
  }

  #schedule(): void {
    if (this.#scheduled || this.#recording !== null) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      if (!this.#ended) this.#turn();
    });
  }

  #turn(): void {
    const batch = this.#waiting.splice(0, LIMITS.journalTurnRecordsMax);
    try {
      const decided = batch.map((waiting) => this.#decide(waiting));
      // An input that decided nothing says nothing about the state: it need not be kept.
      const turns = decided.filter(({ events }) => events.length > 0);
      if (turns.length === 0) this.#goOn(decided);
      else this.#recording = this.#record(decided, turns);
    } catch (error) {
      this.#fail(batch, error);
    }
  }

  #decide({ input, settle }: Waiting): Decided {
    if (input.type === "effect-ended") this.#answered.delete(input.effect);
    const { state, events } = step(this.#state, input);
    this.#state = state;
    return { input, events, settle };
  }

  /** Whatever arrives while the disk is at work is decided in one turn after it. */
  async #record(decided: readonly Decided[], turns: readonly Decided[]): Promise<void> {
    try {
      const { seq } = await this.#options.journal.appendSoon(turns);
      this.#recording = null;
      if (!this.#ended) this.#tell(turns, seq - records(turns) + 1);
      this.#goOn(decided);
    } catch (error) {
      this.#recording = null;
      this.#fail(decided, error);
    }
  }

  #tell(turns: readonly Decided[], first: number): void {
    const seen: SeenEvent[] = [];
    let at = first;
    for (const turn of turns) {
      at += 1;
      for (const event of turn.events) seen.push({ seq: at++, event });
    }
    this.#options.onEvents(seen, this.#state);
  }

  /** Everything decided is durable: whoever waits may know it, and it may be acted upon. */
  #goOn(decided: readonly Decided[]): void {
    for (const { settle, events } of decided) settle(events);
    if (this.#ended) return;
    this.#perform();
    this.#setTimer();
    if (this.#waiting.length > 0) this.#schedule();
  }

  /** Nothing of it is so: whoever waits must not act on it, nor wait for ever. */
  #fail(batch: readonly Waiting[], error: unknown): void {
    this.#broken = true;
    for (const { settle } of batch) settle([]);
    void this.end();
    this.#options.onFatal(error);
  }

  #perform(): void {
    const { performing } = this.#options;
    if (performing === "none") return;
    const promised = pendingEffects(this.#state);
    const fresh: Effect[] = [];
    let known = 0;
    for (const effect of promised) {
      if (performing !== "all" && !performing.has(effect.kind)) continue;
      if (this.#inFlight.has(effect.id)) known += 1;
      else if (!this.#answered.has(effect.id)) fresh.push(effect);
    }
    if (known < this.#inFlight.size) this.#abortAllBut(promised);
    for (const effect of fresh) void this.#start(effect);
  }

  #abortAllBut(promised: readonly Effect[]): void {
    const ids = new Set(promised.map(({ id }) => id));
    for (const [id, controller] of this.#inFlight) if (!ids.has(id)) controller.abort();
  }

  async #start(effect: Effect): Promise<void> {
    const controller = new AbortController();
    this.#inFlight.set(effect.id, controller);
    let outcome: Outcome;
    this.#options.onPerform(effect, "begun");
    try {
      outcome = await this.#options.perform(effect, controller.signal);
    } catch (error) {
      // What a performer throws is a look that failed, never a verdict; a mistake of our own is
      // neither, and trying it again for ever would only hide it.
      if (isDefect(error)) {
        void this.end();
        this.#options.onFatal(error);
        return;
      }
      outcome = { kind: "failed-look", message: withHint(error) };
    }
    outcome = losePatience(this.#state, effect, outcome);
    this.#options.onPerform(effect, "ended");
    this.#inFlight.delete(effect.id);
    if (this.#ended || controller.signal.aborted) {
      if (!this.#ended) this.#schedule();
      return;
    }
    this.#answered.add(effect.id);
    void this.submit({ type: "effect-ended", atMs: this.now, effect: effect.id, outcome });
  }

  /** One that goes off too soon is left alone: it decides nothing, and sets the next. */
  #setTimer(): void {
    const due = this.#ended ? null : nextWakeMs(this.#state);
    if (this.#timer !== null) {
      if (due !== null && this.#wakeMs <= due) return;
      clearTimeout(this.#timer);
      this.#timer = null;
    }
    if (due === null) return;
    const { now } = this;
    const delay = Math.min(Math.max(due - now, 1), WAKE_MS_MAX);
    this.#wakeMs = now + delay;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.submit({ type: "time-passed", atMs: this.now });
    }, delay);
  }
}

/**
 * The input as the journal gives it back (law I12). Its strings are its own by then: one that was cut
 * out of a text would hold all of that text for as long as the state holds the string, and every
 * landing leaves a title of another version of the roadmap behind.
 */
function asWritten(input: Input): Input {
  return JSON.parse(JSON.stringify(input)) as Input;
}

function records(turns: readonly { readonly events: readonly Event[] }[]): number {
  return turns.reduce((sum, turn) => sum + 1 + turn.events.length, 0);
}
