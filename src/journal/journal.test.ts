import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { caught } from "../model/caught.fixture.ts";
import { LIMITS } from "../model/index.ts";
import { openDatabase, sha256 } from "../platform/index.ts";
import { mountSmallDisk } from "../platform/files/disk.fixture.ts";
import { type JournalHearer, openJournal } from "./index.ts";
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

test("the log is brought into the database as it grows, and all of it can be read", () => {
  const writer = openJournal(dir, { mode: "write" });
  const long = "x".repeat(600_000);
  const appends = Math.ceil((2.5 * LIMITS.journalLogBytesMax) / long.length);
  for (let n = 1; n <= appends; n++) {
    const input = { type: "time-passed", atMs: n } as const;
    writer.append([{ input, events: [{ type: "loop-stopped", atMs: n, reason: `${n} ${long}` }] }]);
    const { size } = statSync(join(dir, "journal.db-wal"));
    expect(size).toBeLessThan(1.5 * LIMITS.journalLogBytesMax);
  }
  expect(writer.verifyAll()).toEqual({ records: 2 * appends });
  writer.close();
  const reader = openJournal(dir, { mode: "read" });
  expect(reader.verifyAll()).toEqual({ records: 2 * appends });
  reader.close();
});

test("a writer hears the newest snapshot and every record after it, as a reader is given them", () => {
  const heard: unknown[] = [];
  const hearer: JournalHearer = {
    begin: (snapshot) => void heard.push(snapshot?.bytes.toString("utf8") ?? null),
    add: (record) => void heard.push(record),
  };
  openJournal(dir, { mode: "write", hearer }).close();
  expect(heard).toEqual([]);
  const writer = openJournal(dir, { mode: "write" });
  writer.append(tickTurns(1, 3));
  writer.close();

  const again = openJournal(dir, { mode: "write", hearer });
  expect(heard.splice(0)).toEqual([null, ...again.read()]);
  again.saveSnapshot(4, Buffer.from("a fold"));
  again.close();

  const last = openJournal(dir, { mode: "write", hearer });
  expect(heard).toEqual(["a fold", ...last.read({ fromSeq: 5 })]);
  last.close();
});

test("an append that leaves the process free is acknowledged only at its end", async () => {
  const writer = openJournal(dir, { mode: "write" });
  const first = writer.appendSoon(tickTurns(1, 2));
  expect(writer.head().seq).toBe(0);
  expect(() => writer.append(tickTurns(3, 1))).toThrow("still being appended");
  expect(await first).toEqual({ seq: 4 });
  expect(await writer.appendSoon([])).toEqual({ seq: 4 });
  expect(writer.append(tickTurns(3, 1))).toEqual({ seq: 6 });
  writer.close();
  const again = openJournal(dir, { mode: "write" });
  expect(again.verifyAll()).toEqual({ records: 6 });
  again.close();
});

