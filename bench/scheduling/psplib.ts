import type { SchedulingProblem } from "../../src/planner/index.ts";

/** PSPLIB's `.sm`: one mode, jobs from 1, successors; the dummy first and last job stay. */
export function parsePsplib(text: string): SchedulingProblem {
  const successors = rowsAfter(text, "PRECEDENCE RELATIONS").map((row) => row.slice(3));
  const requests = rowsAfter(text, "REQUESTS/DURATIONS");
  const capacities = rowsAfter(text, "RESOURCEAVAILABILITIES")[0] ?? [];
  const before: number[][] = successors.map(() => []);
  successors.forEach((row, i) => {
    for (const job of row) {
      const list = before[job - 1];
      if (list === undefined) throw new Error(`job ${i + 1} has a successor ${job}: no such job`);
      list.push(i);
    }
  });
  if (requests.length !== before.length) {
    throw new Error(`${before.length} jobs have successors and ${requests.length} a duration`);
  }
  return {
    durations: requests.map((row) => row[2] ?? Number.NaN),
    before,
    capacities,
    demands: requests.map((row) => row.slice(3)),
  };
}

/** The rows of numbers of a section, up to the line of stars that ends it. */
function rowsAfter(text: string, title: string): number[][] {
  const lines = text.split(/\r?\n/);
  const start = lines.findIndex((line) => line.startsWith(title));
  if (start === -1) throw new Error(`there is no section ${title}`);
  const rows: number[][] = [];
  for (const line of lines.slice(start + 1)) {
    if (line.startsWith("***")) break;
    if (/^[\d\s]*\d[\d\s]*$/.test(line)) rows.push(line.trim().split(/\s+/).map(Number));
  }
  return rows;
}
