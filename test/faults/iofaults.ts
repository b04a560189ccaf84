// `npm run iofaults [-- --points N|all]`: the Nth call on one of the journal's files fails, once or
// from then on, for each kind of call, error and file; N goes over the whole life of a writer, from
// its opening to its end (`--points`: so many of them, evenly; `all`: each). The writer must end with
// an error that has a name or go on, and what it had acknowledged must be there afterwards. Needs
// strace; without it nothing is tried.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildProgram } from "./built.ts";
import { checkKept } from "./journal-work.ts";

const FILES = ["journal.db", "journal.db-wal", "journal.anchor"] as const;
const CALLS = {
  openat: ["EIO", "EMFILE", "EROFS"],
  pread64: ["EIO"],
  pwrite64: ["ENOSPC", "EIO", "EROFS"],
  ftruncate: ["EIO"],
  fdatasync: ["ENOSPC", "EIO", "EROFS"],
  fsync: ["EIO"],
} as const;
type Call = keyof typeof CALLS;
const TURNS = 60;
const TOLD_EACH = 100;
const AT_ONCE = 2;

interface Fault {
  readonly file: string;
  readonly call: Call;
  readonly error: string;
  readonly n: number;
  readonly lasting: boolean;
}

const { values } = parseArgs({ options: { points: { type: "string", default: "8" } } });
process.exitCode = await failAll(values.points === "all" ? Infinity : Number(values.points));

async function failAll(points: number): Promise<number> {
  if (spawnSync("strace", ["-V"]).status !== 0) {
    process.stdout.write("NOTHING FAILS HERE: strace is not installed\n");
    return process.env["CI"] === "true" ? 1 : 0;
  }
  const root = mkdtempSync(join(tmpdir(), "orchestrator-iofaults-"));
  const bad: string[] = [];
  const ends: Record<string, number> = {};
  let tried = 0;
  try {
    const program = await buildProgram("journal-writer.ts", join(root, "program"));
    const faults = await faultsOf(program, root, points);
    const each = async (): Promise<void> => {
      for (let fault = faults.pop(); fault !== undefined; fault = faults.pop()) {
        const { end, problem } = await failOnce(program, root, fault);
        tried += 1;
        ends[end] = (ends[end] ?? 0) + 1;
        if (problem !== null) bad.push(`${nameOf(fault)}: ${problem}`);
        if (tried % TOLD_EACH === 0) process.stdout.write(`${tried} faults, ${bad.length} bad\n`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, each));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  for (const line of bad.slice(0, 20)) process.stdout.write(`${line}\n`);
  const told = Object.entries(ends).map(([end, amount]) => `${amount} ${end}`);
  process.stdout.write(`${tried} faults: ${told.join(", ")}; ${bad.length} bad\n`);
  return bad.length === 0 ? 0 : 1;
}

/** Every call that a whole life makes on those files, as it may fail. */
async function faultsOf(program: string, root: string, points: number): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const file of FILES) {
    for (const call of Object.keys(CALLS) as Call[]) {
      const dir = join(root, `${file}-${call}`);
      const { log } = await write(program, dir, { file, options: [`trace=${call}`] });
      const made = log.match(new RegExp(`\\b${call}\\(.* = `, "g"))?.length ?? 0;
      process.stdout.write(`${file}: ${made} ${call}\n`);
      rmSync(dir, { recursive: true, force: true });
      for (const n of spread(made, points)) {
        for (const error of CALLS[call]) {
          for (const lasting of [false, true]) faults.push({ file, call, error, n, lasting });
        }
      }
    }
  }
  return faults;
}

/** From 1 to `last`, both among them, at most `points` numbers. */
function spread(last: number, points: number): readonly number[] {
  if (last <= points) return Array.from({ length: last }, (_, at) => at + 1);
  const step = (last - 1) / (points - 1);
  return Array.from({ length: points }, (_, at) => 1 + Math.round(at * step));
}

function nameOf({ file, call, error, n, lasting }: Fault): string {
  return `${file} ${call} ${error} at ${n}${lasting ? " and after" : ""}`;
}

async function failOnce(
  program: string,
  root: string,
  fault: Fault,
): Promise<{ readonly end: string; readonly problem: string | null }> {
  const { file, call, error, n, lasting } = fault;
  const dir = join(root, nameOf(fault).replaceAll(" ", "-"));
  const inject = `inject=${call}:error=${error}:when=${n}${lasting ? "+" : ""}`;
  const ran = await write(program, dir, { file, options: [`trace=${call}`, inject] });
  const lines = ran.stdout.split("\n").filter((line) => line !== "");
  const last = lines.at(-1) ?? "";
  const acked = Math.max(0, ...lines.filter((line) => /^\d+$/.test(line)).map(Number));
  const failed = last.startsWith("error ") ? last.slice("error ".length) : null;
  const end = failed ?? (ran.log.includes("INJECTED") ? "survived" : "nothing failed");
  try {
    if (ran.code !== 0) return { end, problem: `it ended with ${ran.code}: ${ran.stderr}` };
    if (failed?.startsWith("unnamed") === true) return { end, problem: failed };
    return { end, problem: checkKept(dir, acked).problem };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

interface Written {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What strace saw. */
  readonly log: string;
}

/** A whole life of a writer in `dir`, looked at by strace. */
function write(
  program: string,
  dir: string,
  how: { readonly file: string; readonly options: readonly string[] },
): Promise<Written> {
  const path = `${dir}.strace`;
  mkdirSync(dir, { recursive: true });
  const tracer = ["-f", "-qq", "-o", path, "-P", join(dir, how.file)];
  const options = how.options.flatMap((option) => ["-e", option]);
  const argv = [...tracer, ...options, process.execPath, program, dir, `${TURNS}`];
  const child = spawn("strace", argv, { stdio: ["ignore", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString("utf8")));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString("utf8")));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      const log = readFileSync(path, "utf8");
      rmSync(path, { force: true });
      resolve({ code, stdout, stderr, log });
    });
  });
}
