import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** Runs a measurement once and gives back its figure (milliseconds unless the caller says other). */
export type Measurement = () => number | Promise<number>;

/**
 * Measures several things in turn, round after round and every other round backwards, so that a
 * slow minute of the machine falls on all of them. The first round warms up and is not counted.
 */
export async function interleave<K extends string>(
  rounds: number,
  measurements: Readonly<Record<K, Measurement>>,
): Promise<Readonly<Record<K, readonly number[]>>> {
  const names = Object.keys(measurements) as K[];
  const found = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<
    K,
    number[]
  >;
  for (let round = 0; round <= rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const figure = await measurements[name]();
      if (round > 0) found[name].push(figure);
    }
  }
  return found;
}

export function median(figures: readonly number[]): number {
  return quantile(figures, 0.5);
}

/** The figure that a share of `q` of all figures does not exceed; NaN of none. */
export function quantile(figures: readonly number[], q: number): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? low;
  return low + (high - low) * (at - Math.floor(at));
}

export function timed(act: () => unknown): number {
  const startedAt = performance.now();
  act();
  return performance.now() - startedAt;
}

export async function timedAsync(act: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await act();
  return performance.now() - startedAt;
}

export interface ProcessRun {
  readonly ms: number;
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProcessOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program to its end; `ms` from before the fork until the kernel says it is over. */
export function runProcess(
  argv: readonly [string, ...string[]],
  options: ProcessOptions = {},
): Promise<ProcessRun> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    let endedAt = 0;
    const child = spawn(argv[0], argv.slice(1), {
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      env: options.env ?? process.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString("utf8");
    });
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString("utf8");
    });
    child.on("error", reject);
    child.on("exit", () => {
      endedAt = performance.now();
    });
    child.on("close", (code) => resolve({ ms: endedAt - startedAt, code, stdout, stderr }));
  });
}

/** The time of a program that must end well. */
export async function processMs(
  argv: readonly [string, ...string[]],
  options: ProcessOptions = {},
): Promise<number> {
  return (await runWell(argv, options)).ms;
}

async function runWell(
  argv: readonly [string, ...string[]],
  options: ProcessOptions,
): Promise<ProcessRun> {
  const run = await runProcess(argv, options);
  if (run.code === 0) return run;
  throw new Error(`${argv.join(" ")} exited with ${run.code}: ${run.stderr}${run.stdout}`);
}

/** The last line of a program's output, read as JSON: how the subjects of this bench answer. */
export async function processAnswer(
  argv: readonly [string, ...string[]],
  options: ProcessOptions = {},
): Promise<Readonly<Record<string, number>>> {
  const { stdout } = await runWell(argv, options);
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as Record<string, number>;
}

/** Proportional set size: what a process costs the machine, shared pages counted in parts. */
export function pssMb(pid: number): number {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  return Number(/^Pss:\s+(\d+) kB$/m.exec(text)?.[1] ?? Number.NaN) / 1024;
}
