import { initialState } from "../model/index.ts";
import type { Event, Input, State } from "../model/index.ts";
import { decide } from "./decide.ts";
import { evolve } from "./evolve.ts";

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
      if (!isSame(decided, events)) {
        divergence = { seq, recorded: events, decided };
      }
    }
    for (const event of events) state = evolve(state, event);
  }
  return { state, divergence };
}

/**
 * Whether two values say the same, whatever the order in which a decoder put their keys. A key
 * without a value is as good as none, and what is no number is null: so JSON has it.
 */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) {
    return asJson(a) === asJson(b);
  }
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((part, at) => isSame(part, b[at]));
  }
  const one = a as Readonly<Record<string, unknown>>;
  const other = b as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(one)) if (!isSame(one[key], other[key])) return false;
  for (const key of Object.keys(other)) {
    if (other[key] !== undefined && !(key in one)) return false;
  }
  return true;
}

function asJson(value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? null : value;
}
