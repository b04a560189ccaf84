import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Database, emptyLog, openDatabase } from "../index.ts";

let dir: string;
let path: string;
let database: Database;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "orch-log-"));
  path = join(dir, "kept.db");
  database = openDatabase(path);
  database.exec("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0");
  database.exec("CREATE TABLE kept (n INTEGER PRIMARY KEY, body BLOB)");
});
afterEach(() => {
  database.close();
  rmSync(dir, { recursive: true, force: true });
});

const BODY = Buffer.alloc(3_000, "x");
const logBytes = (): number => statSync(`${path}-wal`).size;
const count = (from: Database): unknown =>
  from.prepare("SELECT count(*) AS n FROM kept").get()?.["n"];

function add(from: number, to: number): void {
  const insert = database.prepare("INSERT INTO kept VALUES (?, ?)");
  database.transaction(() => {
    for (let n = from; n <= to; n++) insert.run(n, BODY);
  });
}

test("what was in the log is in the database, and the log is empty", () => {
  for (let round = 0; round < 3; round++) {
    add(round * 50, round * 50 + 49);
    expect(logBytes()).toBeGreaterThan(0);
    emptyLog(database, path);
    expect(logBytes()).toBe(0);
    emptyLog(database, path);
  }
  const still = openDatabase(path, { immutable: true });
  expect(count(still)).toBe(150);
  expect(still.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
  still.close();
});

test("somebody who reads keeps the log, and goes on seeing what they saw", () => {
  add(1, 20);
  const reader = openDatabase(path, { readonly: true });
  reader.exec("BEGIN");
  expect(count(reader)).toBe(20);
  add(21, 40);
  emptyLog(database, path);
  expect(logBytes()).toBeGreaterThan(0);
  expect(count(reader)).toBe(20);
  reader.exec("COMMIT");
  expect(count(reader)).toBe(40);
  reader.close();
  emptyLog(database, path);
  expect(logBytes()).toBe(0);
  expect(count(database)).toBe(40);
});

test("pages that were given back since do not count", () => {
  add(1, 200);
  database.exec("DELETE FROM kept WHERE n > 3");
  database.exec("VACUUM");
  emptyLog(database, path);
  expect(logBytes()).toBe(0);
  expect(count(database)).toBe(3);
});
