// `npm run sim -- --seeds 5000 [--from N] [--jobs N] | --seed N [--trace] | --planted [NAME]`
import { execFileSync, spawn } from "node:child_process";
import { parseArgs } from "node:util";
import type { FaultName } from "./faults.ts";
import { FAULT_NAMES } from "./faults.ts";
import { runPlanted } from "./planted.ts";
import type { SeedResult } from "./seeds.ts";
import { commandOf, runSeed, shrink } from "./seeds.ts";
import type { SeedOptions } from "./simulation.ts";

const USAGE = `usage: npm run sim -- --seeds N [--from N] [--jobs N]
       npm run sim -- --seed N [--trace] [--streams N] [--without FAULT,…]
       npm run sim -- --team HOURS [--seed N | --seeds N] [--from N]
       npm run sim -- --planted [NAME] [--tests] [--write] [--jobs N]

--planted checks the checkers: each planted bug must be reported by its law. --tests runs the
engine's unit tests on each as well; --write keeps the seeds that report them now.`;

/** Events shown before a broken law. */
const TAIL = 25;
const TRACE = 100_000;

interface Total {
  cpuMs: number;
  seeds: number;
  events: number;
  crashes: number;
  virtualMs: number;
  failed: number;
}

const NOTHING: Total = { cpuMs: 0, seeds: 0, events: 0, crashes: 0, virtualMs: 0, failed: 0 };

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seeds: { type: "string" },
      seed: { type: "string" },
      from: { type: "string", default: "1" },
      jobs: { type: "string" },
      streams: { type: "string" },
      without: { type: "string" },
      trace: { type: "boolean", default: false },
      team: { type: "string" },
      planted: { type: "boolean", default: false },
      part: { type: "boolean", default: false },
      tests: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
    },
  });
  if (values.planted) {
    const { tests, write } = values;
    const jobs = wholeNumber(values.jobs ?? "2");
    return finish(await runPlanted({ only: positionals[0] ?? null, jobs, tests, write }));
  }
  if (values.team !== undefined) {
    const count = values.seed === undefined ? wholeNumber(values.seeds ?? "1") : 1;
    return runTeams(wholeNumber(values.team), wholeNumber(values.seed ?? values.from), count);
  }
  const jobs = wholeNumber(values.jobs ?? "1");
  if (values.seed !== undefined) {
    const options = readOptions(values.seed, values.streams, values.without);
    if (!runOne(options, values.trace)) process.exitCode = 1;
    return;
  }
  const seeds = wholeNumber(values.seeds ?? "1000");
  const from = wholeNumber(values.from);
  if (values.part) {
    const total = runMany(from, seeds);
    process.stdout.write(`${JSON.stringify(total)}\n`);
    return;
  }
  const startedAt = performance.now();
  const total = jobs > 1 ? await runSideBySide(from, seeds, jobs) : runMany(from, seeds);
  summarise(total, performance.now() - startedAt);
  finish({ passed: total.seeds - total.failed, failed: total.failed });
}

/** Shows how a seed ended, and what went before where a law was broken; false: one was. */
function runOne(options: SeedOptions, trace: boolean): boolean {
  const result = runSeed(options, trace ? TRACE : TAIL);
  const isWell = result.broken === null;
  if (trace || !isWell) show(result);
  describe(result);
  return isWell;
}

/** A standing team of six roles for so long, under all laws, once for each seed. */
function runTeams(teamHours: number, from: number, count: number): void {
  let failed = 0;
  for (let seed = from; seed < from + count; seed++) {
    if (!runOne({ seed, teamHours }, false)) failed += 1;
  }
  finish({ passed: count - failed, failed });
}

function describe({ seed, events, digest, crashes, broken }: SeedResult): void {
  const end = broken === null ? "every law holds" : `${broken.law} is broken: ${broken.message}`;
  process.stdout.write(
    `seed ${seed} commit ${commitName()} events ${events} hash ${digest} crashes ${crashes}: ${end}\n`,
  );
}

