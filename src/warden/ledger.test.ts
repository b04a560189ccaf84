import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Ledger } from "./ledger.ts";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "ledger-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const begun = (ledger: Ledger): string[] => ["a", "b", "c"].filter((slug) => ledger.has(slug));

test("what was asked for before the machine was restarted counts as begun", () => {
  new Ledger(dir, "monday").recall([]);
  const ledger = new Ledger(dir, "tuesday");
  expect(begun(ledger)).toEqual([]);
  ledger.recall(["a", "c"]);
  expect(begun(ledger)).toEqual(["a", "c"]);
  expect(begun(new Ledger(dir, "tuesday"))).toEqual(["a", "c"]);
});

test("what was asked for in this boot is told by its directory alone", () => {
  new Ledger(dir, "monday").recall(["a"]);
  const again = new Ledger(dir, "monday");
  again.recall(["a", "b"]);
  expect(begun(again)).toEqual(["a"]);
});

test("a warden that died before anybody told it knows no more than the one before", () => {
  new Ledger(dir, "monday").recall([]);
  new Ledger(dir, "tuesday");
  const next = new Ledger(dir, "tuesday");
  next.recall(["b"]);
  expect(begun(next)).toEqual(["b"]);
});

test("what the last boot counted as begun is asked for again or forgotten", () => {
  new Ledger(dir, "monday").recall(["a"]);
  const ledger = new Ledger(dir, "tuesday");
  ledger.recall(["b"]);
  expect(begun(ledger)).toEqual(["b"]);
});

test("what is forgotten may begin anew", () => {
  const ledger = new Ledger(dir, "monday");
  ledger.recall(["a", "b"]);
  ledger.forget("a");
  expect(begun(ledger)).toEqual(["b"]);
  expect(begun(new Ledger(dir, "monday"))).toEqual(["b"]);
});

test.each(["", "\0\0\0\0", "boot mon", "+ c\n\n\n"])("a file of %j says nothing", (text) => {
  writeFileSync(join(dir, "ledger"), text);
  const ledger = new Ledger(dir, "monday");
  expect(begun(ledger)).toEqual([]);
  ledger.recall(["b"]);
  expect(readFileSync(join(dir, "ledger"), "utf8")).toBe("boot monday\n+ b\n");
});