describe("snapshots", () => {
  test("the newest sound one is given, of two that are kept", () => {
    const writer = openJournal(dir, { mode: "write" });
    writer.append(tickTurns(1, 10));
    expect(writer.newestSnapshot()).toBeNull();
    for (const seq of [4, 10, 20]) writer.saveSnapshot(seq, Buffer.from(`fold of ${seq}`));
    expect(writer.newestSnapshot()).toEqual({ seq: 20, bytes: Buffer.from("fold of 20") });
    expect(() => writer.saveSnapshot(21, Buffer.from("x"))).toThrow("21");
    writer.close();
    expect(query("SELECT seq FROM snapshot ORDER BY seq")).toEqual([{ seq: 10 }, { seq: 20 }]);
  });

  test("one that was tampered with, moved or of another version is passed over", () => {
    const writer = openJournal(dir, { mode: "write" });
    writer.append(tickTurns(1, 10));
    writer.saveSnapshot(10, Buffer.from("good"));
    writer.saveSnapshot(20, Buffer.from("bad"));
    writer.close();
    for (const sql of [
      "UPDATE snapshot SET body = x'00' WHERE seq = 20",
      "UPDATE snapshot SET seq = 18 WHERE seq = 20",
      "UPDATE snapshot SET version = CAST('9.9.9' AS BLOB) WHERE seq = 18",
      "UPDATE snapshot SET seq = 999 WHERE seq = 18",
    ]) {
      query(sql);
      const reader = openJournal(dir, { mode: "read" });
      expect(reader.newestSnapshot()).toEqual({ seq: 10, bytes: Buffer.from("good") });
      expect([...reader.read()].length).toBe(20);
      reader.close();
    }
  });

  test("folding from a snapshot and folding from the start give the same (law I12)", () => {
    const writer = openJournal(dir, { mode: "write" });
    const fold = (from: number, start: string): string => {
      let state = start;
      for (const { seq, kind, body } of writer.read({ fromSeq: from })) {
        if (kind === "event") state = sha256(`${state}/${seq}/${JSON.stringify(body)}`);
      }
      return state;
    };
    writer.append(tickTurns(1, 400));
    writer.saveSnapshot(800, Buffer.from(fold(1, "")));
    writer.append(tickTurns(401, 200));
    const snapshot = writer.newestSnapshot();
    expect(snapshot?.seq).toBe(800);
    expect(fold(801, snapshot?.bytes.toString() ?? "")).toBe(fold(1, ""));
    writer.close();
  });
});

describe("what is refused", () => {
  test("a second writer, by the name of the first", () => {
    const first = openJournal(dir, { mode: "write" });
    const error = caught(() => openJournal(dir, { mode: "write" }));
    expect(error.code).toBe("journal-locked");
    expect(error.message).toContain(String(process.pid));
    first.append(tickTurns(1, 1));
    first.close();
    openJournal(dir, { mode: "write" }).close();
  });

  test("a journal of a newer orchestrator", () => {
    openJournal(dir, { mode: "write" }).close();
    query("PRAGMA user_version = 99");
    for (const mode of ["read", "write"] as const) {
      expect(caught(() => openJournal(dir, { mode })).code).toBe("journal-newer");
    }
  });

  test("reading where nothing was ever run, without making anything", () => {
    expect(caught(() => openJournal(dir, { mode: "read" })).code).toBe("not-found");
    expect(readdirSync(dir)).toEqual([]);
  });

  test("a link in the place of the journal", () => {
    writeFileSync(join(dir, "elsewhere"), "");
    symlinkSync(join(dir, "elsewhere"), join(dir, "journal.db"));
    expect(caught(() => openJournal(dir, { mode: "write" })).message).toContain("symlink");
    expect(caught(() => openJournal(dir, { mode: "read" })).message).toContain("symlink");
  });

  test("a record changed by hand, wherever it is, when it is read", () => {
    for (const sql of [
      "UPDATE record SET body = CAST(replace(CAST(body AS TEXT), '3', '4') AS BLOB) WHERE seq = 6",
      "UPDATE record SET at_ms = at_ms + 1 WHERE seq = 6",
      "UPDATE record SET kind = 1 WHERE seq = 6",
      "UPDATE record SET cause = 1 WHERE seq = 6",
      "UPDATE record SET type = CAST('landed' AS BLOB) WHERE seq = 6",
      "DELETE FROM record WHERE seq = 6",
    ]) {
      rmSync(dir, { recursive: true });
      const writer = openJournal(dir, { mode: "write" });
      writer.append(tickTurns(1, 10));
      writer.saveSnapshot(16, Buffer.from("fold"));
      writer.close();
      query(sql);
      // Before the newest snapshot nothing is looked at when opening: it is when it is read.
      const reader = openJournal(dir, { mode: "read" });
      const error = caught(() => [...reader.read()]);
      expect(error).toMatchObject({ code: "journal-corrupt", details: { lastGoodSeq: 5 } });
      expect(caught(() => reader.verifyAll())).toMatchObject({ details: { lastGoodSeq: 5 } });
      expect([...reader.read({ fromSeq: 17 })].length).toBe(4);
      reader.close();
    }
  });

  test("a whole other chain under the same anchor", () => {
    const writer = openJournal(dir, { mode: "write" });
    writer.append(tickTurns(1, 5));
    writer.close();
    const other = join(dir, "other");
    const forged = openJournal(other, { mode: "write" });
    forged.append(tickTurns(2, 5));
    forged.close();
    copyFileSync(join(other, "journal.db"), join(dir, "journal.db"));
    expect(caught(() => openJournal(dir, { mode: "write" })).code).toBe("journal-corrupt");
  });
});

