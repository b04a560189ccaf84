import { join } from "node:path";
import { initialState } from "../model/index.ts";
import type { Replay } from "../engine/index.ts";
import { evolve, replay } from "../engine/index.ts";
import type { Journal, JournalHearer, JournalRecord, Snapshot } from "../journal/index.ts";
import { acknowledgedSeq, decodeState, openJournal } from "../journal/index.ts";
import type { Event, Input, State } from "../model/index.ts";
import { nowMs, pathExists, readLockHolder, sleep } from "../platform/index.ts";
import type { LockHolder } from "../platform/index.ts";
import type { Confinement } from "./confinement.ts";
import { readConfinement } from "./confinement.ts";
import type { SeenEvent } from "./loop.ts";
import type { Workplace } from "./workplace.ts";

export interface Seen {
  readonly state: State;
  /** The newest record folded in: two views with the same number agree (law I13). */
  readonly seq: number;
}

/** The fold of a journal, as far as it was heard. */
class Fold implements JournalHearer {
  #state = initialState();
  #seq = 0;

  begin(snapshot: Snapshot | null): void {
    this.#state = snapshot === null ? initialState() : decodeState(snapshot.bytes);
    this.#seq = snapshot?.seq ?? 0;
  }

  add(record: JournalRecord): void {
    if (record.kind === "event") this.#state = evolve(this.#state, record.body);
    this.#seq = record.seq;
  }

  get seen(): Seen {
    return { state: this.#state, seq: this.#seq };
  }
}

/** Opens the journal in `dir` to read, and lets go of it afterwards. */
export function readJournal<T>(dir: string, read: (journal: Journal) => T): T {
  const journal = openJournal(dir, { mode: "read" });
  try {
    return read(journal);
  } finally {
    journal.close();
  }
}

/** Folds a journal from its newest snapshot. */
export function foldJournal(journal: Journal): Seen {
  const fold = new Fold();
  const snapshot = journal.newestSnapshot();
  fold.begin(snapshot);
  for (const record of journal.read({ fromSeq: (snapshot?.seq ?? 0) + 1 })) fold.add(record);
  return fold.seen;
}

/** Opens a journal to write, and folds it from what is checked on the way. */
export function openFolded(dir: string): { readonly journal: Journal; readonly seen: Seen } {
  const fold = new Fold();
  const journal = openJournal(dir, { mode: "write", hearer: fold });
  return { journal, seen: fold.seen };
}

export interface SeenPlace extends Seen {
  /** Now; the newest time on record, where a clock has been set back since. */
  readonly atMs: number;
  /** Who leads here now. */
  readonly leader: LockHolder | null;
  readonly confinement: Confinement | null;
}

/** What the journal says, without taking the lock or touching anything. */
export function readState(workplace: Workplace): SeenPlace {
  const leader = readLockHolder(workplace.lockPath);
  const confinement = readConfinement(workplace.stateDir);
  const seen = hasJournal(workplace)
    ? readJournal(workplace.journalDir, foldJournal)
    : { state: initialState(), seq: 0 };
  return { ...seen, atMs: Math.max(nowMs(), seen.state.nowMs), leader, confinement };
}

/**
 * Reading starts at the newest snapshot and checks what comes after it. Before something that
 * cannot be undone everything below is checked too (decision 16). Throws `journal-corrupt`.
 */
export function requireSoundJournal(workplace: Workplace): void {
  if (!hasJournal(workplace)) return;
  readJournal(workplace.journalDir, (journal) => journal.verifyAll());
}

/** Also where it is gone: what its anchor still knows of must not look as if nothing ever was. */
export function hasJournal({ journalDir }: Workplace): boolean {
  return pathExists(join(journalDir, "journal.db")) || (acknowledgedSeq(journalDir) ?? 0) > 0;
}

export function readEvents(
  workplace: Workplace,
  options: { readonly fromSeq: number; readonly limit?: number },
): SeenEvent[] {
  if (!hasJournal(workplace)) return [];
  return readJournal(workplace.journalDir, (journal) => {
    const events: SeenEvent[] = [];
    for (const seen of eventsOf(journal, options.fromSeq - 1)) {
      events.push(seen);
      if (options.limit !== undefined && events.length >= options.limit) break;
    }
    return events;
  });
}

const LOOK_MS = 100;

/**
 * Waits until the journal says more than it did at `seenSeq` (null: not looked at yet), or for a
 * moment when that cannot be told; gives back how far it goes. `isOver` ends the waiting.
 */
export async function awaitNews(
  { journalDir }: Workplace,
  seenSeq: number | null,
  isOver: () => boolean,
): Promise<number | null> {
  for (;;) {
    await sleep(LOOK_MS);
    const seq = acknowledgedSeq(journalDir);
    if (seq === null || seq !== seenSeq || isOver()) return seq;
  }
}

/** What was seen, oldest first. */
export function* readInputs(workplace: Workplace): Generator<Input, void, undefined> {
  if (!hasJournal(workplace)) return;
  const journal = openJournal(workplace.journalDir, { mode: "read" });
  try {
    for (const record of journal.read({ kinds: ["input"] })) {
      if (record.kind === "input") yield record.body;
    }
  } finally {
    journal.close();
  }
}

/** The events after a position. */
export function* eventsOf(journal: Journal, seq: number): Generator<SeenEvent, void, undefined> {
  for (const record of journal.read({ fromSeq: seq + 1, kinds: ["event"] })) {
    if (record.kind === "event") yield { seq: record.seq, event: record.body };
  }
}

/** Follows events as they become durable until `signal` aborts. */
export async function followEvents(
  workplace: Workplace,
  options: { readonly fromSeq: number; readonly signal: AbortSignal },
  onEvent: (seen: SeenEvent) => void,
): Promise<void> {
  const isOver = (): boolean => options.signal.aborted;
  let next = options.fromSeq;
  let reach: number | null = null;
  while (!isOver()) {
    for (const seen of readEvents(workplace, { fromSeq: next })) {
      onEvent(seen);
      next = seen.seq + 1;
    }
    reach = await awaitNews(workplace, reach, isOver);
  }
}

/** Beside what the fold came to: how many records it read. */
export interface ReplayReport extends Replay {
  readonly records: number;
}

/** Runs every journalled input through the decisions again and compares (I6 of the features). */
export function replayJournal(workplace: Workplace, untilSeq?: number): ReplayReport {
  return readJournal(workplace.journalDir, (journal) => {
    const turns: { seq: number; input: Input; events: Event[] }[] = [];
    let records = 0;
    for (const record of journal.read({ fromSeq: 1 })) {
      if (untilSeq !== undefined && record.seq > untilSeq) break;
      records += 1;
      if (record.kind === "input") {
        turns.push({ seq: record.seq, input: record.body, events: [] });
      } else {
        turns.at(-1)?.events.push(record.body);
      }
    }
    return { records, ...replay(turns) };
  });
}
