import type { SchedulingProblem } from "../../src/planner/index.ts";

/**
 * PSPLIB's `.sm`: one mode, jobs from 1 in any order, successors, which may go on in the next lines;
 * the dummy first and last job stay. What the file says twice (how many successors, how many
 * resources) has to agree: a schedule of half a problem looks better than it is.
 */
export function parsePsplib(text: string): SchedulingProblem {
  const lines = text.split(/\r?\n/);
  refuseOtherResources(lines);
  const successors = readSuccessors(rowsAfter(lines, "PRECEDENCE RELATIONS"));
  const requests = readRequests(rowsAfter(lines, "REQUESTS/DURATIONS"));
  const capacities = rowsAfter(lines, "RESOURCEAVAILABILITIES").flat();
  const jobs = [...successors.keys()].sort((a, b) => a - b);
  if (jobs.length === 0) throw new Error("there are no jobs");
  compare("jobs", saidIn(lines, /^\s*jobs\b[^:]*:\s*(\d+)/i), jobs.length);
  compare("resources", saidIn(lines, /^\s*-\s*renewable\s*:\s*(\d+)/i), capacities.length);
  const index = new Map(jobs.map((job, i) => [job, i]));
  for (const job of requests.keys()) {
    if (!index.has(job)) throw new Error(`job ${job} has a duration and no row of successors`);
  }
  const before: number[][] = jobs.map(() => []);
  for (const [job, row] of successors) {
    for (const successor of row) {
      const list = before[index.get(successor) ?? -1];
      if (list === undefined)
        throw new Error(`job ${job} has a successor ${successor}: no such job`);
      list.push(index.get(job) ?? 0);
    }
  }
  const rows = jobs.map((job) => {
    const row = requests.get(job);
    if (row === undefined) throw new Error(`job ${job} has no duration`);
    if (row.length - 1 === capacities.length) return row;
    throw new Error(`job ${job} asks of ${row.length - 1} resources, of ${capacities.length}`);
  });
  return {
    durations: rows.map(([duration]) => duration ?? Number.NaN),
    before: before.map((list) => list.sort((a, b) => a - b)),
    capacities,
    demands: rows.map((row) => row.slice(1)),
  };
}

/** A number of the file's head; null where it has none. */
function saidIn(lines: readonly string[], pattern: RegExp): number | null {
  const found = lines.flatMap((line) => pattern.exec(line)?.[1] ?? [])[0];
  return found === undefined ? null : Number(found);
}

function compare(what: string, said: number | null, count: number): void {
  if (said === null || said === count) return;
  throw new Error(`it says ${said} ${what} and has ${count}`);
}

/** What is used up, or comes in several modes, is another problem. */
function refuseOtherResources(lines: readonly string[]): void {
  for (const line of lines) {
    const other = /^\s*-\s*(nonrenewable|doubly constrained)\s*:\s*([1-9]\d*)/i.exec(line);
    if (other !== null) throw new Error(`${other[2]} ${other[1]} resources: only renewable ones`);
  }
}

function readSuccessors(rows: readonly (readonly number[])[]): ReadonlyMap<number, number[]> {
  const found = new Map<number, number[]>();
  let open: { readonly job: number; readonly count: number; readonly list: number[] } | null = null;
  const close = (): void => {
    if (open !== null && open.list.length !== open.count) {
      throw new Error(`job ${open.job} has ${open.list.length} successors, of ${open.count}`);
    }
  };
  for (const row of rows) {
    if (open !== null && open.list.length < open.count) {
      open.list.push(...row);
      continue;
    }
    close();
    const [job = Number.NaN, modes, count = Number.NaN, ...list] = row;
    if (modes !== 1) throw new Error(`job ${job} has ${modes ?? "no"} modes, not one`);
    if (found.has(job)) throw new Error(`job ${job} has two rows of successors`);
    open = { job, count, list };
    found.set(job, list);
  }
  close();
  return found;
}

/** Duration and demands of each job. */
function readRequests(rows: readonly (readonly number[])[]): ReadonlyMap<number, number[]> {
  const found = new Map<number, number[]>();
  for (const [job = Number.NaN, , ...row] of rows) {
    if (found.has(job)) throw new Error(`job ${job} has two durations`);
    found.set(job, row);
  }
  return found;
}

/** The rows of numbers of a section, up to the line of stars that ends it. */
function rowsAfter(lines: readonly string[], title: string): number[][] {
  const start = lines.findIndex((line) => line.trim().toUpperCase().startsWith(title));
  if (start === -1) throw new Error(`there is no section ${title}`);
  const rows: number[][] = [];
  for (const line of lines.slice(start + 1)) {
    const row = line.trim();
    if (row.startsWith("***")) break;
    if (/^[\d\s.+-]*\d[\d\s.+-]*$/.test(row)) rows.push(row.split(/\s+/).map(Number));
  }
  return rows;
}