describe("a disk", () => {
  test("that is full refuses the turn, keeps the rest, and goes on when there is room", () => {
    const disk = mountSmallDisk(1024);
    if (disk === null) return;
    const place = join(disk.dir, "state");
    const writer = openJournal(place, { mode: "write" });
    try {
      writer.append(tickTurns(1, 3));
      writeFileSync(join(disk.dir, "ballast"), Buffer.alloc(512 * 1024));
      let next = 4;
      const error = caught(() => {
        for (;;) {
          writer.append(tickTurns(next, 50));
          next += 50;
        }
      });
      expect(error.code).toBe("disk-full");
      expect(writer.head().seq).toBe((next - 1) * 2);
      expect(writer.verifyAll().records).toBe((next - 1) * 2);
      rmSync(join(disk.dir, "ballast"));
      writer.append(tickTurns(next, 50));
      expect([...writer.read()].length).toBe((next + 49) * 2);
    } finally {
      writer.close();
      disk.remove();
    }
  });

  test("that is read-only can still be read, also what is in the log alone", () => {
    const disk = mountSmallDisk(2048);
    if (disk === null) return;
    try {
      const live = openJournal(dir, { mode: "write" });
      live.append(tickTurns(1, 9));
      for (const name of ["journal.db", "journal.db-wal", "journal.anchor"]) {
        copyFileSync(join(dir, name), join(disk.dir, name));
      }
      live.close();
      disk.makeReadOnly();
      const reader = openJournal(disk.dir, { mode: "read" });
      expect([...reader.read()].length).toBe(18);
      reader.close();
      const error = caught(() => openJournal(disk.dir, { mode: "write" }));
      expect(error.code).toBe("read-only");
      expect(error.message).toContain(disk.dir);
    } finally {
      disk.remove();
    }
  });
});

test("an append that fails for another reason ends all appending", () => {
  const writer = openJournal(dir, { mode: "write" });
  writer.append(tickTurns(1, 1));
  query("INSERT INTO record VALUES (3, 0, 1, 3, x'00', x'00', x'00')");
  expect(caught(() => writer.append(tickTurns(2, 1))).code).toBe("io-failed");
  query("DELETE FROM record WHERE seq = 3");
  expect(caught(() => writer.append(tickTurns(2, 1))).code).toBe("io-failed");
  expect(writer.head().seq).toBe(2);
  writer.close();
});

test("a journal taken away while it is written to accepts nothing more", () => {
  for (const victim of ["journal.db", "journal.db-wal", ""]) {
    const place = join(dir, `place-${victim}`);
    const writer = openJournal(place, { mode: "write" });
    writer.append(tickTurns(1, 1));
    rmSync(join(place, victim), { recursive: true });
    const error = caught(() => writer.append(tickTurns(2, 1)));
    expect(error.code).toBe("journal-corrupt");
    expect(error.message).toContain("removed");
    expect(writer.head().seq).toBe(2);
    writer.close();
  }
});

