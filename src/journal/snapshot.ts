import type { Database, Statement } from "../platform/index.ts";
import { productVersion } from "../platform/index.ts";
import { snapshotHash } from "./chain.ts";
import type { RecordTable } from "./record.ts";

export interface Snapshot {
  /** The newest record folded into it. */
  readonly seq: number;
  readonly bytes: Buffer;
}

/** A spare, for when the newest one is damaged. */
const SNAPSHOTS_KEPT = 2;

/**
 * Folds kept to start sooner; never the truth. One that is damaged, not of this chain or of another
 * version of the product is passed over, and the fold starts earlier.
 */
export class SnapshotTable {
  readonly #records: RecordTable;
  readonly #row: Statement;
  readonly #write: ((seq: number, body: Uint8Array, hash: Uint8Array) => void) | null;

  constructor(database: Database, mode: "read" | "write", records: RecordTable) {
    this.#records = records;
    this.#row = database.prepare(
      `SELECT seq, CAST(version AS BLOB) AS version, CAST(body AS BLOB) AS body,
         CAST(hash AS BLOB) AS hash FROM snapshot ORDER BY seq DESC LIMIT 1 OFFSET ?`,
    );
    this.#write = mode === "write" ? writer(database) : null;
  }

  newest(): Snapshot | null {
    // One at a time: the spare is as large, and nearly never asked for.
    for (let older = 0; older <= SNAPSHOTS_KEPT; older++) {
      const row = this.#row.get(older);
      if (row === null) return null;
      const seq = Number(row["seq"]);
      const { version, body, hash } = row;
      if (!Buffer.isBuffer(version) || !Buffer.isBuffer(body) || !Buffer.isBuffer(hash)) continue;
      if (version.toString("utf8") !== productVersion()) continue;
      const record = this.#records.at(seq);
      if (record === null || !snapshotHash(seq, record.hash, body).equals(hash)) continue;
      return { seq, bytes: body };
    }
    return null;
  }

  save(seq: number, chained: Uint8Array, bytes: Uint8Array): void {
    this.#write?.(seq, bytes, snapshotHash(seq, chained, bytes));
  }
}

function writer(database: Database): (seq: number, body: Uint8Array, hash: Uint8Array) => void {
  const insert = database.prepare(
    "INSERT OR REPLACE INTO snapshot (seq, version, body, hash) VALUES (?,?,?,?)",
  );
  const prune = database.prepare(
    `DELETE FROM snapshot WHERE seq NOT IN
       (SELECT seq FROM snapshot ORDER BY seq DESC LIMIT ${SNAPSHOTS_KEPT})`,
  );
  return (seq, body, hash) => {
    database.transaction(() => {
      insert.run(seq, Buffer.from(productVersion()), body, hash);
      prune.run();
    });
  };
}