function show({ tail }: SeedResult): void {
  for (const { type, atMs, ...rest } of tail) {
    const time = new Date(atMs).toISOString();
    process.stdout.write(`${time} ${type} ${JSON.stringify(rest).slice(0, 300)}\n`);
  }
}

function runMany(from: number, seeds: number): Total {
  const total: Total = { ...NOTHING, seeds };
  const before = process.cpuUsage();
  for (let seed = from; seed < from + seeds; seed++) {
    const result = runSeed({ seed });
    total.events += result.events;
    total.crashes += result.crashes;
    total.virtualMs += result.virtualMs;
    if (result.broken === null) continue;
    total.failed += 1;
    const { law, message } = result.broken;
    process.stderr.write(`seed ${seed} breaks ${law}: ${message}\n`);
    report(seed, law);
  }
  const { user, system } = process.cpuUsage(before);
  total.cpuMs = (user + system) / 1_000;
  return total;
}

/** How to see a seed that failed again: as it is, and as small as can be found. */
function report(seed: number, law: string): void {
  const smaller = commandOf(shrink({ seed }, law));
  process.stderr.write(`  again:   ${commandOf({ seed })}\n  smaller: ${smaller}\n`);
}

async function runSideBySide(from: number, seeds: number, jobs: number): Promise<Total> {
  const size = Math.ceil(seeds / jobs);
  const parts = Array.from({ length: jobs }, (_, job) => {
    const first = from + job * size;
    return runPart(first, Math.max(0, Math.min(size, from + seeds - first)));
  });
  const total = { ...NOTHING };
  for (const part of await Promise.all(parts)) {
    for (const name of Object.keys(NOTHING) as (keyof Total)[]) total[name] += part[name];
  }
  return total;
}

function runPart(from: number, seeds: number): Promise<Total> {
  const own = [...process.execArgv, "scripts/run.mjs", "sim/main.ts"];
  const args = [...own, "--part", "--seeds", String(seeds), "--from", String(from)];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.on("data", (bytes: Buffer) => {
      output += bytes.toString("utf8");
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(JSON.parse(output) as Total);
      else reject(new Error(`a part of the simulator ended with ${code}`));
    });
  });
}

function summarise(total: Total, wallMs: number): void {
  const years = total.virtualMs / (365.25 * 24 * 3_600_000);
  const perSecond = Math.round(total.events / (total.cpuMs / 1_000));
  process.stdout.write(
    `commit ${commitName()}: ${total.seeds} seeds, ${total.events} events, ${total.crashes} crashes, ` +
      `${years.toFixed(1)} simulated years in ${(wallMs / 1000).toFixed(1)} s, ${perSecond} events/s of CPU\n`,
  );
}

function finish({ passed, failed }: { readonly passed: number; readonly failed: number }): void {
  process.stdout.write(`${passed} passed, ${failed} failed, 0 skipped\n`);
  if (failed > 0) process.exitCode = 1;
}

function readOptions(
  seed: string,
  streams: string | undefined,
  without: string | undefined,
): SeedOptions {
  const names = without === undefined ? [] : without.split(",");
  const known = names.filter((name): name is FaultName =>
    (FAULT_NAMES as readonly string[]).includes(name),
  );
  if (known.length !== names.length) fail(`faults are: ${FAULT_NAMES.join(", ")}`);
  return {
    seed: wholeNumber(seed),
    ...(streams === undefined ? {} : { streams: wholeNumber(streams) }),
    without: new Set(known),
  };
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) fail(`${text} is not a whole number`);
  return Number(text);
}

function fail(message: string): never {
  process.stderr.write(`${message}\n${USAGE}\n`);
  process.exit(2);
}

function commitName(): string {
  try {
    return execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  } catch {
    return "unknown";
  }
}

await main();
