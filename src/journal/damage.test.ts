import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { OrchestratorError } from "../model/index.ts";
import { sha256 } from "../platform/index.ts";
import { openJournal } from "./index.ts";
import { tickTurns } from "./turns.fixture.ts";

const TURNS = 60;
const EXPECTED = tickTurns(1, TURNS).flatMap((turn) => [turn.input, ...turn.events]);
const FILES = ["journal.db", "journal.db-wal", "journal.anchor"] as const;

let root: string;
/** Its writer never closed it: half of the records are in the write-ahead log alone. */
let golden: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "orch-damage-"));
  golden = join(root, "golden");
  mkdirSync(golden);
  const live = join(root, "live");
  const first = openJournal(live, { mode: "write" });
  first.append(tickTurns(1, TURNS / 2));
  first.saveSnapshot(20, Buffer.from("a fold"));
  first.close();
  const second = openJournal(live, { mode: "write" });
  for (let n = TURNS / 2 + 1; n <= TURNS; n++) second.append(tickTurns(n, 1));
  for (const name of FILES) copyFileSync(join(live, name), join(golden, name));
  second.close();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function copyOfGolden(name: string): string {
  const dir = join(root, name);
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir);
  for (const file of FILES) copyFileSync(join(golden, file), join(dir, file));
  return dir;
}

/** Either every acknowledged record reads back identical, or the error that says otherwise. */
function lookAt(dir: string, mode: "read" | "write"): OrchestratorError | "identical" {
  try {
    const journal = openJournal(dir, { mode });
    try {
      expect([...journal.read()].map((one) => one.body)).toEqual(EXPECTED);
      const snapshot = journal.newestSnapshot();
      if (snapshot !== null) expect(snapshot).toEqual({ seq: 20, bytes: Buffer.from("a fold") });
      return "identical";
    } finally {
      journal.close();
    }
  } catch (error) {
    if (error instanceof OrchestratorError) return error;
    throw error;
  }
}

/** A fixed sequence of places, the same in every run (mulberry32). */
function* places(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    yield ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }
}

test("the undamaged journal is identical to what was written", () => {
  expect(lookAt(copyOfGolden("sound"), "read")).toBe("identical");
  expect(lookAt(copyOfGolden("sound"), "write")).toBe("identical");
});

describe("one flipped bit", () => {
  for (const file of FILES) {
    test(`anywhere in ${file} is detected or harmless`, () => {
      const bytes = readFileSync(join(golden, file));
      const next = places(file.length);
      let detected = 0;
      for (let round = 0; round < 150; round++) {
        const at = Math.floor((next.next().value ?? 0) * bytes.length);
        const bit = Math.floor((next.next().value ?? 0) * 8);
        const dir = copyOfGolden("flipped");
        const flipped = Buffer.from(bytes);
        flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << bit), at);
        writeFileSync(join(dir, file), flipped);
        const found = lookAt(dir, round % 2 === 0 ? "read" : "write");
        if (found === "identical") continue;
        detected += 1;
        expect(found.message).not.toBe("");
        expect(["journal-corrupt", "journal-newer", "io-failed", "read-only"]).toContain(
          found.code,
        );
      }
      if (file !== "journal.anchor") expect(detected).toBeGreaterThan(10);
    });
  }
});

describe("a damaged journal is refused and left as it is", () => {
  const damages: readonly [string, (dir: string) => void][] = [
    ["an empty database", (dir) => truncateSync(join(dir, "journal.db"), 0)],
    ["half a database", (dir) => truncateSync(join(dir, "journal.db"), 4096)],
    ["a lost log", (dir) => rmSync(join(dir, "journal.db-wal"))],
    [
      // At least half of it has been written to.
      "a part of its log",
      (dir) => {
        const wal = join(dir, "journal.db-wal");
        truncateSync(wal, Math.floor(readFileSync(wal).length / 4));
      },
    ],
    [
      "a file that is no database",
      (dir) => writeFileSync(join(dir, "journal.db"), "x".repeat(9000)),
    ],
    ["a lost anchor", (dir) => rmSync(join(dir, "journal.anchor"))],
    ["a spoiled anchor", (dir) => writeFileSync(join(dir, "journal.anchor"), "y".repeat(9000))],
    [
      "an older database under a newer anchor",
      (dir) => {
        rmSync(join(dir, "journal.db-wal"));
        rmSync(join(dir, "journal.db"));
        const old = openJournal(join(dir, "old"), { mode: "write" });
        old.append(tickTurns(1, 3));
        old.close();
        copyFileSync(join(dir, "old", "journal.db"), join(dir, "journal.db"));
        rmSync(join(dir, "old"), { recursive: true });
      },
    ],
  ];
  for (const [what, damage] of damages) {
    test(`${what} is journal-corrupt for reader and writer`, () => {
      const dir = copyOfGolden("damaged");
      damage(dir);
      const before = contents(dir);
      for (const mode of ["read", "write"] as const) {
        const found = lookAt(dir, mode);
        expect(found).toMatchObject({ code: "journal-corrupt", exitCode: 3 });
        // Also where SQLite itself cannot read it: what to do next is the same.
        expect(found).toMatchObject({ hint: expect.stringContaining("state repair") as string });
        expect(contents(dir)).toEqual(before);
      }
    });
  }

  test("a vanished database is not silently begun anew", () => {
    const dir = copyOfGolden("vanished");
    rmSync(join(dir, "journal.db"));
    for (const mode of ["read", "write"] as const) {
      expect(lookAt(dir, mode)).toMatchObject({ code: "journal-corrupt" });
    }
    expect(existsSync(join(dir, "journal.db"))).toBe(false);
  });

  test("the last good record is named", () => {
    const dir = copyOfGolden("named");
    rmSync(join(dir, "journal.db-wal"));
    const found = lookAt(dir, "read");
    expect(found).toMatchObject({ details: { lastGoodSeq: TURNS } });
  });
});

/** Digests by name of what belongs to the journal; an empty log is as good as none. */
function contents(dir: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(dir)
      .filter((name) => FILES.some((file) => file === name))
      .map((name) => [name, sha256(readFileSync(join(dir, name)))] as const)
      .filter(([, digest]) => digest !== sha256("")),
  );
}
