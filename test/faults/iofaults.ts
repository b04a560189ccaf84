// `npm run iofaults [-- --points N|all] [-- --only journal|memory|ledger]`: the Nth call on one of the
// files of the journal, the memory or the ledger fails, once or from then on, for each kind of call,
// error and file; N goes over the whole life of a writer, from its opening to its end (`--points`: so
// many of them, evenly; `all`: each). The writer must end with an error that has a name or go on, and
// what it had acknowledged must be there afterwards. Needs strace; without it nothing is tried.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildWriter } from "./built.ts";
import { checkKept } from "./journal-work.ts";
import { ackedIn, hasTracer, write } from "./traced.ts";
import { checkWords } from "./table-work.ts";

interface Subject {
  /** What the writer is told to write. */
  readonly what: string;
  readonly files: readonly string[];
  /** What is wrong with what was kept; null where it is all there. */
  readonly check: (dir: string, acked: number) => string | null;
}

const SUBJECTS: Readonly<Record<string, Subject>> = {
  journal: {
    what: "journal",
    files: ["journal.db", "journal.db-wal", "journal.anchor"],
    check: (dir, acked) => checkKept(dir, acked).problem,
  },
  memory: {
    what: "memory.db",
    files: ["memory.db", "memory.db-wal", "memory.db-journal"],
    check: (dir, acked) => checkWords(dir, "memory.db", acked),
  },
  ledger: {
    what: "ledger.db",
    files: ["ledger.db", "ledger.db-wal", "ledger.db-journal"],
    check: (dir, acked) => checkWords(dir, "ledger.db", acked),
  },
};
const CALLS = {
  openat: ["EIO", "EMFILE", "EROFS"],
  pread64: ["EIO"],
  pwrite64: ["ENOSPC", "EIO", "EROFS"],
  ftruncate: ["EIO"],
  fdatasync: ["ENOSPC", "EIO", "EROFS"],
  fsync: ["EIO"],
} as const;
type Call = keyof typeof CALLS;
const TOLD_EACH = 100;
const AT_ONCE = 2;

interface Fault {
  readonly subject: Subject;
  readonly file: string;
  readonly call: Call;
  readonly error: string;
  readonly n: number;
  readonly lasting: boolean;
}

const { values } = parseArgs({
  options: { points: { type: "string", default: "8" }, only: { type: "string" } },
});
const only = values.only;
process.exitCode = await failAll(
  Object.keys(SUBJECTS).filter((name) => only === undefined || name === only),
  values.points === "all" ? Infinity : Number(values.points),
);

async function failAll(names: readonly string[], points: number): Promise<number> {
  if (!hasTracer()) {
    process.stdout.write("NOTHING FAILS HERE: strace is not installed\n");
    return process.env["CI"] === "true" ? 1 : 0;
  }
  const root = mkdtempSync(join(tmpdir(), "orchestrator-iofaults-"));
  const bad: string[] = [];
  const ends: Record<string, number> = {};
  let tried = 0;
  try {
    const writer = await buildWriter(join(root, "program"));
    const faults: Fault[] = [];
    for (const name of names) {
      const subject = SUBJECTS[name];
      if (subject === undefined) throw new Error(`no ${name}`);
      faults.push(...(await faultsOf(writer, subject, root, points)));
    }
    const each = async (): Promise<void> => {
      for (let fault = faults.pop(); fault !== undefined; fault = faults.pop()) {
        const { end, problem } = await failOnce(writer, root, fault);
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
async function faultsOf(
  writer: string,
  subject: Subject,
  root: string,
  points: number,
): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const file of subject.files) {
    for (const call of Object.keys(CALLS) as Call[]) {
      const dir = join(root, `${file}-${call}`);
      const { log } = await write(writer, subject.what, dir, {
        files: [file],
        options: [`trace=${call}`],
      });
      const made = log.match(new RegExp(`\\b${call}\\(.* = `, "g"))?.length ?? 0;
      process.stdout.write(`${file}: ${made} ${call}\n`);
      rmSync(dir, { recursive: true, force: true });
      for (const n of spread(made, points)) {
        for (const error of CALLS[call]) {
          for (const lasting of [false, true])
            faults.push({ subject, file, call, error, n, lasting });
        }
      }
    }
  }
  return faults;
}

/** From 1 to `last`, both among them where there may be two, at most `points` numbers. */
function spread(last: number, points: number): readonly number[] {
  if (last <= points) return Array.from({ length: last }, (_, at) => at + 1);
  const step = (last - 1) / Math.max(1, points - 1);
  return Array.from({ length: points }, (_, at) => 1 + Math.round(at * step));
}

function nameOf({ file, call, error, n, lasting }: Fault): string {
  return `${file} ${call} ${error} at ${n}${lasting ? " and after" : ""}`;
}

async function failOnce(
  writer: string,
  root: string,
  fault: Fault,
): Promise<{ readonly end: string; readonly problem: string | null }> {
  const { subject, file, call, error, n, lasting } = fault;
  const dir = join(root, nameOf(fault).replaceAll(" ", "-"));
  const inject = `inject=${call}:error=${error}:when=${n}${lasting ? "+" : ""}`;
  const ran = await write(writer, subject.what, dir, {
    files: [file],
    options: [`trace=${call}`, inject],
  });
  const failed = /^error (.*)$/m.exec(ran.stdout)?.[1] ?? null;
  const end = failed ?? (ran.log.includes("INJECTED") ? "survived" : "nothing failed");
  try {
    if (ran.code !== 0) return { end, problem: `it ended with ${ran.code}: ${ran.stderr}` };
    if (failed?.startsWith("unnamed") === true) return { end, problem: failed };
    return { end, problem: subject.check(dir, ackedIn(ran)) };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
