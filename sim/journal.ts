import type { Event, Input, State } from "../src/model/index.ts";
import { evolve, initialState } from "../src/engine/index.ts";

export interface JournalTurn {
  readonly input: Input;
  readonly events: readonly Event[];
}

/** A journal with a durable prefix and a tail that a crash may drop, whole turns at a time. */
export class Journal {
  readonly turns: JournalTurn[] = [];
  #durable = 0;
  #snapshot: { readonly state: State; readonly turns: number } | null = null;

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
    this.#snapshot = { state: structuredClone(state), turns: this.turns.length };
  }

  /** The state as its records say, from the newest snapshot that they still reach. */
  fold(useSnapshot: boolean): State {
    const snapshot = this.#snapshot;
    const usable = useSnapshot && snapshot !== null && snapshot.turns <= this.turns.length;
    let state = usable ? structuredClone(snapshot.state) : initialState();
    for (let i = usable ? snapshot.turns : 0; i < this.turns.length; i++) {
      for (const event of this.turns[i]?.events ?? []) state = evolve(state, event);
    }
    return state;
  }
}
