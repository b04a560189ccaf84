import type { TableFile } from "../platform/index.ts";

/** Records are only ever added; `key` makes one that is told again the one that is there. */
export const MEMORY_FILE: TableFile = {
  name: "the memory",
  version: 1,
  lost: "What agents noted comes back from the journal, the rest from a backup: orchestrator state repair",
  tables: `
CREATE TABLE records (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, body TEXT NOT NULL
);
CREATE TABLE places (
  name TEXT PRIMARY KEY, seq INTEGER NOT NULL, mark TEXT NOT NULL
) WITHOUT ROWID;
`,
};
