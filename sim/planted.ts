import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PATCHES, PlantedTree } from "./planted-tree.ts";

/** Seeds a planted bug may take before it counts as missed. */
const SEEDS_MAX = 2_000;

export interface Bug {
  readonly name: string;
  /** The law whose checker has to report it. */
  readonly law: string;
  /** The seed that reported it last. */
  readonly seed: number;
}

export interface PlantedOptions {
  /** Only bugs with this in their name. */
  readonly only: string | null;
  readonly jobs: number;
  /** The engine's unit tests are run on every bug as well, and must not find it. */
  readonly tests: boolean;
  /** Seeds that have changed are written into the patches. */
  readonly write: boolean;
}

interface Verdict {
  readonly ok: boolean;
  readonly what: string;
  readonly seed: number | null;
}

export function readBugs(): readonly Bug[] {
  const names = readdirSync(PATCHES).filter((name) => name.endsWith(".patch"));
  return names.sort().map((name) => {
    const text = readFileSync(join(PATCHES, name), "utf8");
    const law = /^Law: (I\d+)$/m.exec(text)?.[1];
    const seed = /^Seed: (\d+)$/m.exec(text)?.[1];
    if (law === undefined || seed === undefined) throw new Error(`${name} names no law or no seed`);
    return { name, law, seed: Number(seed) };
  });
}

/**
 * Checks the checkers: every planted bug must apply, compile, pass the unit tests where they are
 * asked for, and then be reported by the law its patch names, and not by an exception.
 */
export async function runPlanted(
  options: PlantedOptions,
): Promise<{ readonly passed: number; readonly failed: number }> {
  const { only, jobs } = options;
  const waiting = readBugs().filter(({ name }) => only === null || name.includes(only));
  const all = waiting.length;
  let passed = 0;
  const work = async (): Promise<void> => {
    const tree = new PlantedTree();
    try {
      for (let bug = waiting.shift(); bug !== undefined; bug = waiting.shift()) {
        const verdict = await judge(tree, bug, options.tests);
        if (verdict.ok) passed += 1;
        if (options.write) note(bug, verdict);
        const mark = verdict.ok ? "caught" : "MISSED";
        process.stdout.write(
          `${mark}  ${bug.law.padEnd(4)} ${bug.name.padEnd(46)} ${verdict.what}\n`,
        );
      }
    } finally {
      tree.remove();
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  return { passed, failed: all - passed };
}

async function judge(tree: PlantedTree, bug: Bug, tests: boolean): Promise<Verdict> {
  if (!(await tree.plant(bug.name))) return missed("no longer applies");
  try {
    if ((await tree.compile()).code !== 0) return missed("no longer compiles");
    if (tests && !(await passesTests(tree))) return missed("no longer passes the unit tests");
    const found = await tree.seek(bug.seed, SEEDS_MAX);
    if (found === null) return missed(`none of ${SEEDS_MAX} seeds breaks a law`);
    if (typeof found === "string") return missed(found);
    const { law, seed, message } = found;
    const moved = seed === bug.seed ? "" : `, no longer at seed ${bug.seed}`;
    const what = `${law} at seed ${seed}${moved}: ${message.slice(0, 70)}`;
    return { ok: law === bug.law, what, seed };
  } finally {
    await tree.weed(bug.name);
  }
}

/** Some unit tests draw what they try: what they find once is luck, what they find twice is not. */
async function passesTests(tree: PlantedTree): Promise<boolean> {
  return (await tree.test()).code === 0 || (await tree.test()).code === 0;
}

function missed(what: string): Verdict {
  return { ok: false, what, seed: null };
}

function note({ name, seed: before }: Bug, { ok, seed }: Verdict): void {
  if (!ok || seed === null || seed === before) return;
  const path = join(PATCHES, name);
  writeFileSync(path, readFileSync(path, "utf8").replace(/^Seed: \d+$/m, `Seed: ${seed}`));
}
