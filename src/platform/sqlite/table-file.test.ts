import { chmodSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { acquireLock } from "./lock.ts";
import { openTableFile, openTableReader, type TableFile } from "./table-file.ts";

const NOTES: TableFile = {
  name: "the notes",
  version: 2,
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

it("follows no link, to wherever it leads", () => {
  symlinkSync(join(dir, "elsewhere"), path);
  expect(() => openTableFile(path, NOTES)).toThrow(/is a symlink, not a file/);
  expect(() => openTableReader(path, NOTES)).toThrow(/is a symlink, not a file/);
  expect(readdirSync(dir)).toEqual(["notes.db"]);
});

it("lets go of the lock under which it is made", () => {
  note("one");
  const lock = acquireLock(`${path}.lock`, { waitMs: 0, note: "test" });
  expect(lock).not.toHaveProperty("heldBy");
  if (!("heldBy" in lock)) lock.release();
});
