import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  isFileWithin,
  isRegularFile,
  isWithin,
  pathExists,
  readIfExists,
  readJsonOrNull,
} from "./look.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "orchestrator-look-"));
  mkdirSync(join(folder, "tree/inner"), { recursive: true });
  writeFileSync(join(folder, "secret"), "s");
  writeFileSync(join(folder, "tree/inner/file"), "f");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a file is one of bytes, and within a tree only where every link stays in it", () => {
  const tree = join(folder, "tree");
  symlinkSync("inner/file", join(tree, "near"));
  symlinkSync("../secret", join(tree, "far"));
  symlinkSync("..", join(tree, "up"));
  symlinkSync("nowhere", join(tree, "dangling"));
  mkdirSync(join(folder, "tree-2"));
  writeFileSync(join(folder, "tree-2/file"), "f");
  const within = (path: string): boolean => isFileWithin(tree, join(tree, path));
  expect(["inner/file", "near"].map(within)).toEqual([true, true]);
  expect(["far", "up/secret", "../tree-2/file", "dangling", "inner", "absent"].map(within)).toEqual(
    Array.from({ length: 6 }, () => false),
  );
  mkdirSync(join(tree, "..odd"));
  writeFileSync(join(tree, "..odd/file"), "f");
  expect(within("..odd/file")).toBe(true);
  expect([tree, join(tree, "..odd"), folder].map((path) => isWithin(tree, path))).toEqual([
    true,
    true,
    false,
  ]);
  expect(isRegularFile(join(tree, "far"))).toBe(true);
  spawnSync("mkfifo", [join(tree, "pipe")]);
  expect(isRegularFile(join(tree, "pipe"))).toBe(false);
});

test("a sentence may be asked for like a path: nothing is there, however long it is", () => {
  const sentence = join(folder, "an endpoint for orders ".repeat(400));
  expect(pathExists(sentence)).toBe(false);
  expect(readIfExists(sentence)).toBe(null);
  expect(isRegularFile(sentence)).toBe(false);
});

test("what is no file is not read: a pipe would be waited for, a device may never end", () => {
  const pipe = join(folder, "pipe");
  spawnSync("mkfifo", [pipe]);
  symlinkSync("/dev/zero", join(folder, "endless"));
  for (const path of [pipe, join(folder, "endless")]) {
    expect(() => readIfExists(path)).toThrow("it is a pipe or a device");
  }
  expect(readIfExists("/dev/null")).toEqual(Buffer.alloc(0));
});

test("a note that is torn, or no file, says no more than one that is not there", () => {
  writeFileSync(join(folder, "whole"), '{"a":[1]}');
  writeFileSync(join(folder, "torn"), '{"a":[1');
  expect(readJsonOrNull(join(folder, "whole"))).toEqual({ a: [1] });
  for (const name of ["torn", "tree", "absent"])
    expect(readJsonOrNull(join(folder, name))).toBe(null);
});
