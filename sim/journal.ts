import { initialState } from "../src/model/index.ts";
import type { Event, Input, State } from "../src/model/index.ts";
import { evolve } from "../src/engine/index.ts";

export interface JournalTurn {
  readonly input: Input;
  readonly events: readonly Event[];
}

/** A state, and the number of turns that made it. */
interface Position {
  readonly state: State;
  readonly turns: number;
}

/** A journal with a durable prefix and a tail that a crash may drop, whole turns at a time. */
export class Journal {
  readonly turns: JournalTurn[] = [];
  #durable = 0;
  #snapshot: Position | null = null;
  /** How far the records were read without a snapshot. */
  #read: Position = { state: initialState(), turns: 0 };

  append(turns: readonly JournalTurn[]): void {
    this.turns.push(...turns);
  }

  sync(): void {
    this.#durable = this.turns.length;
  }

  get isDurable(): boolean {
    return this.#durable === this.turns.length;
  }

  /** The power went, or the process: what was not synced may be gone. */
  crash(tailLost: boolean): void {
    if (tailLost) this.turns.length = this.#durable;
    else this.#durable = this.turns.length;
  }

  saveSnapshot(state: State): void {
    this.#snapshot = { state: copyOf(state), turns: this.turns.length };
  }

  /** The state as its records say, from the newest snapshot that they still reach. */
  fold(useSnapshot: boolean): State {
    const snapshot = this.#snapshot;
    const usable = useSnapshot && snapshot !== null && snapshot.turns <= this.turns.length;
    const from = usable ? snapshot : this.#read;
    const state = this.#foldFrom(copyOf(from.state), from.turns);
    // Durable as far as it was read: no crash takes it back, and nobody need read it again.
    if (!usable) this.#read = { state: copyOf(state), turns: this.turns.length };
    return state;
  }

  #foldFrom(start: State, turns: number): State {
    let state = start;
    for (let i = turns; i < this.turns.length; i++) {
      for (const event of this.turns[i]?.events ?? []) state = evolve(state, event);
    }
    return state;
  }
}

/**
 * A state's own parts are written in place, what they hold is not (law I12). It is laid out as one
 * that began empty is: whoever reads both knows where to look.
 */
function copyOf(state: State): State {
  const copied = Object.assign(initialState(), state);
  const copy = copied as unknown as Record<string, unknown>;
  for (const name of Object.keys(copy)) {
    const part = copy[name];
    if (part instanceof Map) copy[name] = new Map(part);
  }
  return copied;
}
