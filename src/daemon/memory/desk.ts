import type { Journal } from "../../journal/index.ts";
import type { JournalPlace, MemoryRecord, MemoryStore } from "../../memory/index.ts";
import { foldMemory, formatForPrompt, openMemory } from "../../memory/index.ts";
import type { AgentIdentity, State, StreamFacts } from "../../model/index.ts";
import { LIMITS, OrchestratorError } from "../../model/index.ts";
import type { Log } from "../../platform/index.ts";
import { pathExists } from "../../platform/index.ts";
import type { SeenEvent } from "../loop.ts";
import { messageOf } from "../message-of.ts";
import type { Workplace } from "../workplace.ts";
import { landedIn, newsSince } from "./catch-up.ts";
import { memoryPath } from "./place.ts";

type Work = Pick<StreamFacts, "target" | "title" | "files">;

/** So many records without a note are worth knowing when the journal is read the next time. */
const PLACE_EVERY_RECORDS = 2_000;

/**
 * A leader's hold on the repository's memory, made when there is something to keep. No decision
 * rests on it, so what goes wrong with it ends nothing: what it misses is in the journal, and taken
 * in later.
 */
export class MemoryDesk {
  readonly #path: string;
  readonly #journal: Journal;
  readonly #log: Log;
  #store: MemoryStore | null = null;
  /** How far this leader has read the journal; null: it has not begun. */
  #read: JournalPlace | null = null;

  constructor(workplace: Workplace, journal: Journal, log: Log) {
    this.#path = memoryPath(workplace);
    this.#journal = journal;
    this.#log = log;
  }

  /** What an agent is told of it for a work stream; null: nothing. */
  forPrompt(agent: AgentIdentity, work: Work, state: State, nowMs: number): string | null {
    const told = this.#attempt("read", () => {
      const entries = foldMemory(this.#caughtUp(state), { nowMs, hasLanded: landedIn(state) });
      return formatForPrompt(entries, {
        agent: agent.name,
        target: work.target,
        subject: [work.title, ...work.files],
        tokensMax: LIMITS.memoryPromptTokensMax,
      });
    });
    return told ?? null;
  }

  /** What agents want to be known is kept as soon as the journal has it. */
  heed(events: readonly SeenEvent[], state: State): void {
    const isNews = events.some(
      ({ event }) => event.type === "agent-ended" && event.report.remembered !== undefined,
    );
    if (isNews) this.#attempt("write", () => this.#caughtUp(state));
  }

  close(): void {
    this.#store?.close();
    this.#store = null;
  }

  #caughtUp(state: State): readonly MemoryRecord[] {
    if (this.#store === null && pathExists(this.#path)) this.#store = openMemory(this.#path);
    const known = this.#read ?? this.#store?.place() ?? { seq: 0, mark: "" };
    const { records, place } = newsSince(this.#journal, known, state);
    if (records.length > 0) {
      this.#store ??= openMemory(this.#path);
      this.#store.addFromJournal(records, place);
    }
    this.#read = place;
    this.#keepPlace();
    return this.#store?.kept().records ?? [];
  }

  /** A long way without a note is not gone again by whoever leads next. */
  #keepPlace(): void {
    const kept = this.#store?.place().seq ?? 0;
    if (this.#read === null || this.#read.seq - kept < PLACE_EVERY_RECORDS) return;
    this.#store ??= openMemory(this.#path);
    this.#store.addFromJournal([], this.#read);
  }

  #attempt<T>(what: string, work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof OrchestratorError)) throw error;
      this.#log.warn(`memory not to ${what}`, { error: messageOf(error) });
      return undefined;
    }
  }
}
