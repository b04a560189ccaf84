import { basename, dirname, extname } from "node:path";

/** A line of a table of results: the shortest schedule known for an instance. */
export interface BestKnown {
  /** The instance as the table names it, without its extension, in lower case. */
  readonly name: string;
  /** The folder the table names it in; empty when it names none. */
  readonly folder: string;
  /** Where the table itself lies. */
  readonly table: string;
  readonly processors: number | null;
  readonly makespan: number;
}

/**
 * Reads a table in any of the shapes these sets come with: `file,optimum`; `file,M,optimum` and
 * `file,M,bound,best`; PSPLIB's `j30opt.sm` and `j60hrs.sm` (parameter, instance, makespan, …).
 * Where an optimum is not known, `104..105` are the bound and
 * the best, and `..105` the best alone. What follows the numbers (who found it, and when) says nothing.
 */
export function readTable(path: string, text: string): readonly BestKnown[] {
  const set = /^([a-z]+\d+)(?:opt|hrs|ub)/i.exec(basename(path))?.[1]?.toLowerCase();
  return text.split(/\r?\n/).flatMap((line): BestKnown[] => {
    const cells = line
      .trim()
      .split(/\s*[,;]\s*|\s+/)
      .map((cell) => cell.replace(/^"(.*)"$/, "$1").replace(/^\d*(?:\.\.|-)(\d+)$/, "$1"));
    const [first = "", ...others] = cells;
    const end = others.findIndex((cell) => !/^\d+(?:\.0+)?$/.test(cell));
    const numbers = others.slice(0, end === -1 ? others.length : end).map(Number);
    if (set !== undefined && /^\d+$/.test(first)) {
      const [instance = Number.NaN, makespan = Number.NaN] = numbers;
      if (Number.isNaN(instance) || Number.isNaN(makespan)) return [];
      const name = `${set}${first}_${instance}`;
      return [{ name, folder: "", table: path, processors: null, makespan }];
    }
    if (!/[a-z]/i.test(first) || numbers.length === 0) return [];
    const processors = numbers.length > 1 ? (numbers[0] ?? null) : processorsOf(path, first);
    const makespan = numbers.at(-1) ?? Number.NaN;
    const folder = dirname(first) === "." ? "" : basename(dirname(first));
    return [{ name: nameOf(first), folder, table: path, processors, makespan }];
  });
}

/** `optimal-8.csv` with lines `rand0000.stg,71`. */
function processorsOf(path: string, first: string): number | null {
  if (!first.toLowerCase().endsWith(".stg")) return null;
  const digits = /(\d+)\D*$/.exec(basename(path, extname(path)))?.[1];
  return digits === undefined ? null : Number(digits);
}

function nameOf(path: string): string {
  return basename(path, extname(path)).toLowerCase();
}

/**
 * The lines that speak of an instance. Sets of different sizes have instances of one name: what
 * counts then is the folder, or the size in its place, and the table that lies nearest.
 */
export function findBestKnown(
  tables: readonly BestKnown[],
  path: string,
  size: number,
): readonly BestKnown[] {
  const name = nameOf(path);
  const folder = basename(dirname(path));
  const digits = /\d+/.exec(folder)?.[0];
  const isSame = (line: BestKnown): boolean =>
    line.folder === folder || line.folder === digits || line.folder === `${size}`;
  const score = (line: BestKnown): number =>
    (isSame(line) ? 1_000 : 0) + commonLength(dirname(line.table), path);
  const named = tables.filter((line) => line.name === name);
  const near = named.filter((line) => line.folder === "" || isSame(line));
  const matching = near.length > 0 ? near : named;
  const best = new Map<number | null, BestKnown>();
  for (const line of matching) {
    const rival = best.get(line.processors);
    if (rival === undefined || score(line) > score(rival)) best.set(line.processors, line);
  }
  return [...best.values()].sort((a, b) => (a.processors ?? 0) - (b.processors ?? 0));
}

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
