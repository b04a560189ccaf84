import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openJournal } from "./index.ts";
import { tickTurns } from "./turns.fixture.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "orch-journal-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test("what was appended is read back in order after the journal is opened again", () => {
  const writer = openJournal(dir, { mode: "write" });
  expect(writer.head().seq).toBe(0);
  expect(writer.append(tickTurns(1, 3))).toEqual({ seq: 6 });
  expect(writer.append([])).toEqual({ seq: 6 });
  expect(writer.append(tickTurns(4, 2))).toEqual({ seq: 10 });
  const head = writer.head();
  writer.close();

  const reader = openJournal(dir, { mode: "read" });
  expect(reader.head()).toEqual(head);
  const records = [...reader.read()];
  expect(records.map((one) => one.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(records.map((one) => one.kind).slice(0, 4)).toEqual(["input", "event", "input", "event"]);
  expect(records.map((one) => one.cause).slice(0, 4)).toEqual([1, 1, 3, 3]);
  expect(records.flatMap((one) => [one.body])).toEqual(
    tickTurns(1, 5).flatMap((turn) => [turn.input, ...turn.events]),
  );
  expect(
    [...reader.read({ fromSeq: 3, limit: 2, kinds: ["event"] })].map((one) => one.seq),
  ).toEqual([4, 6]);
  expect([...reader.read({ fromSeq: 11 })]).toEqual([]);
  expect(reader.verifyAll()).toEqual({ records: 10 });
  reader.close();
});
