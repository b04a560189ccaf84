import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, relative } from "node:path";
import type { SchedulingProblem } from "../../src/planner/index.ts";
import { findBestKnown, readTable } from "./best-known.ts";
import { parsePsplib } from "./psplib.ts";
import { parseStg } from "./stg.ts";

export interface Instance {
  readonly name: string;
  /** What its gap is averaged with. */
  readonly group: string;
  readonly kind: "psplib" | "stg";
  readonly problem: SchedulingProblem;
  /** Null when no table speaks of it. */
  readonly bestKnown: number | null;
}

/** How many processors a task graph is tried with when no table says. */
const PROCESSORS = [2, 4, 8, 16];
/** `j30opt.sm` and its like are tables, `j301_1.sm` is an instance. */
const TABLE = /(opt|hrs|ub)[^/]*\.sm$|\.(csv|tsv|txt)$|optim[^/]*$/i;
const INSTANCE = /\.(sm|stg)$/i;

/** Every `.sm` and `.stg` file below a folder, with the best known from the tables beside them. */
export function readInstances(folder: string): readonly Instance[] {
  const files = filesBelow(folder).sort(compareNatural);
  const tables = files
    .filter((path) => TABLE.test(path))
    .flatMap((path) => readTable(path, readFileSync(path, "utf8")));
  return files
    .filter((path) => INSTANCE.test(path) && !TABLE.test(path) && !/lb\.sm$/i.test(path))
    .flatMap((path) => {
      try {
        return readInstance(folder, path, tables);
      } catch (error) {
        const said = error instanceof Error ? error.message : String(error);
        throw new Error(`${relative(folder, path) || path}: ${said}`, { cause: error });
      }
    });
}

function readInstance(
  folder: string,
  path: string,
  tables: ReturnType<typeof readTable>,
): Instance[] {
  const text = readFileSync(path, "utf8");
  const name = relative(folder, path);
  if (!path.toLowerCase().endsWith(".stg")) {
    const problem = parsePsplib(text);
    const size = problem.durations.filter((duration) => duration > 0).length;
    const known = findBestKnown(tables, path, size)[0]?.makespan ?? null;
    const group = `${size} activities, ${problem.capacities.length} resources`;
    return [{ name, group, kind: "psplib", problem, bestKnown: known }];
  }
  const size = parseStg(text, 1).durations.filter((duration) => duration > 0).length;
  const known = findBestKnown(tables, path, size);
  const counts = known.flatMap(({ processors }) => processors ?? []);
  return (counts.length === 0 ? PROCESSORS : counts).map((processors) => ({
    name: `${name} on ${processors}`,
    group: `${size} tasks on ${processors} processors`,
    kind: "stg",
    problem: parseStg(text, processors),
    bestKnown: known.find((line) => line.processors === processors)?.makespan ?? null,
  }));
}

function filesBelow(folder: string): string[] {
  if (!statSync(folder).isDirectory()) return [folder];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : entry.isFile() ? [path] : [];
  });
}

/** `j302_1` before `j3010_1`. */
function compareNatural(a: string, b: string): number {
  const order = new Intl.Collator("en", { numeric: true }).compare(basename(a), basename(b));
  return order === 0 ? (a < b ? -1 : 1) : order;
}
