import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openJournal } from "./index.ts";
import { tickTurns } from "./turns.fixture.ts";

const DRIVER = createRequire(import.meta.url).resolve("libsql");

/** Leaves a database in the middle of its first transaction, as a kill does. */
const HALF_MADE = `
  const Database = require(process.argv[1]);
  const db = new Database(process.argv[2]);
  db.exec("PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1; CREATE TABLE t (x)");
  db.exec("BEGIN");
  const insert = db.prepare("INSERT INTO t VALUES (?)");
  for (let i = 0; i < 2000; i++) insert.run(["x".repeat(200)]);
  process.kill(process.pid, "SIGKILL");
`;

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "orch-journal-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test("a journal that was killed while it was being made is made again", () => {
  const path = join(dir, "journal.db");
  spawnSync(process.execPath, ["-e", HALF_MADE, DRIVER, path]);
  expect(existsSync(`${path}-journal`)).toBe(true);

  const writer = openJournal(dir, { mode: "write" });
  expect(writer.head().seq).toBe(0);
  expect(writer.append(tickTurns(1, 1)).seq).toBe(2);
  writer.close();
  expect(existsSync(`${path}-journal`)).toBe(false);
});
