import type { Journal } from "../../journal/index.ts";
import { encodeState } from "../../journal/index.ts";
import type { State } from "../../model/index.ts";
import { LIMITS, OrchestratorError } from "../../model/index.ts";

/** Keeps folds of the journal, so that whoever looks or starts after a crash has little to fold. */
export class Snapshots {
  readonly #journal: Journal;
  #seq: number;

  constructor(journal: Journal, seq: number) {
    this.#journal = journal;
    this.#seq = seq;
  }

  /** In the middle of work: only once a lot has come together. */
  follow(seq: number, state: State): void {
    if (seq - this.#seq >= LIMITS.snapshotEveryRecords) this.take(seq, state);
  }

  /** While nothing else happens; one that fails is no loss. */
  followIdly(seq: number, state: State): void {
    if (seq - this.#seq < LIMITS.snapshotIdleRecords) return;
    try {
      this.take(seq, state);
    } catch (error) {
      if (!(error instanceof OrchestratorError)) throw error;
    }
  }

  take(seq: number, state: State): void {
    this.#journal.saveSnapshot(seq, encodeState(state));
    this.#seq = seq;
  }
}
