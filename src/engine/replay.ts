import type { Event, Input, State } from "../model/index.ts";
import { decide } from "./decide.ts";
import { evolve } from "./evolve.ts";
import { initialState } from "./initial-state.ts";

/** One turn of a journal: what was seen, and what followed from it then. */
export interface RecordedTurn {
  readonly seq: number;
  readonly input: Input;
  readonly events: readonly Event[];
}

export interface Replay {
  readonly state: State;
  /** The first turn that today's rules would decide otherwise; the events stay the truth. */
  readonly divergence: {
    readonly seq: number;
    readonly recorded: readonly Event[];
    readonly decided: readonly Event[];
  } | null;
}

/** Folds recorded turns and decides each input again beside it (law I12, decision 17). */
export function replay(turns: Iterable<RecordedTurn>, from: State = initialState()): Replay {
  let state = from;
  let divergence: Replay["divergence"] = null;
  for (const { seq, input, events } of turns) {
    if (divergence === null) {
      const decided = decide(state, input);
      if (canonical(decided) !== canonical(events)) {
        divergence = { seq, recorded: events, decided };
      }
    }
    for (const event of events) state = evolve(state, event);
  }
  return { state, divergence };
}

/** The same text for the same value, whatever the order in which a decoder put its keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(
      Object.entries(part).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
    );
  });
}
