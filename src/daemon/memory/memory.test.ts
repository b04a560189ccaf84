import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Turn } from "../../journal/index.ts";
import { openJournal } from "../../journal/index.ts";
import { openMemory, readMemory } from "../../memory/index.ts";
import { initialState } from "../../model/index.ts";
import { AGENT_REPORT } from "../../model/state.fixture.ts";
import { openLog } from "../../platform/index.ts";
import type { Workplace } from "../workplace.ts";
import { openWorkplace } from "../workplace.ts";
import { newsSince } from "./catch-up.ts";
import { MemoryDesk } from "./desk.ts";
import { importMemory, memoryPath, remember, rememberedHere, revokeMemory } from "./place.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
let folder: string;
let place: Workplace;
let children: ChildProcess[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "orchestrator-memory-"));
  spawnSync("git", ["init", "--quiet", folder]);
  place = openWorkplace({ cwd: folder, env: { XDG_CONFIG_HOME: join(folder, "config") } });
  children = [];
});
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

/** The end of an attempt that noted these. */
function ended(attempt: string, ...notes: readonly string[]): Turn {
  const remembered = notes.map((text) => ({ text, kind: "fact" }));
  const report = notes.length === 0 ? AGENT_REPORT : { ...AGENT_REPORT, remembered };
  return {
    input: { type: "time-passed", atMs: 1 },
    events: [{ type: "agent-ended", atMs: 1, attempt, report }],
  };
}

function append(...turns: readonly Turn[]): void {
  const journal = openJournal(place.journalDir, { mode: "write" });
  journal.append(turns);
  journal.close();
}

const contents = () => rememberedHere(place).map(({ content }) => content);

test("what the journal has is remembered before anybody put it into the memory", () => {
  expect(contents()).toEqual([]);
  append(ended("self:1/1", "The codes are old."), ended("self:2/1"));
  expect(contents()).toEqual(["The codes are old."]);
  expect(existsSync(memoryPath(place))).toBe(false);
  const hand = { by: "person", who: "eve", target: "self" } as const;
  remember(place, { content: "Mine.", kind: "context", agent: null }, hand);
  expect(contents()).toEqual(["The codes are old.", "Mine."]);
  const { records } = readMemory(memoryPath(place));
  expect(records).toHaveLength(2);
});

test("a word about what only the journal has comes after it", () => {
  append(ended("self:1/1", "wrong"));
  const [{ id } = { id: "" }] = rememberedHere(place);
  revokeMemory(place, { scope: "entry", name: id }, "it is wrong");
  expect(rememberedHere(place)[0]?.revoked?.reason).toBe("it is wrong");
});

test("the journal's place is not that of another journal, and nothing is told twice", () => {
  append(ended("self:1/1", "a"), ended("self:1/2", "b"));
  const path = memoryPath(place);
  const store = openMemory(path);
  const take = () => {
    const journal = openJournal(place.journalDir, { mode: "read" });
    const { records, place: at } = newsSince(journal, store.place(), initialState());
    const added = store.addFromJournal(records, at);
    journal.close();
    return [records.length, added];
  };
  expect(take()).toEqual([2, 2]);
  expect(take()).toEqual([0, 0]);
  for (const name of ["journal.db", "journal.db-wal", "journal.db-shm", "journal.db.anchor"]) {
    rmSync(join(place.journalDir, name), { force: true });
  }
  rmSync(join(place.journalDir, "journal.anchor"), { force: true });
  append(ended("self:1/1", "a"), ended("self:1/2", "c"), ended("self:1/3", "d"));
  expect(take()).toEqual([3, 2]);
  store.close();
  expect(contents()).toEqual(["a", "b", "c", "d"]);
});

test("a leader's desk tells an agent what others noted, and one that is damaged ends nothing", () => {
  const journal = openJournal(place.journalDir, { mode: "write" });
  const log = openLog(join(folder, "log"), "test");
  const desk = new MemoryDesk(place, journal, log);
  const agent = { id: "agent-1", name: "Aria", role: "coder" };
  const facts = { target: "self", title: "Mend the codes", files: [] };
  const told = () => desk.forPrompt(agent, facts, initialState(), 2);
  expect(told()).toBeNull();
  expect(existsSync(memoryPath(place))).toBe(false);
  const turn = ended("self:1/1", "The codes are old.");
  const { seq } = journal.append([turn]);
  desk.heed(
    turn.events.map((event) => ({ seq, event })),
    initialState(),
  );
  expect(readMemory(memoryPath(place)).records).toHaveLength(1);
  expect(told()).toContain("  > The codes are old.");
  desk.close();
  spawnSync("sh", ["-c", 'rm "$1"*; mkdir "$1"', "sh", memoryPath(place)]);
  expect(told()).toBeNull();
  desk.close();
  journal.close();
});

test("taking over the same journal again changes nothing", () => {
  const text = JSON.stringify({
    agent_name: "Aria",
    memories: { insight: [{ content: "x", created_at: "2026-11-20T06:53:55.138189" }] },
    summaries: { insight: ["Summary of 5 insight entries:\n- y"] },
  });
  expect(importMemory(place, text, "self")).toEqual({ name: "Aria", added: 2, unread: 0 });
  expect(importMemory(place, text, "self").added).toBe(0);
  expect(rememberedHere(place).map(({ summary, trust }) => [summary, trust])).toEqual([
    [true, "imported"],
    [false, "imported"],
  ]);
});

test("leaders killed wherever they are lose nothing that the journal told, and add nothing twice", {
  timeout: 120_000,
}, async () => {
  append(ended("self:0/1"));
  const journal = openJournal(place.journalDir, { mode: "write" });
  const script = join(ROOT, "src", "daemon", "memory", "taker.fixture.ts");
  const argv = [join(ROOT, "scripts", "run.mjs"), script, place.journalDir, memoryPath(place)];
  const notes: string[] = [];
  for (let round = 0; round < 3; round++) {
    const takers = Array.from({ length: 2 }, () => {
      const child = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "inherit"] });
      children.push(child);
      return { child, gone: new Promise((done) => child.once("close", done)) };
    });
    await Promise.all(
      takers.map(({ child }) => new Promise((on) => child.stdout.once("data", on))),
    );
    for (let n = 0; n < 40; n++) {
      const text = `note ${round}.${n}`;
      notes.push(text);
      journal.append([ended(`self:${round}/${n + 1}`, text)]);
      if (n === 13 + round) takers[0]?.child.kill("SIGKILL");
      if (n === 31 - round) takers[1]?.child.kill("SIGKILL");
      await new Promise((done) => setTimeout(done, n % 3));
    }
    await Promise.all(takers.map(({ gone }) => gone));
  }
  journal.close();
  expect(contents().toSorted()).toEqual(notes.toSorted());
  expect(readMemory(memoryPath(place)).records.length).toBeGreaterThan(0);
});
