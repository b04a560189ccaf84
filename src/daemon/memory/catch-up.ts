import type { Journal } from "../../journal/index.ts";
import type { JournalPlace, Keyed } from "../../memory/index.ts";
import { agentSaying, attemptKey } from "../../memory/index.ts";
import type { AttemptId, Event, State } from "../../model/index.ts";
import { keyOf, targetOf } from "../../model/index.ts";
import { sha256 } from "../../platform/index.ts";

/** What a journal tells of memory since a place in it, and how far that goes. */
export interface News {
  readonly records: readonly Keyed[];
  readonly place: JournalPlace;
}

/**
 * The journal is where agents' notes are durable first (law I2): whatever was killed before it put
 * them into the memory, the next to look finds them here. The place of another journal than this
 * one (it was repaired, or begun anew) counts for nothing; what is read twice is kept once.
 */
export function newsSince(journal: Journal, known: JournalPlace, state: State): News {
  const from = isIn(journal, known) ? known : { seq: 0, mark: "" };
  const records: Keyed[] = [];
  let place = from;
  let last: Event | null = null;
  for (const record of journal.read({ fromSeq: from.seq + 1, kinds: ["event"] })) {
    if (record.kind !== "event") continue;
    records.push(...notesIn(record.body, state));
    last = record.body;
    place = { ...place, seq: record.seq };
  }
  return { records, place: last === null ? place : { seq: place.seq, mark: markOf(last) } };
}

function isIn(journal: Journal, { seq, mark }: JournalPlace): boolean {
  if (seq === 0) return true;
  if (seq > journal.head().seq) return false;
  const [found] = journal.read({ fromSeq: seq, limit: 1, kinds: ["event"] });
  return found?.kind === "event" && found.seq === seq && markOf(found.body) === mark;
}

function markOf(event: Event): string {
  return sha256(JSON.stringify(event)).slice(0, 16);
}

/** What an agent wants later work to know, in its own journal. */
function notesIn(event: Event, state: State): Keyed[] {
  if (event.type !== "agent-ended") return [];
  const { attempt, atMs } = event;
  return (event.report.remembered ?? []).flatMap((note, index) => {
    const origin = {
      by: "agent",
      who: nameOf(state, attempt),
      attempt,
      target: targetOf(keyOf(attempt)),
      session: state.session?.id ?? null,
      atMs,
    } as const;
    const record = agentSaying(note, origin);
    return record === null ? [] : [{ key: attemptKey(attempt, index, note.text), record }];
  });
}

function nameOf(state: State, attempt: AttemptId): string {
  const attempts = state.streams.get(keyOf(attempt))?.attempts ?? [];
  return attempts.find((one) => one.attempt === attempt)?.agent.name ?? "somebody";
}

/** What the attempt did is on the branch now. */
export function landedIn(state: State): (attempt: AttemptId) => boolean {
  return (attempt) => {
    const stage = state.streams.get(keyOf(attempt))?.stage;
    return stage?.kind === "completed" && stage.attempt === attempt;
  };
}
