import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { FileSource } from "../../model/index.ts";
import { readRoadmapFile } from "./desk.ts";
import { appearanceOf } from "./source-text.ts";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "orchestrator-source-"));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, content: string | Buffer): string {
  const full = join(root, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, content);
  return full;
}

const placeOf = (kind: FileSource, roadmap: string) =>
  ({ id: "self", path: root, roadmap, source: { kind } }) as const;

const TASKS = "## Phase 1: a\n- [ ] T001 a\n";

test("several files are one roadmap, and each change of one shows", () => {
  const place = placeOf("spec-kit", "specs");
  write("specs/001-a/tasks.md", TASKS);
  write("specs/002-b/tasks.md", TASKS);
  write("specs/002-b/notes/tasks.md", "not one of them");
  const read = readRoadmapFile(place);
  expect(read.facts.map(({ id }) => id)).toEqual(["001-a/P1", "002-b/P1"]);
  const before = appearanceOf(place);
  write("specs/002-b/tasks.md", `${TASKS}- [ ] T002 b\n`);
  expect(appearanceOf(place)).not.toBe(before);
  expect(readRoadmapFile(place).digest).not.toBe(read.digest);
});

test("links are not followed: what they point at is no part of the repository", () => {
  const elsewhere = write("elsewhere/tasks.md", TASKS);
  write("specs/001-a/tasks.md", TASKS);
  mkdirSync(join(root, "specs/002-b"));
  symlinkSync(elsewhere, join(root, "specs/002-b/tasks.md"));
  symlinkSync(join(root, "elsewhere"), join(root, "specs/003-c"));
  expect(readRoadmapFile(placeOf("spec-kit", "specs")).facts).toHaveLength(1);
});

test("fifty megabytes are refused by name and size before they are read", () => {
  const file = write(".taskmaster/tasks/tasks.json", "{}");
  truncateSync(file, 50 * 1024 * 1024);
  expect(() => readRoadmapFile(placeOf("taskmaster", ".taskmaster"))).toThrow(/52428800 bytes/);
});

test("bytes that are no UTF-8, and a zero byte, are refused with the file's name", () => {
  write(".beads/issues.jsonl", Buffer.from([0x7b, 0xff, 0xfe]));
  expect(() => readRoadmapFile(placeOf("beads", ".beads"))).toThrow(/issues\.jsonl: .*UTF-8/);
  write(".beads/issues.jsonl", Buffer.from([0x7b, 0x00]));
  expect(() => readRoadmapFile(placeOf("beads", ".beads"))).toThrow(/issues\.jsonl: .*zero byte/);
});

test("a folder without such work, and a folder of no known format, are named", () => {
  mkdirSync(join(root, "specs"));
  expect(() => readRoadmapFile(placeOf("spec-kit", "specs"))).toThrow(/no spec-kit work/);
  expect(() => readRoadmapFile(placeOf("markdown", "specs"))).toThrow(/no known format/);
});

test("a thousand tasks in as many files are read", () => {
  for (let n = 1; n <= 1000; n++) {
    const after = n === 1 ? "" : `\n  - task-${n - 1}`;
    const front = `id: task-${n}\ntitle: T\nstatus: To Do\ndependencies:${after}`;
    write(`backlog/tasks/task-${n} - T.md`, `---\n${front}\n---\n`);
  }
  const read = readRoadmapFile(placeOf("backlog-md", "backlog"));
  expect(read.facts).toHaveLength(1000);
  expect(read.roadmap.diagnostics).toEqual([]);
  expect(read.roadmap.workStreams.filter(({ available }) => available)).toHaveLength(1);
});
