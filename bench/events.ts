import { join } from "node:path";
import { openJournal } from "../src/journal/index.ts";
import type { Event } from "../src/model/index.ts";

/** All events of a repository's journal, in order. */
export function eventsIn(root: string): Event[] {
  const journal = openJournal(join(root, ".orchestrator"), { mode: "read" });
  try {
    return [...journal.read({ kinds: ["event"] })].map((record) => record.body as Event);
  } finally {
    journal.close();
  }
}

/** How many of a type there are so far; none where there is no journal yet. */
export function countOf(root: string, type: Event["type"]): number {
  try {
    return eventsIn(root).filter((event) => event.type === type).length;
  } catch {
    return 0;
  }
}

export type AttemptEvent = Extract<
  Event,
  { readonly type: "claimed" | "prepared" | "agent-started" | "landed" }
>;

/** The first event of each attempt of a kind. */
export function byAttempt(
  events: readonly Event[],
  type: AttemptEvent["type"],
): ReadonlyMap<string, AttemptEvent> {
  const found = new Map<string, AttemptEvent>();
  for (const event of events) {
    if (event.type !== type || !("attempt" in event) || found.has(event.attempt)) continue;
    found.set(event.attempt, event);
  }
  return found;
}
