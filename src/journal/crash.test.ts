import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openJournal } from "./index.ts";
import { tickTurns } from "./turns.fixture.ts";

let dir: string;
let child: ChildProcess | null = null;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "orch-crash-"));
});
afterEach(() => {
  child?.kill("SIGKILL");
  rmSync(dir, { recursive: true, force: true });
});

/** Runs a writer until it has acknowledged `acks` appends; the newest seq it acknowledged. */
async function writeAndKill(size: number, acks: number): Promise<number> {
  const writer = spawn(
    process.execPath,
    ["--import", "tsx", join(import.meta.dirname, "writer.fixture.ts"), dir, String(size)],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  child = writer;
  let said = "";
  await new Promise<void>((resolve) => {
    writer.stdout.on("data", (data: Buffer) => {
      said += data.toString();
      if (said.split("\n").length > acks) resolve();
    });
    writer.once("exit", () => resolve());
  });
  writer.kill("SIGKILL");
  await new Promise((resolve) => writer.once("close", resolve));
  return Number(said.trimEnd().split("\n").at(-1));
}

test("every acknowledged record outlives kill -9, again and again on the same journal", async () => {
  for (const [size, acks] of [
    [1, 3],
    [7, 10],
    [1, 45],
    [25, 2],
    [3, 20],
    [1, 1],
  ] as const) {
    const acknowledged = await writeAndKill(size, acks);
    const reader = openJournal(dir, { mode: "read" });
    expect(reader.head().seq).toBeGreaterThanOrEqual(acknowledged);
    const records = [...reader.read()];
    expect(records.length).toBe(reader.head().seq);
    const turns = tickTurns(1, records.length / 2);
    expect(records.map((one) => one.body)).toEqual(
      turns.flatMap((turn) => [turn.input, ...turn.events]),
    );
    reader.close();
    const writer = openJournal(dir, { mode: "write" });
    expect(writer.verifyAll().records).toBe(records.length);
    writer.close();
  }
});

test("a journal is read while its writer lives and after it was killed", async () => {
  const writer = spawn(
    process.execPath,
    ["--import", "tsx", join(import.meta.dirname, "writer.fixture.ts"), dir, "2"],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  child = writer;
  const firstAck = new Promise((resolve) => writer.stdout.once("data", resolve));
  writer.stdout.on("data", () => {});
  await firstAck;
  const reader = openJournal(dir, { mode: "read" });
  const version = reader.dataVersion();
  let seen = 0;
  for (let round = 0; round < 200 && seen < 400; round++) {
    for (const record of reader.read({ fromSeq: seen + 1 })) {
      expect(record.seq).toBe(seen + 1);
      seen = record.seq;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(seen).toBeGreaterThanOrEqual(400);
  expect(reader.dataVersion()).not.toBe(version);
  expect(() => openJournal(dir, { mode: "write" })).toThrow(String(writer.pid));
  writer.kill("SIGKILL");
  await new Promise((resolve) => writer.once("close", resolve));
  const late = openJournal(dir, { mode: "read" });
  expect(late.head().seq).toBeGreaterThanOrEqual(seen);
  expect(readFileSync(join(dir, "journal.db-wal")).length).toBeGreaterThan(0);
  late.close();
  reader.close();
});
