import { parseArgs } from "node:util";
import { describeDefect, solve } from "../src/planner/index.ts";
import { measureSchedule } from "./scheduling/check.ts";
import { dispatchBoth } from "./scheduling/dispatch.ts";
import { type Instance, readInstances } from "./scheduling/instances.ts";

const USAGE = `npm run bench -- scheduling --data DIR [--ms N | --schedules N] [--seed N] [--sigma X] [--quiet]

  --data       a folder with PSPLIB .sm or STG .stg files and tables of the best known makespans
  --ms         time for each instance; 1000 for .sm and 100 for .stg when absent
  --schedules  schedules for each instance, every justification pass counted, instead of a time
  --seed       what chance starts from (1)
  --sigma      dispatch live too, with estimates off by a log-normal factor of this much
  --quiet      the means alone
`;

/** What each instance of a published set gets, unless the caller says otherwise. */
const MS = { psplib: 1_000, stg: 100 } as const;

export interface SchedulingOptions {
  readonly ms?: number;
  readonly schedules?: number;
  readonly seed?: number;
  /** Told of each instance as it is done. */
  readonly onSolved?: (solved: Solved) => void;
}

export interface Solved {
  readonly instance: Instance;
  /** Worked out from the starts by a check of its own. */
  readonly makespan: number;
  readonly lowerBound: number;
  readonly schedules: number;
  readonly ms: number;
  /** Above the best known, else above the lower bound; 0.01 is one percent. */
  readonly gap: number;
}

/** Solves every instance below the folder; throws when a schedule is not feasible. */
export function runScheduling(folder: string, options: SchedulingOptions = {}): readonly Solved[] {
  return readInstances(folder).map((instance) => {
    const solved = solveInstance(instance, options);
    options.onSolved?.(solved);
    return solved;
  });
}

function solveInstance(instance: Instance, options: SchedulingOptions): Solved {
  const begin = performance.now();
  const end = begin + (options.ms ?? MS[instance.kind]);
  const result = solve(instance.problem, {
    seed: options.seed ?? 1,
    ...(options.schedules === undefined
      ? { shouldStop: () => performance.now() >= end }
      : { schedulesMax: options.schedules }),
  });
  const ms = performance.now() - begin;
  if (!result.ok) throw new Error(`${instance.name}: ${describeDefect(result.error)}`);
  const { starts, lowerBound, schedules } = result.value;
  const makespan = measureSchedule(instance.problem, starts);
  if (makespan !== result.value.makespan) throw new Error(`${instance.name}: a wrong makespan`);
  const against = instance.bestKnown ?? lowerBound;
  const gap = against === 0 ? 0 : makespan / against - 1;
  return { instance, makespan, lowerBound, schedules, ms, gap };
}

/** One line for each group: how far above the best known on average, and at worst. */
export function summarise(solved: readonly Solved[]): string {
  const groups = new Set(solved.map(({ instance }) => instance.group));
  return [...groups]
    .map((group) => {
      const members = solved.filter(({ instance }) => instance.group === group);
      const known = members.filter(({ instance }) => instance.bestKnown !== null).length;
      const gaps = members.map(({ gap }) => gap);
      const reached = gaps.filter((gap) => gap <= 0).length;
      const proven = members.filter((one) => one.makespan === one.lowerBound).length;
      const against = known === members.length ? "the best known" : `a bound (${known} known)`;
      return [
        `${group}: ${members.length} instances, all feasible`,
        `  gap to ${against}: mean ${percent(mean(gaps))}, worst ${percent(Math.max(...gaps))}`,
        `  ${reached} reached, ${proven} proven optimal`,
        `  schedules: mean ${Math.round(mean(members.map((one) => one.schedules)))}`,
        `  time: mean ${mean(members.map((one) => one.ms)).toFixed(1)} ms\n`,
      ].join("\n");
    })
    .join("");
}

/** How many times each instance is dispatched, every time with other errors. */
const DISPATCHES = 5;

/** For each group: what live dispatching loses, first come first served and by our priorities. */
function summariseDispatch(solved: readonly Solved[], sigma: number): string {
  const groups = new Set(solved.map(({ instance }) => instance.group));
  return [...groups]
    .map((group) => {
      const members = solved.filter(({ instance }) => instance.group === group);
      const gaps = members.flatMap(({ instance: { problem, bestKnown }, makespan }, i) =>
        Array.from({ length: DISPATCHES }, (_, round) => {
          const best = Math.max(1, bestKnown ?? makespan);
          const { fifo, planner } = dispatchBoth(problem, sigma, 1 + i * DISPATCHES + round);
          return { fifo: fifo / best - 1, planner: planner / best - 1 };
        }),
      );
      const fifo = mean(gaps.map((gap) => gap.fifo));
      const planner = mean(gaps.map((gap) => gap.planner));
      const share = fifo === 0 ? "–" : percent(1 - planner / fifo);
      const text = `FIFO ${percent(fifo)}, by priority ${percent(planner)}, removed ${share}`;
      return `${group}, dispatched live: ${text}\n`;
    })
    .join("");
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(3)} %`;
}

function line({ instance, makespan, lowerBound, schedules, ms, gap }: Solved): string {
  const known = instance.bestKnown === null ? "–" : String(instance.bestKnown);
  return [
    instance.name.padEnd(24),
    `makespan ${String(makespan).padStart(5)}`,
    `best known ${known.padStart(5)}`,
    `gap ${percent(gap).padStart(8)}`,
    `bound ${String(lowerBound).padStart(5)}`,
    `feasible`,
    `${schedules} schedules`,
    `${ms.toFixed(1)} ms\n`,
  ].join("  ");
}

function readOptions(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      data: { type: "string" },
      ms: { type: "string" },
      schedules: { type: "string" },
      seed: { type: "string" },
      sigma: { type: "string" },
      quiet: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  }).values;
}

/** The sub-command `scheduling` of the benchmarks; answers the exit code. */
export function schedulingCommand(args: readonly string[]): number {
  let values: ReturnType<typeof readOptions>;
  try {
    values = readOptions(args);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return 2;
  }
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (values.data === undefined) {
    process.stderr.write(USAGE);
    return 2;
  }
  const numbers = { ms: values.ms, schedules: values.schedules, seed: values.seed };
  const given = Object.entries(numbers).flatMap(([name, text]) =>
    text === undefined ? [] : [[name, Number(text)] as const],
  );
  const sigma = values.sigma === undefined ? null : Number(values.sigma);
  if (sigma !== null && !(sigma >= 0)) {
    process.stderr.write("--sigma must be a number, 0 or more\n");
    return 2;
  }
  const bad = given.find(([, value]) => !Number.isInteger(value) || value < 0);
  if (bad !== undefined) {
    process.stderr.write(`--${bad[0]} must be a whole number\n`);
    return 2;
  }
  let solved: readonly Solved[];
  try {
    solved = runScheduling(values.data, {
      ...Object.fromEntries(given),
      ...(values.quiet ? {} : { onSolved: (one: Solved) => process.stdout.write(line(one)) }),
    });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
  if (solved.length === 0) {
    process.stderr.write(`${values.data} holds no .sm and no .stg file\n`);
    return 2;
  }
  process.stdout.write(`${values.quiet ? "" : "\n"}${summarise(solved)}`);
  if (sigma !== null) process.stdout.write(summariseDispatch(solved, sigma));
  return 0;
}
