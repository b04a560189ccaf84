import { join } from "node:path";
import type {
  MemoryEntry,
  MemoryRecord,
  MemoryStore,
  Note,
  RevokedScope,
} from "../../memory/index.ts";
import {
  cutSaying,
  entryId,
  foldMemory,
  newKey,
  openMemory,
  plainName,
  readMemory,
  readOriginJournal,
  sayingOf,
} from "../../memory/index.ts";
import type { TargetId } from "../../model/index.ts";
import { initialState } from "../../model/index.ts";
import { nowMs, sha256, userName } from "../../platform/index.ts";
import { excludeOurFiles } from "../exclude.ts";
import { foldJournal, hasJournal, readJournal } from "../read.ts";
import type { Workplace } from "../workplace.ts";
import { landedIn, newsSince } from "./catch-up.ts";

/** Beside the journal, in the main checkout: one memory for all checkouts of a repository. */
export function memoryPath({ journalDir }: Pick<Workplace, "journalDir">): string {
  return join(journalDir, "memory.db");
}

/**
 * All that is remembered here, whoever leads or whether anybody does, in the order in which it was
 * first said: what was kept, and what the journal tells beyond it. Changes nothing.
 */
export function rememberedHere(workplace: Workplace): readonly MemoryEntry[] {
  const { records, place } = readMemory(memoryPath(workplace));
  const now = nowMs();
  if (!hasJournal(workplace)) {
    const hasLanded = landedIn(initialState());
    return foldMemory(records, { nowMs: now, hasLanded });
  }
  return readJournal(workplace.journalDir, (journal) => {
    const { state } = foldJournal(journal);
    const news = newsSince(journal, place, state);
    const all = [...records, ...news.records.map(({ record }) => record)];
    return foldMemory(all, { nowMs: now, hasLanded: landedIn(state) });
  });
}

/** Who says something by hand: a person, or a program in an agent's name. */
export interface Hand {
  readonly by: "person" | "agent";
  /** Null: the user. */
  readonly who: string | null;
  readonly target: TargetId | null;
}

/**
 * Notes something; gives the entry's id.
 * @throws OrchestratorError `usage` where nothing or too much is said
 */
export function remember(workplace: Workplace, note: Note, hand: Hand): string {
  const { by, target } = hand;
  const who = hand.who ?? userName();
  const origin = { by, who, attempt: null, target, session: null, atMs: nowMs() };
  const said = sayingOf(note, origin);
  put(workplace, [said]);
  return entryId(said);
}

/** From now on nothing that was said before counts that is of this entry, attempt or speaker. */
export function revokeMemory(
  workplace: Workplace,
  what: { readonly scope: RevokedScope; readonly name: string },
  reason: string,
): void {
  put(workplace, [{ kind: "revoked", ...what, by: userName(), reason, atMs: nowMs() }]);
}

/**
 * Takes an agent's journal from a file of the origin's shape; again, it changes nothing.
 * @throws OrchestratorError `bad-config`
 */
export function importMemory(
  workplace: Workplace,
  text: string,
  target: TargetId | null,
): { readonly name: string; readonly added: number; readonly unread: number } {
  const { name, sayings, unread } = readOriginJournal(text, nowMs());
  const keyed = sayings.flatMap((one) => {
    const origin = {
      by: "import",
      who: name,
      attempt: null,
      target,
      session: one.session,
    } as const;
    const note = { ...one, kind: one.note };
    const record = cutSaying(note, { ...origin, atMs: one.atMs }, one.summary);
    if (record === null) return [];
    const of = [target, name, one.note, one.summary, one.about, one.content];
    return [{ key: `import/${sha256(JSON.stringify(of)).slice(0, 24)}`, record }];
  });
  const added = withStore(workplace, (store) => store.add(keyed));
  return { name: plainName(name), added, unread };
}

function put(workplace: Workplace, records: readonly MemoryRecord[]): void {
  withStore(workplace, (store) => store.add(records.map((record) => ({ key: newKey(), record }))));
}

/** What the journal told before is taken in first: a word about it has to come after it. */
function withStore<T>(workplace: Workplace, work: (store: MemoryStore) => T): T {
  excludeOurFiles(workplace);
  const store = openMemory(memoryPath(workplace));
  try {
    if (hasJournal(workplace)) {
      const news = readJournal(workplace.journalDir, (journal) =>
        newsSince(journal, store.place(), foldJournal(journal).state),
      );
      if (news.records.length > 0) store.addFromJournal(news.records, news.place);
    }
    return work(store);
  } finally {
    store.close();
  }
}
