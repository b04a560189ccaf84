import { type ChildProcess, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { newKey, openMemory, readMemory } from "../../memory/index.ts";
import { said } from "../../memory/memory.fixture.ts";
import type { Workplace } from "../workplace.ts";
import { copyBeside, putBackBeside } from "./beside.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
let folder = "";
let place: Workplace;
let child: ChildProcess | null = null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "beside-"));
  const [journalDir, stateDir] = [join(folder, "journal"), join(folder, "state")];
  for (const dir of [journalDir, stateDir, join(folder, "copy"), join(folder, "aside")]) {
    mkdirSync(dir, { mode: 0o700 });
  }
  place = { journalDir, stateDir } as Workplace;
  child = null;
});
afterEach(() => {
  child?.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

const at = (...names: readonly string[]): string => join(folder, ...names);

function write(path: string, text: string): void {
  mkdirSync(resolve(path, ".."), { recursive: true, mode: 0o700 });
  writeFileSync(path, text);
}

function note(content: string): void {
  const store = openMemory(at("journal", "memory.db"));
  store.add([{ key: newKey(), record: said(content) }]);
  store.close();
}

test("what people and agents noted, roles and definitions are copied; links and logs are not", () => {
  note("use tabs");
  write(at("state", "learning.json"), "{}");
  write(at("journal", "team", "architect.yaml"), "id: architect\n");
  write(at("journal", "agents", "coder.md"), "# coder\n");
  write(at("journal", "agents", "archived", "old.md"), "# old\n");
  write(at("journal", "agent-logs", "x.log"), "log\n");
  symlinkSync("/etc/passwd", at("journal", "team", "link.yaml"));
  expect(copyBeside(place, at("copy"))).toEqual({
    files: [
      "memory.db",
      "learning.json",
      "team/architect.yaml",
      "agents/coder.md",
      "agents/archived/old.md",
    ],
    warnings: [],
  });
  expect(readMemory(at("copy", "memory.db"))).toEqual(readMemory(at("journal", "memory.db")));
  expect(statSync(at("copy", "memory.db")).mode & 0o777).toBe(0o600);
});

test("a copy is whole while another process writes, and holds all that was written before it", async () => {
  const script = join(ROOT, "src", "memory", "writer.fixture.ts");
  const argv = [join(ROOT, "scripts", "run.mjs"), script, at("journal", "memory.db"), "w"];
  const writer = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "inherit"] });
  child = writer;
  let written = 0;
  writer.stdout.on("data", (chunk: Buffer) => {
    written += chunk.toString("utf8").split("\n").length - 1;
  });
  for (let round = 1; round <= 5; round++) {
    while (written < round * 5) await new Promise((done) => setTimeout(done, 5));
    const before = written;
    mkdirSync(at("copy", String(round)));
    expect(copyBeside(place, at("copy", String(round))).warnings).toEqual([]);
    const { records } = readMemory(at("copy", String(round), "memory.db"));
    expect(records.length).toBeGreaterThanOrEqual(before);
  }
});

test("what is missing is put back, and what is there stays", () => {
  note("use tabs");
  write(at("journal", "team", "architect.yaml"), "old\n");
  write(at("journal", "team", "assistant.yaml"), "old\n");
  copyBeside(place, at("copy"));
  rmSync(at("journal"), { recursive: true });
  write(at("journal", "team", "architect.yaml"), "new\n");
  expect(putBackBeside(place, at("copy"), at("aside"))).toEqual([
    "team/assistant.yaml",
    "memory.db",
  ]);
  expect(readFileSync(at("journal", "team", "architect.yaml"), "utf8")).toBe("new\n");
  expect(readMemory(at("journal", "memory.db")).records).toHaveLength(1);
  note("and more");
  expect(putBackBeside(place, at("copy"), at("aside"))).toEqual([]);
  expect(readMemory(at("journal", "memory.db")).records).toHaveLength(2);
});

test("a damaged memory is no reason against a backup, and is set aside for a sound one", () => {
  note("use tabs");
  copyBeside(place, at("copy"));
  for (const suffix of ["-wal", "-shm"]) {
    rmSync(at("journal", `memory.db${suffix}`), { force: true });
  }
  writeFileSync(at("journal", "memory.db"), "this was a database");
  mkdirSync(at("copy", "second"));
  const { files, warnings } = copyBeside(place, at("copy", "second"));
  expect([files, warnings]).toEqual([[], [expect.stringMatching(/^memory\.db is not in it: /)]]);
  expect(putBackBeside(place, at("copy"), at("aside"))).toEqual(["memory.db"]);
  expect(readFileSync(at("aside", "memory.db"), "utf8")).toBe("this was a database");
  expect(readMemory(at("journal", "memory.db")).records).toHaveLength(1);
});

test("an older backup without any of it is a backup all the same", () => {
  expect(putBackBeside(place, at("copy"), at("aside"))).toEqual([]);
  expect(copyBeside(place, at("copy"))).toEqual({ files: [], warnings: [] });
  expect(existsSync(at("copy", "memory.db"))).toBe(false);
});
