import type { Journal } from "../../journal/index.ts";
import type { MemoryStore } from "../../memory/index.ts";
import { foldMemory, formatForPrompt, openMemory } from "../../memory/index.ts";
import type { AgentIdentity, State, StreamFacts } from "../../model/index.ts";
import { LIMITS, OrchestratorError } from "../../model/index.ts";
import type { Log } from "../../platform/index.ts";
import type { SeenEvent } from "../loop.ts";
import { messageOf } from "../message-of.ts";
import type { Workplace } from "../workplace.ts";
import { landedIn, newsSince } from "./catch-up.ts";
import { memoryPath } from "./place.ts";

type Work = Pick<StreamFacts, "target" | "title" | "files">;

/**
 * A leader's hold on the repository's memory, opened when first wanted. No decision rests on it, so
 * what goes wrong with it ends nothing: what it misses is in the journal, and taken in later.
 */
export class MemoryDesk {
  readonly #path: string;
  readonly #journal: Journal;
  readonly #log: Log;
  #store: MemoryStore | null = null;

  constructor(workplace: Workplace, journal: Journal, log: Log) {
    this.#path = memoryPath(workplace);
    this.#journal = journal;
    this.#log = log;
  }

  /** What an agent is told of it for a work stream; null: nothing. */
  forPrompt(agent: AgentIdentity, work: Work, state: State, nowMs: number): string | null {
    const told = this.#attempt("read", () => {
      const store = this.#catchUp(state, false);
      const entries = foldMemory(store.kept().records, { nowMs, hasLanded: landedIn(state) });
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
    if (isNews) this.#attempt("write", () => this.#catchUp(state, true));
  }

  /** Where nobody noted anything, how far that is so is worth knowing too. */
  close(state: State): void {
    if (this.#store === null) return;
    this.#attempt("write", () => this.#catchUp(state, true));
    this.#store.close();
    this.#store = null;
  }

  #catchUp(state: State, always: boolean): MemoryStore {
    this.#store ??= openMemory(this.#path);
    const known = this.#store.place();
    const { records, place } = newsSince(this.#journal, known, state);
    if (records.length > 0 || (always && place.seq !== known.seq)) {
      this.#store.addFromJournal(records, place);
    }
    return this.#store;
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
