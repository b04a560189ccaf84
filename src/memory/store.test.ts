import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LIMITS } from "../model/index.ts";
import { attemptKey, newKey, openMemory, readMemory } from "./index.ts";
import { DAY_MS, NOW_MS, said } from "./memory.fixture.ts";

const ROOT = resolve(import.meta.dirname, "../..");
let dir: string;
let path: string;
let children: ChildProcess[];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "memory-"));
  path = join(dir, "memory.db");
  children = [];
});
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(dir, { recursive: true, force: true });
});

const contents = () =>
  readMemory(path).records.map((one) => (one.kind === "said" ? one.content : one.name));

test("looking makes nothing, and what is kept outlasts its process, for its user alone", () => {
  expect(readMemory(path)).toEqual({ records: [], place: { seq: 0, mark: "" } });
  const store = openMemory(path);
  expect(store.add([{ key: newKey(), record: said("x") }])).toBe(1);
  store.close();
  expect(contents()).toEqual(["x"]);
  expect(statSync(path).mode & 0o077).toBe(0);
});

test("what the journal tells twice is there once, with how far it was read", () => {
  const store = openMemory(path);
  const records = [{ key: attemptKey("self:1/1", 0, "x"), record: said("x") }];
  const more = [...records, { key: attemptKey("self:1/1", 0, "y"), record: said("y") }];
  expect(store.addFromJournal(records, { seq: 7, mark: "a" })).toBe(1);
  expect(store.addFromJournal(more, { seq: 9, mark: "b" })).toBe(1);
  expect(store.place()).toEqual({ seq: 9, mark: "b" });
  store.close();
  expect(contents()).toEqual(["x", "y"]);
});

test("a file that is a link or of a newer version is left alone", () => {
  symlinkSync(join(dir, "elsewhere"), path);
  expect(() => openMemory(path)).toThrow("is a symlink");
  rmSync(path);
  writeFileSync(path, "no database at all, and long enough to be taken for one".repeat(20));
  expect(() => openMemory(path)).toThrow(path);
  expect(() => readMemory(path)).toThrow(path);
});

test("in a directory that cannot be written what is there can be read", () => {
  const store = openMemory(path);
  store.add([{ key: newKey(), record: said("x") }]);
  store.close();
  chmodSync(dir, 0o500);
  expect(contents()).toEqual(["x"]);
  chmodSync(dir, 0o700);
});

test("beyond its limit what was given up goes first, and what a person holds fast stays", () => {
  const store = openMemory(path);
  const person = { by: "person", who: "eve", attempt: null } as const;
  const old = { atMs: NOW_MS - 40 * DAY_MS };
  store.add([
    { key: "core", record: said("hold fast", { pinned: "core" }, { ...person, ...old }) },
    { key: "old", record: said("given up", {}, old) },
  ]);
  const many = Array.from({ length: LIMITS.memoryRecordsMax }, (_, i) => ({
    key: `n/${i}`,
    record: said(`n ${i}`, {}, { atMs: NOW_MS + i }),
  }));
  store.add(many);
  store.close();
  const left = contents();
  expect(left.length).toBeLessThanOrEqual(LIMITS.memoryRecordsMax * 0.9);
  expect(left).toContain("hold fast");
  expect(left).toContain(`n ${LIMITS.memoryRecordsMax - 1}`);
  expect(left).not.toContain("given up");
  expect(left).not.toContain("n 0");
});

function startWriter(name: string): {
  readonly child: ChildProcess;
  readonly said: () => string[];
} {
  const script = join(ROOT, "src", "memory", "writer.fixture.ts");
  const argv = [join(ROOT, "scripts", "run.mjs"), script, path, name];
  const child = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  let text = "";
  child.stdout.on("data", (bytes: Buffer) => {
    text += bytes.toString("utf8");
  });
  return { child, said: () => text.split("\n").slice(0, -1) };
}

test("of many writers, killed wherever they are, nothing that was kept is lost", async () => {
  const rounds = 3;
  const heard: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const writers = Array.from({ length: 4 }, (_, i) => startWriter(`w${round}-${i}`));
    await Promise.all(
      writers.map(async ({ child, said: words }, i) => {
        const enough = 5 + ((i * 7 + round * 3) % 11);
        while (words().length < enough && child.exitCode === null) {
          await new Promise((done) => child.stdout?.once("data", done));
        }
        const gone = new Promise((done) => child.once("close", done));
        child.kill("SIGKILL");
        await gone;
        expect(child.signalCode).toBe("SIGKILL");
        heard.push(...words());
      }),
    );
  }
  const kept = contents();
  const missing = heard.filter((one) => !kept.includes(one));
  expect(missing).toEqual([]);
  expect(new Set(kept).size).toBe(kept.length);
  // What was on its way when its writer was killed is there or not: one for each writer at most.
  expect(kept.length - heard.length).toBeLessThanOrEqual(4 * rounds);
  expect(heard.length).toBeGreaterThan(4 * rounds * 4);
});
