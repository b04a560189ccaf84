import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openAppendFile } from "./append-file.ts";
import { isSameSecret } from "../hash.ts";

const base = mkdtempSync(join(tmpdir(), "append-"));
afterAll(() => rmSync(base, { recursive: true, force: true }));

test("lines are there when they were appended, and where the file said they would begin", async () => {
  const path = join(base, "lines");
  const file = openAppendFile(path);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const places: number[] = [];
  const synced: Promise<void>[] = [];
  for (const line of ["one", "zwei", "три"]) {
    places.push(file.size);
    file.append(line);
    synced.push(file.synced());
  }
  expect(readFileSync(path, "utf8")).toBe("one\nzwei\nтри\n");
  expect(places).toEqual([0, 4, 9]);
  await Promise.all(synced);
  await file.synced();
  file.close();
  file.close();
  expect(() => file.append("late")).toThrow("is closed");
});

test("a line that was torn by a power cut is ended before the next", () => {
  const path = join(base, "torn");
  appendFileSync(path, "whole\nto");
  const file = openAppendFile(path);
  file.append("next");
  file.close();
  expect(readFileSync(path, "utf8")).toBe("whole\nto\nnext\n");
});

test("a link in the way is not followed", () => {
  symlinkSync(join(base, "elsewhere"), join(base, "link"));
  expect(() => openAppendFile(join(base, "link"))).toThrow("symbolic link");
});

test("secrets are the same or not, whatever their lengths", () => {
  expect(isSameSecret("abc", "abc")).toBe(true);
  expect(isSameSecret("abc", "abd")).toBe(false);
  expect(isSameSecret("abc", "abcd")).toBe(false);
  expect(isSameSecret("", "")).toBe(true);
});
