import { OrchestratorError } from "../model/index.ts";
import type { Database } from "../platform/index.ts";

/** "Orch" in ASCII: tells our databases from others. */
const APPLICATION_ID = 0x4f726368;

/**
 * Numbered from 1; a released one never changes. Text is kept in blobs: a flipped bit can make text
 * ill-formed, and that ends the process inside the driver before the hash chain can speak.
 */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE record (
     seq INTEGER PRIMARY KEY,
     at_ms REAL NOT NULL,
     kind INTEGER NOT NULL,
     cause INTEGER NOT NULL,
     type BLOB NOT NULL,
     body BLOB NOT NULL,
     hash BLOB NOT NULL
   );
   CREATE TABLE snapshot (
     seq INTEGER PRIMARY KEY,
     version BLOB NOT NULL,
     body BLOB NOT NULL,
     hash BLOB NOT NULL
   );`,
];

const SCHEMA_VERSION = MIGRATIONS.length;

/** The schema's number in a database; 0 for one that was never used. */
export function schemaVersion(database: Database): number {
  const row = database.prepare("PRAGMA user_version").get();
  return Number(row?.["user_version"] ?? 0);
}

/** Refuses what a newer orchestrator wrote: guessing at it could lose its meaning. */
export function refuseNewer(version: number, path: string): void {
  if (version <= SCHEMA_VERSION) return;
  throw new OrchestratorError(
    "journal-newer",
    `${path} was written by a newer orchestrator (format ${version}, this one knows ${SCHEMA_VERSION}).`,
    { hint: "Update orchestrator; nothing was changed." },
  );
}

/** Brings the schema to this version in one transaction. */
export function migrate(database: Database): void {
  const from = schemaVersion(database);
  if (from === SCHEMA_VERSION) return;
  database.transaction(() => {
    for (const sql of MIGRATIONS.slice(from)) database.exec(sql);
    database.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
  });
}
