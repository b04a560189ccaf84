import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { OrchestratorError } from "../../model/index.ts";
import { mountSmallDisk } from "../files/disk.fixture.ts";
import { type Database, openDatabase, type SqlValue } from "../index.ts";

let dir: string;
const open: Database[] = [];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "orch-sqlite-"));
});
afterEach(() => {
  for (const one of open.splice(0)) one.close();
  rmSync(dir, { recursive: true, force: true });
});

function database(name = "a.db", options: Parameters<typeof openDatabase>[1] = {}): Database {
  const one = openDatabase(join(dir, name), options);
  open.push(one);
  return one;
}

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof OrchestratorError) return error.code;
    throw error;
  }
  return "nothing was thrown";
}

test("values come back as they went in, also a lone blob", () => {
  const db = database();
  db.exec("CREATE TABLE t (v)");
  const values: SqlValue[] = [0, -1.5, 2 ** 53 - 1, "ünï", "", null, Buffer.from([0, 255, 10])];
  const insert = db.prepare("INSERT INTO t (v) VALUES (?)");
  for (const value of values) expect(insert.run(value)).toBe(1);
  insert.run(new Uint8Array(Buffer.from([9, 8, 7])).subarray(1));
  const all = db.prepare("SELECT v FROM t ORDER BY rowid").all();
  expect(all.map((row) => row["v"])).toEqual([...values, Buffer.from([8, 7])]);
  const get = db.prepare("SELECT v FROM t WHERE rowid = ?");
  expect(get.get(7)).toEqual({ v: Buffer.from([0, 255, 10]) });
  expect(get.get(99)).toBeNull();
});

test("a value that would end the process inside the driver is refused here", () => {
  const db = database();
  const select = db.prepare("SELECT ? AS v");
  expect(codeOf(() => select.get(true as unknown as SqlValue))).toBe("bug");
  expect(codeOf(() => select.get(undefined as unknown as SqlValue))).toBe("bug");
  expect(codeOf(() => select.get({} as unknown as SqlValue))).toBe("bug");
});

test("a transaction that throws leaves nothing behind", () => {
  const db = database();
  db.exec("CREATE TABLE t (v)");
  expect(() =>
    db.transaction(() => {
      db.prepare("INSERT INTO t VALUES (1)").run();
      throw new Error("no");
    }),
  ).toThrow("no");
  expect(db.transaction(() => db.prepare("SELECT count(*) AS n FROM t").get())).toEqual({ n: 0 });
});

test("a database held by somebody else is locked, not broken", () => {
  const first = database();
  first.exec("CREATE TABLE t (v)");
  first.exec("BEGIN IMMEDIATE");
  const second = database("a.db", { busyTimeoutMs: 20 });
  expect(codeOf(() => second.transaction(() => 1))).toBe("journal-locked");
  first.exec("COMMIT");
  expect(second.transaction(() => 1)).toBe(1);
});

test("a file that is no database is corrupt and left as it is", () => {
  const text = "hello, this is no database\n".repeat(100);
  writeFileSync(join(dir, "text.db"), text);
  const db = database("text.db");
  expect(codeOf(() => db.exec("CREATE TABLE t (v)"))).toBe("journal-corrupt");
  db.close();
  expect(readFileSync(join(dir, "text.db"), "utf8")).toBe(text);
});

test("read-only connections read, never write and never make a file", () => {
  const name = "od d#?%.db";
  const db = database(name);
  db.exec("PRAGMA journal_mode = WAL");
  db.exec("CREATE TABLE t (v); INSERT INTO t VALUES (1)");
  const reader = database(name, { readonly: true });
  expect(reader.prepare("SELECT v FROM t").get()).toEqual({ v: 1 });
  expect(codeOf(() => reader.exec("INSERT INTO t VALUES (2)"))).toBe("read-only");
  expect(codeOf(() => database("none.db", { readonly: true }))).toBe("io-failed");
  expect(codeOf(() => openDatabase(join(dir, "no", "dir.db")))).toBe("io-failed");
});

test("a full disk is named, and what was there can still be read", () => {
  const disk = mountSmallDisk(256);
  if (disk === null) return;
  const db = openDatabase(join(disk.dir, "a.db"));
  try {
    db.exec("CREATE TABLE t (v)");
    db.prepare("INSERT INTO t VALUES (?)").run("kept");
    const insert = db.prepare("INSERT INTO t VALUES (?)");
    expect(codeOf(() => insert.run(Buffer.alloc(400_000)))).toBe("disk-full");
    expect(db.prepare("SELECT v FROM t").all()).toEqual([{ v: "kept" }]);
  } finally {
    db.close();
    disk.remove();
  }
});

test("closing twice is harmless", () => {
  const db = database();
  db.close();
  db.close();
});
