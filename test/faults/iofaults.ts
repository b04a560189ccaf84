// `npm run iofaults [-- --points N]`: the Nth call on one of the journal's files fails, for each call,
// error and file. The writer must end with an error that has a name or go on, and what it had
// acknowledged must be there afterwards. Needs strace; without it nothing is tried.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { OrchestratorError } from "../../src/model/index.ts";
import { appendTurns, checkKept } from "./journal-work.ts";

const FILES = ["journal.db", "journal.db-wal", "journal.anchor"] as const;
const CALLS = ["pwrite64", "fdatasync", "fsync"] as const;
const ERRORS = ["ENOSPC", "EIO", "EROFS"] as const;
const TURNS = 60;

const { values } = parseArgs({
  options: {
    points: { type: "string", default: "8" },
    write: { type: "string" },
  },
});

if (values.write === undefined) process.exitCode = failAll(Number(values.points));
else await write(values.write);

async function write(dir: string): Promise<void> {
  try {
    await appendTurns(dir, TURNS, (seq) => process.stdout.write(`${seq}\n`));
  } catch (error) {
    const name = error instanceof OrchestratorError ? error.code : `unnamed: ${String(error)}`;
    process.stdout.write(`error ${name}\n`);
  }
}

function failAll(points: number): number {
  if (spawnSync("strace", ["-V"]).status !== 0) {
    process.stdout.write("NOTHING FAILS HERE: strace is not installed\n");
    return process.env["CI"] === "true" ? 1 : 0;
  }
  const root = mkdtempSync(join(tmpdir(), "orchestrator-iofaults-"));
  const bad: string[] = [];
  const ends: Record<string, number> = {};
  let tried = 0;
  try {
    for (const file of FILES) {
      for (const call of CALLS) {
        for (const error of ERRORS) {
          for (let n = 1; n <= points; n++) {
            const dir = join(root, `${file}-${call}-${error}-${n}`);
            const { end, problem } = failOnce(dir, { file, call, error, n });
            tried += 1;
            ends[end] = (ends[end] ?? 0) + 1;
            if (problem !== null) bad.push(`${file} ${call} ${error} ${n}: ${problem}`);
            rmSync(dir, { recursive: true, force: true });
            // The call is made no more often than that: later ones would not fail either.
            if (end === "nothing failed") break;
          }
        }
      }
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  for (const line of bad.slice(0, 20)) process.stdout.write(`${line}\n`);
  const told = Object.entries(ends).map(([end, amount]) => `${amount} ${end}`);
  process.stdout.write(`${tried} faults: ${told.join(", ")}; ${bad.length} bad\n`);
  return bad.length === 0 ? 0 : 1;
}

interface Fault {
  readonly file: string;
  readonly call: string;
  readonly error: string;
  readonly n: number;
}

function failOnce(
  dir: string,
  { file, call, error, n }: Fault,
): { readonly end: string; readonly problem: string | null } {
  const log = `${dir}.strace`;
  const faults = ["-e", `trace=${call}`, "-e", `inject=${call}:error=${error}:when=${n}`];
  const tracer = ["-f", "-qq", "-o", log, "-P", join(dir, file), ...faults];
  const own = [process.execPath, "scripts/run.mjs", process.argv[1] ?? "", "--write", dir];
  const ran = spawnSync("strace", [...tracer, ...own], { encoding: "utf8" });
  const injected = spawnSync("grep", ["-c", "INJECTED", log], { encoding: "utf8" });
  rmSync(log, { force: true });
  const lines = ran.stdout.split("\n").filter((line) => line !== "");
  const last = lines.at(-1) ?? "";
  const acked = Math.max(0, ...lines.filter((line) => /^\d+$/.test(line)).map(Number));
  const failed = last.startsWith("error ") ? last.slice("error ".length) : null;
  const end = failed ?? (Number(injected.stdout) > 0 ? "survived" : "nothing failed");
  if (ran.status !== 0) return { end, problem: `it ended with ${ran.status}: ${ran.stderr}` };
  if (failed?.startsWith("unnamed") === true) return { end, problem: failed };
  return { end, problem: checkKept(dir, acked).problem };
}
