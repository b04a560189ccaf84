import { join } from "node:path";
import { OrchestratorError } from "../model/index.ts";
import {
  ensureDir,
  moveFile,
  openDatabase,
  pathExists,
  removeTreeSync,
  syncDir,
} from "../platform/index.ts";
import { GENESIS } from "./chain.ts";
import { anchorPathOf, type Turn } from "./journal.ts";
import { openJournal } from "./open.ts";
import { RecordTable, decodeRecord } from "./record.ts";

export interface Salvaged {
  /** Whole turns from the first on, each as it was written. */
  readonly turns: readonly Turn[];
  /** The newest record of them; 0 when nothing could be read. */
  readonly seq: number;
  /** What ended it; null when the chain is sound to its end. */
  readonly damage: string | null;
}

/**
 * Reads a damaged journal as far as its chain is sound, without its anchor's word for the end. The
 * turn in which the damage lies is not taken: half of a decision is none.
 */
export function salvage(dir: string): Salvaged {
  const path = join(dir, "journal.db");
  const turns: { input: Turn["input"]; events: Turn["events"][number][] }[] = [];
  let seq = 0;
  let damage: string | null = null;
  if (!pathExists(path)) return { turns, seq, damage: "there is no database" };
  try {
    const database = openDatabase(path, { readonly: true });
    try {
      const records = new RecordTable(database, "read");
      for (const stored of records.verified(1, GENESIS, path)) {
        const record = decodeRecord(stored);
        if (record.kind === "input") turns.push({ input: record.body, events: [] });
        else turns.at(-1)?.events.push(record.body);
        seq = record.seq;
      }
    } finally {
      database.close();
    }
  } catch (error) {
    if (!(error instanceof OrchestratorError)) throw error;
    damage = error.message;
    const cut = turns.pop();
    if (cut !== undefined) seq -= 1 + cut.events.length;
  }
  return { turns, seq, damage };
}

/**
 * Puts a journal of these turns in the place of the one in `dir`, whose files are moved to `aside`,
 * never deleted. Killed in between, what lies there is refused as damaged, and repaired again.
 */
export function replaceJournal(dir: string, turns: readonly Turn[], aside: string): void {
  const path = join(dir, "journal.db");
  const fresh = join(dir, "repairing");
  removeTreeSync(fresh);
  ensureDir(fresh);
  const journal = openJournal(fresh, { mode: "write" });
  try {
    for (let at = 0; at < turns.length; at += TURNS_AT_A_TIME) {
      journal.append(turns.slice(at, at + TURNS_AT_A_TIME));
    }
  } finally {
    journal.close();
  }
  ensureDir(aside);
  // The old anchor stays until the end: a journal without both its files is not begun anew.
  for (const name of ["journal.db", "journal.db-wal", "journal.db-shm"]) {
    if (pathExists(join(dir, name))) moveFile(join(dir, name), join(aside, name));
  }
  syncDir(aside);
  moveFile(join(fresh, "journal.db"), path);
  syncDir(dir);
  const anchor = anchorPathOf(path);
  if (pathExists(anchor)) moveFile(anchor, join(aside, "journal.anchor"));
  moveFile(join(fresh, "journal.anchor"), anchor);
  syncDir(dir);
  removeTreeSync(fresh);
}

const TURNS_AT_A_TIME = 1_000;
