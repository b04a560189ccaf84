// `npm run bitflips [-- --flips N --seed N]`: one bit of a journal is turned over, anywhere in its
// three files. What then is read must be what was written, or an error that says so; a sound journal
// must stay sound when it is written to. The work is done by a child, so that a flip that ends the
// process inside the database's driver is counted too.
import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fractionOf } from "../../sim/random.ts";
import { openJournal } from "../../src/journal/index.ts";
import { tickTurns } from "../../src/journal/turns.fixture.ts";
import { OrchestratorError } from "../../src/model/index.ts";

const FILES = ["journal.db", "journal.db-wal", "journal.anchor"] as const;
/** The driver lets go of files only when memory is cleaned up: a child ends before they are too many. */
const FLIPS_OF_A_CHILD = 250;
const TURNS = 400;
const SNAPSHOT_AT = 300;
const EXPECTED = JSON.stringify(bodies(tickTurns(1, TURNS)));

const { values } = parseArgs({
  options: {
    flips: { type: "string", default: "10000" },
    seed: { type: "string", default: "1" },
    golden: { type: "string" },
    from: { type: "string", default: "0" },
  },
});
const flips = Number(values.flips);
const seed = Number(values.seed);

if (values.golden === undefined) process.exitCode = await flipAll();
else flipFrom(values.golden, Number(values.from));

async function flipAll(): Promise<number> {
  const root = mkdtempSync(join(tmpdir(), "orchestrator-bitflips-"));
  try {
    const golden = makeGolden(root);
    const counts: Record<string, number> = {};
    const bad: string[] = [];
    let next = 0;
    while (next < flips) {
      const from = next;
      for (const line of await linesOfChild(golden, next)) {
        const [index = "", verdict = "", ...words] = line.split("\t");
        next = Number(index) + 1;
        counts[verdict] = (counts[verdict] ?? 0) + 1;
        if (verdict === "SILENT" || verdict === "UNNAMED") bad.push(`${line} ${words.join(" ")}`);
      }
      if (next >= flips || next >= from + FLIPS_OF_A_CHILD) continue;
      bad.push(`flip ${next} ended the process`);
      next += 1;
    }
    for (const line of bad.slice(0, 20)) process.stdout.write(`${line}\n`);
    const told = Object.entries(counts).map(([verdict, amount]) => `${amount} ${verdict}`);
    process.stdout.write(`${flips} flips: ${told.join(", ")}; ${bad.length} bad\n`);
    return bad.length === 0 ? 0 : 1;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Half of it in the database with a snapshot, half in the log of a writer that never closed. */
function makeGolden(root: string): string {
  const golden = join(root, "golden");
  const live = join(root, "live");
  mkdirSync(golden);
  const first = openJournal(live, { mode: "write" });
  first.append(tickTurns(1, TURNS / 2));
  first.saveSnapshot(SNAPSHOT_AT, Buffer.from("a fold of all that was"));
  first.close();
  const second = openJournal(live, { mode: "write" });
  for (let n = TURNS / 2 + 1; n <= TURNS; n += 5) second.append(tickTurns(n, 5));
  for (const name of FILES) copyFileSync(join(live, name), join(golden, name));
  second.close();
  return golden;
}

function linesOfChild(golden: string, from: number): Promise<string[]> {
  const own = process.argv[1] ?? "";
  const more = [
    "--flips",
    `${flips}`,
    "--seed",
    `${seed}`,
    "--golden",
    golden,
    "--from",
    `${from}`,
  ];
  const child = spawn(process.execPath, ["scripts/run.mjs", own, ...more], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => {
    text += chunk.toString("utf8");
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => resolve(text.split("\n").filter((line) => line !== "")));
  });
}

function flipFrom(golden: string, from: number): void {
  const files = FILES.map((name) => ({ name, bytes: readFileSync(join(golden, name)) }));
  const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const dir = join(golden, "..", "flipped");
  const end = Math.min(flips, from + FLIPS_OF_A_CHILD);
  for (let index = from; index < end; index++) {
    rmSync(dir, { recursive: true, force: true });
    mkdirSync(dir);
    let at = Math.floor(fractionOf(seed, index, 1) * total);
    let where = "";
    for (const { name, bytes } of files) {
      const copy = Buffer.from(bytes);
      if (at >= 0 && at < copy.length) {
        copy.writeUInt8(copy.readUInt8(at) ^ (1 << Math.floor(fractionOf(seed, index, 2) * 8)), at);
        where = `${name} at ${at}`;
      }
      at -= copy.length;
      writeFileSync(join(dir, name), copy);
    }
    const found = look(dir, index % 2 === 0 ? "read" : "write");
    process.stdout.write(`${index}\t${found}\t${where}\n`);
  }
}

function look(dir: string, mode: "read" | "write"): string {
  try {
    if (!isAsWritten(dir, mode, EXPECTED)) return "SILENT";
    if (mode === "read") return "harmless";
    // It passed for sound: what is added to it now must be there as well.
    const more = tickTurns(TURNS + 1, 3);
    const journal = openJournal(dir, { mode });
    try {
      journal.append(more);
    } finally {
      journal.close();
    }
    const all = JSON.stringify(bodies([...tickTurns(1, TURNS), ...more]));
    return isAsWritten(dir, "read", all) ? "harmless" : "SILENT";
  } catch (error) {
    if (error instanceof OrchestratorError) return `detected as ${error.code}`;
    return "UNNAMED";
  }
}

function isAsWritten(dir: string, mode: "read" | "write", expected: string): boolean {
  const journal = openJournal(dir, { mode });
  try {
    const read = [...journal.read()].map(({ body }) => body);
    return JSON.stringify(read) === expected;
  } finally {
    journal.close();
  }
}

function bodies(turns: ReturnType<typeof tickTurns>): unknown[] {
  return turns.flatMap(({ input, events }) => [input, ...events]);
}
