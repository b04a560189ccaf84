import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { initialState } from "../../model/index.ts";
import { decide, evolve } from "../../engine/index.ts";
import { encodeState, openJournal } from "../../journal/index.ts";
import type { Input } from "../../model/index.ts";
import { openDatabase, sha256 } from "../../platform/index.ts";
import { readState } from "../read.ts";
import { collectGarbage, landDiverted, restoreArchive } from "./upkeep.ts";
import type { Workplace } from "../workplace.ts";
import { openWorkplace } from "../workplace.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function workplace(): Workplace {
  const folder = mkdtempSync(join(tmpdir(), "orch-upkeep-"));
  folders.push(folder);
  const root = join(folder, "repo");
  mkdirSync(root);
  const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };
  const git = (...words: string[]) => execFileSync("git", words, { cwd: root, env });
  git("init", "--quiet", "--initial-branch=main");
  const person = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"];
  git(...person, "commit", "--quiet", "--allow-empty", "--message", "start");
  const stateDir = join(folder, "state");
  return {
    ...openWorkplace({ cwd: root, env: {} }),
    stateDir,
    runsDir: join(stateDir, "runs"),
    evidenceDir: join(stateDir, "evidence"),
  };
}

/** Forty days ago. */
const LONG_AGO_S = Date.now() / 1000 - 40 * 24 * 60 * 60;

function keep(path: string, text: string, old: boolean): void {
  writeFileSync(path, text);
  if (old) utimesSync(path, LONG_AGO_S, LONG_AGO_S);
}

test("gc lets go of old logs and gate outputs, and of nothing that is newer or somebody else's", async () => {
  const place = workplace();
  mkdirSync(place.logsDir, { recursive: true });
  mkdirSync(place.evidenceDir, { recursive: true });
  keep(join(place.logsDir, "self-1-1.log"), "old", true);
  keep(join(place.logsDir, "self-1-2.log"), "new", false);
  keep(join(place.logsDir, "orchestrator.log"), "ours", true);
  keep(join(place.logsDir, "notes.txt"), "a person's", true);
  keep(join(place.evidenceDir, sha256("old")), "old", true);
  keep(join(place.evidenceDir, sha256("new")), "new", false);
  const shown = await collectGarbage(place, { dryRun: true });
  expect(shown).toMatchObject({ outputs: 2, outputBytes: 6 });
  expect(existsSync(join(place.logsDir, "self-1-1.log"))).toBe(true);
  expect(await collectGarbage(place, { dryRun: false })).toMatchObject({ outputs: 2 });
  const left = ["notes.txt", "orchestrator.log", "self-1-2.log"];
  expect(readdirSync(place.logsDir).sort()).toEqual(left);
  expect(readdirSync(place.evidenceDir)).toEqual([sha256("new")]);
});

test("gc frees layers of targets that are configured no more", async () => {
  const place = workplace();
  const layer = (name: string, target: string) => {
    const dir = join(place.stateDir, "layers", sha256(name));
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, "layer.json"), JSON.stringify({ target, atMs: 1, dirs: [] }));
    return dir;
  };
  const [gone, used] = [layer("a", "gone"), layer("b", "gone")];
  const slot = join(place.stateDir, "git", "gone", "workspaces", "w");
  mkdirSync(slot, { recursive: true });
  writeFileSync(join(slot, "layers.json"), JSON.stringify([sha256("b")]));
  expect(await collectGarbage(place, { dryRun: false })).toMatchObject({ layers: 1 });
  expect([existsSync(gone), existsSync(used)]).toEqual([false, true]);
});

test("damage below the newest snapshot is found before anything is let go, restored or landed", async () => {
  const place = workplace();
  const journal = openJournal(place.journalDir, { mode: "write" });
  let state = initialState();
  for (let epoch = 1; epoch <= 20; epoch++) {
    const input: Input = { type: "loop-started", atMs: epoch, epoch, version: `v${epoch}` };
    const events = decide(state, input);
    for (const event of events) state = evolve(state, event);
    journal.append([{ input, events }]);
  }
  journal.saveSnapshot(40, encodeState(state));
  journal.close();
  const database = openDatabase(join(place.journalDir, "journal.db"));
  database.exec("UPDATE record SET body = CAST(x'2020' || substr(body, 3) AS BLOB) WHERE seq = 5");
  database.close();
  const corrupt = { code: "journal-corrupt" };
  await expect(collectGarbage(place, { dryRun: false })).rejects.toMatchObject(corrupt);
  await expect(landDiverted(place, "self")).rejects.toMatchObject(corrupt);
  const wish = { target: "self", archiveRef: "refs/orchestrator/archive/x", directory: null };
  await expect(restoreArchive(place, wish)).rejects.toMatchObject(corrupt);
  expect(await collectGarbage(place, { dryRun: true })).toMatchObject({ archives: [] });
});

test("where the journal is gone and its anchor is not, nobody takes it for a fresh place", () => {
  const place = workplace();
  expect(readState(place)).toMatchObject({ seq: 0 });
  const journal = openJournal(place.journalDir, { mode: "write" });
  journal.append([
    { input: { type: "loop-started", atMs: 1, epoch: 1, version: "v" }, events: [] },
  ]);
  journal.close();
  rmSync(join(place.journalDir, "journal.db"));
  expect(() => readState(place)).toThrow(/is damaged: it is empty or gone/);
});