test("nothing is acknowledged that went into files which are no longer there", async () => {
  for (const victim of ["journal.db", "journal.db-wal", ""]) {
    const place = join(dir, `place-${victim}`);
    const writer = openJournal(place, { mode: "write" });
    await writer.appendSoon(tickTurns(1, 1));
    rmSync(join(place, victim), { recursive: true });
    await expect(writer.appendSoon(tickTurns(2, 1))).rejects.toMatchObject({
      code: "journal-corrupt",
    });
    await expect(writer.appendSoon(tickTurns(2, 1))).rejects.toMatchObject({
      code: "journal-corrupt",
    });
    expect(writer.head().seq).toBe(2);
    writer.close();
  }
});

test("a log that somebody else has added to is not written over", () => {
  const writer = openJournal(dir, { mode: "write" });
  writer.append(tickTurns(1, 1));
  query("INSERT INTO snapshot VALUES (1, x'00', zeroblob(100000), x'00')");
  writer.append(tickTurns(2, 1));
  writer.close();
  const reader = openJournal(dir, { mode: "read" });
  expect(reader.verifyAll()).toEqual({ records: 4 });
  reader.close();
  expect(query("SELECT length(body) AS n FROM snapshot")).toEqual([{ n: 100_000 }]);
});

test("a writer that is locked out for a moment may try again", () => {
  const writer = openJournal(dir, { mode: "write" });
  writer.append(tickTurns(1, 1));
  const other = openDatabase(join(dir, "journal.db"));
  other.exec("BEGIN IMMEDIATE");
  expect(caught(() => writer.append(tickTurns(2, 1))).code).toBe("journal-locked");
  other.exec("ROLLBACK");
  other.close();
  expect(writer.append(tickTurns(2, 1))).toEqual({ seq: 4 });
  writer.close();
});

test("killed between the commit and the anchor, the journal is whole and goes on", () => {
  const writer = openJournal(dir, { mode: "write" });
  writer.append(tickTurns(1, 2));
  const anchor = readFileSync(join(dir, "journal.anchor"));
  writer.append(tickTurns(3, 1));
  writer.close();
  writeFileSync(join(dir, "journal.anchor"), anchor);
  const reader = openJournal(dir, { mode: "read" });
  expect(reader.head().seq).toBe(6);
  reader.close();
  const again = openJournal(dir, { mode: "write" });
  expect(again.append(tickTurns(4, 1))).toEqual({ seq: 8 });
  again.close();
  expect(readFileSync(join(dir, "journal.anchor"))).not.toEqual(anchor);
});

test("killed while it was being made, the journal is empty and can be begun", () => {
  writeFileSync(join(dir, "journal.db"), "");
  const reader = openJournal(dir, { mode: "read" });
  expect([...reader.read()]).toEqual([]);
  expect(reader.head()).toEqual({ seq: 0, hash: "0".repeat(64) });
  expect(reader.newestSnapshot()).toBeNull();
  reader.close();
  const writer = openJournal(dir, { mode: "write" });
  writer.append(tickTurns(1, 1));
  writer.close();
});

test("a backup is a journal of its own", () => {
  const writer = openJournal(dir, { mode: "write" });
  writer.append(tickTurns(1, 20));
  mkdirSync(join(dir, "backup"));
  writer.backup(join(dir, "backup", "journal.db"));
  writer.append(tickTurns(21, 1));
  expect(() => writer.backup(join(dir, "backup", "journal.db"))).toThrow();
  writer.close();
  const copy = openJournal(join(dir, "backup"), { mode: "write" });
  expect(copy.verifyAll()).toEqual({ records: 40 });
  copy.close();
});

test("only the owner can read it", () => {
  const writer = openJournal(join(dir, "state"), { mode: "write" });
  writer.append(tickTurns(1, 1));
  for (const name of readdirSync(join(dir, "state"))) {
    expect([name, statSync(join(dir, "state", name)).mode & 0o077]).toEqual([name, 0]);
  }
  writer.close();
});

/** What another program could do to the file. */
function query(sql: string): unknown[] {
  const database = openDatabase(join(dir, "journal.db"), { busyTimeoutMs: 1_000 });
  try {
    return database.prepare(sql).all();
  } finally {
    database.close();
  }
}
