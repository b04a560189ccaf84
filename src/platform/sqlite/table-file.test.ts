import {
  chmodSync,
  copyFileSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openDatabase } from "./sqlite.ts";
import { openTableFile, openTableReader, type TableFile } from "./table-file.ts";

const NOTES: TableFile = {
  name: "the notes",
  version: 2,
  lost: "There is a copy.",
  tables: "CREATE TABLE notes (text TEXT NOT NULL)",
};

let dir: string;
let path: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "table-file-"));
  path = join(dir, "notes.db");
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function note(text: string): void {
  const database = openTableFile(path, NOTES);
  database.prepare("INSERT INTO notes VALUES (?)").run(text);
  database.close();
}

function notes(): readonly unknown[] | undefined {
  const database = openTableReader(path, NOTES);
  const rows = database?.prepare("SELECT text FROM notes").all();
  database?.close();
  return rows?.map((row) => row["text"]);
}

it("makes the tables once and finds them again", () => {
  note("one");
  note("two");
  expect(notes()).toEqual(["one", "two"]);
});

it("reads nothing where nothing was ever kept, and leaves nothing there", () => {
  expect(openTableReader(path, NOTES)).toBeNull();
  expect(readdirSync(dir)).toEqual([]);
});

it("takes an empty file, as a kill leaves one, for nothing kept", () => {
  writeFileSync(path, "");
  expect(openTableReader(path, NOTES)).toBeNull();
  note("one");
  expect(notes()).toEqual(["one"]);
});

it("reads on a disk that cannot be written to", () => {
  note("one");
  chmodSync(dir, 0o500);
  try {
    expect(notes()).toEqual(["one"]);
  } finally {
    chmodSync(dir, 0o700);
  }
});

it("does not touch a file of another version", () => {
  note("one");
  const newer = /notes\.db is of a newer version \(2\)/;
  expect(() => openTableFile(path, { ...NOTES, version: 1 })).toThrow(newer);
  expect(() => openTableReader(path, { ...NOTES, version: 1 })).toThrow(newer);
});

it("says what is to be done with a file that is none", () => {
  writeFileSync(path, "x".repeat(9_000));
  const damaged = {
    code: "io-failed",
    hint: expect.stringContaining("There is a copy.") as string,
  };
  for (const open of [openTableFile, openTableReader]) {
    expect(() => open(path, NOTES)).toThrow(expect.objectContaining(damaged) as Error);
  }
});

it("follows no link, to wherever it leads", () => {
  symlinkSync(join(dir, "elsewhere"), path);
  expect(() => openTableFile(path, NOTES)).toThrow(/is a symlink, not a file/);
  expect(() => openTableReader(path, NOTES)).toThrow(/is a symlink, not a file/);
  expect(readdirSync(dir)).toEqual(["notes.db"]);
});

it("follows no link beside it either", () => {
  note("one");
  rmSync(`${path}-journal`, { force: true });
  symlinkSync(join(dir, "elsewhere"), `${path}-journal`);
  expect(() => openTableFile(path, NOTES)).toThrow(/notes\.db-journal is a symlink, not a file/);
  expect(() => openTableReader(path, NOTES)).toThrow(/is a symlink, not a file/);
});

it("has all that was written in the file itself, while it is open", () => {
  const database = openTableFile(path, NOTES);
  database.prepare("INSERT INTO notes VALUES (?)").run("one");
  const still = openDatabase(path, { immutable: true });
  expect(still.prepare("SELECT text FROM notes").all()).toEqual([{ text: "one" }]);
  still.close();
  database.close();
});

/** As a kill leaves it: half written, and what was there before beside it. */
function cutShort(): void {
  note("before");
  const database = openTableFile(path, NOTES);
  database.exec("PRAGMA cache_size = 2; BEGIN IMMEDIATE; UPDATE notes SET text = 'half'");
  const insert = database.prepare("INSERT INTO notes VALUES (?)");
  for (let count = 0; count < 100; count++) insert.run("x".repeat(1_000));
  const copy = join(dir, "copy.db");
  for (const side of ["", "-journal"]) copyFileSync(path + side, copy + side);
  database.exec("ROLLBACK");
  database.close();
  path = copy;
}

it("reads what was there before whoever was killed in the middle of writing", () => {
  cutShort();
  expect(notes()).toEqual(["before"]);
});

it("goes on from what was there before whoever was killed in the middle of writing", () => {
  cutShort();
  note("after");
  expect(notes()).toEqual(["before", "after"]);
});

it("takes the log of an earlier version in, and leaves none", () => {
  const before = openDatabase(path);
  before.exec(`PRAGMA journal_mode = WAL; PRAGMA user_version = 2; ${NOTES.tables}`);
  before.exec("INSERT INTO notes VALUES ('one')");
  // Somebody else still has it open: it stays as it is.
  note("two");
  expect(notes()).toEqual(["one", "two"]);
  const copy = join(dir, "copy.db");
  for (const side of ["", "-wal"]) copyFileSync(path + side, copy + side);
  before.close();
  path = copy;
  note("three");
  expect(notes()).toEqual(["one", "two", "three"]);
  expect(readdirSync(dir)).not.toContain("copy.db-wal");
});
