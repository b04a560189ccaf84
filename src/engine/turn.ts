import type { DecisionReason, Event, State, StreamKey } from "../model/index.ts";
import type { Ledger } from "./draft.ts";
import { applyEvent } from "./evolve.ts";
import type { Worklist } from "./worklist.ts";

/** One decision in the making: every event is in force as soon as it is emitted. */
export interface Turn {
  readonly ledger: Ledger;
  readonly state: State;
  readonly work: Worklist;
  readonly atMs: number;
  readonly events: Event[];
  /** What kept streams from being claimed although there was room; null while nothing has. */
  obstacles: Map<StreamKey, DecisionReason> | null;
}

type WithoutTime<E> = E extends Event ? Omit<E, "atMs"> : never;

/** Takes the event over: every caller makes its own, and it is stamped and not copied. */
export function emit(turn: Turn, event: WithoutTime<Event>): void {
  const timed = event as Event & { atMs: number };
  timed.atMs = turn.atMs;
  turn.events.push(timed);
  applyEvent(turn.ledger, timed);
}

/** Looks at every event so far, and not again at what is emitted for it. */
export function lookBack({ events }: Turn, look: (event: Event) => void): void {
  const { length } = events;
  for (let at = 0; at < length; at++) {
    const event = events[at];
    if (event !== undefined) look(event);
  }
}

/** Says no to a person, and why, in a sentence. */
export function refuse(turn: Turn, act: string, message: string): void {
  emit(turn, { type: "act-refused", act, message });
}
